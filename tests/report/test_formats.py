"""The four formats of the report: their whole text, and that no hostile data gets out of its place."""

from __future__ import annotations

import json
import re

import pytest

from madewhere.check import CheckResult
from madewhere.problems import Problem, in_order, problem
from madewhere.report import FORMATS
from madewhere.report.markdown_parts import MOST_CHARACTERS

PROBLEMS = in_order(
    [
        problem("file-unexpected", "no file of this name belongs here", file="notes.txt"),
        problem(
            "cell-range",
            "640 is not from 0 to 100",
            file="members/alder/factories.csv",
            line=14,
            field="women_percent",
        ),
        problem("row-blank", "no value", file="members/alder/factories.csv", line=3),
        problem(
            "statement-contradiction",
            "BD1G1D22Y: 640 or 100 workers, say alder and birch",
            file="members/alder/factories.csv",
            line=2,
            field="workers",
            subject="BD1G1D22Y",
        ),
        problem(
            "rows-unsorted", "this row belongs further up", file="registers/members.csv", line=3
        ),
    ]
)
RESULT = CheckResult(PROBLEMS, packages=3, rows=1234, reread=3)
CLEAN = CheckResult([], packages=1, rows=1, reread=0)

TEXT = """\
data/members/alder/factories.csv
  warning statement-contradiction (line 2, workers)
    BD1G1D22Y: 640 or 100 workers, say alder and birch
    → Ask the factory, and correct the row that is wrong.
  warning row-blank (line 3)
    no value
    → Remove the row.
  error cell-range (line 14, women_percent)
    640 is not from 0 to 100
    → Correct the number.

data/notes.txt
  error file-unexpected (whole file)
    no file of this name belongs here
    → Remove the file, or give it the name of the table that it holds.

data/registers/members.csv
  notice rows-unsorted (line 3)
    this row belongs further up
    → Run `madewhere upgrade`, which sorts them.

A member's row that comes from a private folder is mended there; `madewhere disclose` then writes the public one, and would undo a change made there alone.

3 packages, 1,234 rows: 2 errors, 2 warnings, 1 notice
"""

GITHUB = """\
::warning file=data/members/alder/factories.csv,line=2,title=statement-contradiction (workers)::BD1G1D22Y: 640 or 100 workers, say alder and birch → Ask the factory, and correct the row that is wrong. A row that comes from a private folder is mended there first.
::warning file=data/members/alder/factories.csv,line=3,title=row-blank::no value → Remove the row. A row that comes from a private folder is mended there first.
::error file=data/members/alder/factories.csv,line=14,title=cell-range (women_percent)::640 is not from 0 to 100 → Correct the number. A row that comes from a private folder is mended there first.
::error file=data/notes.txt,title=file-unexpected::no file of this name belongs here → Remove the file, or give it the name of the table that it holds.
::notice file=data/registers/members.csv,line=3,title=rows-unsorted::this row belongs further up → Run `madewhere upgrade`, which sorts them.
3 packages, 1,234 rows: 2 errors, 2 warnings, 1 notice
"""

MARKDOWN = """\
**3 packages, 1,234 rows: 2 errors, 2 warnings, 1 notice**

#### data/members/alder/factories.csv

| Line | Problem | What to do |
| --: | --- | --- |
| 2 | warning `statement-contradiction` workers<br>BD1G1D22Y: 640 or 100 workers, say alder and birch | Ask the factory, and correct the row that is wrong. |
| 3 | warning `row-blank`<br>no value | Remove the row. |
| 14 | error `cell-range` women&#95;percent<br>640 is not from 0 to 100 | Correct the number. |

#### data/notes.txt

| Line | Problem | What to do |
| --: | --- | --- |
|  | error `file-unexpected`<br>no file of this name belongs here | Remove the file, or give it the name of the table that it holds. |

#### data/registers/members.csv

| Line | Problem | What to do |
| --: | --- | --- |
| 3 | notice `rows-unsorted`<br>this row belongs further up | Run &#96;madewhere upgrade&#96;, which sorts them. |

A member's row that comes from a private folder is mended there; `madewhere disclose` then writes the public one, and would undo a change made there alone.
"""


@pytest.mark.parametrize(
    ("form", "expected"), [("text", TEXT), ("github", GITHUB), ("markdown", MARKDOWN)]
)
def test_the_whole_report(form, expected):
    """Each format writes exactly this."""
    assert FORMATS[form](RESULT, "data/") == expected


def test_the_whole_report_for_programs():
    """The JSON report's keys are a contract."""
    report = json.loads(FORMATS["json"](RESULT, "data/"))
    assert list(report) == ["packages", "rows", "counts", "problems"]
    assert (report["packages"], report["rows"]) == (3, 1234)
    assert report["counts"] == {"error": 2, "warning": 2, "notice": 1}
    assert report["problems"][0] == {
        "code": "statement-contradiction",
        "level": "warning",
        "file": "data/members/alder/factories.csv",
        "line": 2,
        "field": "workers",
        "subject": "BD1G1D22Y",
        "message": "BD1G1D22Y: 640 or 100 workers, say alder and birch",
        "fix": "Ask the factory, and correct the row that is wrong.",
    }
    assert len(report["problems"]) == 5


