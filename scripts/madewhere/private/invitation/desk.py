"""The desk where invitations are written: first all pages aside, then in their places, the rows last."""

from __future__ import annotations

import random
import shutil
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from madewhere.errors import MadewhereError
from madewhere.package_writer import table_bytes
from madewhere.private.invitation.index import FOLDER, index_files
from madewhere.private.invitation.languages import best_language, contact_languages
from madewhere.private.invitation.letter import ENGLISH, PAGE, PREVIEW, Earlier, LetterWriter
from madewhere.private.invitation.letters import replaced
from madewhere.private.invitation.preview import Previews
from madewhere.private.invitation.references import mint_reference
from madewhere.private.invitation.usual_languages import usual_language
from madewhere.private.invitation.words import TEXT_VERSION
from madewhere.private.opening import Opened
from madewhere.private.standing import Standing
from madewhere.private.writing import make_folder, write_files
from madewhere.render.languages import SOURCE
from madewhere.tables import table


@dataclass(frozen=True, slots=True)
class Invited:
    """One invitation. ``wanted`` is the language that was wished for; empty where none was stated."""

    reference: str
    factory_id: str
    name: str
    scopes: tuple[str, ...]
    language: str
    wanted: str
    via: str

    @property
    def is_guessed(self) -> bool:
        """Whether the language is only the country's usual one; an English letter lies beside."""
        return not self.wanted and self.language != SOURCE


class Desk:
    """Writes the invitations of one member, and notes them in its folder when all are written."""

    def __init__(
        self, opened: Opened, as_of: date, place: Path, language: str | None, source: random.Random
    ) -> None:
        self.invited: list[Invited] = []
        self._opened = opened
        self._as_of = as_of
        self._place = place
        self._aside = place / ".new"
        self._language = language
        self._source = source
        self._previews = Previews(opened.corpus, opened.package)
        self._writers: dict[str, LetterWriter] = {}
        self._taken = {row["reference"] for row in opened.folder.tables.get(FOLDER, ())}
        self._contacts = contact_languages(opened.package)

    def write(
        self,
        factory_id: str,
        scopes: tuple[str, ...],
        via: str,
        standing: Standing | None,
        *,
        dry_run: bool,
    ) -> str:
        """Write the pages of one invitation aside; gives the reason where it cannot be asked."""
        site = self._previews.site(factory_id, scopes)
        if factory_id not in site.by_id:
            return (
                "it could not be shown even if it agreed; `madewhere disclose --dry-run` says more"
            )
        wanted = self._language or self._contacts.get(factory_id, "")
        name, country = site.by_id[factory_id].name, site.by_id[factory_id].country
        code = (best_language(wanted) if wanted else usual_language(country)) or SOURCE
        reference = mint_reference(self._source, self._taken)
        invited = Invited(reference, factory_id, name, scopes, code, wanted, via)
        earlier = None
        if standing is not None and standing.state == "accepted" and standing.since is not None:
            earlier = Earlier(standing.since, standing.ends_on)
        folder = self._aside / reference
        pages = {}
        for page, tongue in ((PAGE, code), (ENGLISH, SOURCE))[: 2 if invited.is_guessed else 1]:
            letter = self._writer(tongue).letter(
                site, self._opened.folder.member, factory_id, reference, scopes, earlier
            )
            pages[folder / page] = letter.encode()
        writer = self._writer(code)
        titles = writer.titles(scopes)
        preview = self._previews.page(site, factory_id, reference, titles, writer.language)
        pages[folder / PREVIEW] = preview.encode()
        self.invited.append(invited)
        if not dry_run:
            self._make_aside()
            make_folder(folder)
            write_files(pages)
        return ""

    def _writer(self, code: str) -> LetterWriter:
        if code not in self._writers:
            self._writers[code] = LetterWriter(code, self._as_of)
        return self._writers[code]

    def _make_aside(self) -> None:
        if self._place.is_symlink():
            raise MadewhereError(
                f"{self._place} is a symbolic link, and nothing is written through one",
                hint="Put the folder itself in its place.",
            )
        make_folder(self._place)
        make_folder(self._aside)

    def send(self) -> None:
        """Put the pages in their places and note the invitations; all of it or nothing."""
        newer = {each.factory_id: each.reference for each in self.invited}
        day = self._as_of.isoformat()
        rows = [
            *replaced(self._opened.folder.tables.get(FOLDER, ()), newer, day),
            *(self._row(each) for each in self.invited),
        ]
        moved: list[Path] = []
        try:
            for each in self.invited:
                target = self._place / each.reference
                (self._aside / each.reference).rename(target)
                moved.append(target)
            self._opened.folder.tables[FOLDER] = rows
            register = {self._place.with_name(f"{FOLDER}.csv"): table_bytes(FOLDER, rows)}
            write_files(register | index_files(self._opened.folder))
        except BaseException:
            for target in moved:
                shutil.rmtree(target, ignore_errors=True)
            raise

    def _row(self, each: Invited) -> dict[str, str]:
        return dict.fromkeys(table(FOLDER).columns, "") | {
            "reference": each.reference,
            "factory_id": each.factory_id,
            "via": each.via,
            "scopes": "|".join(each.scopes),
            "text_version": TEXT_VERSION,
            "language": each.language,
            "invited_on": self._as_of.isoformat(),
        }

    def clear(self) -> None:
        """Remove what was written aside and not sent."""
        if self._aside.is_dir() and not self._aside.is_symlink():
            shutil.rmtree(self._aside, ignore_errors=True)
        with suppress(OSError):  # such as a folder that holds earlier invitations
            self._place.rmdir()
