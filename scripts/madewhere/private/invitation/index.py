"""The list to send letters by: of every factory the newest that waits for an answer, with where it goes."""

from __future__ import annotations

import csv
import io
from datetime import date, timedelta
from pathlib import Path

from madewhere import countries
from madewhere.celltext import is_formula
from madewhere.importing.cleaning import inert
from madewhere.importing.known import one_address
from madewhere.private.folder import PrivatePackage, Rows
from madewhere.private.invitation.letter import ENGLISH, PAGE, PREVIEW
from madewhere.private.invitation.letters import newest_letters
from madewhere.private.standing import REMIND_AFTER_DAYS

FOLDER = "invitations"
"""The folder of the pages, in the private folder, and the name of the table beside it."""

INDEX = "index.csv"
"""The name of the list, in that folder."""

COLUMNS = (
    "reference",
    "factory_id",
    "factory",
    "address",
    "country",
    "contact",
    "email",
    "phone",
    "letter_language",
    "scopes_asked",
    "letter",
    "letter_in_english",
    "preview",
    "invited_on",
    "reminded_on",
    "reply_due",
)
"""The columns of the list; files are relative to its folder, ``reply_due`` is when a reminder is."""


def index_files(folder: PrivatePackage) -> dict[Path, bytes]:
    """The list as the file to write; none where the folder of the pages is not there.

    It follows from the folder's tables and from which pages lie there, so the same folder gives the
    same bytes. It begins with a byte-order mark, without which spreadsheet programs misread names.
    """
    place = folder.folder / FOLDER
    if place.is_symlink() or not place.is_dir():
        return {}
    factories = {row["factory_id"]: row for row in folder.tables.get("factories", ())}
    contacts = _contacts(folder.tables.get("contacts", []))
    newest = newest_letters(folder.tables.get(FOLDER, ()))
    waiting = [row for row in newest.values() if not row["answer"]]
    out = io.StringIO(newline="")
    writer = csv.DictWriter(out, COLUMNS, lineterminator="\n")
    writer.writeheader()
    order = ("invited_on", "factory_id", "reference")
    for row in sorted(waiting, key=lambda row: [row[column] for column in order]):
        told = _row(row, factories.get(row["factory_id"], {}), contacts.get(row["factory_id"], {}))
        pages = {"letter": PAGE, "letter_in_english": ENGLISH, "preview": PREVIEW}
        for column, page in pages.items():
            name = f"{row['reference']}/{page}"
            told[column] = name if (place / name).is_file() else ""
        writer.writerow({column: _safe(text) for column, text in told.items()})
    return {place / INDEX: out.getvalue().encode("utf-8-sig")}


def _row(
    invitation: dict[str, str], factory: dict[str, str], contact: dict[str, str]
) -> dict[str, str]:
    last = invitation["reminded_on"] or invitation["invited_on"]
    country = factory.get("country", "")
    return {
        "reference": invitation["reference"],
        "factory_id": invitation["factory_id"],
        "factory": factory.get("name", ""),
        "address": one_address(factory),
        "country": countries.name(country, "en_GB") if country else "",
        "contact": contact.get("name", ""),
        "email": contact.get("email", ""),
        "phone": contact.get("phone", ""),
        "letter_language": invitation["language"],
        "scopes_asked": invitation["scopes"],
        "invited_on": invitation["invited_on"],
        "reminded_on": invitation["reminded_on"],
        "reply_due": (date.fromisoformat(last) + timedelta(REMIND_AFTER_DAYS)).isoformat(),
    }


def _contacts(rows: Rows) -> dict[str, dict[str, str]]:
    """By factory whom to write to: the first with an e-mail address, else the first."""
    found: dict[str, dict[str, str]] = {}
    for row in rows:
        known = found.setdefault(row["factory_id"], row)
        if row["email"] and not known["email"]:
            found[row["factory_id"]] = row
    return found


def _safe(text: str) -> str:
    """A cell on one line that no spreadsheet runs, also where a semicolon parts its columns."""
    return ";".join(map(_safe_part, " ".join(text.split()).split(";")))


def _safe_part(text: str) -> str:
    bare = text.lstrip(" \"'")
    if is_formula(bare) or inert(bare) != bare:
        return f"'{bare}"
    return text
