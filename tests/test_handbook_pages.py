"""The handbook's pages: every requirement at its address, how often it was not met, what is canonical."""

from __future__ import annotations

import csv
import html
import re
import shutil
from collections import Counter
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from checking import both, cells, grid, without
from madewhere.build import build
from madewhere.link.how_often import HowOften, Tally
from shown import site_of
from tiny_publication import AS_OF, TINY

REGISTERS = TINY / "registers"
OPTIONAL = (
    "handbooks",
    "chapters",
    "requirements",
    "sampling",
    "monitoring_rules",
    "standards",
    "standard_topics",
)
HANDBOOKS = "registers/handbooks.csv"
REQUIREMENTS = "registers/requirements.csv"


def _built(data: Path, folder: Path) -> Path:
    build(data, folder / "site", as_of=AS_OF, cache=folder / "cache")
    return folder / "site"


@pytest.fixture(scope="module")
def site(tmp_path_factory) -> Path:
    """The site of the tiny publication."""
    return _built(TINY, tmp_path_factory.mktemp("handbook"))


def _page(site: Path, path: str) -> str:
    return (site / path / "index.html").read_text("utf-8")


def _text(site: Path, path: str) -> str:
    main = re.search(r"<main.*</main>", _page(site, path), re.DOTALL)
    assert main
    return html.unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", main[0])))


def _canonical(site: Path, path: str) -> str:
    found = re.search(r'<link rel="canonical" href="([^"]+)">', _page(site, path))
    assert found
    return found[1]


