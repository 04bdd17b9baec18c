"""Products, their numbers, steps and claims: what cannot be as it is stated."""

from __future__ import annotations

import shutil

import pytest

from checking import CONSENTS, FACTORIES, added, both, cells, events, findings, only, without
from madewhere.check import check
from on_disk import csv_rows
from tiny_publication import AS_OF, DENIM, KNITS, LARGE, MEDIUM, TEE, WEAVES

ALDER, BIRCH = "members/alder", "members/birch"
PRODUCTS, GTINS = f"{ALDER}/products.csv", f"{ALDER}/product_gtins.csv"
STEPS, CLAIMS = f"{ALDER}/product_steps.csv", f"{ALDER}/product_claims.csv"
CERTIFICATES = f"{ALDER}/product_certificates.csv"
FIBRE, SPINNING, FABRIC, MAKING, BEFORE, PACKING = range(2, 8)
"""The lines of the steps of the tiny publication."""

OTHER = "7ARB0VR7Q"
GLN = "4012345000009"


def upgraded(data):
    """Give birch the tables of products too, with their headers alone."""
    for path in (data / ALDER).glob("product*.csv"):
        header = path.read_text("utf-8").splitlines(keepends=True)[0]
        (data / BIRCH / path.name).write_text(header)


def described(data):
    """Say in birch's descriptor what it has."""
    from madewhere.package_writer import descriptor_bytes, package_descriptor

    tables = [path.stem for path in (data / BIRCH).glob("*.csv")]
    written = package_descriptor(name="birch", title="Birch", tables=tables, demo=True)
    (data / BIRCH / "datapackage.json").write_bytes(descriptor_bytes(written))


birch_too = both(upgraded, described)


def copied(name):
    """Give birch the rows of one of alder's tables."""
    return lambda data: shutil.copy(data / ALDER / f"{name}.csv", data / BIRCH / f"{name}.csv")


def product(data, slug=ALDER, product_id=OTHER):
    """Add a product without anything else, and its event."""
    both(
        added(
            f"{slug}/products.csv",
            product_id=product_id,
            name="Other tee",
            brand="Alder",
            stated_on="2026-03-01",
        ),
        events("other", ("product", product_id, "published", "2026-03-01", "")),
    )(data)


def test_one_product_of_two_members_is_told_to_both(tiny):
    """An ID belongs to one member; whoever has it by mistake is told, and so is the other one."""
    both(birch_too, copied("products"), copied("product_steps"))(tiny)
    cells(f"{BIRCH}/product_steps.csv", FABRIC, place="not-known", factory_id="", one_of="")(tiny)
    cells(f"{BIRCH}/product_steps.csv", MAKING, place="not-known", factory_id="")(tiny)
    assert findings(tiny) == [
        ("product-two-members", "error", PRODUCTS, 2, "product_id"),
        ("product-two-members", "error", f"{BIRCH}/products.csv", 2, "product_id"),
    ]
    told = [p.message for p in check(tiny, as_of=AS_OF).problems]
    assert f"{TEE} is a product of birch too" in told
    assert f"{TEE} is a product of alder too" in told


def test_one_gtin_of_two_products_is_told_to_both(tiny):
    """Two members that claim one number are both told; another product of one member cannot have it twice."""
    both(birch_too, lambda data: product(data, BIRCH))(tiny)
    added(f"{BIRCH}/product_gtins.csv", gtin=MEDIUM, product_id=OTHER)(tiny)
    assert findings(tiny) == [
        ("gtin-two-products", "error", GTINS, 2, "gtin"),
        ("gtin-two-products", "error", f"{BIRCH}/product_gtins.csv", 2, "gtin"),
        ("product-without-steps", "notice", f"{BIRCH}/products.csv", 2, "product_id"),
    ]
    added(GTINS, gtin=LARGE, product_id=TEE)(tiny)
    assert ("key-repeated", "error", GTINS, 4, "gtin") in findings(tiny)


def test_two_factories_with_one_gln_are_both_told(tiny):
    """A number names one place."""
    both(
        cells(FACTORIES, 2, gln=GLN),
        cells(FACTORIES, 3, gln=GLN, identifiers_stated_on="2025-02-01",
              identifiers_stated_by="member"),
        events("gln", ("gln", GLN, "published", "2026-03-01", "")),
    )(tiny)  # fmt: skip
    assert findings(tiny) == [("gln-two-factories", "error", FACTORIES, n, "gln") for n in (2, 3)]


