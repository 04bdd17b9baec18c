"""Charts: bars, each with its words above it, as accessible static SVG that stands in a page.

Vega-Lite draws them through `vl-convert-python`, which brings its own engine. It was chosen by trial
against matplotlib: its SVG has text as text, names each bar for screen readers, has no style
attributes, which our content security policy would refuse, and is the same byte for byte. Nothing is
fetched: no address is allowed, and fonts are named and not embedded. Its engine takes two seconds to
start and a tenth for each chart, so charts are drawn in a process of their own, all at once, and kept.

A drawing has marks in the places of words and numbers, because it needs to know only how long the bars
are and how many lines of words stand above each. So one drawing serves every language, and one of its
mirror image those written right to left.
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
from typing import Any, NamedTuple

from madewhere import fingerprint, kept
from madewhere.lettering import in_lines
from madewhere.workers import forked

WIDTH = 340
_ROW = 44
_LINE = 18
_BAR = 14
_LONGEST = 245
"""Units of the longest bar; what it says stands behind it."""

_TEXT = 15
_MOST_LINES = 2
_MARK = re.compile(r"⟦([twnl])(\d*)(?:-(\d))?⟧")
_SPOKEN = re.compile(r' aria-roledescription="[^"]*"| class="[^"]*"| xmlns:xlink="[^"]*"')
_ISOLATED = "\u2068{}\u2069"


class Bar(NamedTuple):
    """How long a bar is, against the others, and how many lines its words take."""

    length: float
    lines: int = 1


Bars = tuple[Bar, ...]


def lines_of(words: str) -> int:
    """How many lines these words take above a bar."""
    return len(in_lines(words, _TEXT, WIDTH, _MOST_LINES))


@dataclass(frozen=True, slots=True)
class Charts:
    """The drawings of a build, by their bars and whether they are written right to left."""

    drawn: Mapping[tuple[Bars, bool], str]

    def svg(
        self, bars: Bars, words: Sequence[tuple[str, str]], title: str, *, right_to_left: bool
    ) -> str:
        """A chart with its words: for each bar what it is of, and its number, as people read them.

        The texts may be anything; they are escaped here. What has no room in its lines is cut where it
        is seen, and whole for those who hear it.
        """
        lines = [
            in_lines(text, _TEXT, WIDTH, bar.lines)
            for bar, (text, _) in zip(bars, words, strict=True)
        ]

        def said(mark: re.Match[str]) -> str:
            if mark[1] == "t":
                return escape(title)
            number = int(mark[2])
            if mark[1] != "l":
                return escape(words[number][mark[1] == "n"])
            line = "".join(lines[number][int(mark[3]) :][:1])
            return escape(_ISOLATED.format(line) if right_to_left else line)

        return _MARK.sub(said, self.drawn[bars, right_to_left])


def draw_charts(wanted: Collection[tuple[Bars, bool]], cache_folder: Path) -> Charts:
    """Draw what is not kept from an earlier build: bars, each with whether they run right to left."""
    drawn: dict[tuple[Bars, bool], str] = {}
    missing: dict[tuple[Bars, bool], str] = {}
    for which in sorted(set(wanted)):
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
        f' width="{WIDTH}" height="{_height(bars)}"',
        ' role="graphics-document" aria-label="⟦t⟧"',
    )
    return re.sub(r"\d+\.\d+", lambda number: f"{float(number[0]):.1f}".removesuffix(".0"), body)


def _height(bars: Bars) -> int:
    return sum(_ROW + _LINE * (bar.lines - 1) for bar in bars)


def _specification(bars: Bars, *, right_to_left: bool) -> dict[str, Any]:
    """The chart in Vega-Lite: for each bar its words, below them the bar, and its number behind it."""
    most = max([*(bar.length for bar in bars), 1e-9])
    begin = WIDTH if right_to_left else 0
    forward = -1 if right_to_left else 1
    rows = []
    words = []
    for number, bar in enumerate(bars):
        top = _height(bars[:number])
        words += [
            {"begin": begin, "words": top + 17 + _LINE * line, "l": f"⟦l{number}-{line}⟧"}
            for line in range(bar.lines)
        ]
        top = _height(bars[: number + 1]) - _ROW + 24
        length = max(round(bar.length / most * _LONGEST, 1), 1)
        rows.append(
            {
                "top": top,
                "bottom": top + _BAR,
                "begin": begin,
                "end": begin + forward * length,
                "number": begin + forward * (length + 7),
                "middle": top + _BAR - 1,
                "w": f"⟦w{number}⟧",
                "n": f"⟦n{number}⟧",
            }
        )

    def place(field: str, high: float) -> dict[str, Any]:
        scale = {"domain": [0, high], "range": [0, high], "nice": False}
        return {"field": field, "type": "quantitative", "axis": None, "scale": scale}

    height = _height(bars)
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
                "data": {"values": words},
                "mark": text,
                "encoding": {
                    "x": place("begin", WIDTH),
                    "y": place("words", height),
                    "text": {"field": "l"},
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
    return fingerprint.digest(Path(__file__).read_bytes(), version("vl-convert-python"))
