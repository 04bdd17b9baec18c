"""`madewhere build`."""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path

import click

from madewhere.cli.options import ADDRESS, PLACE, as_of_option, data_option
from madewhere.project import CACHE


@click.command()
@data_option()
@click.option(
    "--out",
    type=PLACE,
    default=Path("build/site"),
    show_default=True,
    help="Where the site goes; replaced in one step.",
)
@as_of_option()
@click.option(
    "--site-url",
    type=ADDRESS,
    help="Build for this address instead of the publication's, for a preview.",
)
@click.option("--no-cache", is_flag=True, help="Use nothing of earlier builds.")
def build(data: Path, out: Path, as_of: date, site_url: str | None, no_cache: bool) -> None:
    """Make the site from the data.

    Wrong data never stops a build: what is wrong, or not covered by a consent, is left out and
    reported. Exits with 2 where no site could be made; the one that was there then stays.
    """
    import tempfile

    from madewhere.build import build as run
    from madewhere.report.build import build_summary

    def progress(phase: str) -> None:
        if sys.stderr.isatty():
            click.echo(f"\r\033[K{phase} …", nl=False, err=True)

    with tempfile.TemporaryDirectory() as nothing:
        cache = Path(nothing) if no_cache else CACHE
        report = run(data, out, as_of=as_of, cache=cache, site_url=site_url, progress=progress)
    if sys.stderr.isatty():
        click.echo("\r\033[K", nl=False, err=True)
    click.echo(build_summary(report), nl=False)
