"""The questions about one factory, asked one after the other, each answer looked at as it comes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from madewhere.form.conversation import Conversation
from madewhere.form.likeness import Known, KnownFactories, to_choose_from
from madewhere.form.questions import LINK_QUESTIONS, QUESTIONS, Question
from madewhere.form.reading import AnswerReader, place_fault
from madewhere.tables import groups

SHOW_CHOICES = "?"

_FIRST = [question for question in QUESTIONS if question.required]
_THEN = [question for question in QUESTIONS if not question.required]
_IN_ORDER = (*_FIRST, *_THEN, *LINK_QUESTIONS)


@dataclass(slots=True)
class Asking:
    """The conversation about one factory, and what it gave so far.

    ``known`` are the factories of the folder and the published ones. ``values`` are the
    answers as typed by column, ``cells`` what they were read as; ``row`` is the folder's row of the
    factory where it has one. ``offered`` are those that it was said not to be, and the one that was chosen.
    """

    talk: Conversation
    reader: AnswerReader
    known: KnownFactories
    stated_by: str
    values: dict[str, str] = field(default_factory=dict)
    cells: dict[str, str] = field(default_factory=dict)
    row: Mapping[str, str] = field(default_factory=dict)
    offered: set[str] = field(default_factory=set)

    def run(self) -> bool:
        """Ask everything and show it again; False where it is not to be written."""
        self.talk.say(
            "One factory, one question after the other. Enter skips a question, ? shows what can be "
            "answered, Ctrl-C stops. Nothing is written before the end."
        )
        for question in _FIRST:
            self.ask(question)
        self.offer()
        for question in (*_THEN, *LINK_QUESTIONS):
            self.ask(question)
        self.offer()
        return self.confirm()

    def ask(self, question: Question) -> None:
        """Ask one question until its answer can be read."""
        old = self._old(question)
        must = question.required and not old
        self.talk.say("")
        self.talk.say(question.label + (" (has to be answered)" if must else ""))
        self.talk.say(f"{question.help} Such as: {question.example}", "  ")
        if old:
            self.talk.say(f"Now: {old}", "  ")
        while True:
            text = self.talk.ask("> ")
            if text == SHOW_CHOICES:
                self._show_choices(question)
            elif not text and not must:
                self._take(question, "", {})
                return
            elif fault := self._read(question, text):
                self.talk.say(f"! {fault}", "  ")
            else:
                return

    def _read(self, question: Question, text: str) -> str:
        """Take an answer, or say what is wrong with it."""
        if not text:
            return "It has to be answered."
        reading = self.reader.read(question.column, text)
        if reading.fault:
            return reading.fault
        others = {c: t for c, t in self.cells.items() if c not in question.columns}
        if question.column in ("country", "coordinates") and (
            fault := place_fault(others | reading.cells)
        ):
            return fault
        self._take(question, text if reading.cells else "", reading.cells)
        return ""

    def _take(self, question: Question, text: str, cells: Mapping[str, str]) -> None:
        for column in question.columns:
            self.cells.pop(column, None)
        self.cells |= cells
        self.values.pop(question.column, None)
        if text:
            self.values[question.column] = text

    def _old(self, question: Question) -> str:
        """What the folder has and Enter keeps: only the word of who states it now."""
        if not self.row:
            return ""
        if question in LINK_QUESTIONS:
            link = self._row_of("sourcing", self.row["factory_id"])
            return link.get(question.column, "")
        group = next(
            group
            for group, fields in groups().items()
            if question.columns[0] in (each.name for each in fields)
        )
        if self.row[f"{group}_stated_by"] != self.stated_by:
            return ""
        texts = [self.row[column] for column in question.columns]
        return ", ".join(text for text in texts if text)

    def _show_choices(self, question: Question) -> None:
        titles = self.reader.titles.get(question.register, ())
        if titles:
            self.talk.say("; ".join(titles), "  ")
        else:
            self.talk.say(question.wrong or f"Any text, such as: {question.example}", "  ")

    def offer(self) -> None:
        """Offer the factories that this one may be, each once."""
        found = to_choose_from(self.known.alike(self.cells))
        new = [known for known in found if known.factory_id not in self.offered]
        if not new or self.row or "factory_id" in self.values:
            return
        self.offered |= {known.factory_id for known in new}
        self.talk.say("")
        self.talk.say("Is it one of these?")
        place = self.talk.choose_or_none("Its number", [known.words for known in new])
        if place is None:
            return
        chosen = new[place]
        self.values["factory_id"] = chosen.factory_id
        if chosen.past.no:
            self.talk.say(f"! It {chosen.past.no}. Only a later yes of its own changes that.", "  ")
        if chosen.here:
            self.row = self._row_of("factories", chosen.factory_id)
            self.talk.say("From here on Enter keeps what the folder has.", "  ")

    def _row_of(self, name: str, factory_id: str) -> Mapping[str, str]:
        rows = self.known.folder.tables.get(name, ())
        return next((row for row in rows if row["factory_id"] == factory_id), {})

    def recognised(self) -> Known | None:
        """The known factory that the answers are surely about; None for one that is new."""
        read = self.reader.row(self.values)
        return None if read.refused else self.known.get(self.known.recognise(read))

    def confirm(self) -> bool:
        """Show all answers until they are right; False where nothing is to be written."""
        self._show_answers()
        while True:
            answer = self.talk.ask("Is this right? y, n to stop, or a number to answer again: ")
            if answer.casefold() in ("y", "yes"):
                return True
            if answer.casefold() in ("n", "no"):
                return False
            if answer.isascii() and answer.isdecimal() and 0 < int(answer[:3]) <= len(_IN_ORDER):
                self.ask(_IN_ORDER[int(answer[:3]) - 1])
                self._show_answers()
            else:
                self.talk.say(f"! Answer with y, n, or a number from 1 to {len(_IN_ORDER)}.", "  ")

    def _show_answers(self) -> None:
        self.talk.say("")
        for number, question in enumerate(_IN_ORDER, start=1):
            self.talk.say(f"{number:>2} {question.label}: {self._shown(question)}")
        if known := self.recognised():
            self.talk.say(f"   This is {known.words}.")
        else:
            self.talk.say("   It is new, and gets an ID of its own.")

    def _shown(self, question: Question) -> str:
        text = self.values.get(question.column, "")
        if not text:
            old = self._old(question)
            return f"{old} (as before)" if old else "–"
        read = ", ".join(self.cells[c] for c in question.columns if c in self.cells)
        return text if read == text else f"{text} (taken as {read})"