def test_members_that_disclose_one_factory_share_its_gln(tiny):
    """The same number at the same factory is one statement, however many make it."""
    both(
        cells(FACTORIES, 2, gln=GLN),
        cells(f"{BIRCH}/factories.csv", 2, gln=GLN, identifiers_stated_on="2025-02-01",
              identifiers_stated_by="member"),
        events("gln", ("gln", GLN, "published", "2026-03-01", "")),
    )(tiny)  # fmt: skip
    assert findings(tiny) == []


@pytest.mark.parametrize(
    ("gtin", "said"),
    [
        ("02112345678900", "shop or country"),
        ("00416000336108", "shop or country"),
        ("00000002345673", "shop or country"),
        ("00512345678909", "coupons"),
        ("90614141000411", "measured"),
    ],
)
def test_a_number_that_names_no_product_is_refused(tiny, gtin, said):
    """What others may have too, or what names a coupon, can be no address."""
    both(
        cells(GTINS, 2, gtin=gtin),
        events("x", ("gtin", gtin, "published", "2026-03-01", "")),
    )(tiny)
    found = [p for p in check(tiny, as_of=AS_OF).problems if p.code == "gtin-restricted"]
    assert [(p.file, p.line, p.field) for p in found] == [(GTINS, 2, "gtin")]
    assert said in found[0].message


def test_numbers_for_examples_stand_in_invented_packages_alone(tiny):
    """Prefix 952 is nobody's: in a package that claims to be real it is an error, of GTINs and GLNs."""
    both(
        cells(FACTORIES, 2, gln="9520123456788"),
        events("x", ("gln", "9520123456788", "published", "2026-03-01", "")),
    )(tiny)
    assert findings(tiny) == []
    descriptor = tiny / ALDER / "datapackage.json"
    text = descriptor.read_text("utf-8").replace('"demo": true', '"demo": false')
    descriptor.write_text(text, encoding="utf-8")
    assert [each for each in findings(tiny) if each[0] == "gs1-example"] == [
        ("gs1-example", "error", FACTORIES, 2, "gln"),
        ("gs1-example", "error", GTINS, 2, "gtin"),
        ("gs1-example", "error", GTINS, 3, "gtin"),
    ]


def test_a_package_that_is_real_all_at_once_is_looked_at_again(tiny, tmp_path):
    """A check that keeps what it found before does not miss that a package is no longer invented."""
    check(tiny, as_of=AS_OF, cache=tmp_path / "kept")
    descriptor = tiny / ALDER / "datapackage.json"
    text = descriptor.read_text("utf-8").replace('"demo": true', '"demo": false')
    descriptor.write_text(text, encoding="utf-8")
    again = check(tiny, as_of=AS_OF, cache=tmp_path / "kept").problems
    assert [p.code for p in again].count("gs1-example") == 2
    assert again == check(tiny, as_of=AS_OF).problems


@pytest.mark.parametrize("gtin", ["9520000000011", "02345673", "416000336108"])
def test_a_shorter_gtin_is_told_to_get_zeros(tiny, gtin):
    """GTINs have 14 digits here; the message says how a shorter one gets them."""
    cells(GTINS, 2, gtin=gtin)(tiny)
    found = only(tiny)
    assert (found.code, found.line, found.field) == ("cell-pattern", 2, "gtin")
    assert "14 digits; a GTIN of 8, 12 or 13 digits gets zeros before it" in found.message


def test_a_wrong_check_digit_is_told_once(tiny):
    """A typing error in a GTIN or a product ID is said to be one, not to be missing in the ledger."""
    cells(GTINS, 2, gtin="09520000000012")(tiny)
    assert findings(tiny) == [("id-check-character", "error", GTINS, 2, "gtin")]


@pytest.mark.parametrize("lot", ["L2026-07", "A\"%&'()*+,-./:;<>?_z", "9" * 20])
def test_lots_that_gs1_knows(tiny, lot):
    """Every sign that GS1 has for lots is taken."""
    cells(STEPS, MAKING, lot=lot)(tiny)
    assert findings(tiny) == []


