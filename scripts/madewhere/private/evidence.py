"""Papers that prove something, such as signed consents: kept in the private folder, known by a salted hash."""

from __future__ import annotations

import hashlib
import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from madewhere.errors import UsageError
from madewhere.package_writer import table_bytes
from madewhere.private.folder import PrivatePackage
from madewhere.private.writing import partial_of
from madewhere.quoting import visible

FOLDER = "evidence"
"""The folder of the papers, in the private folder."""

_SALT_BYTES = 16
_MOST_BYTES = 100_000_000


@dataclass(frozen=True, slots=True)
class Evidence:
    """A paper that is to be kept: its salted SHA-256, where it goes, and the files to write.

    ``row`` is that of the table of evidence; ``same_as`` are the references of papers with the very same
    bytes that the folder has already.
    """

    digest: str
    row: dict[str, str]
    place: Path
    contents: dict[Path, bytes]
    same_as: tuple[str, ...]


def refuse_no_paper(file: Path) -> None:
    """Raise `UsageError` where there is no file, an empty one, or one larger than any scan."""
    shown = visible(str(file))
    if not file.is_file():
        raise UsageError(
            f"{shown} is no file", hint="Name the file of the paper, such as a signed sheet."
        )
    if file.stat().st_size > _MOST_BYTES:
        raise UsageError(f"{shown} is larger than 100 MB", hint="Scan it smaller.")
    if not file.stat().st_size:
        raise UsageError(f"{shown} is empty", hint="Scan the paper again.")


def read_paper(file: Path) -> tuple[bytes, str]:
    """A paper's bytes, and the ending that its copy gets. Raises `UsageError` for none."""
    refuse_no_paper(file)
    content = file.read_bytes()
    suffix = file.suffix.lower()
    return content, suffix if re.fullmatch(r"\.[a-z0-9]{1,8}", suffix) else ".bin"


def evidence_of(
    folder: PrivatePackage, content: bytes, suffix: str, reference: str, on: date
) -> Evidence:
    """How a paper is kept; nothing is written.

    ``suffix`` is that of the file with its dot, ``reference`` the invitation that it answers, the factory
    that it is about, or the audit and finding that it belongs to. A name that is taken gets a number.
    """
    rows = folder.tables.get("evidence", [])
    taken = {row["file"] for row in rows}
    place = folder.folder / FOLDER
    number, name = 1, f"{reference}{suffix}"
    while name in taken or (place / name).exists():
        number += 1
        name = f"{reference}-{number}{suffix}"
    salt = secrets.token_bytes(_SALT_BYTES)
    digest = hashlib.sha256(salt + content).hexdigest()
    row = {
        "evidence_sha256": digest,
        "salt": salt.hex(),
        "file": name,
        "reference": reference,
        "received_on": on.isoformat(),
    }
    contents = {
        place / name: content,
        folder.folder / "evidence.csv": table_bytes("evidence", [*rows, row]),
    }
    same_as = [
        each["reference"]
        for each in rows
        if each["reference"] != reference and _is_of(each, content, place)
    ]
    return Evidence(digest, row, place / name, contents, tuple(dict.fromkeys(same_as)))


def digests_of(folder: PrivatePackage, content: bytes, reference: str) -> set[str]:
    """The salted hashes under which the folder has this very paper for this reference."""
    return {
        row["evidence_sha256"]
        for row in folder.tables.get("evidence", ())
        if row["reference"] == reference and _is_of(row, content, folder.folder / FOLDER)
    }


def _is_of(row: Mapping[str, str], content: bytes, place: Path) -> bool:
    """Whether a row of the evidence is about a paper with these bytes."""
    kept = place / row["file"]
    # Most papers differ in size already, and each has a salt of its own to hash anew.
    for path in (kept, partial_of(kept)):
        if path.is_file() and path.stat().st_size != len(content):
            return False
    try:
        salt = bytes.fromhex(row["salt"])
    except ValueError:
        return False
    return hashlib.sha256(salt + content).hexdigest() == row["evidence_sha256"]
