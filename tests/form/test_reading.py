"""One answer is read as an import reads a cell, and what is wrong is said in plain words."""

from __future__ import annotations

import pytest

from madewhere.form.questions import LINK_QUESTIONS, QUESTIONS
from madewhere.form.reading import place_fault


@pytest.mark.parametrize("question", [*QUESTIONS, *LINK_QUESTIONS], ids=lambda q: q.column)
def test_every_example_can_be_read(question):
    """What a question gives as an example is an answer to it, with this repository's registers."""
    from madewhere.form.reading import AnswerReader
    from madewhere.project import ROOT

    reading = AnswerReader.of(ROOT / "data").read(question.column, question.example)
    assert reading.fault == ""
    assert reading.cells


@pytest.mark.parametrize(
    ("column", "text", "cells"),
    [
        ("country", "NA", {"country": "NA"}),
        ("workers", ">10000", {"workers_min": "10001"}),
        ("website", "www.quiet.example", {"website": "https://www.quiet.example"}),
        ("processing_types", "Sewing; cutting", {"processing_types": "sewing|cutting"}),
        ("since", "2019", {"since": "2019-01-01"}),
        ("region", "n/a", {}),
    ],
)
def test_answers_become_cells(reader, column, text, cells):
    """The readers of imports do it."""
    reading = reader.read(column, text)
    assert (reading.cells, reading.fault) == (cells, "")


@pytest.mark.parametrize(
    ("column", "text", "told"),
    [
        ("gln", "9520123456789", "typing error"),
        ("facility_type", "Cutting", "register of facility types"),
        ("processing_types", "Sewng", "Did you mean Sewing?"),
        ("name_native_language", "Bengali", "bn for Bengali"),
        ("tier", "5", "from 1 to 4"),
        ("since", "03/04/2019", "2019-03-14"),
        ("name", "Fable\ufffd", "cannot be seen"),
        ("sector", "x" * 5_000, "5,000 characters"),
    ],
)
def test_a_fault_says_what_an_answer_has_to_be_like(reader, column, text, told):
    """Whoever reads it knows what to type instead."""
    assert told in reader.read(column, text).fault


def test_a_place_outside_its_country_is_told():
    """A point is looked at together with the country."""
    paris = {"latitude": "48.85", "longitude": "2.35"}
    assert "France" in place_fault(paris | {"country": "BD"})
    assert place_fault(paris | {"country": "FR"}) == ""
    assert place_fault(paris) == ""


def test_titles_come_from_the_registers(reader):
    """What `?` shows is what the publication knows."""
    assert "Final Product Assembly" in reader.titles["facility_types"]
