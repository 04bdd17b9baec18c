"""The catalogues of the site's texts: the template of them all, and what brings a catalogue up to date."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Mapping
from gettext import c2py
from io import BytesIO
from pathlib import Path
from typing import Any

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.plurals import get_plural
from babel.messages.pofile import read_po, write_po
from babel.plural import to_gettext

from madewhere.project import ROOT, TEMPLATES, TRANSLATIONS
from madewhere.prose.edition import label_texts
from madewhere.render.chrome import OFFER
from madewhere.render.languages import CATALOGUE, locale_of, plurals
from madewhere.render.product_words import VOCABULARIES
from madewhere.site_files import PAGE_NAME

TEMPLATE = TRANSLATIONS / "site.pot"
PROGRAM = ROOT / "scripts" / "madewhere"

_FUNCTIONS: dict[str, Any] = {
    "_": None,
    "N_": None,
    "gettext": None,
    "ngettext": (1, 2),
    "forms": (1, 2),
    "pgettext": ((1, "c"), 2),
}
"""The functions that take messages, as Babel writes it: which arguments, and which is a context."""
_SHORT = {"text": None, "say": None}
"""What they are called too in the modules that render pages."""

_VOCABULARIES = ("words.py", "product_words.py")
"""The modules whose words are taken from their vocabularies, each with that as its context."""

_REGISTERS = {
    "facility_type": "facility_types.csv",
    "processing_type": "processing_types.csv",
    "chapter": "chapters.csv",
}
"""The registers that come with the program and whose titles are words of the trade, by their context."""


def template() -> Catalog:
    """Every text of the site, in a stable order: that of the files, and within each as it stands there."""
    catalogue = Catalog(charset="utf-8")
    for where, context, message in _messages():
        catalogue.add(message, context=context, locations=[(where, 0)])
    for known in catalogue:
        del known.locations[1:]  # the others tell little, and change with every page
    return catalogue


def _messages() -> Iterator[tuple[str, str | None, str | tuple[str, ...]]]:
    """Where a message stands, its context, and its text or those for one and for many."""
    yield from _extracted(TEMPLATES, [("**.html", "jinja2")], _FUNCTIONS)
    yield from _extracted(PROGRAM / "render", [("**.py", "python")], _FUNCTIONS | _SHORT)
    others = [
        ("render/**.py", "ignore"),
        ("private/**.py", "ignore"),  # the invitation has catalogues of its own
        ("**.py", "python"),
    ]
    yield from _extracted(PROGRAM, others, _FUNCTIONS)
    for vocabulary, words in VOCABULARIES.items():
        for word in words.values():
            yield "scripts/madewhere/render/words.py", vocabulary, word
    yield "scripts/madewhere/render/chrome.py", *OFFER
    for label in label_texts(ROOT):
        yield "mkdocs.yml", PAGE_NAME, label
    for context, name in _REGISTERS.items():
        path = PROGRAM / "demo" / "registers" / name
        with path.open(encoding="utf-8", newline="") as opened:
            for row in csv.DictReader(opened):
                yield path.relative_to(ROOT).as_posix(), context, row["title"]


def _extracted(
    folder: Path, methods: list[tuple[str, str]], functions: Mapping[str, Any]
) -> Iterator[tuple[str, str | None, str | tuple[str, ...]]]:
    found = extract_from_dir(
        str(folder),
        method_map=methods,
        options_map={"**.html": {"encoding": "utf-8"}},
        keywords=functions,
    )
    for name, _, message, _, context in sorted(found, key=lambda each: (each[0], each[1])):
        path = folder / name
        if path.name not in _VOCABULARIES:
            yield path.relative_to(ROOT).as_posix(), context, message


def written(catalogue: Catalog, header: str) -> bytes:
    """A catalogue as a file: a message's files are named without lines, which would change too often."""
    body = BytesIO()
    write_po(
        body,
        catalogue,
        width=0,
        omit_header=True,
        include_lineno=False,
        include_previous=True,
        ignore_obsolete=True,
    )
    return header.encode() + b"\n" + body.getvalue().strip() + b"\n"


def template_file() -> bytes:
    """What `site.pot` has to be."""
    return written(template(), _TEMPLATE_HEADER)


def updated(code: str) -> bytes:
    """The catalogue of a language with what is new, without what is gone.

    A text that has changed a little keeps its translation under the mark "fuzzy", for somebody to look
    at. Raises `UnknownLocaleError` or `ValueError` for a language that there is not.
    """
    path = TRANSLATIONS / code / CATALOGUE
    content = path.read_text(encoding="utf-8") if path.exists() else new_header(code)
    catalogue = read_po(BytesIO(content.encode()), locale=locale_of(code))
    catalogue.update(template())
    header = _HEADER.match(content)
    return written(catalogue, header[0] if header else new_header(code))


_HEADER = re.compile(r'(?:#[^\n]*\n)*msgid ""\nmsgstr ""\n(?:"[^\n]*"\n)+')
"""The header as it stands there, with what people wrote above it."""


def new_header(code: str) -> str:
    """The header of a catalogue that nobody has checked yet."""
    name = locale_of(code).get_language_name("en") or code
    return _CATALOGUE_HEADER.format(name=name, code=code, plurals=plural_header(code))


def plural_header(code: str) -> str:
    """The forms of counted nouns as gettext writes them: in its usual words where they mean the same."""
    forms = plurals(code)
    usual = get_plural(locale_of(code))
    index = c2py(usual.plural_expr)
    if usual.num_plurals == len(forms.categories) and all(
        index(n) == forms.index(n) for n in range(1000)
    ):
        return usual.plural_forms.strip()
    return str(to_gettext(forms.rule))


_TEMPLATE_HEADER = """\
# Every text of the site, to be translated. Made by `make messages`; do not edit it.
# templates/translations/GUIDE.md says how to translate it.
msgid ""
msgstr ""
"Project-Id-Version: madewhere site\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"""

_CATALOGUE_HEADER = """\
# The texts of the site, in {name}.
#
# Not yet checked by a native speaker. That is what the mark "fuzzy" on this header says. Whoever has
# read it all removes the mark and this remark.
#, fuzzy
msgid ""
msgstr ""
"Project-Id-Version: madewhere site\\n"
"Language: {code}\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"Plural-Forms: {plurals}\\n"
"""
