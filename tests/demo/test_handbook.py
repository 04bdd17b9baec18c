"""What the demo's handbook and standards say: complete, true to the official texts, fit for a phone."""

from __future__ import annotations

from collections import Counter, defaultdict

import pytest

from madewhere.demo.audits import FIRMS
from madewhere.demo.chance import read_rows
from madewhere.official_texts import SDG_TARGETS, UNGP_PRINCIPLES, ilo_parts
from madewhere.render.reference_words import ILO_TITLES

LONGEST_TITLE = 60  # three lines of a heading on a phone
LAST_CONVENTION, LAST_RECOMMENDATION = 193, 210
PROTOCOLS = {"P29", "P81", "P89", "P110", "P147", "P155"}


def _rows(name: str) -> list[dict[str, str]]:
    return read_rows(f"registers/{name}.csv")


CHAPTERS = {row["slug"]: row for row in _rows("chapters")}
REQUIREMENTS = _rows("requirements")
BY_VERSION = defaultdict(list)
for _row in REQUIREMENTS:
    BY_VERSION[CHAPTERS[_row["chapter"]]["scheme"], _row["version"]].append(_row)
NEWEST = {
    row["scheme"]: row["version"]
    for row in sorted(_rows("handbooks"), key=lambda row: row["valid_from"])
}


def test_there_are_nine_social_chapters_and_eight_environmental_ones():
    """They have the places 1 to 9 and 1 to 8."""
    places = defaultdict(list)
    for row in CHAPTERS.values():
        places[row["scheme"]].append(int(row["position"]))
    assert {scheme: sorted(found) for scheme, found in places.items()} == {
        "social": list(range(1, 10)),
        "environmental": list(range(1, 9)),
    }


@pytest.mark.parametrize("chapter", sorted(CHAPTERS))
def test_each_chapter_has_six_requirements_or_more_in_the_newest_version(chapter):
    """No chapter is a mere heading."""
    scheme = CHAPTERS[chapter]["scheme"]
    rows = [row for row in BY_VERSION[scheme, NEWEST[scheme]] if row["chapter"] == chapter]
    assert len(rows) >= 6
    assert len({row["severity"] for row in rows}) > 1


def test_titles_are_unique_plain_and_fit_a_phone():
    """No two requirements of a version share a title, and none is longer than three lines."""
    for (scheme, version), rows in BY_VERSION.items():
        twice = [t for t, n in Counter(row["title"] for row in rows).items() if n > 1]
        assert not twice, (scheme, version, twice)
    for row in REQUIREMENTS:
        assert len(row["title"]) <= LONGEST_TITLE, row["title"]
        assert not row["title"].endswith("."), row["title"]
        assert row["looks_at"].endswith("."), row["slug"]


def test_requirements_refer_to_what_there_is():
    """Each reference to the ILO parses, names an instrument that exists, and has a name to show."""
    for row in REQUIREMENTS:
        for reference in filter(None, row["ilo"].split("|")):
            parts = ilo_parts(reference)
            assert parts, (row["slug"], reference)
            code, number = parts[0], int(parts[0][1:])
            assert code in PROTOCOLS if code[0] == "P" else number > 0
            assert number <= (LAST_CONVENTION if code[0] == "C" else LAST_RECOMMENDATION)
            assert code in ILO_TITLES, code
        assert set(filter(None, row["sdg"].split("|"))) <= SDG_TARGETS, row["slug"]
        assert set(filter(None, row["ungp"].split("|"))) <= UNGP_PRINCIPLES, row["slug"]


def test_the_rights_at_work_refer_to_their_conventions():
    """The conventions that the ILO calls fundamental all stand behind a requirement."""
    named = {r.split(" ")[0] for row in REQUIREMENTS for r in row["ilo"].split("|") if r}
    fundamental = {"C29", "C87", "C98", "C100", "C105", "C111", "C138", "C155", "C182"}
    assert fundamental <= named


def test_the_older_social_version_differs_in_a_handful_of_rows():
    """Some requirements are new, one is gone, and some are graded otherwise."""
    old = {row["slug"]: row for row in BY_VERSION["social", "2022"]}
    new = {row["slug"]: row for row in BY_VERSION["social", "2025"]}
    assert 3 <= len(new.keys() - old.keys()) <= 10
    assert 1 <= len(old.keys() - new.keys()) <= 3
    graded = [s for s in old.keys() & new.keys() if old[s]["severity"] != new[s]["severity"]]
    assert 3 <= len(graded) <= 8
    assert all(old[slug]["chapter"] == new[slug]["chapter"] for slug in old.keys() & new.keys())


def test_standards_are_of_every_kind_and_say_that_they_are_invented():
    """Nothing that is made up stands under the name of anything real."""
    rows = _rows("standards")
    assert len(rows) >= 8
    assert {row["kind"] for row in rows} == {"certificate", "audit", "self-assessment"}
    for row in rows:
        assert "Demo" in row["title"]
        assert "Demo" in row["owner"]
        assert row["about"].startswith("Invented. ")
        assert row["website"] == f"https://{row['slug']}.example/"
        assert bool(row["verify_url"]) == (row["kind"] == "certificate")
    assert all("Demo" in name for _, name, _, _ in FIRMS)


def test_standards_cover_chapters_fully_partly_and_not_at_all():
    """Each standard is compared over chapters, and what is not known of one is left out."""
    topics = defaultdict(dict)
    for row in _rows("standard_topics"):
        topics[row["standard"]][row["chapter"]] = row["covers"]
    assert set(topics) == {row["slug"] for row in _rows("standards")}
    assert {c for each in topics.values() for c in each.values()} == {"fully", "partly", "not"}
    assert any(len(each) < len(CHAPTERS) for each in topics.values())
    for chapter in CHAPTERS:
        assert any(each.get(chapter) in ("fully", "partly") for each in topics.values()), chapter


def test_every_audit_of_the_demo_names_a_version_in_force_on_its_day(demo):
    """The newest one of its scheme that was in force when the auditors came."""
    handbooks = sorted(_rows("handbooks"), key=lambda row: row["valid_from"])
    for _, audit in demo.all_rows("audits"):
        in_force = [
            row["version"]
            for row in handbooks
            if row["scheme"] == audit["type"] and row["valid_from"] <= audit["audit_date"]
        ]
        assert audit["requirements_version"] == in_force[-1], audit["audit_id"]
