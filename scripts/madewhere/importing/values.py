"""Numbers, places, dates and identifiers as lists write them, read without guessing.

Every reader takes a cleaned text and returns None for what it cannot read for certain; the caller
keeps such a text and says so.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from stdnum import lei

from madewhere.gs1 import is_gln
from madewhere.identifiers import is_os_id

MAX_WORKERS = 1_000_000


_NUMBER = r"\d{1,3}(?:[ ,.'’]\d{3})+|\d+(?:\.0+)?"
_RANGE = re.compile(rf"(?:between )?({_NUMBER})\s*(?:-|–|—|~|to|and|bis|à|a)\s*({_NUMBER})")
_BELOW = re.compile(rf"(?:<|less than|fewer than|under|below|moins de|unter)\s*({_NUMBER})")
_UP_TO = re.compile(rf"(?:<=|≤|up to|max\.?|at most|bis zu|jusqu'à)\s*({_NUMBER})")
_ABOVE = re.compile(rf"(?:>|more than|over|above|plus de|über|mehr als)\s*({_NUMBER})")
_FROM = re.compile(
    rf"(?:>=|≥|at least|from|min\.?)\s*({_NUMBER})|({_NUMBER})\s*(?:\+|and more|or more)"
)
_PEOPLE = re.compile(
    r"\b(?:workers?|employees|people|persons|pers\.?|staff|salariés|mitarbeiter)\b"
)

_ANGLE = re.compile(
    r"(?P<sign>[-+−])?(?P<before>[NSEW])?\s*(?P<degrees>\d{1,3}(?:[.,]\d+)?)\s*[°º]?\s*"
    r"(?:(?P<minutes>\d{1,2}(?:[.,]\d+)?)\s*['′’]\s*)?"
    r"(?:(?P<seconds>\d{1,2}(?:[.,]\d+)?)\s*(?:\"|″|”|'')\s*)?(?P<after>[NSEW])?",
    re.IGNORECASE,
)


class Workers(NamedTuple):
    """A number of workers: exact, or a range whose ends may be open (None)."""

    exact: int | None
    low: int | None
    high: int | None


def read_workers(text: str) -> Workers | None:
    """Read ``1,001-5,000``, ``Less than 1000``, ``>10000``, ``1 200``; None for "about 500"."""
    plain = " ".join(_PEOPLE.sub("", text.casefold()).split())
    if found := re.fullmatch(_NUMBER, plain):
        read = Workers(_whole(found[0]), None, None)
    elif found := _RANGE.fullmatch(plain):
        read = Workers(None, _whole(found[1]), _whole(found[2]))
    elif found := _BELOW.fullmatch(plain):
        read = Workers(None, None, _whole(found[1]) - 1)
    elif found := _UP_TO.fullmatch(plain):
        read = Workers(None, None, _whole(found[1]))
    elif found := _ABOVE.fullmatch(plain):
        read = Workers(None, _whole(found[1]) + 1, None)
    elif found := _FROM.fullmatch(plain):
        read = Workers(None, _whole(found[1] or found[2]), None)
    else:
        return None
    if any(number is not None and not 0 <= number <= MAX_WORKERS for number in read):
        return None
    if read.low is not None and read.high is not None and read.low > read.high:
        return None
    return read


def _whole(text: str) -> int:
    return int(re.sub(r"\D", "", re.sub(r"(?<=\d)\.0{1,2}$", "", text)))


def read_percent(text: str) -> str | None:
    """Read ``62%``, ``62`` or ``62,5 %``; None for 0.62 without a sign, which may mean either."""
    found = re.fullmatch(r"(\d{1,3}(?:[.,]\d+)?)\s*(%|percent)?", text.casefold())
    if not found:
        return None
    value = float(found[1].replace(",", "."))
    if value > 100 or (0 < value < 1 and not found[2]):
        return None
    return f"{value:.10g}"


def read_angle(text: str, axis: str) -> float | None:
    """Read a latitude (``axis`` NS) or longitude (EW) in degrees: decimal, or degrees and minutes."""
    found = _ANGLE.fullmatch(text.strip())
    if not found:
        return None
    value = _decimal(found["degrees"])
    for part, size in (("minutes", 60), ("seconds", 3600)):
        if found[part]:
            share = _decimal(found[part])
            if share >= 60:
                return None
            value += share / size
    sides = [found[side].upper() for side in ("before", "after") if found[side]]
    if len(sides) > 1 or any(side not in axis for side in sides) or (sides and found["sign"]):
        return None
    if sides == [axis[1]] if axis == "NS" else sides == ["W"]:
        value = -value
    if found["sign"] in {"-", "−"}:
        value = -value
    return value if abs(value) <= (90 if axis == "NS" else 180) else None


def read_point(latitude: str, longitude: str) -> tuple[str, str] | None:
    """Read both angles; None unless both can be read, and for 0, 0, which programs write for nothing."""
    north, east = read_angle(latitude, "NS"), read_angle(longitude, "EW")
    if north is None or east is None or (north == 0 and east == 0):
        return None
    return _degrees(north), _degrees(east)


def read_pair(text: str) -> tuple[str, str] | None:
    """Read a point written in one cell, latitude first: ``23.99, 90.42`` or ``23°59'N 90°25'E``."""
    bare = text.strip().strip("()[]")
    for pattern in (r"\s*;\s*", r"\s*/\s*", r",\s+", r"\s*,\s*", r"(?<=[NSns])\s*(?=\d)", r"\s+"):
        halves = re.split(pattern, bare)
        if pattern == r"\s*,\s*" and all(half.isdecimal() for half in halves):
            continue  # "23,99" may be one number
        if len(halves) == 2 and (point := read_point(*halves)) is not None:
            return point
    return None


def _decimal(text: str) -> float:
    return float(text.replace(",", "."))


def _degrees(value: float) -> str:
    text = f"{value:.7f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else text


def read_day(text: str) -> str | None:
    """Read an ISO date, a year or a month (their first day), or ``14.03.2026``.

    With slashes the day is only certain where one number is above 12.
    """
    if found := re.fullmatch(r"((?:19|20)\d\d)(?:-(\d\d))?(?:-(\d\d))?", text):
        return _day(int(found[1]), int(found[2] or 1), int(found[3] or 1))
    if found := re.fullmatch(r"(\d{1,2})\.(\d{1,2})\.((?:19|20)\d\d)", text):
        return _day(int(found[3]), int(found[2]), int(found[1]))
    if found := re.fullmatch(r"(\d{1,2})/(\d{1,2})/((?:19|20)\d\d)", text):
        one, two = int(found[1]), int(found[2])
        if one > 12 or one == two:
            return _day(int(found[3]), two, one)
        if two > 12:
            return _day(int(found[3]), one, two)
    return None


def _day(year: int, month: int, day: int) -> str | None:
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        return None


def read_tier(text: str) -> str | None:
    """Read ``1``, ``Tier 2`` or ``T3`` as 1 to 4."""
    found = re.fullmatch(r"(?:tier|level|rang|t)?[\s-]*([1-4])", text.casefold())
    return found[1] if found else None


def read_os_id(text: str) -> str | None:
    """Read an Open Supply Hub ID whose check character fits."""
    plain = re.sub(r"[\s-]", "", text).upper()
    return plain if is_os_id(plain) else None


def read_gln(text: str) -> str | None:
    """Read a Global Location Number whose check digit fits."""
    digits = re.sub(r"[\s-]", "", text)
    return digits if is_gln(digits) else None


def read_lei(text: str) -> str | None:
    """Read a Legal Entity Identifier whose check digits fit."""
    plain = text.replace(" ", "").upper()
    return plain if re.fullmatch(r"[A-Z0-9]{18}\d\d", plain) and lei.is_valid(plain) else None


def read_website(text: str) -> str | None:
    """Read an http(s) address; one that begins with ``www.`` gets https."""
    address = f"https://{text}" if text.casefold().startswith("www.") else text
    return address if re.fullmatch(r"https?://[^\s]+", address) else None


def split_values(texts: Iterable[str]) -> list[str]:
    """Split cells that hold several values on ``|``, ``;`` and comma with space; no value twice."""
    parts = (part.strip() for text in texts for part in re.split(r"[|;]|,\s", text))
    return list(dict.fromkeys(part for part in parts if part))
