"""`madewhere upgrade`."""

from __future__ import annotations

from pathlib import Path

import click

from madewhere.cli.options import data_option


@click.command()
@data_option()
def upgrade(data: Path) -> None:
    """Write descriptors and tables again as the tool writes them, without changing a value."""
    from madewhere.plurals import counted
    from madewhere.publication import read_publication
    from madewhere.upgrade import upgrade as run

    read_publication(data)
    done = run(data)
    for file in done.written:
        click.echo(f"  {data / file}")
    if done.written:
        click.echo(f"{counted(len(done.written), 'file')} written again.")
    for file in done.left_alone:
        click.echo(f"Left alone, as it cannot be read for sure: {data / file}", err=True)
    if done.left_alone:
        click.echo("`madewhere check` says what is wrong there.", err=True)
        raise click.exceptions.Exit(1)
    if not done.written:
        click.echo("Everything is in form.")