def _rows(name: str) -> list[dict[str, str]]:
    with (REGISTERS / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_every_requirement_of_every_version_has_its_permanent_address(site):
    """Each row of the register has a page with its title, what is looked at, and its documents."""
    schemes = {row["slug"]: row["scheme"] for row in _rows("chapters")}
    for row in _rows("requirements"):
        path = f"handbook/{schemes[row['chapter']]}-{row['version']}/{row['slug']}"
        said = _text(site, path)
        assert row["title"] in said
        assert row["looks_at"] in said
        assert row["severity"].capitalize() in said
        for document in filter(None, row["documents"].split("|")):
            assert document in said


def test_the_handbook_leads_to_the_requirements_in_force(site):
    """Each is linked from the handbook with its severity as a word, in its chapter."""
    page = _page(site, "handbook")
    for row in _rows("requirements"):
        scheme = "environmental" if row["chapter"] == "water-use" else "social"
        link_to = f'href="../handbook/{scheme}-{row["version"]}/{row["slug"]}/"'
        assert (link_to in page) is (row["version"] == "2025"), row
    assert '<span class="level level-critical">Critical</span>' in page


def test_the_handbook_says_how_large_samples_are_and_what_follows(site):
    """Sizes, people and files, and the days of each severity."""
    said = _text(site, "handbook")
    assert "1 to 150 workers 1 8 8" in said
    assert "151 workers or more 2 13 13" in said
    assert "All members that are linked are told within 2 days" in said
    assert "The factory hands in evidence within 90 days" in said


def test_the_letter_is_never_said_to_follow_from_the_percentage(site):
    """The page says what both are, that an alert forces E, and what a letter does not mean."""
    said = _text(site, "handbook")
    assert "The letter never follows from the percentage" in said
    assert "the letter is E, whatever the percentage" in said
    assert "neither a certificate nor a label" in said


def test_a_requirement_says_how_often_it_was_not_met(site):
    """Findings, the audits that looked for it, and how many of them are corrected."""
    said = _text(site, "handbook/social-2025/drinking-water")
    assert "1 finding, in 1 of 1 audit" in said
    said = _text(site, "handbook/social-2025/first-aid")
    assert "Never, in 1 audit" in said
    said = _text(site, "handbook/environmental-2025/water-metered")
    assert "No audit whose findings are shown here has looked at it." in said


def test_what_stands_behind_a_requirement_is_linked(site):
    """Convention, target and principle lead to the official texts."""
    page = _page(site, "handbook/social-2025/exits-unlocked")
    assert "P12100_ILO_CODE:C155" in page
    assert 'href="https://sdgs.un.org/goals/goal8"' in page
    assert 'href="https://www.ohchr.org/' in page
    assert "Occupational Safety and Health Convention, 1981" in page
    assert "Where it comes from" not in _text(site, "handbook/environmental-2025")


def test_search_engines_keep_the_newest_version(site):
    """An older requirement names the newest one as canonical, and is in no sitemap."""
    old, new = "handbook/social-2022/rest-day/", "handbook/social-2025/rest-day/"
    assert _canonical(site, old) == _canonical(site, new)
    assert _canonical(site, old).endswith(new)
    sitemap = (site / "sitemap.xml").read_text("utf-8")
    assert new in sitemap
    assert old not in sitemap
    assert "handbook/social-2022/<" in sitemap


def test_an_older_requirement_says_so_and_leads_to_todays(site):
    """The flag stands there, with the link; and the page of today lists the older one."""
    page = _page(site, "handbook/social-2022/rest-day")
    assert "no longer in force" in page
    assert 'href="../../../handbook/social-2025/rest-day/"' in page
    page = _page(site, "handbook/social-2025/rest-day")
    assert "no longer in force" not in page
    assert 'href="../../../handbook/social-2022/rest-day/"' in page


def test_a_requirement_that_was_dropped_keeps_its_page(tiny, tmp_path):
    """It is its own canonical page, and says that the version in force has none such."""
    cells(REQUIREMENTS, 2, slug="siesta")(tiny)
    site = _built(tiny, tmp_path)
    path = "handbook/social-2022/siesta/"
    assert _canonical(site, path).endswith(path)
    assert "The version in force has no such requirement." in _text(site, path)
    assert path in (site / "sitemap.xml").read_text("utf-8")


def test_a_version_to_come_is_not_the_current_one(tiny, tmp_path):
    """Until its day the older one is in force, shown first, and canonical."""
    cells(HANDBOOKS, 4, valid_from="2026-11-22")(tiny)
    site = _built(tiny, tmp_path)
    old, new = "handbook/social-2022/rest-day/", "handbook/social-2025/rest-day/"
    assert _canonical(site, new).endswith(old)
    assert "not in force yet" in _text(site, new)
    assert "In force from 22 November 2026." in _text(site, "handbook/social-2025")
    assert 'href="../handbook/social-2022/rest-day/"' in _page(site, "handbook")


def test_a_version_says_what_changed(site, tiny, tmp_path):
    """What is new, what is gone, and what is graded otherwise than in the version before."""
    said = _text(site, "handbook/social-2025")
    assert "Everybody can leave the building at once New" in said
    assert "Before:" not in said
    both(cells(REQUIREMENTS, 2, severity="minor"), cells(REQUIREMENTS, 3, version="2022"))(tiny)
    grid(REQUIREMENTS, lambda rows: rows.sort(key=lambda r: (r[0] != "version", r[0], r[1])))(tiny)
    said = _text(_built(tiny, tmp_path), "handbook/social-2025")
    assert "Everybody rests one day in seven Before: Minor Now: Major" in said
    assert "There is clean water to drink No longer a requirement of its own" in said


def test_a_publication_without_a_handbook_still_explains_ratings(tiny, tmp_path):
    """No version and no requirement has a page; what the prose links to is there."""
    for name in OPTIONAL:
        (tiny / f"registers/{name}.csv").unlink()
    site = _built(tiny, tmp_path)
    said = _text(site, "handbook")
    assert "This publication has not entered its requirements yet." in said
    assert "How a rating works" in said
    assert "How large the sample is" not in said
    assert "What follows from a finding" not in said
    assert [path.name for path in (site / "handbook").iterdir()] == ["index.html"]


def test_a_version_without_requirements_says_so(tiny, tmp_path):
    """It has its page, and counts to nothing."""
    without(REQUIREMENTS, "water-metered")(tiny)
    site = _built(tiny, tmp_path)
    said = _text(site, "handbook/environmental-2025")
    assert "No requirement of this version is listed here." in said
    assert not re.search(r"\b0 requirement", _text(site, "handbook"))


def test_whatever_a_register_says_stays_text(tiny, tmp_path):
    """Markup in a title, a document or a note is shown as it is written."""
    evil = "<script>alert(1)</script>"
    both(
        cells(REQUIREMENTS, 4, title=evil, looks_at=evil, documents=f"{evil}|plan"),
        both(
            cells("registers/monitoring_rules.csv", 2, note=evil),
            cells("registers/chapters.csv", 2, title=evil, about=evil),
        ),
    )(tiny)
    site = _built(tiny, tmp_path)
    for path in ("handbook", "handbook/social-2025", "handbook/social-2025/exits-unlocked"):
        assert "<script>alert" not in _page(site, path)
        assert evil in _text(site, path).replace("< ", "<")


def test_an_audit_counts_for_what_its_version_asks():
    """Of two audits, only the one by a version with the requirement looked for it."""
    site = site_of(TINY)
    audit = next(a for a in site.audits if a.plan is not None)
    older = replace(audit, requirements_version="2022", findings=())
    tally = Tally(site.handbook, [audit, older])
    assert tally.of("social", "drinking-water") == HowOften(1, 0, 1, 1)
    assert tally.of("social", "rest-day").audits == 2
    assert tally.of("environmental", "water-metered") == HowOften(0, 0, 0, 0)


def test_an_audit_without_a_version_counts_for_the_one_in_force():
    """What the auditors went by follows from the day, where nobody says it."""
    site = site_of(TINY)
    audit = next(a for a in site.audits if a.plan is not None)
    unnamed = replace(audit, requirements_version=None, findings=(), audit_date=date(2023, 5, 1))
    tally = Tally(site.handbook, [unnamed])
    assert tally.of("social", "rest-day") == HowOften(0, 0, 0, 1)
    assert tally.of("social", "drinking-water").audits == 0


def test_a_finding_of_a_requirement_that_the_version_lacks_is_counted_with_its_audit():
    """There are never findings in more audits than looked for it; two in one audit are one audit."""
    site = site_of(TINY)
    audit = next(a for a in site.audits if a.plan is not None)
    twice = (*audit.findings, *audit.findings)
    older = replace(audit, requirements_version="2022", findings=twice)
    assert Tally(site.handbook, [older]).of("social", "drinking-water") == HowOften(2, 0, 1, 1)


def test_an_audit_whose_plan_is_not_shown_counts_nowhere():
    """Nothing is known of what it found."""
    site = site_of(TINY)
    hidden = [replace(a, plan=None) for a in site.audits]
    assert Tally(site.handbook, hidden).of("social", "rest-day") == HowOften(0, 0, 0, 0)


def test_findings_that_nobody_agreed_to_show_are_not_counted(tiny, tmp_path):
    """Without the consent to the corrective action plan no page tells of a finding."""
    shown = Counter(a.plan is not None for a in site_of(tiny).audits)[True]
    without("members/alder/consents.csv", "cap")(tiny)
    assert shown > Counter(a.plan is not None for a in site_of(tiny).audits)[True] == 0
    said = _text(
        _built(Path(shutil.copytree(tiny, tmp_path / "d")), tmp_path),
        "handbook/social-2025/rest-day",
    )
    assert "No audit whose findings are shown here has looked at it." in said