@pytest.mark.parametrize("lot", ["Lot 7", "Λ7", "7#", "=1+1", "+7", "-7", "@7", "7~"])
def test_lots_that_gs1_does_not_know(tiny, lot):
    """Other signs, spaces, and what a spreadsheet program would run as a formula are refused."""
    cells(STEPS, MAKING, lot=lot)(tiny)
    assert [each for each in findings(tiny) if each[2] == STEPS] == [
        ("cell-pattern", "error", STEPS, MAKING, "lot")
    ]
    cells(STEPS, MAKING, lot="9" * 21)(tiny)
    assert ("cell-too-long", "error", STEPS, MAKING, "lot") in findings(tiny)


@pytest.mark.parametrize(
    ("line", "values", "fields"),
    [
        (MAKING, {"factory_id": ""}, ["factory_id"]),
        (MAKING, {"one_of": "2"}, ["one_of"]),
        (MAKING, {"country": "BD"}, ["country"]),
        (FABRIC, {"one_of": ""}, ["one_of"]),
        (FABRIC, {"factory_id": ""}, []),
        (FABRIC, {"country": "BD"}, ["country"]),
        (FIBRE, {"country": ""}, ["country"]),
        (FIBRE, {"factory_id": KNITS}, ["factory_id"]),
        (FIBRE, {"one_of": "2"}, ["one_of"]),
        (PACKING, {"factory_id": KNITS}, ["factory_id"]),
        (PACKING, {"country": "BD"}, ["country"]),
        (SPINNING, {"one_of": "2", "country": "BD"}, ["country", "one_of"]),
    ],
)
def test_cells_have_to_fit_the_place(tiny, line, values, fields):
    """Each place needs its own cell, and has no other; one of several need not name which."""
    cells(STEPS, line, **values)(tiny)
    assert findings(tiny) == [("step-place", "error", STEPS, line, field) for field in fields]


def test_a_number_of_possibilities_below_two_is_none(tiny):
    """One of one is a factory."""
    cells(STEPS, FABRIC, one_of="1")(tiny)
    assert findings(tiny) == [("cell-range", "error", STEPS, FABRIC, "one_of")]


def second(**values):
    """A second possibility of the step of the fabric."""
    row = {"product_id": TEE, "position": "3", "entry": "2", "stage": "fabric", "place": "one-of",
           "one_of": "2", "stated_on": "2026-03-01"}  # fmt: skip
    return lambda data: added(STEPS, **(row | values))(data)


def in_order(data):
    """Put the rows of the steps in their order."""
    from madewhere.package_writer import table_bytes

    path = data / STEPS
    path.write_bytes(table_bytes("product_steps", csv_rows(path)))


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ([second()], []),
        ([second(factory_id=KNITS)], [("step-one-of", 5, "factory_id")]),
        ([second(one_of="3")], [("step-one-of", 5, "one_of")]),
        ([second(), second(entry="3")], [("step-one-of", 6, "one_of")]),
        ([second(), second(entry="3", lot="L1")], []),
        ([second(stage="dyeing")], [("step-differs", 5, "stage")]),
        ([second(part="Lining")], [("step-differs", 5, "part")]),
    ],
)
def test_possibilities_of_a_step_add_up(tiny, changes, expected):
    """Rows of one lot and period are one statement, with no more factories than it says."""
    both(*changes, in_order)(tiny)
    assert findings(tiny) == [(code, "error", STEPS, line, field) for code, line, field in expected]


@pytest.mark.parametrize(
    ("values", "told"),
    [
        ({"valid_until": "2026-01-31"}, False),
        ({"valid_until": "2026-02-01"}, True),
        ({"valid_from": "2026-02-02"}, True),
        ({}, True),
        ({"lot": "L1"}, False),
    ],
)
def test_certain_factories_of_one_time_are_told(tiny, values, told):
    """Two factories cannot both be the certain one; another lot or period is another thing."""
    given = {"place": "factory", "factory_id": WEAVES, "valid_from": "", "valid_until": ""}
    cells(STEPS, BEFORE, **(given | values))(tiny)
    found = [each for each in findings(tiny) if each[0] == "step-overlap"]
    assert found == ([("step-overlap", "notice", STEPS, BEFORE, "valid_from")] if told else [])


