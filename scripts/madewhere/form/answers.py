"""Reading a form that was filled in: the text of an issue, or the file that was sent in.

Both are headings with an answer under each. Whoever sends a form may write anything into it, so what
has no place in it, or stands there twice, is a fault, and nothing of such a form is used.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from madewhere.errors import MadewhereError
from madewhere.form.questions import (
    DECLARATIONS,
    NAME_OF_CONSENT,
    NAME_OF_DECLARATIONS,
    QUESTIONS,
    scope_lines,
)
from madewhere.form.reading import AnswerReader, place_fault
from madewhere.importing.cleaning import clean, comparable
from madewhere.quoting import short

MOST_CHARACTERS = 65_536
"""An issue is never longer."""

_NO_ANSWER = "_No response_"
"""What GitHub writes under a question that was left empty."""

_LINE_ENDS = re.compile(r"\r\n|\r|\n")
_HEADING = re.compile(r" {0,3}###(?!#)(.*)")
_BOX = re.compile(r"(?:[-*+•–—] {0,3})?\[ {0,3}([^\]\s]?) {0,3}\](.*)")
_TICKS = frozenset("xX✓✔✗☑☒")

_EXPLANATION = re.compile(r">(?!\s*\d)")
"""A line that explains a question; one such as ``> 1000`` is an answer."""

_BULLET = re.compile(r"\s*[-*•]\s+")


@dataclass(slots=True)
class Answers:
    """What a form says: ``values`` by column, and the ``scopes`` agreed to.

    ``asked`` are the scopes of which it has the line, ticked or not; an older form has fewer.
    ``faults`` say in plain words why the form cannot be taken, ``unread`` what of it cannot be used.
    """

    values: dict[str, str] = field(default_factory=dict)
    scopes: list[str] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)
    unread: list[str] = field(default_factory=list)


def text_of(content: bytes) -> str:
    """The text of a form's file: UTF-8, or UTF-16 with its mark, as some editors save it.

    Raises `MadewhereError` for anything else, and for what is too long.
    """
    try:
        is_wide = content.startswith((b"\xff\xfe", b"\xfe\xff"))
        text = content.decode("utf-16" if is_wide else "utf-8-sig")
    except UnicodeDecodeError as error:
        raise MadewhereError(
            "the form is no text that can be read",
            hint="Save it as plain text in the encoding UTF-8.",
        ) from error
    if len(text) > MOST_CHARACTERS:
        raise MadewhereError(
            f"the form has {len(text):,} characters; at most {MOST_CHARACTERS:,} are read",
            hint="Send only the form itself.",
        )
    return text


def read_answers(text: str, reader: AnswerReader) -> Answers:
    """Read a filled-in form. Raises `MadewhereError` for a text that is no such form."""
    answers = Answers()
    sections = _sections(text, answers.faults)
    if NAME_OF_CONSENT not in sections:
        raise MadewhereError(
            f"this is no form of a factory: there is no heading “{NAME_OF_CONSENT}”",
            hint="Make an empty form with `madewhere intake --text-form`.",
        )
    scopes = scope_lines()
    consent, declared = sections.pop(NAME_OF_CONSENT), sections.pop(NAME_OF_DECLARATIONS, [])
    ticked = _ticked(consent, tuple(scopes.values()), answers.faults)
    answers.scopes = [scope for scope, line in scopes.items() if line in ticked]
    present = {comparable(text) for _, text in _boxes(consent)}
    answers.asked = [scope for scope, line in scopes.items() if comparable(line) in present]
    if "identity" not in answers.scopes:
        answers.faults.append("name and place are not agreed to, so nothing may be shown")
    ticked = _ticked(declared, DECLARATIONS, answers.faults)
    answers.faults += [f"not agreed to: {line}" for line in DECLARATIONS if line not in ticked]
    cells: dict[str, str] = {}
    for question in QUESTIONS:
        lines = sections.pop(question.label, [])
        value = _value(lines, question.label, question.joint, answers.faults)
        if not value:
            if question.required:
                answers.faults.append(f"there is no answer under “{question.label}”")
            continue
        answers.values[question.column] = value
        reading = reader.read(question.column, value)
        cells |= reading.cells
        if reading.fault:
            told = f"{question.label}: {reading.fault}"
            (answers.faults if reading.refuses else answers.unread).append(told)
    if fault := place_fault(cells):
        answers.unread.append(f"Coordinates: {fault}")
    answers.faults += [f"the form has no question “{short(heading)}”" for heading in sections]
    return answers


def _sections(text: str, faults: list[str]) -> dict[str, list[str]]:
    """The lines under each heading, by the form's own spelling of it."""
    labels = [NAME_OF_CONSENT, NAME_OF_DECLARATIONS, *(question.label for question in QUESTIONS)]
    spelt = {comparable(label): label for label in labels}
    sections: dict[str, list[str]] = {}
    current: list[str] = []
    for line in _LINE_ENDS.split(text):
        if found := _HEADING.fullmatch(line):
            heading = spelt.get(comparable(found[1]), found[1].strip())
            if heading in sections:
                faults.append(f"the heading “{short(heading)}” stands there twice")
                current = []
            else:
                current = sections[heading] = []
        else:
            current.append(line)
    return sections


def _ticked(lines: list[str], known: tuple[str, ...], faults: list[str]) -> set[str]:
    """The known lines that have a tick; any other line with one is a fault."""
    spelt: Mapping[str, str] = {comparable(line): line for line in known}
    states: dict[str, set[bool]] = {}
    for mark, text in _boxes(lines):
        line = spelt.get(comparable(text))
        if mark and mark not in _TICKS:
            faults.append(f"[{mark}] is no tick; put an x between the brackets: {short(text)}")
        elif line is not None:
            states.setdefault(line, set()).add(bool(mark))
        elif mark:
            faults.append(f"the form has no line “{short(text)}” to tick")
    faults += [f"ticked and not ticked: {line}" for line, told in states.items() if len(told) > 1]
    return {line for line, told in states.items() if told == {True}}


def _boxes(lines: list[str]) -> Iterator[tuple[str, str]]:
    """What stands in each box and after it; an editor may have broken a long line in two."""
    boxes: list[list[str]] = []
    is_open = False
    for line in lines:
        if found := _BOX.fullmatch(line.strip()):
            boxes.append([found[1], found[2].strip()])
            is_open = True
        elif not line.strip():
            is_open = False
        elif is_open:
            boxes[-1][1] += f" {line.strip()}"
    return ((mark, text) for mark, text in boxes)


def _value(lines: list[str], label: str, joint: str, faults: list[str]) -> str:
    """An answer in one line, without the explanation at its beginning."""
    rest = list(lines)
    while rest and _EXPLANATION.match(rest[0].strip()):
        rest.pop(0)
    told = [line.strip() for line in rest]
    told = [line for line in told if line]
    if any(_EXPLANATION.match(line) for line in told):
        faults.append(f"a line under “{label}” begins with >; write the answer without it")
    if len(told) > 1:
        told = [
            clean(_BULLET.sub("", line, count=1)).text.strip(f"{joint.strip()} ,") for line in told
        ]
        told = [line for line in told if line]
    value = joint.join(told)
    return "" if value == _NO_ANSWER else value
