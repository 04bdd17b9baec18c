"""`madewhere demo`: an invented publication to look at, to test with and to measure."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from madewhere.cli.options import ADDRESS, PLACE
from madewhere.demo.cast import LEAST_FACTORIES, MOST_FACTORIES
from madewhere.demo.make import DEFAULT_BASE_URL, DEFAULT_FACTORIES, DEFAULT_SEED, make_demo


@click.command("demo")
@click.argument("folder", metavar="DIR", type=PLACE)
@click.option(
    "--factories",
    type=click.IntRange(LEAST_FACTORIES, MOST_FACTORIES),
    default=DEFAULT_FACTORIES,
    show_default=True,
    help="How many factories are published.",
)
@click.option(
    "--seed",
    type=click.IntRange(min=0),
    default=DEFAULT_SEED,
    show_default=True,
    help="The same seed gives the same bytes.",
)
@click.option(
    "--base-url",
    type=ADDRESS,
    default=DEFAULT_BASE_URL,
    show_default=True,
    help="The public address of the site.",
)
def demo(folder: Path, factories: int, seed: int, base_url: str) -> None:
    """Make an invented publication in DIR/data and private folders beside it in DIR/private.

    DIR must be new, empty, or made by this command before.
    """
    with click.progressbar(length=1, label="Writing", file=sys.stderr) as bar:

        def show(done: int, of: int) -> None:
            bar.length = of
            bar.update(done - bar.pos)

        report = make_demo(folder, factories=factories, seed=seed, base_url=base_url, progress=show)
    for what, count in report.counts.items():
        click.echo(f"{count:>9,}  {what}")
    click.echo(f"Made {folder / 'data'} and {folder / 'private'}.")
    click.echo("Left for `madewhere check` to warn of:")
    for code, subject in report.left:
        click.echo(f"  {code}: {subject}")
