"""`madewhere labels`: whose labels are made, what their codes say, and that it is all or nothing."""

from __future__ import annotations

import csv
from dataclasses import replace

import pytest
from click.testing import CliRunner

from madewhere.cli.labels import labels
from madewhere.errors import MadewhereError, OutputError
from madewhere.labels import texts
from madewhere.labels.files import FORMS, How
from madewhere.labels.making import make_for, make_labels
from madewhere.labels.sizes import LEAST_MODULE, SIZES
from madewhere.labels.wanted import Asked, why_unprintable
from madewhere.publication import read_publication
from madewhere.qr_reading import pdf_pictures, said_by
from madewhere.render.languages import language
from madewhere.report.labels import labels_text
from shown import site_of
from tiny_publication import AS_OF, DENIM, GONE, JOINED, KNITS, LARGE, MEDIUM, TEE, TINY, WEAVES

HOST = "HTTPS://MADE.ALDERWEAR.EU"
PROOF = How(size=SIZES["care"], language="en", proof=True)
REAL = How(size=SIZES["care"], language="en")


@pytest.fixture
def site():
    """The tiny publication as if it were real: not invented, at an address that can be printed."""
    found = site_of(TINY)
    found.publication = replace(found.publication, base_url=f"{HOST.lower()}/")
    for each in [*found.factories, *found.products.values()]:
        each.demo = False
    return found


@pytest.fixture
def make(site, tmp_path):
    """Make labels of that publication: the result, and what each file holds by its name."""

    def run(asked, how=REAL, speaking=None, of=site):
        out = tmp_path / "labels"
        made = make_for(of, out, asked, how, speaking or language("en"))
        found = {
            path.relative_to(out).as_posix(): path.read_bytes()
            for path in sorted(out.rglob("*"))
            if path.is_file()
        }
        return made, found

    return run


def codes(made):
    """The codes of the problems, in order."""
    return [each.code for each in made.problems]


def rows(found):
    """The rows of the list of labels."""
    return list(csv.DictReader(found["labels.csv"].decode().splitlines()))


def test_all_forms_of_a_label(make):
    """A sheet, single labels and the code alone in the forms that designers use, all with one address."""
    made, found = make(Asked(products=(TEE,), factories=(KNITS,)))
    assert made.problems == []
    assert set(found) == {
        "labels.csv",
        "sheets.pdf",
        "sheets/1.svg",
        *(f"labels/{each}.{form}" for each in (TEE, KNITS) for form in ("pdf", "svg")),
        *(f"codes/{each}.{form}" for each in (TEE, KNITS) for form in ("svg", "eps", "png")),
    }
    assert [row["code_says"] for row in rows(found)] == [f"{HOST}/P/{TEE}", f"{HOST}/F/{KNITS}"]
    assert {float(row["module_mm"]) for row in rows(found)} == {round(made.module, 3)}
    assert made.codes == 14
    [page] = pdf_pictures(found[f"labels/{TEE}.pdf"], 8)
    assert said_by(page) == f"{HOST}/P/{TEE}"
    assert page.size == pytest.approx((32 * 8, 60 * 8), abs=1)


def test_the_same_bytes_again(make):
    """The same labels made twice are the same files to the byte."""
    _, first = make(Asked(members=("alder",)))
    _, again = make(Asked(members=("alder",)))
    assert first == again


def test_a_member_has_what_it_sells_and_names(make):
    """All products and factories of a member, or only one kind; each of them once."""
    made, found = make(
        Asked(members=("alder",), factories=(WEAVES,)), replace(REAL, forms=("codes",))
    )
    assert [each.identifier for each in made.labels][:2] == [WEAVES, TEE]
    assert len({row["identifier"] for row in rows(found)}) == len(made.labels)
    only, _ = make(Asked(members=("alder",), only="products"), replace(REAL, forms=("codes",)))
    assert [each.identifier for each in only.labels] == [TEE]
    only, _ = make(Asked(members=("alder",), only="factories"), replace(REAL, forms=("codes",)))
    assert {each.kind for each in only.labels} == {"factory"}


