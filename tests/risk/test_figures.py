"""Figures over findings: what the page says is what the downloads say, and too few is said in words."""

from __future__ import annotations

import csv
import gzip
import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import timedelta
from html import unescape
from pathlib import Path

import pytest

from madewhere.build import build
from madewhere.link.figures import risk_figures
from madewhere.project import SITE_SRC
from madewhere.site_model.figures import Share
from tiny_publication import AS_OF, KNITS, TINY

from .publication import write_publication

MOST_BYTES = 60_000
QUERIES = re.findall(
    r"```sql\n(.*?)```", (SITE_SRC / "use-the-data.md").read_text("utf-8"), re.DOTALL
)


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    """The built site of a publication with findings to count, and its model."""
    folder = tmp_path_factory.mktemp("figures")
    data = write_publication(folder / "data")
    report = build(data, folder / "site", as_of=AS_OF, cache=folder / "cache")
    return report.site, folder / "site"


@pytest.fixture(scope="module")
def tiny_built(tmp_path_factory):
    """The built site of the tiny publication, which has certificates and channels, and its model."""
    folder = tmp_path_factory.mktemp("tiny")
    report = build(TINY, folder / "site", as_of=AS_OF, cache=folder / "cache")
    return report.site, folder / "site"


def database(folder: Path) -> sqlite3.Connection:
    """A database of the published tables, every column as text."""
    found = sqlite3.connect(":memory:")
    for path in sorted((folder / "data").glob("*.csv")):
        with path.open(encoding="utf-8", newline="") as file:
            header, *rows = csv.reader(file)
        columns = ", ".join(f'"{column}" TEXT' for column in header)
        found.execute(f"CREATE TABLE {path.stem} ({columns})")
        places = ", ".join("?" * len(header))
        found.executemany(f"INSERT INTO {path.stem} VALUES ({places})", rows)  # noqa: S608 - our names
    return found


@pytest.fixture(scope="module")
def tables(built):
    """The database of the publication with findings to count."""
    with closing(database(built[1])) as found:
        yield found


@pytest.fixture(scope="module")
def tiny_tables(tiny_built):
    """The database of the tiny publication."""
    with closing(database(tiny_built[1])) as found:
        yield found


def page(built, path: str) -> str:
    """A page as text."""
    return (built[1] / path / "index.html").read_text("utf-8")


def part(text: str, anchor: str) -> str:
    """One section of a page."""
    return text.partition(f'<section id="{anchor}"')[2].partition("</section>")[0]


def rows(html: str, caption: str) -> Iterator[list[str]]:
    """The rows of the table of that caption, as texts."""
    body = re.search(rf'<caption class="sr">{caption}</caption>.*?</table>', html, re.DOTALL)
    assert body, caption
    for row in re.findall(r"<tr>(<th scope=\"row\".*?)</tr>", body[0], re.DOTALL):
        cells = re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row, re.DOTALL)
        yield [unescape(re.sub(r"<[^>]+>", "", cell)).strip() for cell in cells]


def told(html: str, words: str) -> tuple[str, str]:
    """The large number before the words, and what it is of."""
    found = re.search(
        rf'<div><b>([^<]*)</b> {words} <span class="quiet">\(([^)]*)\)</span></div>', html
    )
    assert found, words
    return found[1], found[2]


def test_the_chapters_that_fail_most_are_those_of_the_query(built, tables):
    """The documented query gives the page's table, in its order."""
    titles = {slug: chapter.title for slug, chapter in built[0].handbook.chapters.items()}
    answer = [
        [
            titles[chapter],
            f"{100 * failed / of:.1f}".removesuffix(".0") + f"%{failed} of {of}",
            str(findings),
        ]
        for chapter, failed, of, findings in tables.execute(QUERIES[0])
    ]
    shown = [
        row[:3] for row in rows(part(page(built, "figures/BD"), "social"), "Findings by chapter")
    ]
    assert len(answer) == 2
    assert [row for row in shown if row[2] != "0"] == answer


