"""Headers and the proposed mapping."""

from __future__ import annotations

import pytest

from madewhere.errors import MadewhereError, UsageError
from madewhere.importing.columns import propose
from madewhere.importing.names import fields, names, plain_header
from madewhere.importing.reading import Row, Source


def proposed(*rows, mapping=None, is_sheet=False):
    """Propose for rows given as tuples."""
    lines = [Row(n, tuple(row)) for n, row in enumerate(rows, start=1)]
    return propose(Source("list.csv", "0" * 64, is_sheet, lines), mapping or {})


def sources(*header, mapping=None):
    """Our columns with the titles of the list's, for a header."""
    proposal = proposed(header, mapping=mapping)
    return {name: "+".join(c.title for c in columns) for name, columns in proposal.sources.items()}


@pytest.mark.parametrize(
    ("header", "field"),
    [
        ("FIRM", "name"),
        ("BusinessName", "name"),
        ("Suppliers Name", "name"),
        ("Nom de l'usine", "name"),
        ("Site address", "street_address"),
        ("PostCode", "postal_code"),
        ("City/Town", "locality"),
        ("Province", "region"),
        ("Pays", "country"),
        ("Land", "country"),
        ("Ülke", "country"),
        ("Nombre de salariés", "workers"),
        ("% Female workers (optional)", "women_percent"),
        ("LATITUDE", "latitude"),
        ("GPS coordinates", "coordinates"),
        ("facility_type_processing_type", "facility_or_processing"),
        ("工厂名称", "name"),
    ],
)
def test_names_of_columns_are_known(header, field):
    """Names in several languages and spellings lead to our column."""
    assert sources(header, "sector", "os_id")[field] == header


@pytest.mark.parametrize(
    "header",
    ["Name of manager", "Brand name", "Parent company address", "Female workers", "Altitude"],
)
def test_names_that_mean_something_else_are_left_alone(header):
    """People, brands and counts are not proposed for columns that sound like them."""
    found = sources("Factory name", "Country", header)
    assert header not in found.values()


def test_the_best_name_wins_and_the_other_is_unused():
    """Of two columns for one of ours the more exact name counts, and the other is kept as unused."""
    proposal = proposed(("Supplier", "Factory Name", "Country"), ("a", "b", "TR"))
    assert [c.title for c in proposal.sources["name"]] == ["Factory Name"]
    assert [c.title for c in proposal.unused] == ["Supplier"]


def test_lines_of_an_address_are_joined():
    """AddressLine1 to 4 are one address; a whole address beside them is not said twice."""
    parts = ("AddressLine1", "AddressLine2", "AddressLine4")
    assert sources("name", "Full address", *parts)["street_address"] == "+".join(parts)
    assert sources("name", "Address", "Address 2")["street_address"] == "Address+Address 2"


def test_a_mapping_wins_and_can_empty_a_column():
    """`--map` takes another column, several, or none; wrong names are told with what there is."""
    header = ("Alpha", "Beta", "Country", "Tier")
    found = sources(*header, mapping={"name": "alpha", "street_address": "Alpha|Beta", "tier": ""})
    assert found == {"name": "Alpha", "street_address": "Alpha+Beta", "country": "Country"}
    with pytest.raises(UsageError) as raised:
        sources(*header, mapping={"name": "Gamma"})
    assert "'Beta'" in raised.value.hint
    with pytest.raises(UsageError) as raised:
        sources(*header, mapping={"nmae": "Alpha"})
    assert "'name'" in raised.value.hint


def test_the_header_is_found_below_titles_and_groups():
    """Titles above the header are kept as preamble, and of two rows of headings the lower names."""
    proposal = proposed(
        ("Invented list", ""),
        (),
        ("Factory", "Workers", "", ""),
        ("Name", "Country", "Women", "City"),
    )
    assert proposal.header.line == 4
    assert [row.line for row in proposal.preamble] == [1, 3]
    with pytest.raises(MadewhereError, match="no header"):
        proposed(("1", "2"), ("3", "4"))


def test_forms_are_recognised():
    """The forms of others and our own columns are called by name."""
    assert "Open Supply Hub" in proposed(("country", "name", "address", "lat", "lng")).template
    assert "Madewhere" in proposed(("factory_id", "name", "country", "workers")).template
    assert proposed(("country", "name", "address", "mood")).template == ""


def test_every_name_leads_to_a_column_of_ours():
    """The file of names has no field that a row could not be read into, and no name twice."""
    known = names()
    assert {field for field, _ in known.fields.values()} <= set(fields())
    assert not known.never & known.fields.keys()
    assert all(plain_header(plain) == plain for plain in known.fields)
