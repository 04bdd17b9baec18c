"""The index of what can be found: complete, in small files, the same each time, and from the site only."""

from __future__ import annotations

import dataclasses
import json
import random
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from madewhere.addresses import Addresses
from madewhere.link.overview import months_before
from madewhere.render.kinds.base import Setting
from madewhere.render.languages import language
from madewhere.render.search import index, postings
from madewhere.render.search.facets import FACETS, audit_age, options
from madewhere.render.search.index import index_files
from madewhere.render.search.kinds import KINDS
from madewhere.render.search.texts import texts
from madewhere.render.search.words import words
from madewhere.render.speaker import Speaker
from search.reading_index import Index, listed, many, numbers, tiny_site
from tiny_publication import AS_OF, DENIM, KNITS, TEE, WEAVES


@pytest.fixture(scope="module")
def site():
    """The tiny publication's site."""
    return tiny_site()


@pytest.fixture(scope="module")
def tiny_index(site):
    """Its index."""
    return Index(index_files(site))


def kind(name):
    """A kind of thing that can be found."""
    return next(each for each in KINDS if each.name == name)


def hrefs(read: Index, term: str) -> list[str]:
    """Where the entries with a term lead."""
    return [read.row(entry)[0] for part in read.entries(term) for entry in part]


@given(st.sets(st.integers(0, 200_000)))
def test_a_list_is_read_back_as_it_was(entries):
    """Any set of entries comes back, near ones and far ones, single ones and runs."""
    assert listed(postings.written(sorted(entries))) == sorted(entries)


@given(st.integers(0, 40), st.integers(1, 3000), st.integers(1, 3000))
def test_runs_are_short_and_read_back(start, length, gap):
    """Entries in a row take a few characters however many they are, also beside large numbers."""
    entries = [
        *range(start, start + length),
        *range(start + length + gap, start + 2 * length + gap),
    ]
    written = postings.written(entries)
    assert listed(written) == entries
    assert len(written) < 24


