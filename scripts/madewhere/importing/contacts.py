"""Whom to write to at a factory, as lists name it: into the private table `contacts` and nowhere else."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from madewhere import tables
from madewhere.celltext import find_email, find_phone, is_formula
from madewhere.private.folder import Rows

TABLE = "contacts"

CONTACT_FIELDS = {
    "contact_name": "name",
    "contact_role": "role",
    "contact_email": "email",
    "contact_phone": "phone",
    "contact_language": "language",
}
"""Columns of lists that go into the table `contacts`, by the name they have in a mapping."""

UNNAMED = "Contact"
"""What stands for the name where a list gives only an address or a number."""

_EMAIL = re.compile(r"[^\s@,;:<>()\[\]|]+@[^\s@,;:<>()\[\]|]+\.[^\s@,;:<>()\[\]|.]{2,}")
_AS_A_NUMBER = re.compile(r"\d(?:[.,]\d+)?E\+?\d+", re.IGNORECASE)
_FEWEST_DIGITS = 6
_BETWEEN = re.compile(
    r"\b(?:e-?mail|tel(?:ephone)?|phone|ph|mobile|mob|cell)\b[.:]*|[(\[<]\s*[)\]>]", re.IGNORECASE
)
"""What only says that an address or a number follows, and brackets of which it was taken out."""
_EDGES = " ,;:|/()<>[]-–"

Said = dict[str, str]
"""The cells of a contact, without the factory; empty ones are left out."""


def read_contact(texts: Mapping[str, Sequence[str]]) -> tuple[Said, list[str]]:
    """Read the cells of one row: the contact, and the names in a mapping of what could not be read.

    A name may have an e-mail address and a telephone number beside it; each goes where it belongs.
    """
    said: Said = {}
    unread = []
    for name, column in CONTACT_FIELDS.items():
        given = texts.get(name, ())
        if not given:
            continue
        read = _READERS.get(column, _any)
        found = _parted(" ".join(given)) if column == "name" else read(given[0], column)
        fits = {c: t for c, t in found.items() if len(t) <= _limit(c) and not is_formula(t)}
        # What stands beside a name gives way to a column of its own.
        other = [
            c
            for c, t in fits.items()
            if c != column and t not in (texts.get(f"contact_{c}") or [t])
        ]
        said |= {c: t for c, t in fits.items() if c not in other}
        several = column != "name" and len(given) > 1
        if len(fits) < max(len(found), 1) or several or other:
            unread.append(name)
    return said, unread


def _parted(text: str) -> Said:
    """A name, and what is no part of it."""
    found: Said = {}
    for column, part in (("email", find_email(text)), ("phone", find_phone(text))):
        if part:
            found[column] = part
            text = text.replace(part, " ", 1)
    text = re.sub(r"[;,|/\s]+(?=[;,|/])", "", _BETWEEN.sub(" ", text))
    name = " ".join(text.split()).strip(_EDGES)
    return found | ({"name": name} if any(c.isalpha() for c in name) else {})


def _email(text: str, column: str) -> Said:
    addresses = _EMAIL.findall(text)
    alone = len(addresses) == 1 and not any(c.isalnum() for c in text.replace(addresses[0], ""))
    return {column: addresses[0]} if alone else {}


def _phone(text: str, column: str) -> Said:
    text = re.sub(r"^(\d+)\.0$", r"\1", text)
    enough = sum(c.isdigit() for c in text) >= _FEWEST_DIGITS
    return {column: text} if enough and "@" not in text and not _AS_A_NUMBER.search(text) else {}


def _language(text: str, column: str) -> Said:
    text = text.lower() if len(text) < 4 else text
    form = tables.table(TABLE).field(column).constraints["pattern"]
    return {column: text} if re.fullmatch(form, text) else {}


def _any(text: str, column: str) -> Said:
    return {column: text}


_READERS = {"email": _email, "phone": _phone, "language": _language}


def _limit(column: str) -> int:
    return int(tables.table(TABLE).field(column).constraints.get("maxLength", 1_000))


@dataclass(slots=True)
class Contacts:
    """The folder's contacts while a list is taken in; ``added`` are the factories that got one by it."""

    rows: Rows
    added: set[str] = field(default_factory=set)

    def take(self, factory_id: str, said: Said) -> list[str]:
        """Take a contact in; gives the columns of a mapping that the folder has otherwise, and keeps."""
        if not said:
            return []
        own = [row for row in self.rows if row["factory_id"] == factory_id]
        row = self._known(own, said)
        if row is None:
            row = dict.fromkeys(tables.table(TABLE).columns, "")
            row |= {"factory_id": factory_id, "name": UNNAMED}
            self.rows.append(row)
            self.added.add(factory_id)
        if row["name"] == UNNAMED:
            row["name"] = said.get("name", UNNAMED)
        aside = []
        for name, column in CONTACT_FIELDS.items():
            if row[column] and said.get(column, row[column]).casefold() != row[column].casefold():
                aside.append(name)
            row[column] = row[column] or said.get(column, "")
        return aside

    @staticmethod
    def _known(own: Rows, said: Said) -> dict[str, str] | None:
        """The row that this is about: by the name, or by the address where one of the two has no name."""
        name, email = said.get("name", UNNAMED).casefold(), said.get("email", "").casefold()
        for row in own:
            if row["name"].casefold() == name:
                return row
        for row in own:
            nameless = UNNAMED in (row["name"], said.get("name", UNNAMED))
            if nameless and email and row["email"].casefold() == email:
                return row
        return None