@pytest.mark.parametrize(
    ("form", "expected"),
    [
        ("text", "1 package, 1 row: no problems\n"),
        ("github", "1 package, 1 row: no problems\n"),
        ("markdown", "**1 package, 1 row: no problems**\n"),
    ],
)
def test_nothing_found(form, expected):
    """Without a problem only the summary is said."""
    assert FORMATS[form](CLEAN, "data/") == expected


HOSTILE = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "{{ 7*7 }}",
    "{% raw %}",
    "../../etc/passwd",
    "| a | b |",
    "@mention and @org/team",
    "::error::owned",
    "\n::error file=x::owned",
    "\r::set-output name=a::b",
    "x\n\n# Heading\n\n- [ ] task",
    "[click](javascript:alert(1))",
    "![x](https://evil.example/x.png)",
    "https://evil.example/ www.evil.example",
    "`code` ```fence",
    "**bold** _em_ ~~gone~~",
    "fixes #1, owner/repo#2, GH-3, !4, $5, %6, &7, ~8, ^9",
    "\x1b[31mred\x1b]0;title\x07",
    "\u202eevil\u2066",
    "zero\u200bwidth\ufeff",
    "\u2028line\u2029",
    "\ud800",
    "\x00",
    "100%0A::error::x",
    "</details><details>",
    "&lt;b&gt; &#60;b&#62;",
    "a" * 5000,
    ":tada:",
]


PLACES = ("message", "fix", "field", "file")


def hostile(text: str, where: str) -> CheckResult:
    """A result with one problem that has this text in one place."""
    info = problem("cell-type", "m", file="f.csv", line=2, field="x")
    values = {name: getattr(info, name) for name in Problem.__slots__}
    return CheckResult([Problem(**values | {where: text})], 1, 1, 0)


@pytest.mark.parametrize("text", HOSTILE, ids=lambda text: ascii(text)[:30])
@pytest.mark.parametrize("form", list(FORMATS))
def test_hostile_text_is_shown_and_never_obeyed(form, text):
    """No line is begun, no terminal is steered, and every report can be encoded and printed."""
    for where in PLACES:
        one_hostile_text(form, where, text)


def one_hostile_text(form, where, text):
    """Look at one report with this text in one place."""
    written = FORMATS[form](hostile(text, where), "")
    plain = FORMATS[form](hostile("x", where), "")
    assert written.encode()
    assert written.count("\n") == plain.count("\n")
    assert not set(
        re.findall(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u200b\u2028-\u202e\u2066-\u2069\ufeff]", written)
    )


@pytest.mark.parametrize("text", HOSTILE, ids=lambda text: ascii(text)[:30])
def test_one_problem_is_one_workflow_command(text):
    """Whatever the data holds, the log has one command, with its own level and place."""
    for where in PLACES:
        command, summary = FORMATS["github"](hostile(text, where), "").splitlines()
        assert re.fullmatch(r"::error file=([^:,]*),line=2,title=([^:,]*)::(.*)", command)
        assert summary == "1 package, 1 row: 1 error"


@pytest.mark.parametrize("where", ["message", "file"])
@pytest.mark.parametrize("prefix", ["", "data/"])
def test_no_line_of_the_text_report_is_a_command(where, prefix):
    """A workflow that prints the text report is not steered by a name in the data."""
    for line in FORMATS["text"](hostile("::error::x", where), prefix).splitlines():
        assert not line.startswith("::")


@pytest.mark.parametrize("text", HOSTILE, ids=lambda text: ascii(text)[:30])
def test_markdown_shows_text_as_text(text):
    """No tag, link, mention, reference, code or table cell comes out of data."""
    for where in PLACES:
        one_text_in_markdown(where, text)


def one_text_in_markdown(where, text):
    """Look at one row and heading with this text in one place."""
    written = FORMATS["markdown"](hostile(text, where), "")
    row = next(line for line in written.splitlines() if line.startswith("| 2 |"))
    heading = next(line for line in written.splitlines() if line.startswith("#### "))
    assert row.count("|") == 4
    rest = row.replace("<br>", " ", 1).replace("`cell-type`", "", 1)
    for line in (rest.replace("|", ""), heading.removeprefix("#### ")):
        assert not re.search(r"[<>`*_\[\]{}()|~@$!^%\\]", line)
        assert "://" not in line
        assert "www." not in line
        assert not re.search(r"&(?!#\d+;)", line)
        # What hosts look for after the escapes are undone: the sign and a name next to each other.
        shown = re.sub(r"&#(\d+);", lambda m: chr(int(m[1])), line)
        assert not re.search(r"[@#!$%~&^]\w|\bGH-\d|:\w+:", shown)


def test_a_comment_has_an_end():
    """A report that a host would refuse is cut at a row, and says how many problems are left."""
    many = [
        problem("cell-type", f"“{'<' * 60}” is not {n}", file=f"f{n // 100}.csv", line=n, field="x")
        for n in range(1, 2000)
    ]
    written = FORMATS["markdown"](CheckResult(many, 1, 1, 0), "data/")
    assert len(written) < MOST_CHARACTERS + 200
    listed = len(re.findall(r"^\| \d+ \|", written, re.MULTILINE))
    left = int(re.search(r"… and ([\d,]+) more", written)[1].replace(",", ""))
    assert listed + left == len(many)
    assert listed > 50


def test_the_prefix_stands_before_every_file():
    """Files are named so that they can be opened from where the command was run."""
    for form in FORMATS:
        assert "some/where/members/alder/factories.csv" in FORMATS[form](RESULT, "some/where/")
