"""What each report says of a proposed change: the order, the whole text, its end, and hostile names."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from datetime import date

import pytest
from markdown_it import MarkdownIt

from madewhere.check import CheckResult
from madewhere.ledger import Event
from madewhere.problems import problem
from madewhere.proposal.change import (
    AuditChange,
    Cell,
    ConsentChange,
    FactoryChange,
    FindingChange,
    FindingEventChange,
    GtinChange,
    Kind,
    Outside,
    Owner,
    PackageChange,
    ProductChange,
    ProposalChange,
    RegisterChange,
    RowCount,
    StepChange,
)
from madewhere.report import FORMATS
from madewhere.report.markdown_parts import MOST_CHARACTERS
from madewhere.report.proposal_markdown import MARKER, MOST_POINTS
from madewhere.report.proposal_parts import difference
from report.test_formats import HOSTILE

ID, OTHER = "BDVRD8GCD", "BD1G1D22Y"
ADDED = FactoryChange(
    Kind.ADDED, ID, "alder", "Mill", "Savar", "BD", 4, (23.85, 90.26), (), True, ("birch",)
)
CHANGED = FactoryChange(
    Kind.CHANGED,
    OTHER,
    "alder",
    "Knits",
    "",
    "BD",
    2,
    None,
    (Cell("workers", "640", "700"), Cell("region", "", "Dhaka")),
    False,
    (),
    True,
)
ALIKE = problem(
    "duplicate-across-members",
    f"{ID} “Mill” and {OTHER} “Mill” of birch: the same name, 0.1 km apart",
    file="members/alder/factories.csv",
    line=4,
    subject=f"{OTHER}|{ID}",
)
ELSEWHERE = [
    problem("row-blank", "no value", file="members/birch/factories.csv", line=n) for n in (3, 4)
]
WRONG = problem("cell-range", "9 is not 1", file="members/birch/sourcing.csv", line=2, field="tier")
CHANGE = ProposalChange(
    base="0123456789abcdef",
    ahead=0,
    proposer="ann",
    files=("members/alder/factories.csv",),
    elsewhere=1,
    entering=(),
    outside=(Outside("scripts/x.py", "no data"),),
    packages=(PackageChange("alder", "Alder", ("@ann",), Owner.OWN, Kind.CHANGED, (True, True)),),
    factories=(ADDED, CHANGED, replace(CHANGED, kind=Kind.REMOVED, cells=())),
    consents=(
        ConsentChange(Kind.ADDED, ID, "Mill", "identity", "alder", "alder", ()),
        ConsentChange(Kind.ADDED, ID, "Mill", "profile", "alder", "alder", ()),
        ConsentChange(Kind.REMOVED, OTHER, "Knits", "cap", "*", "alder", ()),
    ),
    events=(
        Event("factory", ID, "published", date(2026, 1, 1), None, "ledger/x.csv", 2),
        Event("factory", OTHER, "withdrawn", date(2026, 1, 2), None, "ledger/x.csv", 3),
    ),
    new_ids=(ID,),
    duplicates=(ALIKE,),
    audits=(AuditChange(Kind.ADDED, "A1", ID, "alder", "social", date(2026, 1, 1), ()),),
    findings=(
        FindingChange(Kind.ADDED, "A1", "HS-1", ID, "alder", "major", "first-aid", ()),
        FindingChange(Kind.ADDED, "A1", "HS-2", ID, "alder", "minor", "first-aid", ()),
        FindingChange(
            Kind.CHANGED,
            "A2",
            "1",
            OTHER,
            "alder",
            "minor",
            "rest-day",
            (Cell("severity", "major", "minor"),),
        ),
    ),
    finding_events=(
        FindingEventChange(
            Kind.REMOVED, "A2", "1", OTHER, "alder", "comment", "factory", date(2026, 1, 5), 0, ()
        ),
        FindingEventChange(
            Kind.ADDED,
            "A2",
            "1",
            OTHER,
            "alder",
            "verified-closed",
            "member",
            date(2026, 1, 6),
            3,
            (),
        ),
    ),
    registers=(RegisterChange(Kind.CHANGED, "members", "alder", (Cell("name", "A", "B"),)),),
    others=(RowCount("members/alder/sourcing.csv", 1, 0, 2),),
    unread=(),
)
RESULT = CheckResult([ALIKE, *ELSEWHERE, WRONG], 3, 40, 1, CHANGE)

MARKDOWN = f"""\
{MARKER}
### What this proposal changes