def test_how_long_closing_takes_is_the_answer_of_the_query(built, tables):
    """The median and over how many findings it is."""
    ((closed, median),) = tables.execute(QUERIES[1])
    days, of = told(part(page(built, "figures/BD"), "social"), "from the audit.*?took more")
    assert days == f"{median:g} days"
    assert of.startswith(f"{closed} of ")


def test_the_factories_behind_schedule_are_those_of_the_query(built, tables):
    """The same factories in the same order, with the same numbers."""
    answer = [
        [name, str(overdue), str(left)] for _, name, overdue, left in tables.execute(QUERIES[2])
    ]
    shown = [
        [name, overdue, left]
        for name, _, overdue, left, _ in rows(
            part(page(built, "figures/BD"), "behind"), "Behind schedule"
        )
    ]
    assert len(answer) > 5
    assert shown == answer


def test_the_shares_are_those_of_the_queries(built, tables):
    """Corrected, overdue and alerts, by the documented queries."""
    html = part(page(built, "figures/BD"), "social")
    by_severity = list(tables.execute(QUERIES[3]))
    total, closed, overdue = (sum(row[place] for row in by_severity) for place in (1, 2, 3))
    assert told(html, "of findings are verified as corrected")[1] == f"{closed} of {total}"
    assert (
        told(html, "of findings are past their deadline and not corrected")[1]
        == f"{overdue} of {total}"
    )
    counts = {severity: findings for severity, findings, *_ in by_severity}
    assert (
        f"({counts['critical']} critical, {counts['major']} major, {counts['minor']} minor)" in html
    )
    ((alerts, of),) = tables.execute(QUERIES[4])
    assert alerts
    assert told(html, "of factories had an alert.*?ratings")[1] == f"{alerts} of {of}"


def test_where_there_were_alerts_is_the_answer_of_the_query(built, tables):
    """By country and year, out of the audits that tell whether there was one."""
    told_of: dict[tuple[str, str], list[int]] = {}
    for audit in built[0].audits:
        if audit.alert_notifications is not None:
            key = built[0].by_id[audit.factory_id].country, str(audit.audit_date.year)
            told_of.setdefault(key, []).append(audit.alert_notifications)
    answer = {(country, year): (of, n) for country, year, of, n in tables.execute(QUERIES[5])}
    assert answer == {key: (len(found), sum(map(bool, found))) for key, found in told_of.items()}
    assert any(n for _, n in answer.values())


def test_the_certificates_that_end_soon_are_those_of_the_query(tiny_built, tiny_tables):
    """Valid today, with an end within 90 days."""
    soon = AS_OF + timedelta(days=90)
    assert f"'{soon}'" in QUERIES[6]
    expected = {
        (c.number, c.factory_id)
        for factory in tiny_built[0].factories
        for c in factory.certificates
        if c.state == "valid" and c.valid_until and c.valid_until <= soon
    }
    answer = [(number, factory_id) for _, number, factory_id, _ in tiny_tables.execute(QUERIES[6])]
    assert set(answer) == expected
    later = QUERIES[6].replace(str(soon), "2099-12-31")
    assert len(list(tiny_tables.execute(later))) > len(answer)


def test_independent_channels_in_a_spoken_language_are_those_of_the_query(tiny_built, tiny_tables):
    """Each channel once for each language that is spoken in the factory and understood there."""
    expected = {
        (factory.factory_id, channel.name, language)
        for factory in tiny_built[0].factories
        for channel in factory.grievance_channels
        if channel.independent and factory.profile
        for language in set(channel.languages) & set(factory.profile.languages)
    }
    answer = list(tiny_tables.execute(QUERIES[7]))
    assert expected
    assert sorted(expected) == answer


def test_the_members_beyond_the_first_tier_are_those_of_the_query(built, tables):
    """As many as their networks' pages show by their own links."""
    expected = {
        profile.member.slug: (
            len(profile.factories),
            sum(tier == 1 for tier in profile.tiers.values()),
            sum(bool(tier and tier > 1) for tier in profile.tiers.values()),
        )
        for profile in built[0].members
    }
    answer = {member: tuple(counts) for member, *counts in tables.execute(QUERIES[8])}
    assert answer == expected
    assert any(beyond for _, _, beyond in answer.values())