@given(st.lists(st.integers(-(10**6), 10**6)))
def test_signed_numbers_are_read_back(values):
    """Steps between points go in both directions."""
    found = [-(n + 1) // 2 if n % 2 else n // 2 for n in numbers(postings.signed(values))]
    assert found == values


@pytest.mark.parametrize("longest", [16_000, 40])
def test_every_entry_stands_under_each_of_its_words_and_no_other(monkeypatch, longest):
    """What the file of a term says is what the entries say, however small the files are."""
    monkeypatch.setattr(index, "LONGEST_FILE", longest)
    monkeypatch.setattr(index, "ROWS_A_FILE", 7)
    made = many(60)
    read = Index(index_files(made))
    expected: dict[str, tuple[set[int], set[int]]] = {}
    entries = [e for kind in KINDS for e in sorted(kind.entries(made), key=lambda e: e.order)]
    for number, entry in enumerate(entries):
        named = {word for name in entry.names for word in words(name)}
        told = {word for text in entry.texts for word in words(text)} - named
        named |= {f"#{code}" for code in entry.codes}
        named |= {f"@{facet}:{value}" for facet, values in entry.facets.items() for value in values}
        for part, terms in enumerate((named, told)):
            for term in terms:
                expected.setdefault(term, (set(), set()))[part].add(number)
        assert read.row(number) == json.loads(json.dumps(entry.row()))
    assert read.terms().keys() == expected.keys()
    found = {term: tuple(map(set, read.entries(term))) for term in expected}
    assert found == expected


def test_a_filter_has_files_of_its_own():
    """Who opens a filter loads nothing else with it."""
    read = Index(index_files(many(60)))
    groups = [
        {
            term.partition(":")[0] if term[0] == "@" else term[0] == "#"
            for term in read.file(f"t{n}")
        }
        for n in range(len(read.firsts))
    ]
    assert all(len(group) == 1 for group in groups)


def test_the_order_of_the_site_does_not_matter():
    """The same factories in another order, with their words in other places, give the same bytes."""
    made = many(60)
    shuffled = random.Random(3).sample(made.factories, 60)
    assert index_files(dataclasses.replace(made, factories=shuffled)) == index_files(made)


def test_another_content_has_another_folder(site):
    """Files of two publications are never mixed, as one name changes the folder of all."""
    other = dataclasses.replace(site.by_id[DENIM], name="Pretend Denim")
    changed = dataclasses.replace(
        site, factories=[other if f.factory_id == DENIM else f for f in site.factories]
    )
    folders = {Index(index_files(each)).manifest["folder"] for each in (site, changed)}
    assert len(folders) == 2


@pytest.mark.parametrize(
    ("term", "found"),
    [
        ("নিটওয়্যার", KNITS),
        ("limited", None),
        ("denim", DENIM),
        ("denizli", DENIM),
        ("as", None),
        (f"#{KNITS}", KNITS),
        ("#BD2019100FPTYTA", KNITS),
        ("make", WEAVES),
        ("vietnam", WEAVES),
        ("turkey", DENIM),
        ("vn", WEAVES),
        ("holding", KNITS),
        ("@certificate:organic", KNITS),
        ("@process:weaving", WEAVES),
        ("@tier:2", WEAVES),
        ("@audit:no-consent", DENIM),
        ("@place:BD-gazipur", KNITS),
    ],
)
def test_what_a_factory_is_found_by(tiny_index, term, found):
    """Names in any script, towns, addresses, countries, identifiers and filters lead to it."""
    term = term if term[0] in "#@" else words(term)[0]
    expected = [f"F/{found}/"] if found else []
    assert [href for href in hrefs(tiny_index, term) if href[0] == "F"] == expected


def test_a_name_that_another_member_states_is_found_too(site):
    """The page of a factory shows other members' names for it, so they lead there."""
    knits = next(e for e in kind("factory").entries(site) if KNITS in e.codes)
    assert "Fable Knitwear Limited" in knits.names


def test_what_is_withheld_has_no_entry(site, tiny_index):
    """A factory that agreed to its name alone is in no filter that tells more of it."""
    denim = next(e for e in kind("factory").entries(site) if DENIM in e.codes)
    assert {name for name, values in denim.facets.items() if values} == {
        *("country", "member", "audit", "place")
    }
    assert (denim.checked, denim.kind_of) == ("no-consent", "no-consent")


def test_a_row_says_what_a_result_shows(site, tiny_index):
    """Address, name, town, country, last audit, kind and the name in its own language."""
    row = tiny_index.row(tiny_index.entries(f"#{KNITS}")[0][0])
    assert row == [
        *(f"F/{KNITS}/", "Fable Knitwear Ltd", "Gazipur", "BD"),
        *(site.by_id[KNITS].audits[0].audit_date.isoformat(), "final-product-assembly"),
        *("কল্পিত নিটওয়্যার", "bn"),
    ]
    assert tiny_index.row(tiny_index.entries(f"#{DENIM}")[0][0])[4:] == [
        *("no-consent", "no-consent")
    ]


def test_a_closed_factory_says_so(site):
    """Whoever finds it sees at once that it is no more."""
    closed = dataclasses.replace(site.by_id[DENIM], state="closed")
    changed = dataclasses.replace(site, factories=[closed])
    assert next(iter(kind("factory").entries(changed))).row()[8] == "closed"


def test_members_and_places_are_found(tiny_index):
    """A member leads to its page, a country to its own, a town to what is found there."""
    assert "members/alder/" in hrefs(tiny_index, "alder")
    assert "countries/BD/" in hrefs(tiny_index, "bangladesh")
    assert "find/?place=BD-gazipur" in hrefs(tiny_index, "gazipur")


def test_one_town_in_two_spellings_is_one_place():
    """It has the spelling that most use, and counts the factories of both."""
    made = many(61)
    towns = {e.href: (e.name, e.count) for e in kind("place").entries(made) if "place=" in e.href}
    assert towns["find/?place=VN-gazipur"] == ("GAZIPUR", 20)
    assert towns["find/?place=BD-gazipur"] == ("Gazipur", 21)


def test_points_lie_where_the_factories_are(site, tiny_index):
    """Steps add up to each point, and an entry without one is passed by."""
    steps = [-(n + 1) // 2 if n % 2 else n // 2 for n in numbers(tiny_index.file("p0"))]
    found, at, here = [], 0, (0, 0)
    while at < len(steps):
        if steps[at] == 0:
            found.append(None)
            at += 1
            continue
        here = (here[0] + steps[at + 1], here[1] + steps[at + 2])
        found.append((here[0] / 1000, here[1] / 1000))
        at += 3
    factories = [tiny_index.row(entry)[0][2:-1] for entry in tiny_index.kind("factory")]
    expected = [
        None if f.latitude is None else (round(f.latitude, 3), round(f.longitude, 3))
        for f in (site.by_id[each] for each in factories)
    ]
    (knits,) = (p for p, f in zip(expected, factories, strict=True) if f == KNITS)
    products = tiny_index.kind("product")
    assert found[: len(expected)] == expected
    assert [found[number] for number in products] == [knits]
    assert set(found[products.stop :]) == {None}
    assert tiny_index.file("centres") == {"BD": [24.0, 90.42], "VN": [20.42, 106.17]}


@pytest.mark.parametrize(
    ("audited_on", "age"),
    [
        (AS_OF, "12"),
        (months_before(AS_OF, 12), "12"),
        (date(2025, 11, 20), "24"),
        (months_before(AS_OF, 24), "24"),
        (date(2024, 11, 20), "older"),
    ],
)
def test_how_long_ago_the_last_check_was(site, audited_on, age):
    """The day a year ago is within the year, the day before it is not."""
    audit = dataclasses.replace(site.by_id[KNITS].audits[0], audit_date=audited_on)
    assert audit_age(site, dataclasses.replace(site.by_id[KNITS], audits=(audit,))) == age


def test_no_audit_and_no_consent_are_two_things(site):
    """A factory that shows its audits and has none differs from one that shows none."""
    knits = site.by_id[KNITS]
    none = dataclasses.replace(knits, audits=())
    assert audit_age(site, none) == "none"
    silent = dataclasses.replace(none, agreed=knits.agreed - {"audits"})
    assert audit_age(site, silent) == "no-consent"


def test_only_values_that_occur_are_offered(site):
    """A filter has the values that factories have, and one with a single value is left out."""
    say = Speaker(language("en"), AS_OF)
    offered = {facet.name: [value for value, _ in values] for facet, values in options(site, say)}
    assert offered["country"] == ["BD", "TR", "VN"]
    assert offered["tier"] == ["1", "2"]
    assert "certificate" not in offered
    assert set(offered) <= {facet.name for facet in FACETS}


def test_numbers_are_told_by_plural_category(site):
    """Every kind has a text for each category of the language, with the gap left open."""
    setting = Setting(
        site, Speaker(language("en"), AS_OF), Addresses(site.publication, "en"), (), None
    )
    told = texts(setting)["counts"]
    assert told.keys() == {kind.name for kind in KINDS}
    assert told["factory"] == {"one": "%(n)s factory", "other": "%(n)s factories"}
    assert all("%(n)s" in text for forms in told.values() for text in forms.values())


@pytest.mark.parametrize(
    "term",
    [
        *("harbour", "tee", "shirt", "alder", "cotton", "bangladesh"),
        *(f"#{TEE}", "#09520000000011", "#09520000000028"),
        *("@member:alder", "@country:BD", "@audit:24", "@certificate:organic"),
    ],
)
def test_what_a_product_is_found_by(tiny_index, term):
    """Its name, brand, kind, material, the country of its sewing, its ID, each GTIN, and the filters."""
    assert f"P/{TEE}/" in hrefs(tiny_index, term)


@pytest.mark.parametrize("term", ["india", "gazipur", "fable", "@country:IN", "@process:weaving"])
def test_a_product_is_not_found_by_what_only_its_factories_are(tiny_index, term):
    """Who looks for a factory or a town is not given all that was made there."""
    assert f"P/{TEE}/" not in hrefs(tiny_index, term)


def test_a_row_says_where_a_product_was_made(site, tiny_index):
    """As the lists of products do: brand, country, last check, kind, and in which stage."""
    checked = site.by_id[KNITS].audits[0].audit_date.isoformat()
    assert tiny_index.row(tiny_index.entries(f"#{TEE}")[0][0]) == [
        *(f"P/{TEE}/", "Harbour tee", "Alder", "BD", checked, "T-shirt", "", "en", "", "", "making")
    ]


def test_a_product_without_a_factory_says_why(site):
    """What is not disclosed, and that therefore no check can be told, are in its row and in no filter."""
    product = site.products[TEE]
    hidden = dataclasses.replace(product.steps[3], places=product.steps[4].places)
    changed = dataclasses.replace(product, steps=(hidden,), state="closed")
    (entry,) = kind("product").entries(dataclasses.replace(site, products={TEE: changed}))
    assert (entry.country, entry.checked, entry.known, entry.point) == (
        *("", "no-factory", "not-disclosed", None),
    )
    assert entry.state == "ended"
    assert not entry.facets["country"]
    assert not entry.facets["audit"]


def test_filters_know_which_kinds_have_them(site):
    """Nothing has a value of a filter that is not offered with its kind."""
    for each in KINDS:
        offered = {facet.name for facet in FACETS if each.name in facet.kinds}
        for entry in each.entries(site):
            has = {name for name, values in entry.facets.items() if values}
            assert has <= offered | {"place"}, entry.href


def test_what_was_withdrawn_is_in_no_file(tiny_index):
    """Of an ID that shows nothing but its state no entry is left, whatever its kind."""
    everything = b"".join(tiny_index.files.values())
    assert b"PT439T5JB" not in everything


def test_an_empty_publication_has_an_index(site):
    """Without anything to find there is still a file that says so."""
    nothing = dataclasses.replace(
        site, factories=[], by_id={}, members=[], countries=[], products={}
    )
    read = Index(index_files(nothing))
    assert read.manifest["terms"] == []
    assert [end for _, _, end in read.manifest["kinds"]] == [0] * len(KINDS)