#### Look first: outside the proposer's own package

| File | Why it is named |
| --- | --- |
| scripts/x.py | no data |

**1 factory added, 1 factory changed (1 with errors), 1 factory removed (1 withdrawn), \
1 factory newly consented, 2 consents given, 1 consent taken away, 1 new ID, 1 audit touched, \
2 findings added, 1 finding changed, 1 finding verified as corrected, 1 event of a finding taken back, \
1 row of the registers, \
1 likely duplicate.** It touches the package of one member: alder &#40;Alder&#41;, kept by \
&#64;\u2060ann. ann keeps alder.

#### Factories added (1)

| ID | Name | Place | Member | Agreed to | Also disclosed by |
| --- | --- | --- | --- | --- | --- |
| {ID} &#40;new ID&#41; | Mill | Savar, Bangladesh | alder | identity, profile | birch |

#### Factories changed (1)

| ID | Name | Member | Field | Before | After |
| --- | --- | --- | --- | --- | --- |
| {OTHER} &#40;has errors&#41; | Knits | alder | workers | 640 | 700 |
| {OTHER} &#40;has errors&#41; | Knits | alder | region |  | Dhaka |

#### Factories removed (1)

| ID | Name | Country | Member | Now |
| --- | --- | --- | --- | --- |
| {OTHER} | Knits | Bangladesh | alder | withdrawn |

#### Likely duplicates (1)

| What looks alike | Where |
| --- | --- |
| {ID} “Mill” and {OTHER} “Mill” of birch: the same name, 0.1 km apart | \
data/members/alder/factories.csv:\u20604 |

#### Consents (3)

| ID | Name | For | Given | Taken away | Changed |
| --- | --- | --- | --- | --- | --- |
| {ID} | Mill | alder | identity, profile | – | – |
| {OTHER} | Knits | all members | – | cap | – |

#### Events of identifiers (2)

| Kind | Identifier | Event | From | Leads to |
| --- | --- | --- | --- | --- |
| factory | {OTHER} | withdrawn | 2026-01-02 | – |
| factory | {ID} | published for the first time | 2026-01-01 | – |

#### Audits (1)

| ID | Factory | Audit | Member | Field | Before | After |
| --- | --- | --- | --- | --- | --- | --- |
| A1 | {ID} | social, 2026-01-01 | alder | added |  |  |

#### Findings (3)

| Finding | Audit | Factory | What | Member | Field | Before | After |
| --- | --- | --- | --- | --- | --- | --- | --- |
| HS-1 | A1 | {ID} | major, first-aid | alder | added |  |  |
| HS-2 | A1 | {ID} | minor, first-aid | alder | added |  |  |
| 1 | A2 | {OTHER} | minor, rest-day | alder | severity | major | minor |

#### What happened to findings (2)

| Finding | Audit | Factory | Event | Member | Field | Before | After |
| --- | --- | --- | --- | --- | --- | --- | --- |
| 1 | A2 | {OTHER} | comment by the factory, 2026-01-05 | alder | removed |  |  |
| 1 | A2 | {OTHER} | verified-closed by the member, 2026-01-06 | alder | added |  |  |

#### Registers (1)

| Register | Row | Field | Before | After |
| --- | --- | --- | --- | --- |
| members | alder | name | A | B |

#### Other tables

| File | Rows added | Changed | Removed |
| --- | --- | --- | --- |
| data/members/alder/sourcing.csv | 1 | 0 | 2 |

#### Where they are

```geojson
{{"type":"FeatureCollection","features":[
{{"type":"Feature","properties":{{"factory":"{ID}","change":"added"}},\
"geometry":{{"type":"Point","coordinates":[90.26,23.85]}}}}
]}}
```

### Check: 3 packages, 40 rows: 1 error, 3 warnings

