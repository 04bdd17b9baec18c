"""Profiles: people that add up, codes that exist, and a capacity that is whole."""

from __future__ import annotations

import pytest

from checking import ALDER, BIRCH, FACTORIES, both, cells, findings, only
from tiny_publication import KNITS

WORKFORCE = f"{ALDER}/workforce.csv"
PROFILES = f"{ALDER}/profiles.csv"
CHANNELS = f"{ALDER}/grievance_channels.csv"


@pytest.mark.parametrize(
    ("workers", "women", "good"),
    [
        ({"workers": "640"}, "340", True),
        ({"workers": "275"}, "340", True),
        ({"workers": "274"}, "340", False),
        ({"workers": "1100"}, "340", True),
        ({"workers": "1101"}, "340", False),
        ({"workers": "1101"}, "", True),
        ({"workers": "100"}, "", False),
        ({"workers": "", "workers_min": "100", "workers_max": "275"}, "340", True),
        ({"workers": "", "workers_min": "100", "workers_max": "274"}, "340", False),
        ({"workers": "", "workers_min": "100"}, "340", True),
        ({"workers": ""}, "340", True),
    ],
)
def test_women_and_men_against_the_workers(tiny, workers, women, good):
    """550 people may differ from the workers by half of the larger; what is not stated may only add."""
    both(
        cells(FACTORIES, 2, **workers),
        cells(
            f"{BIRCH}/factories.csv", 2, workers="", workforce_stated_on="", workforce_stated_by=""
        ),
        cells(WORKFORCE, 3, women=women),
        cells(f"{ALDER}/worker_voice.csv", 2, respondents="50"),
        cells(f"{ALDER}/worker_voice.csv", 3, respondents="50"),
    )(tiny)
    expected = [("workforce-total", "warning", WORKFORCE, 2, "women")]
    assert findings(tiny) == ([] if good else expected)


def test_people_that_do_not_add_up_can_be_settled(tiny):
    """The warning names the factory, and both numbers."""
    cells(FACTORIES, 2, workers="1101")(tiny)
    told = only(tiny)
    assert told.subject == KNITS
    assert told.message == f"{KNITS}: 550 women and men, but 1,101 workers in factories.csv"


@pytest.mark.parametrize(
    ("women", "men", "migrants", "good"),
    [
        ("20", "40", "60", True),
        ("20", "40", "61", False),
        ("20", "", "61", True),
        ("0", "40", "41", False),
        ("20", "40", "", True),
    ],
)
def test_migrants_are_among_the_people(tiny, women, men, migrants, good):
    """Where women and men are both stated, migrants are no more than these."""
    cells(WORKFORCE, 2, women=women, men=men, migrants=migrants)(tiny)
    expected = [("workforce-migrants", "error", WORKFORCE, 2, "migrants")]
    assert findings(tiny) == ([] if good else expected)


@pytest.mark.parametrize("file", [PROFILES, CHANNELS])
@pytest.mark.parametrize(
    ("languages", "said"),
    [
        ("bn|en", []),
        ("rhg", []),
        ("ben", ["“ben” is written “bn”"]),
        ("bn|qq", ["“qq” is no language"]),
        ("zzz", ["“zzz” is no language"]),
        ("", []),
    ],
)
def test_languages_are_known_codes(tiny, file, languages, said):
    """With two letters where there is such a code, with three where there is none."""
    if file == CHANNELS and not languages:
        languages = "en"
    cells(file, 2, languages=languages)(tiny)
    expected = [("language-unknown", "error", file, 2, "languages")] if said else []
    assert findings(tiny) == expected
    assert [only(tiny).message] == said if said else True


def test_steps_given_outside_are_known_codes(tiny):
    """Each step of the list is looked up in the register."""
    cells(PROFILES, 2, outside_processes="weaving|juggling")(tiny)
    assert findings(tiny) == [("reference-code", "error", PROFILES, 2, "outside_processes")]
    assert only(tiny).message == "there is no processing type “juggling”"


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({}, None),
        ({"capacity": "", "capacity_unit": "", "capacity_period": ""}, None),
        ({"capacity": ""}, "capacity"),
        ({"capacity": "0"}, None),
        ({"capacity_unit": ""}, "capacity_unit"),
        ({"capacity_unit": "", "capacity_period": ""}, "capacity_unit"),
    ],
)
def test_a_capacity_is_whole_or_empty(tiny, given, field):
    """A number means nothing without what it counts and in which time."""
    cells(PROFILES, 2, **given)(tiny)
    expected = [("capacity-half", "error", PROFILES, 2, field)]
    assert findings(tiny) == (expected if field else [])
