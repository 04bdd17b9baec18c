"""What is wrong with a catalogue: what is missing or stale, and what would not stand on a page as it should."""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Iterator
from functools import cache
from gettext import c2py
from io import BytesIO
from typing import Any, NamedTuple

from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po

from madewhere.project import TRANSLATIONS
from madewhere.quoting import short
from madewhere.render.languages import Plurals, locale_of, plurals
from madewhere.translations import template

SAME = TRANSLATIONS / "same_as_english.csv"
"""The texts that a language says as English does, with the reason."""

_PLACEHOLDER = re.compile(r"%\((\w+)\)s")
_TAG = re.compile(r"</?[a-zA-Z][^>]*>|&#?\w+;")
_MARKS = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066\u2067]")
"""Characters that set directions. Pages do that; of these only U+2068 … U+2069 may stand in a text."""
_ENDS = {".": ".。।．", ":": ":：", "?": "?？؟", "…": "…", "!": "!！"}
"""What a text may end with where the English one ends with the key."""


class Listed(NamedTuple):
    """A row of the list of texts that are the same as in English; ``languages`` may be ``*``."""

    languages: str
    context: str
    message: str
    reason: str

    def holds(self, code: str, message: Message) -> bool:
        """Whether it is about this message in this language."""
        here = self.languages == "*" or code in self.languages.split()
        return here and (self.context, self.message) == (message.context or "", _first(message.id))


@cache
def same_as_english() -> tuple[Listed, ...]:
    """The list of texts that are the same as in English."""
    with SAME.open(encoding="utf-8", newline="") as opened:
        return tuple(Listed(**row) for row in csv.DictReader(opened))


def faults(code: str, content: bytes) -> list[str]:
    """Everything that is wrong with the catalogue of a language, each as a sentence with its text."""
    catalogue = read_po(BytesIO(content), locale=locale_of(code))
    wanted = {_key(message): message for message in template() if message.id}
    found = [message for message in catalogue if message.id]
    told = list(_header_faults(catalogue, plurals(code)))
    told += [
        f"{short(_first(message.id))}: is no text of the site any more"
        for message in [*found, *catalogue.obsolete.values()]
        if _key(message) not in wanted
    ]
    there = {_key(message): message for message in found}
    for key, message in wanted.items():
        said = there.get(key)
        if said is None or not all(_texts(said.string)):
            told.append(f"{short(_first(message.id))}: is not translated")
        elif said.fuzzy:
            told.append(f"{short(_first(message.id))}: is marked fuzzy; look at it again")
        else:
            told += [f"{short(_first(message.id))}: {fault}" for fault in _said(code, said)]
    return told


def _header_faults(catalogue: Catalog, wanted: Plurals) -> Iterator[str]:
    index = c2py(catalogue.plural_expr)
    if catalogue.num_plurals != len(wanted.categories) or any(
        index(n) != wanted.index(n) for n in range(1000)
    ):
        yield (
            "Plural-Forms in the header: this language has the forms "
            f"{', '.join(wanted.categories)}, in this order"
        )


def _said(code: str, message: Message) -> Iterator[str]:
    """What is wrong with one translation."""
    english, said = _texts(message.id), _texts(message.string)
    forms = plurals(code)
    if len(english) > 1:
        if len(said) != len(forms.categories):
            yield f"has {len(said)} forms instead of {len(forms.categories)}"
            return
        for category, text in zip(forms.categories, said, strict=True):
            one = forms.numbers(category)
            may_lack = {"n"} if len(one) == 1 else set()
            model = english[0] if one == [1] else english[-1]
            yield from _against(model, text, may_lack)
    else:
        yield from _against(english[0], said[0], set())
    if set(english) & set(said) and not any(row.holds(code, message) for row in same_as_english()):
        yield f"is the same as in English; if that is right, list it with the reason in {SAME.name}"


def _against(english: str, text: str, may_lack: set[str]) -> Iterator[str]:
    """What is wrong with a text beside the English one; ``may_lack`` are placeholders it may leave out."""
    wanted, given = set(_PLACEHOLDER.findall(english)), set(_PLACEHOLDER.findall(text))
    if given - wanted or wanted - given - may_lack:
        yield f"fills in {_named(given)} instead of {_named(wanted)}"
    if wanted and "%" in _PLACEHOLDER.sub("", text):
        yield "has a % that begins no placeholder; write it as %%"
    if Counter(_TAG.findall(english)) != Counter(_TAG.findall(text)):
        yield "has other tags or entities than the English text"
    if _MARKS.search(text) or text.count("\u2068") != text.count("\u2069"):
        yield "has invisible characters that set the direction; the page does that"
    words = any(
        c.isalpha() for c in english
    )  # a comma or colon has its spaces as the language wants
    if words and (text[:1].isspace(), text[-1:].isspace()) != (
        english[:1].isspace(),
        english[-1:].isspace(),
    ):
        yield "begins or ends with a space where English does not, or the other way round"
    if "  " in text:
        yield "has two spaces in a row"
    if ("'" in text or '"' in text) and not ("'" in english or '"' in english):
        yield "has straight quotation marks or apostrophes; use the language's own"
    end = english.rstrip()[-1:]
    if words and end in _ENDS and text.rstrip()[-1:] not in _ENDS[end]:
        yield f"ends without {end} or what the language has for it"


def _named(names: set[str]) -> str:
    return ", ".join(f"%({name})s" for name in sorted(names)) or "nothing"


def _key(message: Message) -> tuple[str, str | tuple[str, ...]]:
    return message.context or "", message.id if isinstance(message.id, str) else tuple(message.id)


def _texts(text: Any) -> tuple[str, ...]:
    return (text,) if isinstance(text, str) else tuple(text or ("",))


def _first(text: Any) -> str:
    return _texts(text)[0]


def needless(code: str) -> list[Listed]:
    """Rows of the list of same texts that name a language and are not, or no longer, needed there."""
    with (TRANSLATIONS / code / "site.po").open("rb") as opened:
        catalogue = read_po(opened, locale=locale_of(code))
    same = [m for m in catalogue if m.id and set(_texts(m.id)) & set(_texts(m.string))]
    return [
        row
        for row in same_as_english()
        if code in row.languages.split() and not any(row.holds(code, message) for message in same)
    ]
