"""Tests for the pages of standards, certificates, claims and audit firms, and the files beside them."""

from __future__ import annotations

import csv
import dataclasses
import io
import json
import re
from pathlib import Path

import pytest

from madewhere.build import build
from madewhere.render import certificates, factory_list
from madewhere.render.certificates import claimed, file_of, find_files, held, key_of
from madewhere.render.firm_figures import LEAST_FOR_A_SHARE, FirmFigures, firm_figures
from shown import site_of
from tiny_publication import AS_OF, KNITS, TINY

ALDER = "members/alder"


@pytest.fixture(scope="module")
def site():
    """The tiny publication as pages get it."""
    return site_of(TINY)


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    """The site of the tiny publication with one row a page."""
    folder = tmp_path_factory.mktemp("rows")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(factory_list, "ROWS_A_PAGE", 1)
        patch.setattr(certificates, "_MOST_IN_FILE", 1)
        build(TINY, folder / "site", as_of=AS_OF, cache=folder / "cache")
    return folder / "site"


def _text(built: Path, path: str) -> str:
    page = (built / path / "index.html").read_text("utf-8").partition("<main")[2]
    return " ".join(re.sub(r"<[^>]+>", " ", page).split())


@pytest.mark.parametrize(
    ("number", "key"),
    [
        ("OR-412", "OR412"),
        (" or 412 ", "OR412"),
        ("Nr. ４１２/a", "NR412A"),
        ("É-1", "É1"),
        ("straße 1", "STRASSE1"),
        ("৪১২", "৪১২"),
        ("-/-", ""),
    ],
)
def test_a_number_is_compared_without_signs(number, key):
    """Spaces, signs, width and capitals tell no two numbers apart."""
    assert key_of(number) == key


def test_a_key_leads_to_one_file():
    """The hash is FNV-1a, whose known values hold."""
    assert file_of("", 2**32) == 0x811C9DC5
    assert file_of("a", 2**32) == 0xE40C292C
    assert file_of("foobar", 2**32) == 0xBF9CF968
    assert {file_of(f"K{n}", 7) for n in range(100)} == set(range(7))


def test_a_standard_counts_its_certificates(site):
    """Each number once, with how many of them are valid and who holds them."""
    (organic,) = held(site)
    assert (organic.number, organic.valid, organic.factories) == (2, 1, 1)
    assert [c.number for c in organic.certificates] == ["OR-180", "OR-412"]


def test_a_standard_that_the_register_lacks_is_shown_by_its_name_in_data(site):
    """Its certificates are listed under the slug, and not left out."""
    knits = site.by_id[KNITS]
    lost = tuple(dataclasses.replace(c, standard="lost") for c in knits.certificates)
    changed = dataclasses.replace(
        site, by_id={KNITS: dataclasses.replace(knits, certificates=lost)}
    )
    assert [(each.slug, each.title, each.standard) for each in held(changed)] == [
        ("lost", "lost", None)
    ]


def test_claims_that_say_the_same_stand_together(site):
    """Small letters and spaces aside; the first row of each statement has the anchor."""
    knits = site.by_id[KNITS]
    one = knits.claims[0]
    rows = tuple(
        dataclasses.replace(one, claim=f"c{n}", statement=text)
        for n, text in enumerate(("B thing", "a  Thing", "A thing"))
    )
    changed = dataclasses.replace(site, by_id={KNITS: dataclasses.replace(knits, claims=rows)})
    assert [(row.claim.claim, row.anchor) for row in claimed(changed)] == [
        ("c1", "s1"),
        ("c2", None),
        ("c0", "s2"),
    ]


def test_the_files_to_look_up_in_hold_every_certificate_and_claim(site):
    """Each certificate stands in the file that its key leads to; each statement with its counts."""
    files = {output.path: json.loads(output.make()) for output in find_files(site)}
    first = files.pop("certificates/find/0.json")
    rows = files.pop("certificates/find/claims.json")
    assert files == {}
    assert first["OR180"][0][4:] == [
        "Lindenfall Fictional Certification",
        "expired",
        "2022-06-01",
        "2025-05-31",
        "https://organic.example/verify",
    ]
    assert sorted(first) == ["OR180", "OR412"]
    assert rows == [
        ["All exits are checked every day", 1, 0, 0, 1, "s1"],
        ["Knitted from organic cotton", 1, 0, 0, 1, "s2"],
        ["Runs on the power of the sun", 0, 0, 1, 1, "s3"],
    ]


def test_many_certificates_are_spread_over_files(built):
    """A certificate is in the file of its key and in no other; claims name the page of their row."""
    page = (built / "certificates/index.html").read_text("utf-8")
    assert 'data-files="2"' in page
    for key in ("OR180", "OR412"):
        holding = [
            n
            for n in range(2)
            if key in json.loads((built / f"certificates/find/{n}.json").read_text("utf-8"))
        ]
        assert holding == [file_of(key, 2)]
    rows = json.loads((built / "certificates/find/claims.json").read_text("utf-8"))
    assert [row[4:] for row in rows] == [[1, "s1"], [2, "s2"], [3, "s3"]]
    assert 'id="s3"' in (built / "certificates/claims/3/index.html").read_text("utf-8")


