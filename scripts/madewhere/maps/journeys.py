"""A product's journey on a map: where each step is, how much of the world that takes, and a drawing of it.

A place that names a factory stands at the factory's point as the factory agreed to show it; one of which
no more than the country is known stands in the middle of the country, and looks different.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from madewhere.geography.windows import Box, squeeze
from madewhere.maps.plot import Plot
from madewhere.render.product_parts import Told, told_steps
from madewhere.site_model import Site

WIDTH = 360
"""The width of every journey's drawing, in units that are about as large as the pixels of a phone."""

_AROUND = 9.0
"""Degrees of its own country that are shown around a point."""

_LEAST = 6.0
"""The least height of what is shown, in degrees."""

_MARGIN = 0.12
_WIDEST, _TALLEST = 2.0, 1.35
"""Bounds of a drawing's width by its height."""

_TALL = 21
"""The height of a sign with a number; it is at least as wide."""

_VAGUE = ("locality", "region")
"""The precisions of which a point stands for more than a street."""


@dataclass(frozen=True, slots=True)
class Stop:
    """Where a step is done. ``kind`` is factory, one-of or country; the point is in WGS 84 degrees."""

    number: int
    kind: str
    latitude: float
    longitude: float
    country: str
    vague: bool


@dataclass(frozen=True, slots=True)
class Sign:
    """A sign on the drawing with the numbers of steps, as ranges from first to last.

    ``x`` and ``y`` are its middle, ``point`` is what it stands for; ``wide`` is its width.
    """

    ranges: tuple[tuple[int, int], ...]
    kind: str
    x: int
    y: int
    wide: int
    point: tuple[int, int]
    vague: bool

    @property
    def away(self) -> bool:
        """Whether it stands so far from its point that a line must lead there."""
        x, y = self.point
        return abs(x - self.x) > self.wide or abs(y - self.y) > _TALL + 4

    @property
    def left(self) -> int:
        """Its left edge."""
        return self.x - self.wide // 2

    @property
    def top(self) -> int:
        """Its upper edge."""
        return self.y - _TALL // 2

    @property
    def tall(self) -> int:
        """Its height."""
        return _TALL


@dataclass(frozen=True, slots=True)
class Drawing:
    """A drawn journey: ``plot`` seen through ``view``, a view box, with signs and a thread above it.

    ``missing`` are the numbers of steps that stand nowhere on it.
    """

    plot: Plot
    view: str
    height: int
    signs: tuple[Sign, ...]
    thread: str
    missing: tuple[int, ...]

    @property
    def width(self) -> int:
        """The width of the drawing."""
        return WIDTH


def stops(told: Sequence[Told], site: Site) -> list[Stop]:
    """Where each step is done on the as-of date, in the order of making; what is not known is left out."""
    found: dict[tuple[int, float, float], Stop] = {}
    for each in told:
        for place in each.current:
            for factory_id in place.factories:
                f = site.by_id[factory_id]
                point = (f.latitude, f.longitude)
                vague = f.coordinate_precision in _VAGUE
                stop = _stop(each.number, place.kind, f.country, point, vague=vague)
                if stop:
                    found.setdefault((stop.number, stop.latitude, stop.longitude), stop)
            if place.country:
                stop = _stop(each.number, place.kind, place.country)
                if stop:
                    found.setdefault((stop.number, stop.latitude, stop.longitude), stop)
    return list(found.values())


def _stop(
    number: int,
    kind: str,
    country: str,
    point: tuple[float | None, float | None] = (None, None),
    *,
    vague: bool = False,
) -> Stop | None:
    from madewhere.geography.frames import centre

    latitude, longitude = point
    if latitude is not None and longitude is not None:
        return Stop(number, kind, latitude, longitude, country, vague)
    middle = centre(country)
    return Stop(number, "country", *middle, country, vague=True) if middle else None


def areas(site: Site) -> Iterator[Box]:
    """The area of the journey of every product that has one, in degrees."""
    for product_id in sorted(site.products):
        found = stops(told_steps(site.products[product_id].steps, site.as_of), site)
        if found:
            yield area(found)


def area(found: Sequence[Stop]) -> Box:
    """What a drawing of these stops shows: some of their countries around them, of a bearable ratio."""
    boxes = [_near(stop) for stop in found]
    west, south = min(box[0] for box in boxes), min(box[1] for box in boxes)
    east, north = max(box[2] for box in boxes), max(box[3] for box in boxes)
    narrow = squeeze(south, north)
    high = max((north - south) * (1 + 2 * _MARGIN), _LEAST)
    wide = (east - west) * narrow * (1 + 2 * _MARGIN)
    high, wide = max(high, wide / _WIDEST), max(wide, high * _TALLEST)
    x, y = (west + east) / 2, (south + north) / 2
    wide /= narrow
    return x - wide / 2, y - high / 2, x + wide / 2, y + high / 2


def _near(stop: Stop) -> Box:
    """What of its country lies near a stop, and the stop itself."""
    from madewhere.geography.frames import home_box

    y, x = stop.latitude, stop.longitude
    west, south, east, north = home_box(stop.country) or (x, y, x, y)
    wide = _AROUND / squeeze(y, y)
    return (
        min(x, max(west, x - wide)),
        min(y, max(south, y - _AROUND)),
        max(x, min(east, x + wide)),
        max(y, min(north, y + _AROUND)),
    )


