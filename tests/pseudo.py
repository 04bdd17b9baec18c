"""A made-up right-to-left translation of every message, to see what does not go through gettext.

Each Latin letter becomes an Arabic one; placeholders stay. Whatever Latin text is left on a page of
this language is data, or a message that was forgotten.
"""

from __future__ import annotations

import re
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import write_po

from madewhere.project import ROOT

LETTERS = str.maketrans("abcdefghijklmnopqrstuvwxyz", "ابتثجحخدذرزسشصضطظعغفقكلمنه")
KEYWORDS = {
    **dict.fromkeys(("_", "N_", "gettext", "text", "say")),
    **dict.fromkeys(("ngettext", "forms"), (1, 2)),
}
_PLACEHOLDER = re.compile(r"(%\(\w+\)s|\{\w+\})")


def pseudo(message: str) -> str:
    """The message in the made-up language."""
    parts = _PLACEHOLDER.split(message)
    return "".join(
        part if _PLACEHOLDER.fullmatch(part) else part.lower().translate(LETTERS) for part in parts
    )


def messages() -> list[str | tuple[str, ...]]:
    """Every message of the templates and of the program, in a stable order."""
    found: dict[str | tuple[str, ...], None] = {}
    options = {"**.html": {"encoding": "utf-8"}}
    for folder, methods in (
        (ROOT / "templates", [("**.html", "jinja2")]),
        (ROOT / "scripts" / "madewhere" / "render", [("**.py", "python")]),
    ):
        for _, _, message, _, _ in extract_from_dir(
            str(folder), method_map=methods, options_map=options, keywords=KEYWORDS
        ):
            found[message if isinstance(message, str) else tuple(message)] = None
    return list(found)


def write_pseudo_catalogue(folder: Path) -> Path:
    """Write the catalogue of Arabic letters that `render.languages` then finds as ``ar``."""
    catalogue = Catalog(locale="ar")
    for message in messages():
        if isinstance(message, str):
            catalogue.add(message, pseudo(message))
        else:
            forms = [pseudo(message[1])] * catalogue.num_plurals
            catalogue.add(message, tuple(forms))
    path = folder / "ar.po"
    with path.open("wb") as opened:
        write_po(opened, catalogue)
    return path