@pytest.mark.parametrize(
    ("file", "line", "values", "field", "code"),
    [
        (PRODUCTS, 2, {"sold_until": "2026-02-28"}, "sold_until", "product-dates"),
        (STEPS, BEFORE, {"valid_until": "2025-09-30"}, "valid_until", "product-dates"),
        (CERTIFICATES, 2, {"valid_until": "2025-05-31"}, "valid_until", "certificate-dates"),
        (PRODUCTS, 2, {"stated_on": "2026-11-23"}, "stated_on", "date-future"),
        (STEPS, FIBRE, {"country": "QQ"}, "country", "country-unknown"),
        (CERTIFICATES, 2, {"standard": "unheard-of"}, "standard", "reference-standard"),
        (CLAIMS, 2, {"standard": "unheard-of"}, "standard", "reference-standard"),
        (CLAIMS, 2, {"standard": ""}, "standard", "claim-certificate-half"),
        (CLAIMS, 2, {"number": ""}, "number", "claim-certificate-half"),
    ],
)
def test_dates_countries_and_standards(tiny, file, line, values, field, code):
    """What cannot be is told at its cell."""
    cells(file, line, **values)(tiny)
    assert (code, "error", file, line, field) in findings(tiny)


def test_a_product_may_be_sold_from_a_day_to_come(tiny):
    """A product is announced before it is in the shops."""
    cells(PRODUCTS, 2, sold_from="2027-02-01", sold_until="2027-08-31")(tiny)
    assert findings(tiny) == []


def test_what_hangs_on_no_product_of_the_package_is_told(tiny):
    """Every table of products is told row by row; where the product's own row has an error, that is enough."""
    without(PRODUCTS, TEE)(tiny)
    told = [
        (file, line) for code, _, file, line, _ in findings(tiny) if code == "reference-product"
    ]
    expected = [(STEPS, 6), (GTINS, 2), (CLAIMS, 3), (CERTIFICATES, 1)]
    assert {file: len([1 for f, _ in told if f == file]) for file, _ in expected} == dict(expected)
    assert all(code in ("reference-product", "decision-unused") for code, *_ in findings(tiny))


def test_a_product_with_an_error_of_its_own_is_not_missing(tiny):
    """Where the product's own row has an error, that is said, and nothing else."""
    cells(PRODUCTS, 2, sold_from="soon")(tiny)
    assert findings(tiny) == [("cell-type", "error", PRODUCTS, 2, "sold_from")]


def test_a_product_without_steps_is_told(tiny):
    """Its page would say nothing of where it comes from; a step with an error of its own counts as one."""
    product(tiny)
    assert findings(tiny) == [("product-without-steps", "notice", PRODUCTS, 3, "product_id")]
    added(STEPS, product_id=OTHER, position="x", entry="1", stage="making", place="not-known",
          stated_on="2026-03-01")(tiny)  # fmt: skip
    assert "product-without-steps" not in [code for code, *_ in findings(tiny)]


def test_a_claim_rests_on_a_certificate_of_the_product_or_of_its_factories(tiny):
    """One that neither has is told; that of a factory counts while the factory is in the steps."""
    cells(CLAIMS, 2, number="OR-982")(tiny)
    expected = ("product-claim-certificate", "warning", CLAIMS, 2, "number")
    assert findings(tiny) == [expected]
    cells(CLAIMS, 2, number="OR-981")(tiny)
    both(
        cells(STEPS, FABRIC, factory_id=""),
        cells(STEPS, MAKING, factory_id="", place="not-disclosed"),
    )(tiny)
    assert findings(tiny) == [("product-claim-certificate", "warning", CLAIMS, 3, "number")]


def test_a_factory_that_another_member_discloses_is_no_step(tiny):
    """A step names a factory of the same package, whose consent that member has."""
    cells(STEPS, MAKING, factory_id=DENIM)(tiny)
    assert ("reference-factory", "error", STEPS, MAKING, "factory_id") in findings(tiny)


def test_a_step_at_a_factory_needs_its_consent_to_products(tiny):
    """Identity alone lets nobody say what is made there; nor does a yes to a text that did not say so."""
    without(CONSENTS, "products")(tiny)
    expected = [
        ("consent-missing", "error", STEPS, line, "factory_id") for line in (FABRIC, MAKING)
    ]
    assert findings(tiny) == expected


def test_a_yes_to_an_older_text_does_not_cover_steps(tiny):
    """The letters before 2026-3 did not say what would be shown of products."""
    line = next(
        n for n, row in enumerate(csv_rows(tiny / CONSENTS), start=2) if row["scope"] == "products"
    )
    cells(CONSENTS, line, text_version="2026-2")(tiny)
    assert [code for code, *_ in findings(tiny)] == ["consent-older-text"] * 2
