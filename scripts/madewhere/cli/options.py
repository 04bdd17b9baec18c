"""Options that several commands share."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import click

Decorator = Callable[[Callable[..., Any]], Callable[..., Any]]


_FIRST, _LAST = date(2000, 1, 1), date(2099, 12, 31)
"""No site speaks for another century; a year outside is a typing error."""


class _Place(click.Path):
    """A path; an empty one, from a variable that is not set, would quietly be the folder one is in."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        if not str(value):
            self.fail("it is empty; name a file or folder, or . for this one", param, ctx)
        return super().convert(value, param, ctx)


class _Address(click.ParamType[str]):
    name = "URL"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        from madewhere.settings import BASE_ADDRESS, base_address

        if not base_address(value):
            self.fail(f"{value!r} is not {BASE_ADDRESS}", param, ctx)
        return str(value)


class _Day(click.ParamType[date]):
    name = "YYYY-MM-DD"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date:
        if isinstance(value, date):
            return value
        try:
            day = datetime.strptime(str(value), "%Y-%m-%d").date()  # noqa: DTZ007 - a day has no zone
        except ValueError:
            self.fail(f"{value!r} is no date such as 2026-03-14", param, ctx)
        if not _FIRST <= day <= _LAST:
            self.fail(f"{value!r} is not from {_FIRST} to {_LAST}", param, ctx)
        return day


def today() -> date:
    """The day in UTC: the one place where the program asks the clock."""
    return datetime.now(UTC).date()


PLACE = _Place(path_type=Path)
"""A file or folder, which need not exist."""

ADDRESS = _Address()
"""The public address of a site, in the form that publication.yaml takes."""

DAY = _Day()


def data_option() -> Decorator:
    """``--data``: the folder of the publication."""
    return click.option(
        "--data",
        type=_Place(path_type=Path, file_okay=False),
        default=Path("data"),
        show_default=True,
        help="The folder of the publication.",
    )


def as_of_option() -> Decorator:
    """``--as-of``: the day for which the site speaks."""
    return click.option(
        "--as-of",
        type=DAY,
        default=today,
        help="The day for which the site speaks; today in UTC unless given.",
    )


def pairs(_context: Any, _option: Any, given: tuple[str, ...]) -> dict[str, str]:
    """What ``--map`` was given: our column by the list's."""
    if wrong := [text for text in given if "=" not in text]:
        raise click.BadParameter(f'{wrong[0]!r} is not of the form name="Supplier name"')
    return dict(text.split("=", 1) for text in given)


def no_future(_context: Any, _option: Any, day: date) -> date:
    """A day on which something was stated; one to come is refused."""
    if day > today() + timedelta(days=1):  # the day begins earlier in the east
        raise click.BadParameter(
            f"{day} lies in the future; give the day for which the list speaks, at the latest today"
        )
    return day
