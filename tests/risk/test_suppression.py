"""What is released of consolidated counts gives nothing away that is left out."""

from __future__ import annotations

from collections import Counter

import pytest

from madewhere.risk import suppression
from madewhere.risk.contribution import ALL, Contribution, Counts
from madewhere.risk.suppression import LEAST_FACTORIES, left_to_show, release, safe

from .attack import derivable, successes
from .world import CHAPTERS, COUNTRIES, SCHEME, make_world

OF_SCHEME = {SCHEME: CHAPTERS}
SEEDS = range(150)
YEARS = (2023, 2024)


def released(world):
    """The rows of a world's year."""
    return release(world.contributions, OF_SCHEME)


@pytest.mark.parametrize("seed", SEEDS)
def test_no_sum_over_fewer_than_five_factories_follows_from_what_is_released(seed):
    """Neither somebody from outside nor a member that subtracts its own part works one out."""
    for year in YEARS:
        world = make_world(seed * 10 + year, year)
        assert successes(world, released(world), LEAST_FACTORIES) == []


def test_the_attacks_are_made_on_something():
    """Over the seeds there are releases of every depth, with cells that are left out."""
    depths: Counter[str] = Counter()
    for seed in SEEDS:
        rows = released(make_world(seed * 10 + YEARS[0], YEARS[0]))
        by_country = {row["country"] for row in rows} - {ALL}
        in_depth = {row["country"] for row in rows if row["chapter"] != ALL} - {ALL}
        depths[
            "nothing" if not rows else "depth" if in_depth else "countries" if by_country else "all"
        ] += 1
    assert min(depths[each] for each in ("nothing", "all", "countries", "depth")) >= 3, depths


def test_without_complementary_suppression_the_attack_succeeds(monkeypatch):
    """The attack is a real one: it finds what goes once the smallest rows are not left out too."""
    monkeypatch.setattr(suppression, "left_to_show", lambda candidates, *_: set(candidates))
    found = []
    for seed in SEEDS:
        world = make_world(seed * 10 + YEARS[0], YEARS[0])
        found += successes(world, released(world), LEAST_FACTORIES)
    assert any(about.startswith("findings") for about, _ in found)
    assert any(about.startswith("factories") for about, _ in found)


def test_without_a_rest_the_attack_succeeds(monkeypatch):
    """Chapters of every country, with all totals, would give cells away across lines."""

    def in_depth(self, countries, chapters):
        return {country: self._shown_chapters({country}, chapters) for country in countries}

    monkeypatch.setattr(suppression._Scheme, "_in_depth", in_depth)
    found = []
    for seed in SEEDS:
        world = make_world(seed * 10 + YEARS[0], YEARS[0])
        found += successes(world, released(world), LEAST_FACTORIES)
    assert found


def test_with_one_member_enough_the_attack_succeeds(monkeypatch):
    """A member that subtracts its own part is why two have to count five factories each."""
    monkeypatch.setattr(suppression, "safe", lambda factories: sum(factories) >= LEAST_FACTORIES)
    found = []
    for seed in SEEDS:
        world = make_world(seed * 10 + YEARS[0], YEARS[0])
        found += successes(world, released(world), LEAST_FACTORIES)
    assert any("by m" in about for about, _ in found)


def test_that_nobody_was_audited_somewhere_may_follow():
    """Where the countries shown add up to everything, the others are empty; no cell with a factory is lost."""
    world = make_world(20042, YEARS[0])
    rows = released(world)
    shown = {row["country"] for row in rows} - {ALL}
    empty = set(COUNTRIES) - shown
    assert empty
    assert not any(of.get(country) for of in world.audited.values() for country in empty)
    assert successes(world, rows, LEAST_FACTORIES) == []


def test_the_attacker_solves_what_can_be_solved():
    """Two lines that share a cell: what is left of one follows from the other."""
    a, b, c = ("BD", "pay"), ("BD", "hours"), ("IN", "pay")
    assert list(derivable([{a, b}, {a}], [a, b, c])) == [[a], [b], [a, b]]
    assert list(derivable([{a, b}, {b, c}], [a, b, c])) == [[a, b], [b, c]]


@pytest.mark.parametrize(
    ("factories", "so"),
    [((5, 5), True), ((100, 4), False), ((100,), False), ((4, 4, 4, 4), False), ((0, 9, 5), True)],
)
def test_two_members_with_five_factories_each_make_a_sum_safe(factories, so):
    """Many factories of one member, or few each of many members, are not enough."""
    assert safe(factories) is so


def test_the_smallest_row_goes_with_the_one_that_is_left_out():
    """One row alone is never left out where a total would give it away."""
    sizes = {"a": 9, "b": 6, "c": 7, "d": 1}
    shown = left_to_show(
        {"a", "b", "c"}, set(sizes), lambda out: sum(sizes[o] for o in out) >= 7, sizes.__getitem__
    )
    assert shown == {"a", "c"}


def both(counts):
    """The same counts contributed by two members."""
    return [Contribution(member, 2024, counts) for member in ("m0", "m1")]


def test_what_is_safe_everywhere_is_shown_but_for_the_rest():
    """Of two large countries one is shown by chapter; the other is what protects it."""
    whole = {ALL: Counts(40, 30, (40, 20, 4))}
    chapters = {chapter: Counts(40, 12, (10, 5, 1)) for chapter in CHAPTERS}
    rows = release(both({(SCHEME, c): {**whole, **chapters} for c in ("BD", "IN")}), OF_SCHEME)
    shown = {(row["country"], row["chapter"]) for row in rows}
    assert shown == {
        (ALL, ALL),
        *((ALL, chapter) for chapter in CHAPTERS),
        ("BD", ALL),
        *(("BD", chapter) for chapter in CHAPTERS),
        ("IN", ALL),
    }
    top = next(row for row in rows if row["country"] == row["chapter"] == ALL)
    assert (top["members"], top["factories"], top["minor"], top["major"], top["critical"]) == (
        2,
        160,
        160,
        80,
        16,
    )


def test_schemes_are_released_apart():
    """Too few environmental audits say nothing about the social ones."""
    counts = {
        (SCHEME, "BD"): {ALL: Counts(20, 9, (9, 0, 0)), "pay": Counts(20, 9, (9, 0, 0))},
        ("environmental", "BD"): {ALL: Counts(4, 4, (4, 0, 0)), "air": Counts(4, 4, (4, 0, 0))},
    }
    rows = release(both(counts), {SCHEME: CHAPTERS, "environmental": ("air",)})
    assert {row["scheme"] for row in rows} == {SCHEME}


def test_a_chapter_without_findings_counts_as_left_out():
    """Where only one chapter has findings, its row would say that the others have none."""
    counts = {(SCHEME, "BD"): {ALL: Counts(20, 9, (9, 0, 0)), "pay": Counts(20, 9, (9, 0, 0))}}
    rows = release(both(counts), OF_SCHEME)
    assert {(row["country"], row["chapter"]) for row in rows} == {(ALL, ALL), ("BD", ALL)}
