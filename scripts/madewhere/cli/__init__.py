"""The commands. Each is a file that parses, calls one function and maps its result to a status."""

from __future__ import annotations

from importlib import import_module

import click

from madewhere import __version__

COMMANDS = {
    "build": ("madewhere.cli.build", "build"),
    "check": ("madewhere.cli.check", "check"),
    "codeowners": ("madewhere.cli.codeowners", "codeowners"),
    "serve": ("madewhere.cli.serve", "serve"),
    "import": ("madewhere.cli.import_list", "import_list"),
    "products": ("madewhere.cli.products", "products"),
    "add": ("madewhere.cli.add", "add"),
    "intake": ("madewhere.cli.intake", "intake"),
    "confirm": ("madewhere.cli.confirm", "confirm"),
    "invite": ("madewhere.cli.invite", "invite"),
    "respond": ("madewhere.cli.respond", "respond"),
    "invitations": ("madewhere.cli.invitations", "invitations"),
    "disclose": ("madewhere.cli.disclose", "disclose"),
    "cap": ("madewhere.cli.cap", "cap"),
    "network": ("madewhere.cli.network", "network"),
    "risk": ("madewhere.cli.risk", "risk"),
    "withdraw": ("madewhere.cli.events", "withdraw"),
    "merge": ("madewhere.cli.events", "merge"),
    "move": ("madewhere.cli.events", "move"),
    "close": ("madewhere.cli.events", "close"),
    "reopen": ("madewhere.cli.events", "reopen"),
    "upgrade": ("madewhere.cli.upgrade", "upgrade"),
    "demo": ("madewhere.cli.demo", "demo"),
    "labels": ("madewhere.cli.labels", "labels"),
    "publish": ("madewhere.cli.publish", "publish"),
}
"""Every command with the module and the name of its object; loaded when it is asked for."""


class _Lazy(click.Group):
    """Loads a command's module only when that command runs, so that each starts fast."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's own signature
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002 - click's own signature
        if cmd_name not in COMMANDS:
            return None
        module, name = COMMANDS[cmd_name]
        command: click.Command = getattr(import_module(module), name)
        return command


@click.group(cls=_Lazy, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="madewhere")
def madewhere() -> None:
    """Publish consented factory and audit data as a transparency site.

    A publication is a folder `data/` in a Git repository. `madewhere check` finds what is wrong with
    it, `madewhere build` makes the site from it.
    """
