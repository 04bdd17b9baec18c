"""`madewhere risk contribute` and `madewhere risk consolidate`."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from madewhere.cli.options import PLACE, Decorator, as_of_option, data_option


@click.group()
def risk() -> None:
    """Count over audits that are not shown, without naming a factory."""


def _year_option() -> Decorator:
    return click.option(
        "--year", type=click.IntRange(2000, 2100), required=True, help="The year of the audits."
    )


@risk.command()
@click.argument("private", metavar="PRIVATE_DIR", type=PLACE)
@_year_option()
@click.option(
    "-o",
    "--out",
    type=PLACE,
    metavar="FILE",
    help="The file; risk-contribution-YEAR.csv in the private folder unless given.",
)
@data_option()
@as_of_option()
def contribute(private: Path, year: int, out: Path | None, data: Path, as_of: date) -> None:
    """Count a member's audits of a year that the site does not show, for the publisher.

    The file holds counts by country and chapter and no names. It is private all the same: hand it to
    the publisher by other means than Git. Exits with 1 where a row has an error.
    """
    from madewhere.report.risk import contribution_text
    from madewhere.risk.counting import contribute as run

    done = run(private, data, year=year, as_of=as_of, out=out)
    click.echo(contribution_text(done), nl=False)
    raise click.exceptions.Exit(1 if done.problems else 0)


@risk.command()
@click.argument("files", metavar="FILE...", nargs=-1, required=True, type=PLACE)
@_year_option()
@data_option()
@as_of_option()
@click.option("--dry-run", is_flag=True, help="Say what would be released, and write nothing.")
def consolidate(
    files: tuple[Path, ...], year: int, data: Path, as_of: date, *, dry_run: bool
) -> None:
    """Add up members' contributions to a year, and release what names nobody.

    What may be shown goes into registers/risk_counts.csv. A year is released once. Exits with 1 where
    a file has an error; then nothing is written.
    """
    from madewhere.report.risk import consolidation_text
    from madewhere.risk.consolidating import consolidate as run

    done = run(files, data, year=year, as_of=as_of, dry_run=dry_run)
    click.echo(consolidation_text(done, dry_run=dry_run), nl=False)
    raise click.exceptions.Exit(1 if done.problems else 0)