def test_the_table_of_figures_says_what_the_page_says(built):
    """Each figure of figures.csv: n of how many, and no share where there are too few."""
    with (built[1] / "data/figures.csv").open(encoding="utf-8", newline="") as file:
        found = {
            (
                row["figure"],
                row["scheme"],
                row["country"],
                row["chapter"],
                row["severity"],
                row["year"],
            ): row
            for row in csv.DictReader(file)
        }
    for place in (built[0].risk.everywhere, *built[0].risk.countries.values()):
        for of in place.schemes:
            where = (of.scheme, place.country or "*", "*", "*", "*")
            overdue = found["findings-overdue", *where]
            assert (overdue["n"], overdue["of"]) == (str(of.overdue.n), str(of.overdue.of))
            days = found["days-to-close", *where]
            assert bool(days["value"]) == (of.days.n >= 5)
            years = [
                row
                for key, row in found.items()
                if key[:3] == ("findings", *where[:2]) and key[5] != "*" and key[4] == "*"
            ]
            assert sum(int(row["n"]) for row in years) == of.findings.findings
    for row in found.values():
        if row["value"] and row["figure"] != "days-to-close":
            assert float(row["value"]) == pytest.approx(100 * int(row["n"]) / int(row["of"]))
        assert not (row["value"] and row["figure"] != "days-to-close" and int(row["of"]) < 5)


def test_every_country_of_the_page_is_in_the_table_of_figures(built):
    """Portugal has too few audits for a page, and its findings are in figures.csv all the same."""
    with (built[1] / "data/figures.csv").open(encoding="utf-8", newline="") as file:
        found = {
            (row["scheme"], row["country"]): row["n"]
            for row in csv.DictReader(file)
            if (row["figure"], row["chapter"], row["severity"], row["year"])
            == ("findings", "*", "*", "*")
        }
    for scheme in built[0].risk.everywhere.schemes:
        assert len(scheme.countries) > 1
        for count in scheme.countries:
            assert found[scheme.scheme, count.key] == str(count.findings)
    assert ("social", "PT") in found


def test_charts_say_what_their_bars_are(built):
    """Of how many audits a share is, and that more audits shown make more findings."""
    html = page(built, "figures/BD")
    audits = built[0].risk.countries["BD"].schemes[0].audits.n
    assert f"Share of the {audits} audits that have a finding in the chapter." in html
    more = "There are more where more audits are shown: the table has how many."
    assert more in part(page(built, "figures"), "social")


def test_closed_factories_are_named_among_those_that_are_counted(tmp_path):
    """Other pages count open ones only; here all are, because their audits are."""
    data = write_publication(tmp_path / "data")
    (data / f"ledger/{KNITS}-20260407.csv").write_text(
        f"kind,identifier,event,date,successor\nfactory,{KNITS},closed,2026-04-07,\n"
    )
    report = build(data, tmp_path / "site", as_of=AS_OF, cache=tmp_path / "cache")
    html = (tmp_path / "site/figures/index.html").read_text("utf-8")
    assert (
        f"of the {len(report.site.factories)} factories. Among all factories, 1 has closed" in html
    )
    assert "has closed" not in (tmp_path / "site/figures/VN/index.html").read_text("utf-8")


def test_a_share_over_fewer_than_five_is_not_told():
    """Four of four is too few, one of five is a share."""
    assert Share(4, 4).percent is None
    assert Share(1, 5).percent == 20


def test_too_few_is_said_in_words(built):
    """Portugal has two factories and no page; where few environmental findings are closed no median is told."""
    assert not (built[1] / "figures/PT").exists()
    assert {"BD", "IN", "VN"} == {
        folder.name for folder in (built[1] / "figures").iterdir() if folder.is_dir()
    }
    environmental = part(page(built, "figures"), "environmental")
    assert told(environmental, "corrected findings to say.*?takes") == (
        "Too few",
        "4 of 7 findings",
    )
    portugal = next(
        row
        for row in rows(part(page(built, "figures"), "social"), "Findings by country")
        if row[0] == "Portugal"
    )
    assert portugal[1].startswith("too few")


