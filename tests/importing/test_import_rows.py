"""What becomes of each row: taken, refused, repeated, recognised, warned about."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import date

import pytest

from madewhere import tables
from madewhere.errors import MadewhereError, UsageError
from madewhere.identifiers import is_factory_id
from madewhere.importing.known import published_from
from madewhere.ledger import Event, Ledger
from madewhere.package_writer import table_bytes
from tiny_publication import KNITS

HEADER = "name,address,country,os_id,lei,workers,tier\n"


def codes(result):
    """How many problems there are of each code."""
    return Counter(problem.code for problem in result.problems)


def test_the_upload_form_of_open_supply_hub(take, table):
    """Every column of the form arrives where it belongs, and an unknown step is kept and reported."""
    result = take("osh_upload.csv")
    assert (result.taken, result.template) == (2, "Open Supply Hub's upload form")
    row = {key: text for key, text in table("factories")[0].items() if text}
    assert is_factory_id(row.pop("factory_id"))
    assert row == {
        "name": "Padma Fictional Knitwear Ltd",
        "street_address": "Plot 14, Imaginary Export Zone, Gazipur",
        "country": "BD",
        "latitude": "23.9999",
        "longitude": "90.4203",
        "sector": "Apparel|T-shirts",
        "facility_type": "final-product-assembly",
        "processing_types": "sewing",
        "parent_company": "Fable Textile Holding",
        "workers_min": "1001",
        "workers_max": "5000",
        **{
            f"{group}_stated_{how}": text
            for group in ("name", "address", "coordinates", "production", "workforce")
            for how, text in (("on", "2026-03-14"), ("by", "member"))
        },
    }
    assert [r["text"] for r in table("import_rest")] == ["Moon Weaving"]
    assert codes(result) == {"import-cell-unread": 1}


def test_the_apparel_standard_keeps_contacts_private(take, table):
    """ODSAS columns are read; contacts go into contacts.csv and nowhere else."""
    result = take("odsas.csv")
    (row,) = table("factories")
    assert (row["country"], row["workers_max"], row["women_percent"]) == ("LK", "999", "62")
    assert (row["latitude"], row["processing_types"]) == ("6.93", "cutting|sewing")
    assert row["product_types"] == "Shirts|Trousers"
    assert not any("cloudmill.example" in text for text in row.values())
    (contact,) = table("contacts")
    assert (contact["factory_id"], contact["name"]) == (row["factory_id"], "Contact")
    assert contact["email"] == "someone@cloudmill.example"
    assert not any("cloudmill.example" in r["text"] for r in table("import_rest"))
    assert codes(result) == {"import-column-unused": 2}
    assert result.contacts == 1


def test_a_french_list_in_an_old_encoding(take, table):
    """Names of columns and countries are French, numbers have spaces, the encoding is guessed."""
    result = take("french.csv")
    by_country = {row["country"]: row for row in table("factories")}
    assert by_country["FR"]["name"] == "Atelier Chimère"
    assert (by_country["FR"]["workers"], by_country["FR"]["postal_code"]) == ("1200", "01300")
    assert by_country["CN"]["workers"] == ""
    assert sorted(row["tier"] for row in table("sourcing")) == ["", "2"]
    assert "ENCODING GUESSED" in result.notices[0]


def test_every_row_of_a_messy_list_is_accounted_for(take, table):
    """Titles, broken names, repeats, footers, header and shifted rows all end somewhere."""
    result = take("messy.csv")
    assert (result.rows_in, result.taken, result.refused, result.repeated, result.blank) == (
        7,
        3,
        2,
        1,
        1,
    )
    assert [line for line, _ in result.preamble] == [1, 2]
    assert [line for line, _ in result.asides] == [11, 13]
    assert codes(result) == {
        "import-text-cleaned": 2,
        "import-cell-unread": 1,
        "import-repeated": 1,
        "import-name": 1,
        "row-length": 1,
    }
    assert [r["line"] for r in table("import_refused")] == ["9", "12"]
    assert '"Country": "TR"' in table("import_refused")[0]["row"]
    rest = {(r["line"], r["text"]) for r in table("import_rest")}
    assert {
        ("10", "somewhere"),
        ("10", "Lantern□ Works"),
        ("1", "Aldermoss: our suppliers"),
        ("13", "Total: 120 factories"),
    } <= rest


def test_the_country_comes_from_column_address_or_option(take):
    """Without a column the address's end counts, but no state's letters, and `--country` wins."""
    text = 'name,address\nA,"1 Road, Hanoi, Vietnam"\nB,"2 Road, Los Angeles, CA"\nC,"3 Road, Atlanta, Georgia"\n'
    result = take(text, dry_run=True)
    assert {i[:2] for i in result.factory_ids.values()} == {"VN"}
    assert codes(result) == {"import-country": 2}
    given = take(text, country="United States", dry_run=True)
    assert {i[:2] for i in given.factory_ids.values()} == {"US"}
    with pytest.raises(UsageError, match="country"):
        take("name,workers\nA,5\n")


def test_na_is_namibia_only_among_codes(take):
    """In a column of names NA means that there is no country."""
    assert take("name,country\nA,NA\nB,BD\n", dry_run=True).taken == 2
    assert take("name,country\nA,NA\nB,Bangladesh\n", dry_run=True).taken == 1


def test_a_name_too_long_is_refused_and_another_text_is_kept(take, table):
    """A row is not taken with half a name; a sector too long is left out and kept."""
    result = take(f"name,country,sector\n{'n' * 201},TR,\nA,TR,{'s' * 201}\n")
    assert codes(result) == {"import-too-long": 1, "import-cell-unread": 1}
    assert table("import_rest")[0]["text"] == "s" * 201


def test_the_same_list_twice_changes_nothing(take, tmp_path):
    """A second import of a list leaves every byte of the folder as it was."""

    def contents():
        return {p.name: p.read_bytes() for p in (tmp_path / "private").iterdir()}

    take("messy.csv")
    before = contents()
    again = take("messy.csv", source=None)
    assert contents() == before
    assert (again.taken, again.repeated, again.updated) == (0, 4, 0)


def test_a_newer_list_restates_and_an_equally_old_one_does_not(take, table):
    """A later day's numbers replace, the same day's go into import_rest.csv."""
    take(HEADER + "A,1 Road,TR,,,100,1\n")
    take(HEADER + "A,1 Road,TR,,,200,1\n")
    assert table("factories")[0]["workers"] == "100"
    assert ("workers", "200") in {(r["column"], r["text"]) for r in table("import_rest")}
    result = take(HEADER + "A,1 Road,TR,,,300,\n", stated_on=date(2026, 9, 1))
    (row,) = table("factories")
    assert (row["workers"], row["workforce_stated_on"], result.updated) == ("300", "2026-09-01", 1)
    assert row["name_stated_on"] == "2026-09-01"


def test_what_is_published_keeps_its_id(take, table):
    """An equal OS ID, or the same name and address, is the same factory; an LEI alone is not."""
    os_id = "BD2019100FPTYTA"
    lei = "529900T8BM49AURSDO55"
    published = published_from(
        [
            {"factory_id": "BD7K3QF21", "name": "Old name", "country": "BD", "os_id": os_id},
            {"factory_id": "BD9ZTM404", "name": "B", "street_address": "1 Road", "country": "BD"},
            {"factory_id": "TR0000001", "name": "Seat", "country": "TR", "lei": lei},
        ]
    )
    rows = f"A,2 Road,BD,{os_id},,,\nb.,1 ROAD,BD,,,,\nOther site,9 Road,TR,,{lei},,\n"
    result = take(HEADER + rows, published=published)
    ids = [result.factory_ids[line] for line in (2, 3, 4)]
    assert ids[1] == "BD9ZTM404"
    assert ids[2] != "TR0000001"
    assert (ids[0], result.recognised) == ("BD7K3QF21", 2)


def test_likely_duplicates_are_taken_and_warned_about(take):
    """A row like a published factory, or like another row, gets its own ID and a warning."""
    cells = {"factory_id": "TR7K3QF21", "name": "Paper Tiger Textiles", "country": "TR"}
    published = published_from([cells | {"street_address": "9 Fable Lane, Bornova, Izmir 35100"}])
    text = HEADER + '"Paper Tiger Textile Ltd","9 Fable Lane, Bornova, Izmir",TR,,,,\n'
    result = take(text, published=published)
    assert result.taken == 1
    (warning,) = result.problems
    assert (warning.code, warning.line) == ("import-likely-duplicate", 2)
    assert "TR7K3QF21" in warning.message


def test_a_likely_duplicate_is_a_question_that_waits_for_an_answer(take, table, tmp_path):
    """Each pair is one row with both names; what somebody answered outlives the next import."""
    text = (
        HEADER
        + "Paper Tiger Textiles,9 Fable Lane,TR,,,,\nPaper Tiger Textile Ltd,9 Fable Lane,TR,,,,\n"
    )
    first, second = take(text).factory_ids.values()
    (row,) = table("lookalikes")
    assert (row["factory_id"], row["name"]) == (second, "Paper Tiger Textile Ltd")
    assert (row["other_id"], row["other_name"]) == (first, "Paper Tiger Textiles")
    assert row["reasons"]
    assert (row["asked_on"], row["answer"]) == ("2026-03-14", "")
    answered = row | {"answer": "different", "note": "seen"}
    (tmp_path / "private/lookalikes.csv").write_bytes(table_bytes("lookalikes", [answered]))
    take(text, stated_on=date(2026, 4, 1))
    assert table("lookalikes") == [answered]


def test_a_name_that_a_spreadsheet_would_run_is_harmless_in_a_question(take, table):
    """People open that table to answer."""
    take(HEADER + "=Tiger Textiles,9 Fable Lane,TR,,,,\n=Tiger Textile,9 Fable Lane,TR,,,,\n")
    (row,) = table("lookalikes")
    assert (row["name"], row["other_name"]) == ("'=Tiger Textile", "'=Tiger Textiles")


def refuse(folder, factory_id, answered_on):
    """Write into a private folder that a factory refused."""
    row = dict.fromkeys(tables.table("invitations").columns, "") | {
        "reference": "4T0WX-9RC2D",
        "factory_id": factory_id,
        "scopes": "identity",
        "text_version": "2026-1",
        "language": "en",
        "invited_on": "2026-02-01",
        "answered_on": answered_on,
        "answer": "refused",
    }
    (folder / "invitations.csv").write_bytes(table_bytes("invitations", [row]))


def test_a_factory_that_refused_is_told_when_a_list_names_it_again(take, table, tmp_path):
    """Surely it, or only alike: the ID and the day are told once each, as a problem of its own."""
    text = HEADER + "Paper Tiger Textiles,9 Fable Lane,TR,,,,\n"
    factory_id = take(text).factory_ids[2]
    refuse(tmp_path / "private", factory_id, "2026-04-01")
    again = text + text.splitlines()[1] + "\nPaper Tiger Textile Ltd,9 Fable Lane,TR,,,,\n"
    result = take(again, stated_on=date(2026, 1, 1), as_of=date(2026, 5, 1))
    sure, alike = (p for p in result.problems if p.code == "import-said-no")
    assert (sure.line, alike.line) == (2, 4)
    assert sure.message == f"The row is about {factory_id}, which refused on 2026-04-01."
    new = result.factory_ids[4]
    assert new != factory_id
    assert alike.message.startswith(f"{new} looks like {factory_id} ")
    assert "which refused on 2026-04-01" in alike.message
    assert "import-likely-duplicate" not in {p.code for p in result.problems}
    (asked,) = table("lookalikes")
    assert (asked["factory_id"], asked["other_id"]) == (new, factory_id)
    assert asked["reasons"].endswith("; it refused on 2026-04-01")


def test_a_factory_that_withdrew_is_told_when_a_list_names_it(take):
    """Rows about it may be left in the public data, or its ID in the list."""
    row = {"factory_id": KNITS, "name": "Paper Tiger", "street_address": "9 Lane", "country": "BD"}
    events = [
        Event("factory", KNITS, event, date(2025, 1, day), None, "x", 2)
        for event, day in (("published", 1), ("withdrawn", 2))
    ]
    published = replace(published_from([row]), ledger=Ledger.of(events))
    result = take(HEADER + "Paper Tiger,9 Lane,BD,,,,\n", published=published)
    assert result.factory_ids[2] == KNITS
    (told,) = result.problems
    assert (told.code, told.level.label) == ("import-said-no", "warning")
    assert "which withdrew on 2025-01-02" in told.message


def test_a_merged_factory_gets_the_id_that_stands_for_both(take):
    """The folder may have it under the old ID still."""
    text = HEADER + "Paper Tiger,9 Lane,BD,,,,\n"
    old = take(text).factory_ids[2]
    merged = Event("factory", old, "merged", date(2025, 1, 2), KNITS, "x", 2)
    began = Event("factory", old, "published", date(2025, 1, 1), None, "x", 2)
    published = replace(published_from([]), ledger=Ledger.of([began, merged]))
    assert take(text, published=published).factory_ids[2] == KNITS


def test_minting_avoids_every_id_ever_published(take):
    """An ID in the ledger is not minted again, whatever the source of random numbers gives."""
    text = "name,country\nA,TR\n"
    first = take(text, dry_run=True).factory_ids[2]
    second = take(text, dry_run=True, published=published_from([], frozenset({first})))
    assert second.factory_ids[2] != first


def test_an_id_that_is_published_nowhere_is_not_believed(take, table):
    """A list cannot bring IDs of its own making."""
    result = take("factory_id,name,country\nBD7K3QF21,A,BD\n")
    assert result.factory_ids[2] != "BD7K3QF21"
    assert table("import_rest")[0]["text"] == "BD7K3QF21"


@pytest.mark.parametrize(
    "line",
    [
        "Total,,,",
        "Grand total,,1 200,60%",
        "Total (2),,,",
        "Gesamt,,1.200,",
        "合计,,2,",
        "Number of factories,2,,",
        "Source: our own list,,,",
        "© Aldermoss 2026,,,",
        "name,country,workers,women",
    ],
)
def test_a_line_about_the_list_is_no_row_of_it(take, line):
    """Totals, notes and the header again are left out without an error."""
    result = take(f"name,country,workers,women\nA,TR,5,\n{line}\nB,TR,6,\n", dry_run=True)
    assert (result.rows_in, result.taken, len(result.asides)) == (2, 2, 1)
    assert not result.has_errors


@pytest.mark.parametrize(
    "line",
    ["Total Textiles,TR,,", "Updated Fashion,Türkiye,,", "Sum Knits,TR,,", "Total Mills,TR,9,"],
)
def test_a_factory_with_a_name_like_a_notes_is_taken(take, line):
    """What names its country is a factory, whatever it is called."""
    assert take(f"name,country,workers,women\nA,TR,5,\n{line}\n", dry_run=True).taken == 2


def test_what_may_be_a_factory_is_refused_and_not_left_out(take):
    """Where one country is given for all rows, a name like a note's needs a person."""
    result = take("name\nA\nTotal Textiles\nTotal 2\n", country="TR", dry_run=True)
    assert (result.rows_in, result.taken, result.refused) == (2, 1, 1)
    assert [line for line, _ in result.asides] == [4]


