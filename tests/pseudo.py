"""A made-up right-to-left translation of every message, to see what does not go through gettext.

Each Latin letter becomes an Arabic one; placeholders stay. Whatever Latin text is left on a page of
this language is data, or a message that was forgotten.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from babel.messages.pofile import read_po

from madewhere.render import languages
from madewhere.translations import new_header, template, written

LETTERS = str.maketrans("abcdefghijklmnopqrstuvwxyz", "ابتثجحخدذرزسشصضطظعغفقكلمنه")
_PLACEHOLDER = re.compile(r"(%\(\w+\)s|\{\w+\})")


def pseudo(message: str) -> str:
    """The message in the made-up language."""
    parts = _PLACEHOLDER.split(message)
    return "".join(
        part if _PLACEHOLDER.fullmatch(part) else part.lower().translate(LETTERS) for part in parts
    )


def messages() -> list[str | tuple[str, ...]]:
    """Every message of the templates and of the program, in a stable order."""
    return [message.id for message in template() if message.id]


def write_pseudo_catalogue(folder: Path, code: str = "ar") -> None:
    """Write the catalogue of Arabic letters that `render.languages` then finds under this code."""
    catalogue = read_po(io.StringIO(new_header(code)))
    for message in template():
        if isinstance(message.id, str):
            catalogue.add(message.id, pseudo(message.id), context=message.context)
        else:
            said = (pseudo(message.id[1]),) * catalogue.num_plurals
            catalogue.add(message.id, said, context=message.context)
    path = folder / code / languages.CATALOGUE
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(written(catalogue, new_header(code)))


@contextmanager
def pseudo_languages(folder: Path, *codes: str) -> Iterator[None]:
    """While this lasts, the site's languages are English and these, all in the made-up translation."""
    for code in codes:
        write_pseudo_catalogue(folder, code)
    before = languages.TRANSLATIONS
    languages.TRANSLATIONS = folder
    _forget()
    try:
        yield
    finally:
        languages.TRANSLATIONS = before
        _forget()


def _forget() -> None:
    languages.available.cache_clear()
    languages.language.cache_clear()