def draw(told: Sequence[Told], found: Sequence[Stop], plot: Plot) -> Drawing:
    """Place the stops on a plot that holds their area."""
    left, top, wide, high = _seen(area(found), plot)
    height = round(WIDTH * high / wide)

    def place(stop: Stop) -> tuple[int, int]:
        x, y = plot.place(stop.latitude, stop.longitude)
        return round((x - left) * WIDTH / wide), round((y - top) * WIDTH / wide)

    points = [(stop, place(stop)) for stop in found]
    placed = {stop.number for stop in found}
    return Drawing(
        plot=plot,
        view=f"{left:g} {top:g} {wide:g} {high:g}",
        height=height,
        signs=_signs(points, height),
        thread=_thread(points),
        missing=tuple(each.number for each in told if each.number not in placed),
    )


def _seen(box: Box, plot: Plot) -> tuple[float, float, float, float]:
    """The part of a plot, as left, top, width and height, that shows an area."""
    west, south, east, north = box
    y, x = (south + north) / 2, (west + east) / 2
    corners = [
        plot.place(max(min(lat, 83.0), -83.0), lng)
        for lat in (south, y, north)
        for lng in (max(west, -179.9), x, min(east, 179.9))
    ]
    left, top = min(c[0] for c in corners), min(c[1] for c in corners)
    wide = min(max(c[0] for c in corners) - left, plot.width)
    high = min(max(c[1] for c in corners) - top, plot.height)
    high = min(max(high, wide / _WIDEST), plot.height)
    wide = min(max(wide, high * _TALLEST), plot.width)
    left = min(max(left, 0.0), plot.width - wide)
    top = min(max(top, 0.0), plot.height - high)
    return round(left, 1), round(top, 1), round(wide, 1), round(high, 1)


Points = Sequence[tuple[Stop, tuple[int, int]]]


def _thread(points: Points) -> str:
    """A path from the stops of each step to those of the next that has any, bent a little."""
    by_number: dict[int, list[tuple[int, int]]] = {}
    for stop, point in points:
        by_number.setdefault(stop.number, []).append(point)
    steps = [dict.fromkeys(by_number[number]) for number in sorted(by_number)]
    lines = dict.fromkeys(
        (start, end) for before, after in pairwise(steps) for start in before for end in after
    )
    parts = []
    for (x, y), (to_x, to_y) in lines:
        if abs(to_x - x) + abs(to_y - y) > _TALL:
            bent_x, bent_y = (to_y - y) // 8, (x - to_x) // 8
            parts.append(
                f"M{x} {y}Q{(x + to_x) // 2 + bent_x} {(y + to_y) // 2 + bent_y} {to_x} {to_y}"
            )
    return "".join(parts)


def _signs(points: Points, height: int) -> tuple[Sign, ...]:
    """A sign for stops of one kind that lie close together, none of them upon another one."""
    groups: list[tuple[Stop, tuple[int, int], set[int]]] = []
    for stop, point in points:
        for first, at, numbers in groups:
            close = abs(at[0] - point[0]) < _TALL and abs(at[1] - point[1]) < _TALL
            if first.kind == stop.kind and first.vague == stop.vague and close:
                numbers.add(stop.number)
                break
        else:
            groups.append((stop, point, {stop.number}))
    signs: list[Sign] = []
    for stop, point, numbers in groups:
        ranges = _ranges(sorted(numbers))
        letters = sum(len(str(a)) + (len(str(b)) + 1 if b != a else 0) + 1 for a, b in ranges)
        wide = max(_TALL, 7 * letters + 6)
        x, y = _free(point, wide, height, signs)
        signs.append(Sign(ranges, stop.kind, x, y, wide, point, stop.vague))
    return tuple(signs)


def _free(point: tuple[int, int], wide: int, height: int, signs: Sequence[Sign]) -> tuple[int, int]:
    """Where a sign stands: at its point, or beside it where another one stands there already."""
    x = min(max(point[0], wide // 2 + 1), WIDTH - wide // 2 - 1)
    y = min(max(point[1], _TALL // 2 + 1), height - _TALL // 2 - 1)
    for away in range(4):
        for right, down in ((1, 0), (-1, 0), (0, 1), (0, -1)):
            to_x, to_y = x + right * away * (wide + 3), y + down * away * (_TALL + 3)
            inside = (
                wide // 2 < to_x < WIDTH - wide // 2 and _TALL // 2 < to_y < height - _TALL // 2
            )
            if inside and not any(
                abs(s.x - to_x) < (s.wide + wide) // 2 and abs(s.y - to_y) < _TALL for s in signs
            ):
                return to_x, to_y
    return x, y


def _ranges(numbers: Sequence[int]) -> tuple[tuple[int, int], ...]:
    """Numbers in a row as one range each."""
    found: list[tuple[int, int]] = []
    for number in numbers:
        if found and number == found[-1][1] + 1:
            found[-1] = (found[-1][0], number)
        else:
            found.append((number, number))
    return tuple(found)