@pytest.mark.parametrize("table_name", ["factories", "sourcing"])
def test_an_id_twice_in_the_folder_stops_the_import(take, tmp_path, table_name):
    """Taking a list would lose one of two rows that a person gave one ID, so nothing is written."""
    take("name,country\nA,TR\n")
    path = tmp_path / "private" / f"{table_name}.csv"
    lines = path.read_text("utf-8").splitlines(keepends=True)
    path.write_text("".join([*lines, lines[-1]]), "utf-8")
    before = path.read_bytes()
    with pytest.raises(MadewhereError, match=f"{table_name}.csv has more than one row of TR"):
        take("name,country\nB,TR\n")
    assert path.read_bytes() == before


def test_a_factory_declares_its_suppliers(take, table):
    """A list that a factory gave of its own suppliers links each of them to it, in the factory's name."""
    take("name,country,tier\nMill,TR,1\n")
    [mill] = [row["factory_id"] for row in table("factories")]
    result = take("name,country,tier\nDyer,TR,2\nMill,TR,\nSpinner,TR,\n", declared_by=mill)
    assert result.taken == 2
    links = table("supply_links")
    assert {row["customer_id"] for row in links} == {mill}
    assert {row["stated_by"] for row in links} == {"factory"}
    names = {row["factory_id"]: row["name"] for row in table("factories")}
    assert sorted((names[row["supplier_id"]], row["tier"]) for row in links) == [
        ("Dyer", "2"),
        ("Spinner", ""),
    ]
    take("name,country,tier\nDyer,TR,3\n", declared_by=mill)
    assert len(table("supply_links")) == 2, "declaring again adds nothing"


def test_only_a_known_factory_declares(take):
    """Whoever declares stands in the folder itself."""
    with pytest.raises(UsageError, match="no factory"):
        take("name,country\nDyer,TR\n", declared_by="TRZV9YHNV")
