"""`madewhere disclose`."""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from madewhere.cli.options import PLACE, as_of_option, data_option
from madewhere.errors import UsageError
from madewhere.plurals import counted
from madewhere.project import CACHE

if TYPE_CHECKING:
    from madewhere.private.going_public import GoingPublic


def _agreed(going: GoingPublic) -> bool:
    """Whether to write: nobody publishes by pressing Enter."""
    from madewhere.private.hindering import unknown

    of = f"of {going.member}"
    for lost, one, many in (
        (unknown(going), f"public factory {of} is", f"public factories {of} are"),
        (going.products.unknown, f"public product {of} is", f"public products {of} are"),
    ):
        if lost:
            click.echo(f"{counted(len(lost), one, many)} not in {going.private} at all.")
    if sys.stdin.isatty():
        return click.confirm("Write this?", default=False)
    raise UsageError("nothing was written", hint="To write what is said above, give --yes.")


@click.command()
@click.argument("private", metavar="PRIVATE_DIR", type=PLACE)
@data_option()
@as_of_option()
@click.option("--dry-run", is_flag=True, help="Say what would go out, and write nothing.")
@click.option("--yes", is_flag=True, help="Do not ask before writing.")
@click.option(
    "--contacts",
    is_flag=True,
    help="Let texts out that look like an e-mail address or a telephone number.",
)
@click.option(
    "--others",
    is_flag=True,
    help="Let texts out that name a factory which stays in.",
)
@click.option(
    "--drop-missing",
    is_flag=True,
    help="Take out public factories and products that the folder does not know, even if they are most.",
)
def disclose(
    *,
    private: Path,
    data: Path,
    as_of: date,
    dry_run: bool,
    yes: bool,
    contacts: bool,
    others: bool,
    drop_missing: bool,
) -> None:
    """Put what consent covers from a private folder into the public package.

    Nothing else leaves the folder. First it says what goes out, what stays in and why; on a
    terminal it asks before it writes, elsewhere it needs --yes. Doing it again changes nothing; a consent that has run out or
    was taken away takes its data out again.
    """
    from madewhere.private.going_public import plan, write
    from madewhere.problems import Level
    from madewhere.report.going_public import end_text, plan_text

    cache = CACHE / "packages"
    going = plan(
        private,
        data,
        as_of=as_of,
        contacts=contacts,
        others=others,
        drop_missing=drop_missing,
        cache=cache,
    )
    click.echo(plan_text(going), nl=False)
    possible = not (dry_run or going.hindrance)
    wanted = possible and (yes or not going.differs or _agreed(going))
    if wanted:
        write(going, cache=cache)
    click.echo(end_text(going, written=wanted), nl=False)
    found = [*going.problems, *going.brought]
    failed = bool(going.hindrance) or any(each.level is Level.ERROR for each in found)
    raise click.exceptions.Exit(1 if failed else 0)
