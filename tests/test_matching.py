"""Likely duplicates are proposed, and what only looks like one is not."""

import random
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from madewhere.matching import Candidate, compare, likely_duplicates, likely_matches
from madewhere.matching.country import Country
from tiny_publication import SHARED

BENCH = Path(__file__).resolve().parents[1] / "scripts" / "bench"

MILL = Candidate(
    "a", "Blue Heron Knitting Co., Ltd.", "", "No. 88 Willow Road, Lakeside Town", "CN", 30.0, 120.0
)


def same(**changes):
    """Whether the mill and a changed copy of it are proposed as one factory."""
    return bool(likely_duplicates([MILL, replace(MILL, key="b", **changes)]))


@pytest.mark.parametrize(
    "changes",
    [
        {},
        {"name": "BLUE HERON KNITTING CO LTD"},
        {"name": "Blue Herron Knitting Limited"},
        {"name": "BlueHeron Knitting"},
        {"name": "Blüe Héron Knitting S.A. de C.V."},
        {"name": "Blue Heron Knitting Sdn. Bhd."},
        {"address": "88 Willow Rd., Lakeside Town, 314000, China"},
        {"latitude": None, "longitude": None},
        {"latitude": 38.0},
        {"address": ""},
        {"name": "Silver Stork Ltd (Previous name: Blue Heron Knitting)"},
    ],
)
def test_proposes_the_same_factory_written_otherwise(changes):
    """Case, accents, legal forms, a typing error, spaces or a missing part do not hide a duplicate."""
    assert same(**changes)


@pytest.mark.parametrize(
    "changes",
    [
        {"address": "No. 5 Harbour Street, Northport", "latitude": 35.0},
        {"address": "No. 21 Willow Road, Lakeside Town"},
        {"name": "Grey Falcon Dyeing Co., Ltd."},
        {"country": "VN"},
    ],
)
def test_leaves_other_places_and_other_firms_apart(changes):
    """The same firm elsewhere, another house number, another firm and another country are not the same."""
    assert not same(**changes)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Blue Heron Knitting Unit 2", "Blue Heron Knitting Unit 3"),
        ("Blue Heron Knitting (Unit-II)", "Blue Heron Knitting Unit 3"),
        ("Blue Heron Knitting Plant A", "Blue Heron Knitting Plant B"),
        ("Blue Heron No.1 Knitting", "Blue Heron No.2 Knitting"),
        ("Blue Heron Knitting Second Branch", "Blue Heron Knitting 3rd branch"),
        ("Blue Heron Knitting IV", "Blue Heron Knitting V"),
    ],
)
def test_keeps_numbered_units_apart(one, other):
    """Two units of one firm at one address are two factories."""
    assert not likely_duplicates(
        [replace(MILL, key="a", name=one), replace(MILL, key="b", name=other)]
    )


def test_reads_a_unit_in_any_notation():
    """Unit II and Unit 02 are the same unit."""
    rows = [
        replace(MILL, key="a", name="Blue Heron Knitting Unit II"),
        replace(MILL, key="b", name="Blue Heron Knitting - unit 02"),
    ]
    assert likely_duplicates(rows)


def test_units_of_one_site_are_never_duplicates():
    """Rows that say that they are part of the same site are left alone."""
    assert not likely_duplicates(
        [
            replace(MILL, site="S"),
            replace(MILL, key="b", site="S"),
            replace(MILL, key="c", country="VN"),
        ]
    )


def test_compares_across_scripts():
    """A native name meets its transliteration in another row, in the name and in the address."""
    native = replace(
        MILL,
        key="n",
        name="",
        name_native="东莞市绿洲服装有限公司",
        address="广东省东莞市虎门镇柳树路88号",
    )
    latin = replace(
        MILL,
        key="l",
        name="Dongguan Shi Lvzhou Garment Co Ltd",
        address="88 Liu Shu Lu, Humen, Dongguan, Guangdong",
    )
    assert likely_duplicates([native, latin])


def test_pairs_are_ordered_and_do_not_depend_on_the_order_of_rows():
    """The lesser key is on the left, pairs are sorted, and shuffled input gives the same."""
    rows = [replace(MILL, key=key) for key in "cab"]
    expected = [("a", "b"), ("a", "c"), ("b", "c")]
    found = likely_duplicates(rows)
    assert [(match.left, match.right) for match in found] == expected
    assert likely_duplicates(rows[::-1]) == found