#### data/members/alder/factories.csv

| Line | Problem | What to do |
| --: | --- | --- |
| 4 | warning `duplicate-across-members`<br>{ID} “Mill” and {OTHER} “Mill” of birch: the same name, \
0.1 km apart | FIX |

#### data/members/birch/sourcing.csv

| Line | Problem | What to do |
| --: | --- | --- |
| 2 | error `cell-range` tier<br>9 is not 1 | Correct the number. |

A member's row that comes from a private folder is mended there; `madewhere disclose` then writes \
the public one, and would undo a change made there alone.

2 problems stand in files that this change does not touch.
"""


def test_the_whole_comment():
    """What lies outside, the summary, the tables, the map and the problems, in this order."""
    from madewhere.report.markdown_parts import plain

    assert FORMATS["markdown"](RESULT, "data/") == MARKDOWN.replace("FIX", plain(ALIKE.fix))


def test_the_text_names_the_same_first():
    """On a terminal: what lies outside, then the summary, then the rest, and problems as ever."""
    text = FORMATS["text"](RESULT, "data/")
    places = [
        text.index(part)
        for part in (
            "What changes since 0123456789ab\n",
            "Look first: outside the proposer's own package\n  - scripts/x.py: no data\n",
            "1 factory added, 1 factory changed",
            f"  - {ID} (new ID): “Mill”, Savar, Bangladesh; by alder; agreed to: identity, profile; ",
            f"  - {OTHER} (has errors): “Knits” of alder: workers: “640” → “700”\n",
            f"  - {OTHER}: “Knits”, Bangladesh; from alder; now withdrawn\n",
            f"  - {ID}: “Mill”, for alder: given: identity, profile\n",
            f"  - factory {OTHER}: withdrawn, from 2026-01-02\n",
            f"  - A1 of {ID}, social, 2026-01-01; by alder: added\n",
            "  - members, alder: name: “A” → “B”\n",
            "data/members/alder/factories.csv\n  warning duplicate-across-members (line 4)",
            "2 problems stand in files that this change does not touch.\n",
            "3 packages, 40 rows: 1 error, 3 warnings\n",
        )
    ]
    assert places == sorted(places)


def said(**changes) -> str:
    """The text for a change that differs in this from the usual one."""
    return FORMATS["text"](CheckResult([], 1, 1, 0, replace(CHANGE, **changes)), "")


def test_a_factory_that_leaves_two_packages_counts_once():
    """It has one row, with both packages and why it left; where it did not leave all, who still has it."""
    gone = replace(CHANGED, kind=Kind.REMOVED, cells=(), faulty=False)
    both = (gone, replace(gone, member="birch"))
    text = said(factories=both, consents=())
    assert "\n1 factory removed (1 withdrawn), 1 new ID" in text
    assert (
        f"Factories removed (1)\n  - {OTHER}: “Knits”, Bangladesh; from alder, birch; now" in text
    )
    still = said(factories=(replace(gone, others=("birch", "cedar")),), events=(), new_ids=())
    assert "\n1 factory removed, " in still
    assert "; now still disclosed by birch, cedar\n" in still
    assert "; now disclosed by no member\n" in said(factories=(gone,), events=())


def test_what_else_happens_to_factories_is_counted():
    """A merged factory says into which; one that moved, closed or had no row is counted apart."""
    gone = replace(CHANGED, kind=Kind.REMOVED, cells=())
    events = tuple(
        Event("factory", which, what, date(2026, 1, 2), leads, "ledger/x.csv", 2)
        for which, what, leads in (
            (OTHER, "merged", ID),
            ("PT439T5JB", "moved", ID),
            ("VNDT37MY2", "closed", None),
            ("TRJCZ1V9R", "withdrawn", None),
        )
    )
    text = said(factories=(gone,), events=events, consents=(), new_ids=(), audits=())
    counted = "1 factory removed (1 merged into another), 1 factory withdrawn, 1 factory moved, "
    assert f"\n{counted}1 factory closed, " in text
    assert f"; now merged into {ID}\n" in text
    assert f"  - factory PT439T5JB: moved, from 2026-01-02, leads to {ID}\n" in text


def test_a_consent_to_a_row_that_cannot_be_read_makes_no_factory():
    """Its consents are counted, and it is none that newly consented; nor is its name known."""
    consents = (ConsentChange(Kind.ADDED, ID, "", "identity", "alder", "alder", ()),)
    text = said(consents=consents, unread=(f"members/alder/factories.csv: {ID}",))
    assert "newly consented" not in text
    assert ", 1 consent given, " in text
    assert f"  - {ID}, for alder: given: identity\n" in text


def test_who_else_discloses_is_never_nobody():
    """That no other member has an added factory is said in words that cannot be a name."""
    text = said(factories=(replace(ADDED, others=()),), consents=())
    assert "agreed to: nothing in this change; also disclosed by: no other member\n" in text


def test_annotations_begin_with_the_change():
    """One notice sums up, then come the problems that the change touches."""
    commands = FORMATS["github"](RESULT, "data/").splitlines()
    start = "::notice title=What this proposal changes::Look first: 1 change outside"
    assert commands[0].startswith(start)
    assert [line.split(",")[0] for line in commands[1:5]] == [
        "::warning file=data/members/alder/factories.csv",
        "::warning file=data/members/birch/factories.csv",
        "::warning file=data/members/birch/factories.csv",
        "::error file=data/members/birch/sourcing.csv",
    ]


def test_a_new_member_comes_before_all_else():
    """With its name and who is to keep its package, in every form for people and for programs."""
    new = replace(CHANGE.packages[0], slug="cedar", name="Cedar", enters=True)
    result = replace(RESULT, proposal=replace(CHANGE, entering=(new,), packages=(new,)))
    text = FORMATS["text"](result, "data/")
    first = "Look first: a new member enters\n  - cedar (“Cedar”), to be kept by @ann\n"
    assert text.index(first) < text.index("Look first: outside")
    assert "one member: cedar (Cedar), to be kept by @ann. ann keeps cedar." in text
    written = FORMATS["markdown"](result, "data/")
    assert written.index("| cedar | Cedar | ") < written.index("Look first: outside")
    start = (
        "::notice title=What this proposal changes::A new member enters: cedar, to be kept by @ann."
    )
    assert FORMATS["github"](result, "data/").startswith(start)
    assert json.loads(FORMATS["json"](result, "data/"))["proposal"]["new_members"] == [
        {"slug": "cedar", "name": "Cedar", "maintainers": ["@ann"]}
    ]


def test_what_two_members_add_counts_once():
    """A factory, an audit and a finding that two packages bring are one each, and each row is shown."""

    def twice(*rows):
        return rows + tuple(replace(row, member="birch") for row in rows)

    change = replace(
        CHANGE,
        factories=twice(ADDED),
        consents=twice(CHANGE.consents[0]),
        audits=twice(*CHANGE.audits),
        findings=twice(CHANGE.findings[0]),
        finding_events=twice(CHANGE.finding_events[1]),
        registers=(),
        duplicates=(),
    )
    text = FORMATS["text"](replace(RESULT, proposal=change), "data/")
    assert (
        "\n1 factory added, 1 factory withdrawn, 1 factory newly consented, 2 consents given, 1 new ID, "
        "1 audit touched, 1 finding added, 1 finding verified as corrected. "
        in text.replace(".\n", ". ")
    )
    for title in ("Factories added (1)", "Audits (1)", "Findings (1)"):
        assert text.split(title)[1].split("\n\n")[0].count("\n  - ") == 2
    written = FORMATS["markdown"](replace(RESULT, proposal=change), "")
    assert (written.count('"Point"'), written.count(f"| {ID} &#40;new ID&#41; |")) == (1, 2)


def test_the_key_for_programs():
    """The keys of the JSON report are a contract."""
    proposal = json.loads(FORMATS["json"](RESULT, "data/"))["proposal"]
    assert list(proposal) == [
        "summary",
        "base",
        "base_commits_missing",
        "proposer",
        "files",
        "files_elsewhere",
        "new_members",
        "outside",
        "packages",
        "factories",
        "consents",
        "events",
        "new_ids",
        "duplicates",
        "products",
        "product_gtins",
        "product_steps",
        "audits",
        "findings",
        "finding_events",
        "registers",
        "other_tables",
        "unread",
    ]
    assert proposal["factories"][1] == {
        "kind": "changed",
        "factory_id": OTHER,
        "member": "alder",
        "name": "Knits",
        "locality": "",
        "country": "BD",
        "line": 2,
        "latitude": None,
        "longitude": None,
        "new_id": False,
        "faulty": True,
        "also_disclosed_by": [],
        "cells": [
            {"field": "workers", "before": "640", "after": "700"},
            {"field": "region", "before": "", "after": "Dhaka"},
        ],
    }
    assert proposal["duplicates"][0]["factory_ids"] == [OTHER, ID]
    assert proposal["packages"][0]["maintainers"] == ["@ann"]


def test_gitlab_shows_each_problem_once():
    """Its form has a severity, a place and a fingerprint, which does not depend on the line."""
    again = [replace(ELSEWHERE[0], line=9), replace(ELSEWHERE[1], line=10)]
    reports = [
        json.loads(FORMATS["gitlab"](replace(RESULT, problems=problems), "data/"))
        for problems in (ELSEWHERE, again)
    ]
    prints = [[each["fingerprint"] for each in report] for report in reports]
    assert prints[0] == prints[1]
    assert len(set(prints[0])) == 2
    assert reports[0][0]["severity"] == "minor"
    assert reports[0][0]["location"] == {
        "path": "data/members/birch/factories.csv",
        "lines": {"begin": 3},
    }


def test_a_base_that_went_on_is_said():
    """What the base did alone looks undone, so the report says to merge it first."""
    for form in ("text", "markdown", "github"):
        said = FORMATS[form](replace(RESULT, proposal=replace(CHANGE, ahead=2)), "")
        assert "The base has 2 commits that this state does not have" in said


def test_no_change_is_said():
    """A proposal that changes no data has a comment too."""
    nothing = replace(
        CHANGE,
        packages=(),
        factories=(),
        consents=(),
        events=(),
        new_ids=(),
        duplicates=(),
        audits=(),
        findings=(),
        finding_events=(),
        registers=(),
        others=(),
    )
    for form in ("text", "markdown"):
        said = FORMATS[form](CheckResult([], 1, 1, 0, nothing), "")
        assert "No factory, product, consent, audit or identifier changes." in said
        assert "geojson" not in said


def hostile(text: str) -> CheckResult:
    """A result with this text in every place of the change that data can reach."""
    cell = Cell(text, text, text + "x")
    alike = replace(ALIKE, message=text, file=text, subject=text.replace("|", ""))
    change = replace(
        CHANGE,
        proposer=text,
        files=(text,),
        entering=(replace(CHANGE.packages[0], name=text, maintainers=(text,)),),
        outside=(Outside(text, text),),
        packages=(replace(CHANGE.packages[0], name=text, maintainers=(text,)),),
        factories=tuple(
            replace(f, name=text, locality=text, cells=(cell,), others=(text,))
            for f in CHANGE.factories
        ),
        consents=tuple(replace(c, factory=text, cells=(cell,)) for c in CHANGE.consents),
        duplicates=(alike,),
        registers=(RegisterChange(Kind.CHANGED, "members", text, (cell,)),),
        others=(RowCount(text, 1, 1, 1),),
        unread=(text,),
        audits=tuple(replace(a, cells=(cell,)) for a in CHANGE.audits),
        products=(
            ProductChange(Kind.CHANGED, "4HARB0RT5", "alder", text, text, 2, (cell,), new=False),
        ),
        gtins=(
            GtinChange(
                Kind.CHANGED, "09520000000011", "4HARB0RT5", "alder", text, (cell,), new=True
            ),
        ),
        steps=(
            StepChange(
                Kind.CHANGED, "4HARB0RT5", 4, 1, "making", "country", "", text, "alder", (cell,)
            ),
        ),
    )
    return CheckResult([alike], 1, 1, 0, change)


@pytest.mark.parametrize("text", HOSTILE, ids=lambda text: ascii(text)[:30])
@pytest.mark.parametrize("form", list(FORMATS))
def test_hostile_text_begins_no_line_and_steers_no_terminal(form, text):
    """Every report has as many lines as with harmless text, can be encoded, and holds no control."""
    written = FORMATS[form](hostile(text), "")
    assert written.encode()
    assert written.count("\n") == FORMATS[form](hostile("x" * len(text)), "").count("\n")
    assert not set(
        re.findall(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u200b\u2028-\u202e\u2066-\u2069\ufeff]", written)
    )
    commands = [line for line in written.splitlines() if line.lstrip().startswith("::")]
    assert len(commands) == (2 if form == "github" else 0)


@pytest.mark.parametrize("text", HOSTILE, ids=lambda text: ascii(text)[:30])
def test_markdown_renders_hostile_text_as_text(text):
    """No tag, link, picture, code or table comes out of data, nor a mention or a reference."""
    written = FORMATS["markdown"](hostile(text), "")
    renderer = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])
    page, harmless = (
        renderer.render(each)
        for each in (written, FORMATS["markdown"](hostile("x" * len(text)), ""))
    )
    assert re.findall(r"</?\w+[^>]*>", page) == re.findall(r"</?\w+[^>]*>", harmless)
    shown = re.sub(r"<[^>]*>|&#?\w+;", " ", page)
    assert not re.search(r"[@#!$~^]\w|\bGH-\d|:\w+:|://|www\.\w", shown)


def test_a_comment_of_a_large_change_has_an_end():
    """Thousands of rows of the longest names stay within what a host takes, and the rest is counted."""
    many = 3000
    name = "<" * 200
    change = replace(
        CHANGE,
        entering=(replace(CHANGE.packages[0], name=name, enters=True),) * many,
        outside=tuple(Outside(f"{name}{n}", "why") for n in range(many)),
        factories=tuple(
            replace(ADDED, name=name, locality=name, point=(n / 100, 1.0)) for n in range(many)
        )
        + tuple(
            replace(CHANGED, name=name, point=(1.0, 2.0), cells=(Cell("name", name, name + "x"),))
            for _ in range(many)
        ),
        consents=CHANGE.consents * many,
        events=CHANGE.events * many,
        duplicates=(replace(ALIKE, message=name),) * many,
        audits=CHANGE.audits * many,
        registers=CHANGE.registers * many,
        others=CHANGE.others * many,
        unread=(name,) * many,
    )
    problems = [replace(WRONG, message=name, line=n) for n in range(many)]
    written = FORMATS["markdown"](CheckResult(problems, 3, 40, 1, change), "data/")
    assert len(written) <= MOST_CHARACTERS
    assert written.startswith(MARKER)
    assert len(re.findall("… and [0-9,]+ more", written)) >= 9
    points = re.findall('"Point"', written)
    assert 0 < len(points) <= MOST_POINTS
    assert written.rstrip().endswith("lists them all.")
    assert len(FORMATS["github"](CheckResult([], 3, 40, 1, change), "").splitlines()[0]) < 5000


def test_points_are_limited():
    """No more points than a small map bears, and their number is said."""
    factories = tuple(replace(ADDED, point=(n / 10, 1.0)) for n in range(500))
    change = replace(CHANGE, factories=factories, consents=())
    written = FORMATS["markdown"](CheckResult([], 1, 1, 0, change), "")
    assert written.count('"Point"') == MOST_POINTS
    assert "#### Where they are, 200 of 500 points" in written


@pytest.mark.parametrize(
    ("before", "after", "shown"),
    [
        ("a", "b", ("a", "b")),
        ("x" * 300 + "a", "x" * 300 + "b", ("…" + "x" * 20 + "a", "…" + "x" * 20 + "b")),
        ("", "y" * 300, ("", "y" * 100 + "…")),
        ("z" * 300, "z" * 299, ("…" + "z" * 21, "…" + "z" * 20)),
    ],
)
def test_long_cells_are_cut_where_they_differ(before, after, shown):
    """A change at the end of a long text is seen."""
    assert difference(Cell("name", before, after)) == shown
