"""Workers' voice: periods and numbers of surveys, and channels that lead to an office."""

from __future__ import annotations

import pytest

from checking import ALDER, BIRCH, FACTORIES, both, cells, findings, of_code, only
from tiny_publication import KNITS

SURVEYS = f"{ALDER}/worker_voice.csv"
CHANNELS = f"{ALDER}/grievance_channels.csv"


@pytest.mark.parametrize(
    ("start", "end", "code", "level"),
    [
        ("2026-02-14", "2026-02-14", None, ""),
        ("2026-02-15", "2026-02-14", "survey-period", "error"),
        ("2025-02-14", "2026-02-14", None, ""),
        ("2025-02-13", "2026-02-14", "survey-long", "warning"),
        ("2024-02-01", "2025-01-31", None, ""),
    ],
)
def test_how_long_a_survey_takes(tiny, start, end, code, level):
    """A day at least and a year at most, a leap year too."""
    cells(SURVEYS, 2, period_start=start, period_end=end)(tiny)
    found = of_code(tiny, "survey-period", "survey-long")
    assert found == ([(code, level, SURVEYS, 2, "period_end")] if code else [])


@pytest.mark.parametrize(
    ("respondents", "good"), [("640", True), ("641", False), ("600", True), ("10", True)]
)
def test_no_more_answer_than_work_there(tiny, respondents, good):
    """Compared with the largest number that any member states: alder says 640, birch 600."""
    cells(SURVEYS, 3, respondents=respondents)(tiny)
    expected = [("survey-respondents", "warning", SURVEYS, 3, "respondents")]
    assert findings(tiny) == ([] if good else expected)
    assert good or only(tiny).subject == KNITS


def test_where_nobody_states_workers_any_number_may_answer(tiny):
    """What is not stated contradicts nothing."""
    both(
        cells(FACTORIES, 2, workers=""),
        cells(
            f"{BIRCH}/factories.csv", 2, workers="", workforce_stated_on="", workforce_stated_by=""
        ),
        cells(SURVEYS, 3, respondents="5000"),
    )(tiny)
    assert findings(tiny) == []


@pytest.mark.parametrize(
    ("how", "reach", "good"),
    [
        ("web", "https://voice.example/bd", True),
        ("web", "HTTP://voice.example", True),
        ("web", "www.voice.example", False),
        ("web", "javascript:alert(1)", False),
        ("web", "https://", False),
        ("email", "voice@union.example", True),
        ("email", "voice at the union", False),
        ("phone", "16357", True),
        ("phone", "০৮০০ ১২৩", True),
        ("phone", "ask at the gate", False),
        ("text-message", "+880 1700-000000", True),
        ("text-message", "see the poster", False),
        ("messaging-app", "@voice", True),
        ("letter", "Canteen, first floor", True),
        ("in-person", "Room 2", True),
    ],
)
def test_a_channel_can_be_reached_as_it_says(tiny, how, reach, good):
    """An address on the web, of e-mail, a number, or a place in words."""
    cells(CHANNELS, 3, how=how, reach=reach)(tiny)
    expected = [("channel-reach", "error", CHANNELS, 3, "reach")]
    assert findings(tiny) == ([] if good else expected)


@pytest.mark.parametrize(
    ("address", "person"),
    [
        ("anna.berg@union.example", True),
        ("a.berg@union.example", True),
        ("Anna_Maria.Berg@union.example", True),
        ("anna.berg+voice@union.example", True),
        ("anna.berg (at) union.example", True),
        ("worker.voice@union.example", False),
        ("grievance.desk@union.example", False),
        ("complaints.bd@union.example", False),
        ("hotline@union.example", False),
        ("voice2.bd3@union.example", False),
    ],
)
def test_a_channel_leads_to_an_office_and_not_to_a_person(tiny, address, person):
    """Names with a point between are a person's, unless one is the word of an office."""
    cells(CHANNELS, 3, how="email", reach=address)(tiny)
    expected = [("channel-person", "warning", CHANNELS, 3, "reach")]
    assert of_code(tiny, "channel-person") == (expected if person else [])
    assert not person or only(tiny).subject == f"{KNITS}|helpline"


def test_an_address_in_words_about_a_place_is_looked_at_too(tiny):
    """However the channel is reached, a person's address in the cell is told."""
    cells(CHANNELS, 2, reach="Canteen, or anna.berg@fable.example")(tiny)
    assert [code for code, *_ in findings(tiny)] == ["channel-person"]
