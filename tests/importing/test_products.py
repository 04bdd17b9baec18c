"""A brand's list of products: which products it names, with which numbers, made where."""

from __future__ import annotations

import csv
import random
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner
from openpyxl import Workbook

from checking import findings
from madewhere.cli import madewhere
from madewhere.errors import UsageError
from madewhere.identifiers import is_product_id
from madewhere.importing import open_list
from madewhere.importing.names import PRODUCTS, STEPS, names
from madewhere.importing.products import take_products
from madewhere.importing.products.known import read_known
from madewhere.importing.products.places import Places, parted
from madewhere.private.going_public import plan, write
from madewhere.report.importing import products_text, proposal_text
from on_disk import csv_rows, everything
from private.going_public_case import make_private
from tiny_publication import AS_OF, KNITS, LARGE, MEDIUM, TEE, WEAVES

DAY = date(2026, 11, 20)
S, XL = "9520000000035", "9520000000042"


@pytest.fixture
def private(tiny, tmp_path):
    """Alder's private folder, which holds just what is public already."""
    return make_private(tiny, tmp_path / "private")


def listed(tmp_path: Path, *rows: dict[str, str], name: str = "list.csv") -> Path:
    """A list as CSV, with the columns of all its rows."""
    columns = list(dict.fromkeys(column for row in rows for column in row))
    path = tmp_path / name
    with path.open("w", encoding="utf-8", newline="") as opened:
        writer = csv.DictWriter(opened, columns, restval="")
        writer.writeheader()
        writer.writerows(rows)
    return path


def take(private, tiny, file, **options):
    """Take a list as the command does."""
    steps = options.pop("steps", None)
    given = {"brand": "Alder", "stated_on": DAY} | options
    return take_products(
        open_list(file, kind=PRODUCTS, mapping=given.pop("mapping", None)),
        private=private,
        member="alder",
        known=read_known(tiny, "alder"),
        steps=open_list(steps, kind=STEPS) if steps else None,
        source=random.Random(1),
        **given,
    )


def table(private, name):
    """The rows of a private table."""
    return csv_rows(private / f"{name}.csv")


def steps_of(private, product_id):
    """The steps of a product, in a form short to compare."""
    return [
        (
            r["position"],
            r["entry"],
            r["stage"],
            r["place"],
            r["factory_id"] or r["country"],
            r["one_of"],
        )
        for r in table(private, "product_steps")
        if r["product_id"] == product_id
    ]


def codes(result):
    """What was found, with the line of the list."""
    return [(p.code, p.line, p.field) for p in result.problems]


def test_a_list_becomes_products_with_numbers_and_steps(private, tiny, tmp_path):
    """Names, kinds, materials and numbers are taken as lists write them; every product gets an ID."""
    file = listed(
        tmp_path,
        {"Style name": "Lantern skirt", "Category": "Skirt", "Composition": "80% cotton, 20% linen",
         "EAN": f"{S} | {XL}", "Launch date": "2026-12-01", "Weaving": "Portugal",
         "Made in": KNITS.lower(), "Packaging": "not disclosed"},
    )  # fmt: skip
    result = take(private, tiny, file, language="en")
    (product_id,) = result.new
    assert is_product_id(product_id)
    row = next(r for r in table(private, "products") if r["product_id"] == product_id)
    assert row == {
        "product_id": product_id, "name": "Lantern skirt", "name_language": "en", "brand": "Alder",
        "product_type": "Skirt", "materials": "80% cotton|20% linen", "website": "",
        "sold_from": "2026-12-01", "sold_until": "", "stated_on": "2026-11-20",
    }  # fmt: skip
    assert result.new_gtins == [f"0{S}", f"0{XL}"]
    assert steps_of(private, product_id) == [
        ("1", "1", "fabric", "country", "PT", ""),
        ("2", "1", "making", "factory", KNITS, ""),
        ("3", "1", "packing", "not-disclosed", "", ""),
    ]
    assert result.problems == []


def test_what_was_taken_goes_public(private, tiny, tmp_path):
    """From the list to the public package, without an error on the way."""
    take(private, tiny, listed(tmp_path, {"name": "Lantern skirt", "gtin": S, "making": KNITS}))
    write(plan(private, tiny, as_of=AS_OF))
    assert findings(tiny) == []


