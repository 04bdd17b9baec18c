"""Charts: bars, each with its words above it, as accessible static SVG that stands in a page.

Vega-Lite draws them through `vl-convert-python`, which brings its own engine. It was chosen by trial
against matplotlib: its SVG has text as text, names each bar for screen readers, has no style
attributes, which our content security policy would refuse, and is the same byte for byte. Nothing is
fetched: no address is allowed, and fonts are named and not embedded. Its engine takes two seconds to
start and a tenth for each chart, so charts are drawn in a process of their own, all at once, and kept.

A drawing has marks in the places of words and numbers, because it needs to know only how long the bars
are. So one drawing serves every language, and one of its mirror image those written right to left.
Colours are the page's: `site.css` gives them, also at night, on paper and where colours are forced.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from html import escape
from importlib.metadata import version
from pathlib import Path
from typing import Any
from unicodedata import east_asian_width

from madewhere import fingerprint, kept
from madewhere.workers import forked

WIDTH = 340
_ROW = 44
_BAR = 14
_LONGEST = 245
"""Units of the longest bar; what it says stands behind it."""

_TEXT = 15
_WORDS_FIT = 42
_MARK = re.compile(r"⟦([twn])(\d*)⟧")
_SPOKEN = re.compile(r' aria-roledescription="[^"]*"| class="[^"]*"| xmlns:xlink="[^"]*"')

Bars = tuple[float, ...]
"""How long the bars are, against each other."""


@dataclass(frozen=True, slots=True)
class Charts:
    """The drawings of a build, by their bars and whether they are written right to left."""

    drawn: Mapping[tuple[Bars, bool], str]

    def svg(
        self, bars: Bars, words: Sequence[tuple[str, str]], title: str, *, right_to_left: bool
    ) -> str:
        """A chart with its words: for each bar what it is of, and its number, as people read them.

        The texts may be anything; they are escaped here.
        """

        def filled(piece: str) -> str:
            return _MARK.sub(lambda mark: escape(said(mark, seen="<text" in piece)), piece)

        def said(mark: re.Match[str], *, seen: bool) -> str:
            if mark[1] == "t":
                return title
            text, number = words[int(mark[2])]
            return number if mark[1] == "n" else _fitting(text) if seen else text

        pieces = re.split(r"(?=<text)", self.drawn[bars, right_to_left])
        return "".join(map(filled, pieces))


def _fitting(text: str) -> str:
    """A text above a bar, cut where it has no room; Chinese characters take that of two letters."""
    room = _WORDS_FIT
    for place, character in enumerate(text):
        room -= 2 if east_asian_width(character) in "WF" else 1
        if room < 0:
            return text[: place - 1].rstrip() + "…"
    return text


def draw_charts(
    wanted: Collection[Bars], cache_folder: Path, *, directions: Collection[bool]
) -> Charts:
    """Draw what is not kept from an earlier build. ``directions`` has True for right to left."""
    drawn: dict[tuple[Bars, bool], str] = {}
    missing: dict[tuple[Bars, bool], str] = {}
    for which in sorted({(bars, way) for bars in wanted for way in directions}):
        key = fingerprint.digest("chart", _drawn_by(), repr(which))
        found: str | None = kept.load(cache_folder, key)
        if found is None:
            missing[which] = key
        else:
            drawn[which] = found
    if missing:
        with forked(1) as pool:
            for (which, key), svg in zip(
                missing.items(), pool.map(_draw, missing, chunksize=len(missing)), strict=True
            ):
                drawn[which] = svg
                kept.store(cache_folder, key, svg)
    return Charts(drawn)


def _draw(which: tuple[Bars, bool]) -> str:
    import vl_convert

    bars, right_to_left = which
    svg: str = vl_convert.vegalite_to_svg(
        _specification(bars, right_to_left=right_to_left), allowed_base_urls=[]
    )
    body = _SPOKEN.sub("", svg).replace(
        f' width="{WIDTH}" height="{len(bars) * _ROW}"',
        ' role="graphics-document" aria-label="⟦t⟧"',
    )
    return re.sub(r"\d+\.\d+", lambda number: f"{float(number[0]):.1f}".removesuffix(".0"), body)


def _specification(bars: Bars, *, right_to_left: bool) -> dict[str, Any]:
    """The chart in Vega-Lite: for each bar a line of words, below it the bar, and its number behind it."""
    most = max([*bars, 1e-9])
    begin = WIDTH if right_to_left else 0
    forward = -1 if right_to_left else 1
    rows = [
        {
            "top": number * _ROW + 24,
            "bottom": number * _ROW + 24 + _BAR,
            "begin": begin,
            "end": begin + forward * max(round(value / most * _LONGEST, 1), 1),
            "words": number * _ROW + 17,
            "number": begin + forward * (max(round(value / most * _LONGEST, 1), 1) + 7),
            "middle": number * _ROW + 24 + _BAR - 1,
            "w": f"⟦w{number}⟧",
            "n": f"⟦n{number}⟧",
        }
        for number, value in enumerate(bars)
    ]

    def place(field: str, high: float) -> dict[str, Any]:
        scale = {"domain": [0, high], "range": [0, high], "nice": False}
        return {"field": field, "type": "quantitative", "axis": None, "scale": scale}

    height = len(bars) * _ROW
    # Where a page is written right to left, text begins at its right end by itself.
    text = {
        "type": "text",
        "align": "left",
        "baseline": "alphabetic",
        "fontSize": _TEXT,
        "color": "currentColor",
        "aria": False,
    }
    return {
        "$schema": "https://vega.github.io/schema/vega-lite/v6.json",
        "width": WIDTH,
        "height": height,
        "padding": 0,
        "autosize": "none",
        "background": None,
        "data": {"values": rows},
        "config": {"font": "sans-serif", "view": {"stroke": None}},
        "layer": [
            {
                "mark": {"type": "rect", "color": "currentColor"},
                "encoding": {
                    "x": place("begin", WIDTH),
                    "x2": {"field": "end"},
                    "y": place("top", height),
                    "y2": {"field": "bottom"},
                    "description": {"field": "spoken"},
                },
                "transform": [{"calculate": "datum.w + ': ' + datum.n", "as": "spoken"}],
            },
            {
                "mark": text,
                "encoding": {
                    "x": place("begin", WIDTH),
                    "y": place("words", height),
                    "text": {"field": "w"},
                },
            },
            {
                "mark": {**text, "fontWeight": 600},
                "encoding": {
                    "x": place("number", WIDTH),
                    "y": place("middle", height),
                    "text": {"field": "n"},
                },
            },
        ],
    }


@cache
def _drawn_by() -> str:
    here = Path(__file__)
    return fingerprint.digest(here.read_bytes(), version("vl-convert-python"))
