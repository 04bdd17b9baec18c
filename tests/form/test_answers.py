"""Reading a filled-in form, whatever its sender wrote into it."""

from __future__ import annotations

import pytest

from madewhere.errors import MadewhereError
from madewhere.form.answers import MOST_CHARACTERS, read_answers, text_of
from madewhere.form.blank import text_form
from madewhere.form.questions import QUESTIONS


def test_a_good_form_has_no_fault(fill, reader):
    """Values are by column, and what was left empty is not among them."""
    answers = read_answers(fill(), reader)
    assert (answers.faults, answers.unread) == ([], [])
    assert answers.scopes == ["identity", "profile", "contact"]
    assert answers.values["street_address"] == "12 Lantern Road"
    assert "name_native" not in answers.values


@pytest.mark.parametrize("end", ["\r\n", "\r"])
def test_line_ends_of_all_systems_are_read(fill, reader, end):
    """A form from Windows says the same."""
    assert read_answers(fill().replace("\n", end), reader) == read_answers(fill(), reader)


@pytest.mark.parametrize("tick", ["X", "x", "✓"])
def test_every_usual_tick_counts(fill, reader, tick):
    """People tick in different ways."""
    assert read_answers(fill(tick=tick), reader).faults == []


def test_without_identity_a_form_is_refused(fill, reader):
    """Other scopes alone show nothing."""
    answers = read_answers(fill(scopes=("profile",)), reader)
    assert answers.faults == ["name and place are not agreed to, so nothing may be shown"]


def test_each_declaration_is_needed(fill, reader):
    """Whoever does not declare to speak for the factory does not."""
    assert len(read_answers(fill(declared=False), reader).faults) == 2


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("- [ ] ", "- [x] Everything else", "has no line “Everything else"),
        ("- [x] Products", "- [x] Products and shoes", "has no line “Products and shoes"),
        ("- [x] Products", "- [?] Products", "is no tick"),
    ],
)
def test_a_tick_counts_only_at_the_forms_own_words(fill, reader, old, new, told):
    """What somebody wrote in place of a line is agreed to by nobody."""
    form = fill(scopes=("identity", "profile")).replace(old, new, 1)
    assert any(told in fault for fault in read_answers(form, reader).faults)


def test_a_line_that_is_ticked_and_not_ticked_is_refused(fill, reader):
    """Nobody can tell what was meant."""
    form = fill()
    line = next(line for line in form.split("\n") if line.startswith("- [x] Products"))
    answers = read_answers(form.replace(line, f"{line}\n{line.replace('[x]', '[ ]')}"), reader)
    assert any(fault.startswith("ticked and not ticked") for fault in answers.faults)
    assert "profile" not in answers.scopes


@pytest.mark.parametrize("heading", ["What may be shown", "Country", "country:", "Extra"])
def test_a_heading_in_an_answer_is_a_fault(fill, reader, heading):
    """Nobody smuggles in a second answer, or a question that the form does not have."""
    form = fill({"Region": f"Dhaka\n\n### {heading}\n\nFrance"})
    assert read_answers(form, reader).faults


@pytest.mark.parametrize(
    ("label", "text", "told"),
    [
        ("Name", "Quietwater boss@quietwater.example", "e-mail"),
        ("Street address", "Road 3, phone 01711-123456", "telephone"),
        ("Parent company", "Call +880 1711 123456", "telephone"),
        ("Name", "=HYPERLINK(1)", "formula"),
        ("Name", "N" * 400, "characters"),
        ("Country", "Bangladsh", "Did you mean Bangladesh?"),
        ("Country", "_No response_", "no answer"),
        ("Name", "n/a", "has to be answered"),
    ],
)
def test_some_answers_keep_a_form_out(fill, reader, label, text, told):
    """Contacts, formulas, and required answers that say nothing."""
    assert any(told in fault for fault in read_answers(fill({label: text}), reader).faults)


def test_an_optional_answer_that_cannot_be_read_is_told(fill, reader):
    """The rest of the form is good without it."""
    answers = read_answers(fill({"Workers": "about 500", "Coordinates": "48.85, 2.35"}), reader)
    assert answers.faults == []
    assert ["Workers" in answers.unread[0], "France" in answers.unread[1]] == [True, True]


def test_markup_and_invisible_characters_are_only_text(fill, reader):
    """Pages escape what is written, and control characters go."""
    name = "**Quiet** <script>alert(1)</script> [x](https://x.example)\x1b[31m"
    answers = read_answers(fill({"Name": name}), reader)
    assert answers.faults == []
    assert answers.values["name"] == name
    assert "\x1b" not in reader.read("name", name).cells["name"]


def test_an_answer_of_several_lines_is_one(fill, reader):
    """Lines of an address are parts of it, lines of a list are values, a number may begin with >."""
    answers = read_answers(
        fill(
            {
                "Street address": "Plot 9,\n\n12 Lantern Road",
                "Work steps": "- Sewing\n- Cutting",
                "Workers": ">1000",
                "Coordinates": "23.99\n90.42",
            }
        ),
        reader,
    )
    assert answers.values["street_address"] == "Plot 9, 12 Lantern Road"
    assert answers.values["processing_types"] == "Sewing|Cutting"
    assert answers.values["workers"] == ">1000"
    assert answers.unread == []


def test_a_quoted_answer_is_no_explanation(fill, reader):
    """An answer that an e-mail program quoted is not lost without a word."""
    answers = read_answers(fill({"Region": "Dhaka\n> Division"}), reader)
    assert any("begins with >" in fault for fault in answers.faults)


def test_the_text_form_is_read_back(reader):
    """The blank file is a form without answers; its explanations are none."""
    form = text_form()
    blank = read_answers(form, reader)
    assert blank.values == {}
    assert not any("begins with >" in fault or "no question" in fault for fault in blank.faults)
    form = form.replace("- [ ] ", "- [X] ")
    for question in QUESTIONS:
        if question.required:
            place = form.index("\n\n", form.index(f"### {question.label}\n"))
            form = f"{form[:place]}\n{question.example}{form[place:]}"
    filled = read_answers(form, reader)
    assert filled.faults == []
    assert filled.values.keys() == {question.column for question in QUESTIONS if question.required}


def test_an_editor_may_break_long_lines(fill, reader):
    """A line to agree to that was broken in two is still that line."""
    form = fill().replace("which members", "which\nmembers").replace("copied,", "copied,\n")
    assert read_answers(form, reader).faults == []


def test_what_is_no_form_is_refused(reader):
    """Another text is told from a form with faults."""
    with pytest.raises(MadewhereError, match="no form"):
        read_answers("Hello", reader)


def test_the_encodings_of_editors_are_read():
    """UTF-8 with and without mark, and UTF-16 with it; anything else is not guessed."""
    for encoding in ("utf-8", "utf-8-sig", "utf-16"):
        assert text_of("Fábrica".encode(encoding)) == "Fábrica"
    with pytest.raises(MadewhereError, match="no text"):
        text_of("Fábrica".encode("cp1252"))


def test_a_form_has_a_greatest_length(reader):
    """Up to it even a form made to be slow is read at once; beyond it none is."""
    with pytest.raises(MadewhereError, match="at most"):
        text_of(b"x" * (MOST_CHARACTERS + 1))
    for slow in ("### " + "# " * 30_000 + "x", "- [" + " " * 60_000, "- [x] " + " " * 60_000 + "x"):
        with pytest.raises(MadewhereError, match="no form"):
            read_answers(slow, reader)
