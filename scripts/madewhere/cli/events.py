"""`madewhere withdraw`, `merge`, `move`, `close` and `reopen`."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import click

from madewhere.cli.options import DAY, PLACE, Decorator, data_option, today
from madewhere.project import CACHE


def _no_future(_context: Any, _option: Any, day: date) -> date:
    if day > today() + timedelta(days=1):  # the day begins earlier in the east
        raise click.BadParameter(f"{day} lies in the future; give the day of the event")
    return day


def _date_option() -> Decorator:
    return click.option(
        "--date",
        "day",
        type=DAY,
        default=today,
        callback=_no_future,
        help="The day from which it holds; today in UTC unless given.",
    )


def _dry_run_option() -> Decorator:
    return click.option("--dry-run", is_flag=True, help="Say what would happen, and write nothing.")


@click.command()
@click.argument("identifiers", metavar="ID...", nargs=-1, required=True)
@data_option()
@_date_option()
@click.option("--private", type=PLACE, help="Note it in this private folder too.")
@_dry_run_option()
def withdraw(
    identifiers: tuple[str, ...], data: Path, day: date, private: Path | None, *, dry_run: bool
) -> None:
    """Take a factory, an audit, a product, a GTIN or a member out of the data, for good.

    Every row about it leaves every member's package, and the ledger says that it withdrew, without a
    reason. Its address goes on answering. A step of a product that named a factory stays without it.
    Exits with 1 where something is left to remove by hand.
    """
    from madewhere.events.purge import purge
    from madewhere.events.withdrawal import withdraw as run
    from madewhere.report.events import withdrawal_text

    done = run(identifiers, data, day=day, private=private, cache=CACHE, dry_run=dry_run)
    click.echo(withdrawal_text(done, data, purge(data, done.subjects), dry_run=dry_run), nl=False)
    raise click.exceptions.Exit(1 if done.forgotten.left else 0)


@click.command()
@click.argument("old")
@click.argument("new")
@data_option()
@_date_option()
@_dry_run_option()
def merge(old: str, new: str, data: Path, day: date, *, dry_run: bool) -> None:
    """Say that OLD and NEW name one factory, or one product; OLD then leads to NEW.

    Consents are not inherited, so the rows under OLD leave the data. Exits with 1 where something is
    left to remove by hand.
    """
    from madewhere.events.purge import purge
    from madewhere.events.withdrawal import merge as run
    from madewhere.report.events import withdrawal_text

    done = run(old, new, data, day=day, cache=CACHE, dry_run=dry_run)
    click.echo(withdrawal_text(done, data, purge(data, done.subjects), dry_run=dry_run), nl=False)
    raise click.exceptions.Exit(1 if done.forgotten.left else 0)


@click.command()
@click.argument("old")
@click.argument("new")
@data_option()
@_date_option()
@_dry_run_option()
def move(old: str, new: str, data: Path, day: date, *, dry_run: bool) -> None:
    """Say that the factory OLD moved, and is NEW at its new place.

    The page of OLD stays and points on. Each of the two is shown by its own consents.
    """
    from madewhere.events.succession import move as run
    from madewhere.report.events import happening_text

    done = run(old, new, data, day=day, cache=CACHE, dry_run=dry_run)
    click.echo(happening_text(done, data, dry_run=dry_run), nl=False)


@click.command()
@click.argument("identifier", metavar="ID")
@data_option()
@_date_option()
@_dry_run_option()
def close(identifier: str, data: Path, day: date, *, dry_run: bool) -> None:
    """Say that a factory closed, or that a product is no longer made. Its page stays, and says so."""
    from madewhere.events.succession import close as run
    from madewhere.report.events import happening_text

    done = run(identifier, data, day=day, cache=CACHE, dry_run=dry_run)
    click.echo(happening_text(done, data, dry_run=dry_run), nl=False)


@click.command()
@click.argument("identifier", metavar="ID")
@data_option()
@_date_option()
@_dry_run_option()
def reopen(identifier: str, data: Path, day: date, *, dry_run: bool) -> None:
    """Say that a factory that closed or moved, or a product that was closed, is open again.

    A product or a GTIN that was withdrawn may be published again; a factory that withdrew only by a new
    consent.
    """
    from madewhere.events.succession import reopen as run
    from madewhere.report.events import happening_text

    done = run(identifier, data, day=day, cache=CACHE, dry_run=dry_run)
    click.echo(happening_text(done, data, dry_run=dry_run), nl=False)