def test_doing_it_again_changes_nothing(private, tiny, tmp_path):
    """Not a byte, today or on a later day; the same products are found by number, or by brand and name."""
    file = listed(
        tmp_path,
        {"name": "Lantern skirt", "gtin": S, "steps": f"fabric: PT; making: {KNITS} or {WEAVES}"},
        {"name": "Unnumbered scarf", "gtin": "", "steps": "making: unknown"},
    )
    first = take(private, tiny, file)
    before = everything(private)
    for day in (DAY, AS_OF):
        again = take(private, tiny, file, stated_on=day)
        assert (again.new, again.changed, again.restepped, again.new_gtins) == ([], [], [], [])
        assert again.products == first.products
        assert everything(private) == before


def test_rows_of_variants_are_one_product(private, tiny, tmp_path):
    """A row for each size, each with its number: one product, with what each number is of."""
    rows = [{"Product": "Lantern skirt", "EAN": gtin, "Size": size, "Made in": "PT"}
            for gtin, size in ((S, "S"), (XL, "XL"))]  # fmt: skip
    result = take(private, tiny, listed(tmp_path, *rows))
    (product_id,) = result.new
    of = {
        r["gtin"]: r["variant"]
        for r in table(private, "product_gtins")
        if r["product_id"] == product_id
    }
    assert of == {f"0{S}": "S", f"0{XL}": "XL"}
    assert len(steps_of(private, product_id)) == 1


def test_variants_of_different_factories_are_one_of_them(private, tiny, tmp_path):
    """Which size comes from where the page of the product cannot say, so it may be either."""
    rows = [{"Product": "Lantern skirt", "EAN": gtin, "Made in": factory}
            for gtin, factory in ((S, KNITS), (XL, WEAVES))]  # fmt: skip
    (product_id,) = take(private, tiny, listed(tmp_path, *rows)).new
    assert steps_of(private, product_id) == [
        ("1", "1", "making", "one-of", KNITS, "2"),
        ("1", "2", "making", "one-of", WEAVES, "2"),
    ]


@pytest.mark.parametrize(
    "row",
    [
        {"name": "New name", "gtin": MEDIUM[1:]},
        {"name": "New name", "gtin": f"{LARGE}|{S}"},
        {"name": "HARBOUR  Tee", "materials": "100% cotton"},
        {"name": "New name", "product_id": TEE.lower()},
    ],
)
def test_a_product_is_found_again(private, tiny, tmp_path, row):
    """By one of its numbers, by brand and name however written, or by its ID."""
    result = take(private, tiny, listed(tmp_path, row))
    assert (result.new, result.products, result.changed) == ([], [TEE], [TEE])
    (product,) = table(private, "products")
    assert product["product_id"] == TEE
    assert product["stated_on"] == "2026-11-20"


def test_a_product_that_is_public_is_found_without_a_folder(tiny, tmp_path):
    """A new folder mints nothing for what the member has published; it takes the row with its ID."""
    private = tmp_path / "fresh"
    result = take(private, tiny, listed(tmp_path, {"name": "Harbour tee", "gtin": MEDIUM}))
    assert (result.new, result.new_gtins) == ([TEE], [MEDIUM])
    assert [r["product_id"] for r in table(private, "products")] == [TEE]
    assert (private / "products.csv").stat().st_mode & 0o077 == 0


def test_an_older_list_restates_nothing(private, tiny, tmp_path):
    """What the folder states of a later day stands, and the list's cell is told; what it lacked is taken."""
    row = {"name": "Harbour tee", "materials": "100% wool", "sold_until": "2027-02-01"}
    result = take(private, tiny, listed(tmp_path, row), stated_on=date(2026, 1, 1))
    assert codes(result) == [("import-product-cell", 2, "materials")]
    (product,) = table(private, "products")
    assert (product["materials"], product["sold_until"]) == ("95% cotton|5% elastane", "2027-02-01")
    assert product["stated_on"] == "2026-03-01"


def test_a_later_row_of_the_list_contradicts_nothing(private, tiny, tmp_path):
    """Of two rows of one product the first counts; the other is told at its line."""
    rows = [{"name": "Lantern skirt", "gtin": gtin, "category": kind}
            for gtin, kind in ((S, "Skirt"), (XL, "Dress"))]  # fmt: skip
    assert codes(take(private, tiny, listed(tmp_path, *rows))) == [
        ("import-product-cell", 3, "product_type")
    ]


@pytest.mark.parametrize(
    ("gtin", "said"),
    [
        ("9520000000036", "typing error"),
        ("952000000003", "typing error"),
        ("95200000003", "11 digits, and a GTIN has 8, 12, 13 or 14; a spreadsheet program may"),
        ("9.52E+12", "shortened by a spreadsheet program"),
        ("see label", "is no number"),
        ("2112345678900", "for use within one shop or country"),
        ("990123456789012", "15 digits"),
    ],
)
def test_a_number_that_is_none_is_told_at_its_line(private, tiny, tmp_path, gtin, said):
    """The product is taken without it, and the message says what may have happened to it."""
    rows = [{"name": "Lantern skirt", "gtin": f"{gtin}|{S}"}]
    result = take(private, tiny, listed(tmp_path, *rows))
    assert codes(result) == [("import-gtin", 2, "gtins")]
    assert said in result.problems[0].message
    assert (result.new_gtins, result.has_errors) == ([f"0{S}"], True)


