"""`madewhere check`."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from madewhere.cli.options import PLACE, as_of_option, data_option
from madewhere.project import CACHE


@click.command()
@data_option()
@as_of_option()
@click.option(
    "--base",
    metavar="REV",
    help="Also say what changed since this revision, and find what breaks a promise of it.",
)
@click.option(
    "--proposer", metavar="LOGIN", default="", help="Who proposes the change since the base."
)
@click.option("--strict", is_flag=True, help="Warnings fail too.")
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json", "github", "markdown"]),
    default="text",
    show_default=True,
    help="How to report.",
)
@click.option(
    "--write",
    "written",
    type=(click.Choice(["text", "json", "github", "gitlab", "markdown"]), PLACE),
    multiple=True,
    metavar="FORMAT FILE",
    help="Also write the report in this format to a file; may be given several times.",
)
@click.option("--map", "map_file", type=PLACE, help="Also draw what the change adds, as SVG.")
def check(
    *,
    data: Path,
    as_of: date,
    base: str | None,
    proposer: str,
    strict: bool,
    form: str,
    written: tuple[tuple[str, Path], ...],
    map_file: Path | None,
) -> None:
    """Find everything that is wrong with the data, all at once.

    With a base, the report begins with what the change does: what lies outside the proposer's own
    package, then factories, consents, identifiers and audits that it adds, changes or removes.

    Exits with 0 where there is no error, 1 where there is one, 2 where there is nothing to check.
    """
    from madewhere.check import check as run
    from madewhere.report import FORMATS

    if base is None and (proposer or map_file):
        raise click.UsageError(
            "--proposer and --map say something about a change: name its --base."
        )
    result = run(data, as_of=as_of, cache=CACHE / "packages", base=base, proposer=proposer)
    prefix = "" if data == Path() else f"{data.as_posix().rstrip('/')}/"
    for kind, file in written:
        file.write_text(FORMATS[kind](result, prefix), "utf-8")
    if map_file and result.proposal:
        from madewhere.proposal.map import map_svg

        map_file.write_text(map_svg(result.proposal), "utf-8")
    click.echo(FORMATS[form](result, prefix), nl=False)
    raise click.exceptions.Exit(1 if result.failed(strict=strict) else 0)