def test_every_figure_says_what_it_is_about(built):
    """How many audits and factories of how many, and that they chose themselves."""
    html = page(built, "figures")
    assert "Self-selected: only factories that agreed to show it are counted" in html
    social = built[0].risk.everywhere.schemes[0]
    about = f"Counted here: {social.audits.n} of the {social.audits.of} audits shown"
    assert about in html
    assert 0 < social.audits.n < social.audits.of


def test_an_audit_of_two_members_counts_once(tiny_built):
    """The tiny publication has an audit that two members disclose."""
    social, environmental = tiny_built[0].risk.everywhere.schemes
    assert (social.audits, social.factories) == (Share(1, 2), Share(1, 1))
    assert (social.findings.findings, social.closed, social.overdue) == (
        3,
        Share(1, 3),
        Share(2, 3),
    )
    assert environmental.audits == Share(0, 1)
    html = page(tiny_built, "figures")
    assert "<svg xmlns" not in html.partition("<main")[2].partition("</main>")[0]
    few = told(part(html, "social"), "findings are verified as corrected")
    assert few == ("1 of 3", "too few for a share")
    chapters = [row[0] for row in rows(part(html, "social"), "Findings by chapter")]
    assert chapters == ["Health and safety", "Working hours and overtime"]
    assert "Too few" not in part(html, "environmental")


def test_nothing_to_count_makes_an_empty_page(built):
    """Without factories there are no shares, no charts, and no error."""
    risk = risk_figures([], built[0].handbook)
    assert risk.countries == {}
    assert risk.everywhere.behind == ()
    assert all(scheme.closed.percent is None for scheme in risk.everywhere.schemes)


def test_what_is_not_shown_stands_apart(built):
    """The consolidated counts have a section of their own, on the page of everywhere only."""
    html = part(page(built, "figures"), "not-shown")
    assert "None of it is in the figures above" in html
    assert "Added up over 3 members: 80 factories audited" in html
    chapters = list(rows(html, "By chapter"))
    assert chapters[0][:2] == ["Health and safety", "51 63.8%"]
    assert next(rows(html, "By country"))[:2] == ["Bangladesh", "44"]
    assert 'id="not-shown"' not in page(built, "figures/BD")


def test_counts_of_a_year_that_is_not_over_are_not_shown(tmp_path):
    """A build never stops, and shows nothing of an open year."""
    report = build(
        TINY, tmp_path / "site", as_of=AS_OF.replace(year=2025), cache=tmp_path / "cache"
    )
    html = (tmp_path / "site/figures/index.html").read_text("utf-8")
    assert [p.code for p in report.problems if p.file.endswith("risk_counts.csv")] == [
        "risk-year-open"
    ] * 2
    assert 'id="not-shown"' not in html


@pytest.mark.parametrize("path", ["figures", "figures/BD"])
def test_a_page_of_figures_is_light(built, path):
    """Charts, tables and all within 60 kB, compressed as hosts do."""
    assert len(gzip.compress(page(built, path).encode(), 6)) <= MOST_BYTES


def test_a_page_of_figures_has_its_charts_with_their_tables(built):
    """Each chart names its bars, has no style of its own, and its numbers stand in a table beside it."""
    html = part(page(built, "figures"), "social")
    charts = re.findall(r'<figure class="chart">.*?</figure>', html, re.DOTALL)
    assert len(charts) == 3
    for chart in charts:
        assert chart.count('role="graphics-symbol"') == len(list(rows(chart, ".*?")))
        assert re.search(r'<svg [^>]*role="graphics-document" aria-label="[^"]+"', chart)
        assert "style=" not in chart
        assert 'href="../data/figures.csv"' in chart