def test_a_number_of_another_members_product_is_told(private, tiny, tmp_path):
    """Nobody takes a number that the publication has elsewhere."""
    birch = tiny / "members/birch/product_gtins.csv"
    birch.write_text(f"gtin,product_id,variant\n0{S},7ARB0VR7Q,\n")
    (tiny / "members/birch/products.csv").write_text(
        "product_id,name,brand\n7ARB0VR7Q,Theirs,Birch\n"
    )
    result = take(private, tiny, listed(tmp_path, {"name": "Lantern skirt", "gtin": S}))
    assert codes(result) == [("import-gtin", 2, "gtins")]
    assert "of a product of birch" in result.problems[0].message
    assert result.new_gtins == []


def test_a_row_of_two_products_is_refused(private, tiny, tmp_path):
    """Numbers of two products in one row are a slip; nothing of the row is taken."""
    take(private, tiny, listed(tmp_path, {"name": "Lantern skirt", "gtin": S}))
    before = everything(private)
    result = take(private, tiny, listed(tmp_path, {"name": "Both", "gtin": f"{MEDIUM}|{S}"}))
    assert codes(result) == [("import-product-two", 2, "gtins")]
    assert (result.refused, everything(private) == before) == (1, True)


def test_a_name_of_two_products_is_refused(private, tiny, tmp_path):
    """Where two products have one brand and name, the row has to say which it means; nothing is minted."""
    rows = [{"name": "Lantern skirt", "gtin": S}]
    take(private, tiny, listed(tmp_path, *rows))
    other = [{"name": "Twin", "gtin": XL}]
    (second,) = take(private, tiny, listed(tmp_path, *other)).new
    take(private, tiny, listed(tmp_path, {"product_id": second, "name": "Lantern skirt"}))
    result = take(private, tiny, listed(tmp_path, {"name": "Lantern skirt"}))
    assert codes(result) == [("import-product-two", 2, "name")]


@pytest.mark.parametrize(
    ("row", "brand", "field"),
    [({"name": "", "gtin": S}, "Alder", "name"), ({"name": "X", "brand": ""}, "", "brand")],
)
def test_a_row_without_name_or_brand_is_refused(private, tiny, tmp_path, row, brand, field):
    """A product needs both, and no ID is minted without them."""
    result = take(private, tiny, listed(tmp_path, row), brand=brand)
    assert codes(result) == [("import-product-name", 2, field)]
    assert result.new == []


@pytest.mark.parametrize(
    ("row", "field"),
    [
        ({"website": "see shop"}, "website"),
        ({"sold_from": "soon"}, "sold_from"),
        ({"product_id": "7ARB0VR7Q"}, "product_id"),
        ({"product_type": "x" * 101}, "product_type"),
        ({"variant": "x" * 101}, "variant"),
        ({"materials": "x" * 301}, "materials"),
    ],
)
def test_a_cell_that_cannot_be_taken_is_told(private, tiny, tmp_path, row, field):
    """The rest of the row is taken."""
    result = take(private, tiny, listed(tmp_path, {"name": "Lantern skirt"} | row))
    assert codes(result) == [("import-product-cell", 2, field)]
    assert len(result.new) == 1


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (KNITS, [("factory", KNITS, "", "")]),
        ("bdlg1d-22y", [("factory", KNITS, "", "")]),
        ("FABLE Knitwear, Ltd.", [("factory", KNITS, "", "")]),
        ("Portugal", [("country", "", "", "PT")]),
        ("BD", [("country", "", "", "BD")]),
        ("Bangladesch", [("country", "", "", "BD")]),
        ("not disclosed", [("not-disclosed", "", "", "")]),
        ("Unknown", [("not-known", "", "", "")]),
        ("?", [("not-known", "", "", "")]),
        (f"{KNITS} or {WEAVES}", [("one-of", KNITS, "2", ""), ("one-of", WEAVES, "2", "")]),
        (f"{KNITS}|Invented Weaving Co", [("one-of", KNITS, "2", ""), ("one-of", WEAVES, "2", "")]),
        (f"one of 3: {KNITS}", [("one-of", KNITS, "3", "")]),
        (f"1 of 4 {KNITS} / {WEAVES}", [("one-of", KNITS, "4", ""), ("one-of", WEAVES, "4", "")]),
        ("one of 3", [("one-of", "", "3", "")]),
        ("one of 1", None),
        ("TRJCZ1V9R", None),
        (f"{KNITS} or somewhere", None),
        ("Atlantis", None),
        ("", None),
    ],
)
def test_how_places_are_written(tiny, text, expected):
    """A factory of the folder, one of several, a country, or words for nothing; anything else is unread."""
    read = Places(csv_rows(tiny / "members/alder/factories.csv")).read(text)
    columns = ("place", "factory_id", "one_of", "country")
    assert (read and [tuple(r.get(c, "") for c in columns) for r in read]) == expected