def test_gs1_addresses(make, site):
    """With GS1's addresses a product has a code for each GTIN, and a factory one with its GLN."""
    how = replace(PROOF, forms=("codes",))
    made, found = make(Asked(products=(TEE,), digital_link=True), how)
    assert [row["code_says"] for row in rows(found)] == [
        f"{HOST}/01/{gtin}" for gtin in (MEDIUM, LARGE)
    ]
    _, found = make(Asked(gtins=(LARGE[1:],)), how)
    assert [row["identifier"] for row in rows(found)] == [LARGE]
    site.by_id[KNITS].gln = "4012345000009"
    _, found = make(Asked(factories=(KNITS,), digital_link=True), how)
    assert [row["code_says"] for row in rows(found)] == [f"{HOST}/414/4012345000009"]
    site.by_id[KNITS].gln = None
    made, _ = make(Asked(factories=(KNITS,), digital_link=True), how)
    assert codes(made) == ["label-no-number"]
    site.numbers.products[LARGE] = (TEE, "7K3QF214M")
    made, _ = make(Asked(products=(TEE,), digital_link=True), how)
    assert codes(made) == ["label-number-claimed"]


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        (Asked(factories=(GONE,)), "is withdrawn"),
        (Asked(factories=(JOINED,)), f"was merged into {KNITS}"),
        (Asked(factories=("BD0000000",)), "no factory BD0000000 is shown"),
        (Asked(products=("not an id",)), "is shown on the site"),
        (Asked(members=("nobody",)), "no member “nobody” is shown"),
        (Asked(gtins=("09520000000035",)), "no product that is shown has the GTIN"),
        (Asked(gtins=("123",)), "123 is no GTIN"),
    ],
)
def test_what_is_not_shown_gets_no_label(make, asked, said):
    """A problem says why, and nothing is written, of the others asked for neither."""
    made, found = make(replace(asked, products=(*asked.products, TEE)))
    assert codes(made) == ["label-not-shown"]
    assert said in made.problems[0].message
    assert (made.labels, found) == ([], {})
    assert "No label was made." in labels_text(made, REAL, TINY)


def test_a_factory_without_consent_gets_no_label(tiny, edit, tmp_path):
    """The gate decides: what was disclosed by nobody's consent is not there for labels either."""

    def without_identity(table):
        table[:] = [row for row in table if row["factory_id"] != DENIM]

    edit(tiny / "members" / "birch" / "consents.csv", without_identity)
    options = {"as_of": AS_OF, "cache": tmp_path / "cache"}
    made = make_labels(tiny, tmp_path / "labels", Asked(factories=(DENIM,)), PROOF, **options)
    assert codes(made) == ["label-not-shown"]
    assert not (tmp_path / "labels").exists()
    made = make_labels(TINY, tmp_path / "labels", Asked(factories=(DENIM,)), PROOF, **options)
    assert (codes(made), [each.identifier for each in made.labels]) == ([], [DENIM])


def test_invented_things_are_proofs_only(make, site):
    """What is made up gets a label only as a proof, whose files say so; real ones do not."""
    invented = site_of(TINY)
    made, found = make(Asked(products=(TEE,)), of=invented)
    assert codes(made) == ["label-address", "label-invented"]
    assert found == {}
    made, found = make(Asked(products=(TEE,)), PROOF, of=invented)
    assert not made.failed
    assert "proof-sheets.pdf" in found
    assert "They are proofs" in labels_text(made, PROOF, TINY)
    made, _ = make(Asked(gtins=(LARGE,)))
    assert codes(made) == ["label-invented"]


@pytest.mark.parametrize(
    ("address", "good"),
    [
        ("https://made.alderwear.eu/", True),
        ("https://alderwear.eu/made/", True),
        ("http://made.alderwear.eu/", False),
        ("https://tiny.example/", False),
        ("https://example.org/", False),
        ("https://shop.test/", False),
        ("https://localhost:8000/", False),
        ("https://server/", False),
        ("https://192.0.2.7/", False),
        ("https://[2001:db8::1]/", False),
    ],
)
def test_only_lasting_addresses_are_printed(address, good):
    """No label leads to an example, a trial, a network of one's own, a number, or without https."""
    publication = replace(read_publication(TINY), base_url=address)
    assert (why_unprintable(publication) == "") is good