def test_says_why():
    """A match carries its scores, the distance in kilometres and a reason in words."""
    (match,) = likely_duplicates([MILL, replace(MILL, key="b", latitude=30.01)])
    assert match.score > 0.9
    assert match.name_score == 1
    assert match.address_score > 0.9
    assert match.distance_km == pytest.approx(1.11, abs=0.01)
    assert match.reasons.startswith("the same name, the same address")


def test_matches_a_new_list_with_what_is_known():
    """Only pairs across the two lists are returned, the new row on the left."""
    new = [replace(MILL, key="z1"), replace(MILL, key="z2")]
    known = [replace(MILL, key="k"), replace(MILL, key="far", address="Hill 9, Northport")]
    found = likely_matches(new, known)
    assert [(match.left, match.right) for match in found] == [("z1", "k"), ("z2", "k")]


def test_nothing_and_one_row_give_nothing():
    """Empty input, one row, equal keys and rows without any words are no trouble."""
    assert likely_duplicates([MILL, MILL]) == []
    empty = Candidate("e", "", "", "", "", None, None)
    assert likely_duplicates([]) == []
    assert likely_matches([], [MILL]) == []
    assert likely_duplicates([MILL]) == []
    assert likely_duplicates([empty, replace(empty, key="f", name="有限公司")]) == []


def test_many_rows_on_one_point_are_not_compared_all_with_all():
    """Rows that a geocoder put on one city's centre cost about as much as rows spread out."""
    words = [f"{a}{b}{c}ra" for a in "bdfgk" for b in "aeiou" for c in "lmnpst"]
    rows = [
        replace(
            MILL,
            key=f"{n:05}",
            name=f"{words[n % 150]} {words[n * 7 % 149]}",
            address=words[n * 11 % 139],
        )
        for n in range(3000)
    ]
    pairs = Country(rows).pairs()
    assert len(pairs) < 60 * len(rows)
    found = likely_duplicates([*rows, replace(rows[5], key="x")])
    assert ("00005", "x") in {(match.left, match.right) for match in found}


@pytest.mark.skipif(not (SHARED / "real").is_dir(), reason="the real lists are not here")
def test_holds_its_quality_on_the_pairs_held_back(monkeypatch):
    """On labelled pairs that no threshold was fitted to, precision and recall keep their floors."""
    monkeypatch.syspath_prepend(str(BENCH))
    try:
        import matching_quality as bench

        labels = [label for label in bench.read_labels() if label.part == "test"]
        precision, recall, _ = bench.quality(labels, bench.matcher(bench.read_candidates(SHARED)))
    finally:
        sys.modules.pop("matching_quality", None)
    assert len(labels) > 150
    assert precision >= 0.95
    assert recall >= 0.75


def made_up(size, seed):
    """Rows whose names and addresses are of few words, so that many are alike."""
    chance = random.Random(seed)
    names = ["Heron", "Willow", "Garment", "Knit Wear", "Knitwear", "Stork", "Blue", "Blau"]
    streets = ["Lake Road", "Lakeroad", "Mill Lane", "Harbour"]
    return [
        replace(
            MILL,
            key=f"{number:04}",
            name=" ".join(chance.sample(names, 3)),
            address=f"{chance.randrange(9)} {chance.choice(streets)}",
            latitude=chance.choice([None, 30.0, 30.0, 30.2]),
        )
        for number in range(size)
    ]


@pytest.mark.parametrize(("before", "after"), [(1, 2), (2, 1), (40, 300), (300, 299), (300, 301)])
def test_what_was_compared_before_changes_nothing(before, after):
    """With rows added, left out and changed since, the answer is that of comparing all anew."""
    old, new = made_up(before, seed=1), made_up(after, seed=1)
    new[-1] = replace(new[-1], name="Blue Heron Garment", address="3 Lake Road")
    new[0] = replace(new[0], address="3 Mill Lane")
    anew, again = compare(new), compare(new, compare(old))
    assert again.found == anew.found
    assert again.codes.tolist() == anew.codes.tolist()
    assert compare(new, again).found == anew.found


def test_only_what_a_change_touches_is_compared_again(monkeypatch):
    """One more factory in a country is compared with few rows, and the others not with each other."""
    earlier = compare(made_up(300, seed=1))
    looked_at = []
    promising = Country.promising

    def counted(self, pairs):
        looked_at.append(len(pairs))
        return promising(self, pairs)

    monkeypatch.setattr(Country, "promising", counted)
    compare(
        [*made_up(300, seed=1), replace(MILL, key="x", name="Quite New", latitude=50.0)], earlier
    )
    assert looked_at[0] < len(earlier.codes) / 10