def test_several_steps_in_one_cell():
    """Stages with their parts and places, by semicolons or lines, in the order of making."""
    assert parted("fabric (Lining): IT; Confection: PT\nsewing : BD") == [
        ("fabric", "Lining", "IT"),
        ("making", "", "PT"),
        ("making", "", "BD"),
    ]
    assert parted("made by hand") is None
    assert parted("juggling: PT") is None


@pytest.mark.parametrize(
    "row", [{"making": "Atlantis"}, {"steps": "making Atlantis"}, {"steps": "making: Atlantis"}]
)
def test_a_step_that_cannot_be_read_is_told(private, tiny, tmp_path, row):
    """The product is taken without it."""
    result = take(private, tiny, listed(tmp_path, {"name": "Lantern skirt"} | row))
    assert [code for code, *_ in codes(result)] == ["import-step"]
    assert len(result.new) == 1


def test_a_list_of_steps_beside_it(private, tiny, tmp_path):
    """Parts, lots and periods have room there; it stands in place of steps beside the products."""
    file = listed(tmp_path, {"name": "Lantern skirt", "gtin": S, "making": "PT"})
    steps = listed(
        tmp_path,
        {"product": "Lantern skirt", "step": "weaving", "part": "Lining", "where": "IT"},
        {"product": "Lantern skirt", "step": "weaving", "where": "unknown"},
        {"ean": S, "step": "sewing", "where": KNITS, "from": "2026-01-01", "lot": "L1"},
        {"ean": S, "step": "sewing", "where": "not disclosed", "until": "2025-12-31"},
        name="steps.csv",
    )
    result = take(private, tiny, file, steps=steps)
    (product_id,) = result.new
    rows = [r for r in table(private, "product_steps") if r["product_id"] == product_id]
    assert [(r["position"], r["entry"], r["stage"], r["part"], r["place"]) for r in rows] == [
        ("1", "1", "fabric", "Lining", "country"),
        ("2", "1", "fabric", "", "not-known"),
        ("3", "1", "making", "", "factory"),
        ("3", "2", "making", "", "not-disclosed"),
    ]
    assert (rows[2]["lot"], rows[2]["valid_from"], rows[3]["valid_until"]) == (
        "L1", "2026-01-01", "2025-12-31",
    )  # fmt: skip
    assert (result.problems, result.rows) == ([], 5)
    before = everything(private)
    again = take(private, tiny, file, steps=steps)
    assert (again.restepped, everything(private) == before) == ([], True)


@pytest.mark.parametrize(
    ("row", "code", "field"),
    [
        ({"product": "Unheard of"}, "import-product-name", "name"),
        ({"step": "juggling"}, "import-step", "stage"),
        ({"where": "Atlantis"}, "import-step", "where"),
        ({"where": ""}, "import-step", "where"),
    ],
)
def test_a_row_of_a_list_of_steps_that_cannot_be_taken(private, tiny, tmp_path, row, code, field):
    """It is refused with the reason at its line."""
    good = {"product": "Harbour tee", "step": "sewing", "where": "PT"}
    steps = listed(tmp_path, good | row, name="steps.csv")
    file = listed(tmp_path, {"name": "Harbour tee"})
    result = take(private, tiny, file, steps=steps)
    assert codes(result) == [(code, 2, field)]
    assert result.refused == 1


def test_steps_with_a_history_are_not_lost(private, tiny, tmp_path):
    """The folder's steps have periods, the list's have none: they stand, and the list is told so."""
    before = table(private, "product_steps")
    result = take(private, tiny, listed(tmp_path, {"name": "Harbour tee", "making": "PT"}))
    assert codes(result) == [("import-steps-kept", 2, "")]
    assert table(private, "product_steps") == before