def test_a_code_without_room_is_told(make, site):
    """A long address in small letters on a small label: no code below 0.396 mm a module, but a problem."""
    site.publication = replace(site.publication, base_url=f"{HOST.lower()}/{'a' * 120}/")
    made, found = make(Asked(products=(TEE,)), replace(REAL, size=SIZES["small"]))
    assert codes(made) == ["label-room"]
    assert found == {}
    made, _ = make(Asked(products=(TEE,)), replace(REAL, size=SIZES["card"]))
    assert made.module >= LEAST_MODULE


def test_a_module_is_taken_as_asked_or_refused(make):
    """The width that was asked for is used to the micrometre; one that is too wide is refused."""
    made, found = make(Asked(products=(TEE,)), replace(REAL, module=0.5))
    assert (made.module, rows(found)[0]["module_mm"]) == (0.5, "0.500")
    made, _ = make(Asked(products=(TEE,)), replace(REAL, module=1.5))
    assert codes(made) == ["label-room"]


def test_copies_fill_sheets(make):
    """So many of each label stand on the sheets, and every one of them is read."""
    made, found = make(
        Asked(products=(TEE,), factories=(KNITS,)), replace(REAL, copies=11, forms=("sheets",))
    )
    assert made.codes == 2 * 22
    assert {"sheets/1.svg", "sheets/2.svg"} <= found.keys()
    assert len(pdf_pictures(found["sheets.pdf"], 1)) == 2


def test_a_language_that_lacks_the_question_falls_back(make):
    """Labels are made in English then, and a notice for each text says so."""
    bare = replace(language("en"), code="xx", messages={})
    made, _ = make(Asked(products=(TEE,)), speaking=bare)
    assert not made.failed
    assert codes(made) == ["label-language"] * (len(texts.ON_SHEETS) + 1)
    assert texts.QUESTION in made.problems[0].message
    said = dict.fromkeys((texts.QUESTION, *texts.ON_SHEETS), "أين صنع هذا؟")
    arabic = replace(bare, code="ar", direction="rtl", messages=said)
    made, _ = make(Asked(products=(TEE,)), speaking=arabic)
    assert codes(made) == []


def test_a_language_that_there_is_not(tmp_path):
    """An unknown language is refused, with those that there are."""
    how = replace(REAL, language="qq")
    with pytest.raises(MadewhereError, match="there is no language “qq” here; there are en"):
        make_labels(TINY, tmp_path / "x", Asked(products=(TEE,)), how, as_of=AS_OF, cache=tmp_path)


def test_an_unreadable_code_keeps_what_was_there(make, monkeypatch):
    """Where one code cannot be read back nothing is replaced, and the message says which file."""
    _, before = make(Asked(products=(TEE,)))
    monkeypatch.setattr("madewhere.labels.reading.said_by", lambda _picture: "")
    with pytest.raises(OutputError, match="could not be read back"):
        make(Asked(factories=(KNITS,)))
    monkeypatch.undo()
    _, after = make(Asked(factories=("BD0000000",)))
    assert after == before


@pytest.mark.parametrize(
    ("given", "status", "said"),
    [
        (("--product", TEE, "--proof"), 0, "7 codes back from the files, all right"),
        (("--product", TEE), 1, "No label was made."),
        ((), 2, "say whose labels"),
        (("--factory", KNITS, "--only", "products"), 2, "--only goes with --member"),
        (("--product", TEE, "--module", "0.39"), 2, "0.39 is not in the range"),
        (("--product", TEE, "--module", "1e308"), 2, "is not in the range"),
        (("--product", TEE, "--module", "nan"), 2, "nan is no number of millimetres"),
        (("--product", TEE, "--size", "tiny"), 2, "'tiny' is not one of"),
    ],
)
def test_the_command(given, status, said, tmp_path, monkeypatch):
    """Made is 0, what cannot be made 1, wrong use 2; nothing is written but in the first case."""
    monkeypatch.setattr("madewhere.cli.labels.CACHE", tmp_path / "cache")
    out = tmp_path / "out"
    arguments = [*given, "--data", str(TINY), "--as-of", str(AS_OF), "--out", str(out)]
    result = CliRunner().invoke(labels, arguments)
    assert (result.exit_code, said in result.output) == (status, True)
    assert out.exists() is (status == 0)


def test_forms_are_all_that_there_are():
    """The command offers the forms that the library makes."""
    [option] = [each for each in labels.params if each.name == "forms"]
    assert tuple(option.type.choices) == FORMS
