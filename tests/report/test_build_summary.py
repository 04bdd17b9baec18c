"""What a build says when it is done."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from madewhere.disclose import WithheldCells
from madewhere.problems import problem
from madewhere.report.build import _size, build_summary
from tiny_publication import AS_OF


def report(**changes):
    """A build's report with round figures."""
    site = SimpleNamespace(
        publication=SimpleNamespace(name="Tiny"),
        figures=SimpleNamespace(factories=1, gone=0, audits=3, members=2),
        tombstones=[1],
        products=[1],
        gone_products=[1],
    )
    return SimpleNamespace(
        **{
            "out": "build/site",
            "as_of": AS_OF,
            "site": site,
            "problems": [],
            "withheld": [],
            "verified": ["12 links", "nothing withheld"],
            "files": 1234,
            "size": 5_600_000,
            "made": 1200,
            "linked": 34,
            "seconds": {"read": 0.5, "pour": 1.25},
            "notes": [],
        }
        | changes
    )


WHOLE = """\
Tiny, as of 2026-11-21
  shown     1 factory, 3 audits, 2 members, 1 product; 2 IDs that answer and show nothing else
  withheld  nothing: a consent covers all that is in the data
  verified  12 links; nothing withheld
  written   1,234 files, 5.6 MB: 1,200 made, 34 unchanged
  took      1.8 s (read 0.5, pour 1.2)
The site is in build/site. Look at it with `make serve`.
"""


def test_the_whole_summary():
    """What is shown, withheld, verified and written, how long it took and where it is."""
    assert build_summary(report()) == WHOLE


def test_closed_factories_are_told_apart():
    """What has closed or moved is no factory more, and is not left out either."""
    closed = report()
    closed.site.figures.gone = 2
    assert "  shown     1 factory, 2 more that closed or moved, 3 audits, " in build_summary(closed)


def test_problems_withheld_rows_and_notes_are_told():
    """What is not as it should be is counted, and no withheld value is named."""
    withheld = [
        WithheldCells("f.csv", 2, "F", {"name": "Secret Ltd", "country": "BD"}, whole_row=True),
        WithheldCells("f.csv", 3, "G", {"workers": 7}, whole_row=False),
    ]
    problems = [problem(code, "m", file="f") for code in ("cell-type", "cell-email", "cell-phone")]
    written = build_summary(report(withheld=withheld, problems=problems, notes=["codes are large"]))
    assert "  withheld  1 row and 1 cell about 2 factories that no consent covers\n" in written
    assert "  problems  1 error, 2 warnings; `madewhere check` lists them\n" in written
    assert "  note      codes are large\n" in written
    assert "Secret" not in written


def test_notices_are_not_counted():
    """What nobody has to act on is left to `check`."""
    assert "problems" not in build_summary(
        report(problems=[problem("rows-unsorted", "m", file="f")])
    )


@pytest.mark.parametrize(
    ("size", "shown"),
    [
        (0, "0 bytes"),
        (999, "999 bytes"),
        (1000, "1.0 kB"),
        (2_500_000, "2.5 MB"),
        (7.2e9, "7.2 GB"),
    ],
)
def test_sizes(size, shown):
    """A size has the unit that people read it in."""
    assert _size(size) == shown
