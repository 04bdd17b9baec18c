"""What `withdraw`, `merge`, `move`, `close` and `reopen` say: what was done, and what is left to do."""

from __future__ import annotations

import shlex
from collections.abc import Mapping
from pathlib import Path

from madewhere.events.purge import Purge
from madewhere.events.subject import Subject
from madewhere.events.succession import Happening
from madewhere.events.withdrawal import Withdrawal
from madewhere.plurals import counted
from madewhere.quoting import visible

_MOST = 20


def withdrawal_text(
    done: Withdrawal, data: Path, purge: Purge | None, *, dry_run: bool = False
) -> str:
    """The report of a withdrawal or a merger."""
    lines = [_headline(done, each, done.before[each]) for each in done.subjects]
    lines += [""] if lines else []
    lines += _counts("Rows that leave", done.forgotten.rows)
    lines += _counts("Cells emptied that named it", done.forgotten.cells)
    if not done.forgotten.rows:
        lines.append("Rows that leave: none; the data had none.")
    lines += _gtins(done)
    lines += [
        f"{slug} had rows about {done.subjects[0].identifier} alone: to be shown again it must ask "
        f"the factory for a consent for {done.successor}, and disclose it."
        for slug in done.without_rows
    ]
    lines += _left(done)
    if done.noted:
        said = "would be" if dry_run else "was"
        which = ", ".join(done.noted)
        lines.append(
            f"In the private folder a line about it {said} added to notes.csv for {which}; the rows "
            "there stay."
        )
    lines.append("")
    if dry_run:
        lines.append("This is what would happen; nothing was written.")
        return _text(lines)
    if not (done.files or done.ledger):
        return _text([*lines, "No file of the data was written, so there is nothing to propose."])
    lines += _written(done.files, done.ledger, data)
    if done.cleared is not None:
        lines.append(f"What checks and builds had kept of the rows in {done.cleared} was removed.")
    lines += [
        "",
        "Next:",
        "  1. madewhere check",
        f"  2. git add -A {_quoted(data)} && git commit, push or propose it, today",
        "  3. where you publish by hand: madewhere build, then madewhere publish",
        *_undo(done.files, done.ledger, data),
    ]
    if done.successor is None:
        named = {each.kind for each in done.subjects}
        lines += ["", *_history(purge, of_a_factory=not named <= {"product", "gtin"})]
    return _text(lines)


def happening_text(done: Happening, data: Path, *, dry_run: bool = False) -> str:
    """The report of an event that changes no row."""
    to = f" to {done.successor}" if done.successor else ""
    said = {"moved": f"moved{to}", "published": "may be published again"} | _SAID[done.kind]
    lines = [f"{done.identifier} {said[done.event]}, from {done.day}. {_ROWS[done.event]}"]
    if done.event == "moved":
        lines.append("Consents are not passed on: each of the two is shown by its own.")
    lines.append("")
    if dry_run:
        lines.append("This is what would happen; nothing was written.")
        return _text(lines)
    lines += _written([], done.ledger, data)
    lines += ["", "Next: madewhere check, then commit and propose it."]
    lines += _undo([], done.ledger, data)
    return _text(lines)


_SAID = {
    "factory": {"closed": "closed", "reopened": "is open again"},
    "product": {"closed": "is closed", "reopened": "is open again"},
    "gtin": {},
}
_STAY = "Its rows and its page stay."
_ROWS = {
    **dict.fromkeys(("moved", "closed", "reopened"), _STAY),
    "published": "Its rows come out of the private folder with `madewhere disclose`.",
}


def _text(lines: list[str]) -> str:
    return "\n".join(visible(line) for line in lines) + "\n"


def _quoted(path: Path) -> str:
    return shlex.quote(str(path))


_STAYS = {
    "factory": "The ID stays, and its address answers with that alone.",
    "audit": "The ID stays, and no other audit gets it.",
    "product": "The ID stays, and its address answers with that alone.",
    "gtin": "The number stays, and its address answers that nothing is shown.",
    "member": "The slug stays, and no other member gets it.",
}


def _headline(done: Withdrawal, each: Subject, before: str | None) -> str:
    identifier = each.identifier
    if done.successor is not None:
        return f"{identifier} is merged into {done.successor}, from {done.day}."
    if each in done.without_event and before == "withdrawn":
        return f"{identifier} had withdrawn already; no row about it stays."
    if each in done.without_event:
        return f"{identifier} was never published, so the ledger needs no event; its rows go."
    return f"{identifier} is withdrawn, from {done.day}. {_STAYS[each.kind]}"


