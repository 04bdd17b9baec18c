"""`madewhere network`."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from madewhere.cli.options import PLACE, as_of_option, data_option
from madewhere.project import CACHE


@click.command()
@click.argument("private", metavar="PRIVATE_DIR", type=PLACE)
@click.option(
    "--out",
    type=PLACE,
    metavar="FILE",
    help="The page; network.html in the private folder unless given.",
)
@data_option()
@as_of_option()
def network(private: Path, out: Path | None, data: Path, as_of: date) -> None:
    """Show the whole network of a private folder on one page, for the member's own eyes.

    A map, a tree of tiers, tables and rates of acceptance in a single HTML file that loads nothing.
    It names factories that have not agreed, so it is never written where Git would take it.
    """
    from madewhere.private.network.model import read_network
    from madewhere.private.network.page import DEFAULT_NAME, write_page
    from madewhere.problems import Level
    from madewhere.report.network import network_text

    found = read_network(private, data, as_of=as_of, cache=CACHE / "packages")
    written = write_page(found, out or private / DEFAULT_NAME)
    click.echo(network_text(found, written), nl=False)
    failed = any(problem.level is Level.ERROR for problem in found.problems)
    raise click.exceptions.Exit(1 if failed else 0)
