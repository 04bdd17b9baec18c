"""`madewhere check`."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from madewhere.cli.options import as_of_option, data_option
from madewhere.project import CACHE


@click.command()
@data_option()
@as_of_option()
@click.option("--base", metavar="REV", help="Also find what breaks a promise of this revision.")
@click.option("--strict", is_flag=True, help="Warnings fail too.")
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json", "github", "markdown"]),
    default="text",
    show_default=True,
    help="How to report.",
)
def check(data: Path, as_of: date, base: str | None, strict: bool, form: str) -> None:
    """Find everything that is wrong with the data, all at once.

    Exits with 0 where there is no error, 1 where there is one, 2 where there is nothing to check.
    """
    from madewhere.check import check as run
    from madewhere.report import FORMATS

    result = run(data, as_of=as_of, cache=CACHE / "packages", base=base)
    prefix = "" if data == Path() else f"{data.as_posix().rstrip('/')}/"
    click.echo(FORMATS[form](result, prefix), nl=False)
    raise click.exceptions.Exit(1 if result.failed(strict=strict) else 0)