def _counts(title: str, counts: Mapping[tuple[str, str], int]) -> list[str]:
    lines = [f"{title}:"] if counts else []
    for (folder, table), count in sorted(counts.items()):
        lines.append(f"  {count:>5,}  {table} of {folder.removeprefix('members/')}")
    return lines


def _gtins(done: Withdrawal) -> list[str]:
    """The numbers in bar codes that lead nowhere once their product is gone."""
    subjects = {each.identifier for each in done.subjects}
    gtins = sorted(done.forgotten.gtins - subjects)
    if not gtins:
        return []
    shown = ", ".join(gtins[:_MOST]) + (
        f" and {len(gtins) - _MOST:,} more" if gtins[_MOST:] else ""
    )
    new = done.successor or "another product"
    return [f"These GTINs lead nowhere until {new} has them in product_gtins.csv: {shown}."]


def _left(done: Withdrawal) -> list[str]:
    """The places that a person has to look at; empty where there are none."""
    places = done.forgotten.left
    if not places:
        return []
    lines = ["", "STILL NAMED in the data, in places that could not be cut for certain:"]
    lines += [f"  {file}, line {line}" for file, line in places[:_MOST]]
    lines += [f"  … and {len(places) - _MOST:,} more"] if len(places) > _MOST else []
    lines.append("  Look at each, and remove what is about it by hand.")
    return lines


def _written(files: list[str], ledger: list[str], data: Path) -> list[str]:
    changed = [f"  {data / file}" for file in sorted({*files, *ledger})]
    return [f"{counted(len(changed), 'file')} written:", *changed]


def _undo(files: list[str], ledger: list[str], data: Path) -> list[str]:
    steps = []
    if files:
        named = [data / file for file in files] if len(files) <= _MOST else [data]
        steps.append(f"git restore -- {' '.join(map(_quoted, named))}")
    steps += [f"rm {' '.join(_quoted(data / file) for file in ledger)}"] if ledger else []
    return [f"Until it is committed, this undoes it: {' && '.join(steps)}"] if steps else []


_COPIES = (
    "OTHER COPIES that can be deleted:",
    "  On this computer build/site.versions keeps the site before until it was built twice more. To be",
    "  rid of it today: rm -r build && madewhere build. So it is, with build/cache too, for everybody",
    "  who works with a clone.",
    "  At the host, caches of build/cache and artifacts with previews of the site. On GitHub run",
    "  gh cache delete --all, and delete the artifacts of earlier runs under Actions. On GitLab choose",
    "  Clear runner caches under Build > Pipelines, and delete the files under Build > Artifacts.",
)


def _history(purge: Purge | None, *, of_a_factory: bool) -> list[str]:
    """What the history still holds, how to take it out, and what nobody can take back."""
    if purge is None:
        lines = [
            "The data is in no Git repository here. Where copies of it are, they still hold the rows."
        ]
    else:
        paths = "".join(f" --path {shlex.quote(folder)}" for folder in purge.folders)
        lines = [
            "THE HISTORY of this repository still holds the rows, readable for everybody who has it.",
            "To take them out of every commit, first merge or close all open proposals. You need Python",
            "and git-filter-repo (pip install git-filter-repo). In an empty folder:",
            "",
            "  git clone ADDRESS-OF-THE-REPOSITORY purged",
            "  cat > purge.txt <<'END'",
            *purge.expressions,
            "END",
            "  cd purged",
            "  git filter-repo --replace-text ../purge.txt"
            + (f" --invert-paths{paths}" if paths else ""),
            *(f"  git log --all --oneline {look}" for look in purge.looks),
            "  # the last command prints nothing; then",
            "  git remote add origin ADDRESS-OF-THE-REPOSITORY",
            "  git push --force --all origin && git push --force --tags origin",
            "",
            "The expressions take out rows and cells by the ID. Names that people wrote into messages of",
            "commits, titles and comments of proposals or other files are not found by them, nor are the",
            "numbers of a factory's certificates in product_claims.csv: look there.",
            "Every commit gets another name, so everybody must clone anew; an old clone that is pushed",
            "brings the rows back.",
            "The host may keep the old commits: GitHub shows them under their names and in pull requests",
            "until its support removes them, other hosts have a command to clean up. Ask for it.",
        ]
    return [
        *lines,
        "",
        *_COPIES,
        "",
        "WHAT CANNOT BE RECALLED: forks and clones of the repository, downloads and copies that others",
        "made under the open licence, web archives, and for a time the memory of search engines.",
        *(["Tell the factory so."] if of_a_factory else []),
    ]
