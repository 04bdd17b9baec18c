"""What a change does, as Markdown: the comment that is edited in place on a proposal."""

from __future__ import annotations

import json

from madewhere.check import CheckResult
from madewhere.proposal.change import ProposalChange
from madewhere.proposal.map import placed
from madewhere.report.markdown_parts import MOST_CHARACTERS, plain, problem_tables
from madewhere.report.proposal_parts import Section
from madewhere.report.proposal_sections import (
    first_sections,
    parted,
    sections,
)
from madewhere.report.proposal_summary import summary_sentence, warnings, whose_sentence
from madewhere.report.summary import summary

MARKER = "<!-- madewhere:proposal -->"
"""The comment's first line, by which it is found again to be edited."""

MOST_POINTS = 200
_DECIMALS = 4

_ROOM_FOR_FIRST = 6_000
_ROOM_FOR_A_SECTION = 5_500
_ROOM_FOR_ALL = 38_000
_ROOM_FOR_PROBLEMS = 12_000


def proposal_markdown(result: CheckResult, change: ProposalChange, prefix: str) -> str:
    """The comment: what lies outside the proposer's package, a summary, tables, a map, problems.

    Text from data is shown as it is and never as Markdown, and the whole has an end.
    """
    lines = [MARKER, "### What this proposal changes", ""]
    room = _ROOM_FOR_FIRST
    for section in first_sections(change):
        table = _table(section, room, "####")
        room -= sum(map(len, table))
        lines += table
    lines += [f"**{summary_sentence(change)}** {plain(whose_sentence(change))}", ""]
    lines += [f"{plain(warning)}\n" for warning in warnings(change)]
    room = _ROOM_FOR_ALL
    for section in sections(change, prefix):
        table = _table(section, min(room, _ROOM_FOR_A_SECTION), "####")
        room -= sum(map(len, table))
        lines += table
    listed, left = parted(change, result.problems)
    problems = [f"### Check: {summary(result)}", ""]
    problems += problem_tables(listed, prefix, _ROOM_FOR_PROBLEMS)
    problems += [left, ""] if left else []
    used = sum(len(line) + 1 for line in (*lines, *problems))
    lines += _map(change, MOST_CHARACTERS - used - 500)
    return "\n".join([*lines, *problems]).rstrip() + "\n"


def _table(section: Section, room: int, heading: str) -> list[str]:
    """The rows that there is room for, in characters, and how many there is none for."""
    lines = [
        f"{heading} {section.title}",
        "",
        f"| {' | '.join(section.columns)} |",
        f"|{' --- |' * len(section.columns)}",
    ]
    for number, row in enumerate(section.rows):
        line = f"| {' | '.join(map(plain, row))} |"
        room -= len(line) + 1
        if room < 0:
            return [*lines, "", f"… and {len(section.rows) - number:,} more rows.", ""]
        lines.append(line)
    return [*lines, ""]


def _map(change: ProposalChange, room: int) -> list[str]:
    """The points of added and changed factories, which GitHub draws on a map; no name is in it."""
    factories = placed(change)
    points = [
        json.dumps(
            {
                "type": "Feature",
                "properties": {"factory": f.factory_id, "change": f.kind},
                "geometry": {
                    "type": "Point",
                    "coordinates": [round(f.point[1], _DECIMALS), round(f.point[0], _DECIMALS)],
                },
            },
            separators=(",", ":"),
        )
        for f in factories
        if f.point is not None
    ]
    if not points:
        return []
    fitting = max(room // (max(map(len, points)) + 2), 0)
    shown = points[: min(fitting, MOST_POINTS)]
    if not shown:
        return []
    many = "" if len(shown) == len(points) else f", {len(shown):,} of {len(points):,} points"
    return [
        f"#### Where they are{many}",
        "",
        "```geojson",
        '{"type":"FeatureCollection","features":[',
        ",\n".join(shown),
        "]}",
        "```",
        "",
    ]
