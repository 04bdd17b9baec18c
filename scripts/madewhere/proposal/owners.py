"""Who may change what: the members register names each package's maintainers."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from madewhere import git
from madewhere.corpus import Corpus, Row
from madewhere.discover import REGISTERS
from madewhere.errors import UsageError
from madewhere.guard import MAX_TABLE_BYTES, read_guarded, read_raw
from madewhere.problems import Level, Problem
from madewhere.proposal.change import Owner
from madewhere.proposal.revision import Revision
from madewhere.publication import examine_publication
from madewhere.validate import validate_table

CODEOWNERS = {"github": ".github/CODEOWNERS", "gitlab": ".gitlab/CODEOWNERS"}
"""Where each host looks for the file, from the top of the repository."""

_HEAD = """\
# Who reviews a change of what. Made from data/registers/members.csv and data/publication.yaml by
# `madewhere codeowners`; change those, not this file. What no line names has no owner here.
"""


@dataclass(frozen=True, slots=True)
class Register:
    """The members by slug: their names, and the accounts that keep their packages."""

    names: Mapping[str, str]
    maintainers: Mapping[str, tuple[str, ...]]

    @classmethod
    def of(cls, rows: Iterable[Row]) -> Register:
        """Read the rows of the members register."""
        names: dict[str, str] = {}
        maintainers: dict[str, tuple[str, ...]] = {}
        for row in rows:
            slug = row.cells["slug"]
            names[slug] = row.cells["name"]
            written = (row.cells["maintainers"] or "").split("|")
            maintainers[slug] = tuple(account for account in written if account)
        return cls(names, maintainers)

    def owner(self, slug: str, proposer: str) -> Owner:
        """Whose a package is, seen from an account; hosts do not tell capitals from small letters."""
        if not proposer:
            return Owner.UNKNOWN
        accounts = self.maintainers.get(slug, ())
        if f"@{proposer.removeprefix('@')}".casefold() in map(str.casefold, accounts):
            return Owner.OWN
        return Owner.TEAM if any("/" in account for account in accounts) else Owner.OTHER


def codeowners(register: Register, folder: str, publisher: Iterable[str] = ()) -> str:
    """The file that asks each package's maintainers to review its changes.

    ``folder`` is the data folder, relative to the top of the repository. Everything else, the program
    included, is asked of the ``publisher``'s accounts. GitHub and GitLab read the same form.
    """
    place = "/".join(part.replace(" ", "\\ ") for part in ("", *Path(folder).parts, "members"))
    everything = " ".join(publisher)
    lines = [_HEAD, *([f"* {everything}"] if everything else [])]
    for slug, accounts in sorted(register.maintainers.items()):
        line = f"{place}/{slug}/ {' '.join(accounts)}"
        lines.append(line if accounts else f"# {place}/{slug}/ has no maintainers in the register")
    return "\n".join(lines) + "\n"


def written_codeowners(data: Path, folder: str) -> tuple[bytes, list[Problem]]:
    """The file for a publication's register; where that has errors, these and nothing."""
    file = f"{REGISTERS}/members.csv"
    content, problems = read_guarded(data, file, MAX_TABLE_BYTES)
    if content is not None:
        read = validate_table("members", content.decode(), file)
        problems += read.problems
        errors = [p for p in problems if p.level is Level.ERROR]
        publication, _ = examine_publication(data)
        publisher = publication.publisher.maintainers if publication else ()
        return codeowners(Register.of(read.rows), folder, publisher).encode(), errors
    return b"", problems


def as_made(corpus: Corpus, revision: Revision) -> set[str]:
    """The files of code owners that differ from the revision and are what the register says now."""
    register = Register.of(corpus.registers.rows("members"))
    publisher = corpus.publication.publisher.maintainers
    made = codeowners(register, revision.prefix, publisher).encode()
    return {
        file
        for file in CODEOWNERS.values()
        if file in revision.elsewhere and read_raw(revision.top, file, MAX_TABLE_BYTES)[0] == made
    }


def repository_of(data: Path) -> tuple[Path, str]:
    """The top of the Git repository that a data folder is in, and the folder relative to it.

    Raises `UsageError` where it is in none.
    """
    done = git.run(data, "rev-parse", "--show-toplevel")
    if done is None or done.returncode:
        raise UsageError(
            f"{data} is in no Git repository",
            hint="The file names folders from the top of the repository.",
        )
    top = Path(os.fsdecode(done.stdout.rstrip(b"\n")))
    return top, data.resolve().relative_to(top.resolve()).as_posix()