def test_other_steps_of_a_newer_list_count(private, tiny, tmp_path):
    """Without a history the newer statement stands; what it says again keeps its day."""
    first = listed(tmp_path, {"name": "Lantern skirt", "weaving": "PT", "making": "PT"})
    (product_id,) = take(private, tiny, first, stated_on=date(2026, 5, 1)).new
    newer = listed(
        tmp_path, {"name": "Lantern skirt", "weaving": "PT", "making": KNITS}, name="newer.csv"
    )
    assert take(private, tiny, newer).restepped == [product_id]
    days = [
        r["stated_on"] for r in table(private, "product_steps") if r["product_id"] == product_id
    ]
    assert days == ["2026-05-01", "2026-11-20"]
    older = take(private, tiny, first, stated_on=date(2026, 6, 1))
    assert codes(older) == [("import-steps-kept", 2, "")]


def test_a_spreadsheet_is_read(private, tiny, tmp_path):
    """Numbers that a sheet keeps as numbers are GTINs, shorter ones too."""
    book = Workbook()
    for row in (["Product name", "EAN"], ["Lantern skirt", int(S)]):
        book.active.append(row)
    book.save(tmp_path / "list.xlsx")
    result = take(private, tiny, tmp_path / "list.xlsx")
    assert (result.new_gtins, result.problems) == ([f"0{S}"], [])


def test_a_column_without_a_place_is_told(private, tiny, tmp_path):
    """Nothing of a list is lost silently."""
    result = take(private, tiny, listed(tmp_path, {"name": "Lantern skirt", "Buyer": "Ann"}))
    assert codes(result) == [("import-product-column", 1, "")]
    assert not result.has_errors


def test_a_list_without_names_is_refused(private, tiny, tmp_path):
    """The message says how the columns are named."""
    with pytest.raises(UsageError, match="no column for: name, brand") as caught:
        take(private, tiny, listed(tmp_path, {"EAN": S, "Colour": "red"}), brand="")
    assert "--brand" in caught.value.hint
    with pytest.raises(UsageError, match="no language"):
        take(private, tiny, listed(tmp_path, {"name": "X"}), language="English")


@pytest.mark.parametrize("kind", [PRODUCTS, STEPS])
def test_each_name_of_a_column_means_one_thing(kind):
    """Every column of ours is known by its own name, and no two share one."""
    known = names(kind)
    assert {field for field, _ in known.fields.values()} == set(known.columns)
    assert all(name for name in known.fields)


def test_the_report(private, tiny, tmp_path):
    """What was taken, counted; each problem with its line and what to do."""
    file = listed(
        tmp_path,
        {"name": "Lantern skirt", "gtin": S, "Buyer": "Ann"},
        {"name": "", "gtin": "1"},
        {"name": ""},
    )
    proposal = open_list(file, kind=PRODUCTS)
    assert "(left out)  Buyer" in proposal_text(proposal)
    text = products_text(take(private, tiny, file), private, dry_run=False)
    assert text.startswith(
        "3 rows: 1 taken, 1 refused, 1 blank\n1 product of the list; 1 product new; 1 GTIN new.\n"
    )
    assert (
        "error: The row names no product (import-product-name), 1\n  line 3: The row has no name."
        in text
    )
    assert text.endswith(f"The tables are in {private}.")


def test_the_command(tiny, private, tmp_path, monkeypatch):
    """It proposes the columns, asks before it takes anything, and ends with 1 where something was not taken."""
    file = listed(tmp_path, {"name": "Lantern skirt", "gtin": S})
    given = ["products", str(file), "--member", "alder", "--private", str(private), "--data", str(tiny),
             "--brand", "Alder"]  # fmt: skip
    before = everything(private)
    asked = CliRunner().invoke(madewhere, given)
    assert asked.exit_code == 2
    assert "To go on: madewhere products" in asked.output
    dry = CliRunner().invoke(madewhere, [*given, "--dry-run"])
    assert (dry.exit_code, everything(private) == before) == (0, True)
    assert "Nothing was written (--dry-run)." in dry.output
    done = CliRunner().invoke(madewhere, [*given, "--yes"])
    assert done.exit_code == 0, done.output
    assert "1 product new" in done.output
    assert "Lantern skirt" in (private / "products.csv").read_text()
    wrong = listed(tmp_path, {"name": "Other skirt", "gtin": "1"})
    again = CliRunner().invoke(madewhere, [*given[:1], str(wrong), *given[2:], "--yes"])
    assert again.exit_code == 1
    steps = listed(
        tmp_path, {"name": "Lantern skirt", "stage": "making", "where": "PT"}, name="s.csv"
    )
    beside = CliRunner().invoke(madewhere, [*given, "--steps", str(steps), "--yes"])
    assert "1 product with other steps" in beside.output