def test_a_claim_leads_to_the_audit_that_supports_it(built):
    """With the audit's date, at its place on the factory's page."""
    page = (built / "certificates/claims/index.html").read_text("utf-8")
    assert f'/{KNITS}/#APW1FKH4NC">an audit of 12 March 2025</a>' in page
    assert 'id="APW1FKH4NC"' in (built / f"F/{KNITS}/index.html").read_text("utf-8")


def test_certificates_are_listed_over_pages(built):
    """Every certificate stands on one page of its standard's list, in the order of numbers."""
    place = "certificates/standard/organic/"
    assert "OR-180 Expired 31 May 2025 Fable Knitwear Ltd" in _text(built, place)
    assert "OR-412 Valid 31 May 2027 Fable Knitwear Ltd" in _text(built, f"{place}2/")
    assert not (built / place / "3").exists()
    assert "2 certificates, of which 1 valid" in _text(built, "certificates/")


def test_the_standards_are_compared_by_topic(built):
    """Each chapter says how far a standard covers it, and what the register lacks is not known."""
    text = _text(built, "standards/")
    assert "2, of which 1 valid on 21 November 2026" in text
    assert "Working hours and overtime Not Health and safety Not known" in text
    assert "Water use Partly" in text
    assert "What may be discharged." in text


def test_an_audit_is_never_called_a_certificate(tiny, tmp_path, edit):
    """What is entered as a certificate of a standard that gives an audit is not shown as one."""
    edit(
        tiny / "registers/standards.csv",
        lambda rows: [row.update(kind="audit") for row in rows],
    )
    build(tiny, tmp_path / "site", as_of=AS_OF, cache=tmp_path / "cache")
    assert not (tmp_path / "site" / "certificates/standard/organic/index.html").exists()
    assert "OR-412" not in _text(tmp_path / "site", f"F/{KNITS}")
    assert "Gives an audit, no certificate" in _text(tmp_path / "site", "standards/")


def test_an_audit_firm_has_its_audits_over_time(built):
    """By year, kind and announcement, with a file of the same audits."""
    text = _text(built, "audit-firms/plumb/")
    assert "3 audits by this firm are shown here. It audited 2 factories." in text
    assert "2025 1 1 0 0 1 0 2024 1 1 0 0 1 0 2023 1 0 1 0 1 0" in text
    content = (built / "audit-firms/plumb/audits.csv").read_text("utf-8")
    rows = list(csv.DictReader(io.StringIO(content)))
    assert [row["audit_firm"] for row in rows] == ["plumb"] * 3
    certificates_csv = (built / "certificates/standard/organic/certificates.csv").read_text()
    assert [row["number"] for row in csv.DictReader(io.StringIO(certificates_csv))] == [
        "OR-180",
        "OR-412",
    ]


def test_the_audits_lead_to_their_firms(built):
    """The overview of audits links each firm."""
    page = (built / "audits/index.html").read_text("utf-8")
    assert 'href="../audit-firms/plumb/"' in page


def test_few_audits_have_no_share(built, site):
    """Below five audits with a known plan counts are told, and no percentage."""
    (firm,) = firm_figures(site)
    known = len(firm.planned)
    assert 0 < known < LEAST_FOR_A_SHARE
    assert firm.percent_with_findings is None
    said = f"Audits with findings {firm.with_findings} of {known}, known for {known} of 3 audits"
    assert said in _text(built, "audit-firms/plumb/")
    assert "%" not in _text(built, "audit-firms/plumb/")


def test_enough_audits_have_a_share(site):
    """From five on the share is that of the audits whose plan is known, not of all."""
    (firm,) = firm_figures(site)
    found = next(a for a in firm.planned if a.findings)
    none = dataclasses.replace(found, findings=())
    unknown = dataclasses.replace(found, plan=None, findings=())
    many = FirmFigures(firm.firm, (found, found, found, none, none, unknown))
    assert (many.with_findings, len(many.planned)) == (3, 5)
    assert many.percent_with_findings == 60
    assert many.findings == 3 * len(found.findings)


def test_a_firm_without_audits_keeps_its_page(tiny, tmp_path, edit):
    """It says that none is shown, and no figure is made up."""
    edit(
        tiny / "registers/audit_firms.csv",
        lambda rows: rows.append(
            {
                **dict.fromkeys(rows[0], ""),
                "slug": "zero",
                "name": "Zero Fictional",
                "country": "FR",
            }
        ),
    )
    build(tiny, tmp_path / "site", as_of=AS_OF, cache=tmp_path / "cache")
    text = _text(tmp_path / "site", "audit-firms/zero/")
    assert "No audit by this firm is shown here." in text
    assert "Accredited since Not known" in text
    assert "Its audits over time" not in text


def test_what_is_not_agreed_is_in_no_list(tiny, tmp_path, edit):
    """Without the subject of certificates, neither lists nor files hold one."""
    edit(
        tiny / ALDER / "consents.csv",
        lambda rows: rows.remove(
            next(r for r in rows if r["factory_id"] == KNITS and r["scope"] == "certificates")
        ),
    )
    build(tiny, tmp_path / "site", as_of=AS_OF, cache=tmp_path / "cache")
    for file in (tmp_path / "site/certificates").rglob("*.*"):
        content = file.read_text("utf-8")
        assert "OR-412" not in content, file
        assert "Knitted from organic cotton" not in content, file
    assert not (tmp_path / "site/certificates/standard").exists()
