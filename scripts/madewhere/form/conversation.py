"""Asking for one thing after the other at a terminal, or of whatever else gives a line an answer."""

from __future__ import annotations

import textwrap
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from madewhere.quoting import visible

_WIDTH = 88
_YES = {"y": True, "yes": True, "n": False, "no": False}


@dataclass(frozen=True, slots=True)
class Conversation:
    """``line`` shows a prompt and gives the line that was typed; ``show`` shows a line."""

    line: Callable[[str], str]
    show: Callable[[str], None]

    def say(self, text: str, indent: str = "") -> None:
        """Say a sentence, broken into lines; nothing in it steers a terminal."""
        for line in textwrap.wrap(visible(text), _WIDTH - len(indent)) or [""]:
            self.show(indent + line)

    def ask(self, prompt: str) -> str:
        """Ask, and give the answer without spaces around it."""
        return self.line(visible(prompt)).strip()

    def ask_yes(self, prompt: str) -> bool:
        """Ask for a yes or no until it is one of them; no answer is a no."""
        while True:
            answer = self.ask(f"{prompt} y or n, Enter for n: ").casefold() or "n"
            if answer in _YES:
                return _YES[answer]
            self.say("! Answer with y or n.", "  ")

    def choose(self, prompt: str, choices: Sequence[str]) -> int:
        """Ask for the number of one of the choices, which are shown; gives its place from 0."""
        self._show_choices(choices)
        while True:
            if (place := _place(self.ask(f"{prompt}: "), choices)) is not None:
                return place
            self.say(f"! Answer with a number from 1 to {len(choices)}.", "  ")

    def choose_or_none(self, prompt: str, choices: Sequence[str]) -> int | None:
        """Like `choose`, but no answer means none of them."""
        self._show_choices(choices)
        while answer := self.ask(f"{prompt}; Enter for none: "):
            if (place := _place(answer, choices)) is not None:
                return place
            self.say(f"! Answer with a number from 1 to {len(choices)}, or with Enter.", "  ")
        return None

    def choose_some(self, prompt: str, choices: Sequence[str]) -> list[int]:
        """Ask for the numbers of some of the choices, at least one; gives their places from 0."""
        self._show_choices(choices)
        while True:
            parts = self.ask(f"{prompt}: ").replace(",", " ").split()
            places = [_place(part, choices) for part in parts]
            found = sorted({place for place in places if place is not None})
            if found and None not in places:
                return found
            self.say(f"! Answer with numbers from 1 to {len(choices)}, such as 1 2.", "  ")

    def _show_choices(self, choices: Sequence[str]) -> None:
        for number, choice in enumerate(choices, start=1):
            self.show(visible(f"  {number} {choice}"))


def _place(answer: str, choices: Sequence[str]) -> int | None:
    """The place of the choice that the answer means: its number, or its first word."""
    words = [choice.split(" ", 1)[0].strip(":,") for choice in choices]
    if answer in words:
        return words.index(answer)
    is_number = answer.isascii() and answer.isdecimal() and len(answer) < 4
    return int(answer) - 1 if is_number and 1 <= int(answer) <= len(choices) else None
