"""`madewhere upgrade`."""

from __future__ import annotations

from pathlib import Path

import click

from madewhere.cli.options import data_option


@click.command()
@data_option()
def upgrade(data: Path) -> None:
    """Write descriptors and tables again as the tool writes them, without changing a value."""
    from madewhere.publication import read_publication
    from madewhere.upgrade import upgrade as run

    read_publication(data)
    written = run(data)
    for file in written:
        click.echo(f"  {data / file}")
    click.echo(f"{len(written)} files written again." if written else "Everything is in form.")
