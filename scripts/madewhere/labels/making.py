"""Making labels: from what the site shows to files whose every code was read back."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from madewhere.disclose import disclose
from madewhere.errors import OutputError, UsageError
from madewhere.labels import texts
from madewhere.labels.design import label
from madewhere.labels.files import LIST, How, files, said_on
from madewhere.labels.reading import unread
from madewhere.labels.sizes import DOT, LEAST_MODULE, TRIM
from madewhere.labels.wanted import (
    Asked,
    Coded,
    address_problem,
    find,
    invented_problem,
    why_unprintable,
)
from madewhere.link import link
from madewhere.plurals import counted
from madewhere.problems import Level, Problem, problem
from madewhere.publication import read_publication
from madewhere.qr import QUIET_ZONE
from madewhere.read import read_data
from madewhere.render.languages import Language, available, language
from madewhere.site_model import Site
from madewhere.swap import abandon, commit, prepare


@dataclass(slots=True)
class Made:
    """What was made, or why nothing was: then ``problems`` has an error and ``files`` is empty.

    ``module`` is the width of a module in millimetres, ``codes`` how many codes were read back.
    """

    labels: list[Coded] = field(default_factory=list)
    files: list[str] = field(default_factory=list)
    codes: int = 0
    module: float = 0.0
    problems: list[Problem] = field(default_factory=list)

    @property
    def failed(self) -> bool:
        """Whether nothing was made."""
        return any(each.level is Level.ERROR for each in self.problems)


def make_labels(
    data: Path,
    out: Path,
    asked: Asked,
    how: How,
    *,
    as_of: date,
    cache: Path,
    progress: Callable[[int], None] = lambda _done: None,
) -> Made:
    """Make the labels at ``out``, replacing those that stand there in one step, or none at all.

    Raises `PublicationError` without a usable publication, `UsageError` for a language that there is
    not, and `OutputError` where ``out`` cannot be used or a code cannot be read back.
    """
    publication = read_publication(data)
    if how.language not in available():
        known = ", ".join(available())
        raise UsageError(
            f"there is no language “{how.language}” here; there are {known}",
            hint="CONTRIBUTING.md says how to add one.",
        )
    read = read_data(data, as_of=as_of, cache=cache, publication=publication)
    site = link(disclose(read.corpus)[0])
    return make_for(site, out, asked, how, language(how.language), progress=progress)


def make_for(
    site: Site,
    out: Path,
    asked: Asked,
    how: How,
    speaking: Language,
    *,
    progress: Callable[[int], None] = lambda _done: None,
) -> Made:
    """Make the labels of what a site shows; see `make_labels`."""
    coded, problems = find(site, asked)
    made = Made(problems=problems)
    if not coded and not problems:
        problems.append(
            problem("label-not-shown", "nothing of what was asked for is shown", file="")
        )
    if not how.proof:
        if why := why_unprintable(site.publication):
            problems.append(address_problem(site.publication, why))
        problems.extend(invented_problem(each) for each in coded if each.invented)
    if not made.failed:
        made.module = _module(coded, how, speaking, problems)
    if made.failed:
        return made
    problems += _untranslated(how, speaking)
    made.labels = coded
    workspace = prepare(out, LIST)
    try:
        for name, content, pages in files(site.publication, coded, how, speaking, made.module):
            _refuse_unread(name, unread(name, content, pages, made.module))
            path = workspace.folder / name
            path.parent.mkdir(exist_ok=True)
            path.write_bytes(content)
            made.files.append(name)
            made.codes += sum(len(page.codes) for page in pages)
            progress(len(made.files))
        commit(workspace)
    except BaseException:
        abandon(workspace)
        raise
    return made


def _refuse_unread(name: str, wrong: list[str]) -> None:
    if wrong:
        raise OutputError(
            f"{counted(len(wrong), 'code')} of {name} could not be read back: {wrong[0]}",
            hint="Nothing was replaced. Please report this with the command.",
        )


def _module(coded: Sequence[Coded], how: How, speaking: Language, problems: list[Problem]) -> float:
    """One width for all labels: what was asked for, or the largest number of dots with which all fit."""
    least = -(-LEAST_MODULE // DOT)
    room = min(how.size.width, how.size.height) - 2 * TRIM
    fewest = min(each.code.modules for each in coded) + 2 * QUIET_ZONE
    dots = int((room / fewest + 1e-9) // DOT)
    module = how.module or dots * DOT
    for each in coded:
        said = said_on(each, how, speaking)
        while module >= LEAST_MODULE and not label(how.size, each.code, said, module):
            if how.module is not None:
                problems.append(_no_room(each, how, module))
                break
            dots -= 1
            module = dots * DOT
        if dots < least and how.module is None:
            problems.append(_no_room(each, how, LEAST_MODULE))
            break
    return module


def _no_room(coded: Coded, how: How, module: float) -> Problem:
    wide = (coded.code.modules + 2 * QUIET_ZONE) * module
    message = (
        f"the code of {coded.identifier} is {wide:.1f} mm wide with its quiet zone, at {module:.3f} mm a "
        f"module; a label of size {how.size.name} ({how.size.width:g} × {how.size.height:g} mm) has no "
        "room for it, its question and its address"
    )
    return problem("label-room", message, file="", field=coded.identifier)


def _untranslated(how: How, speaking: Language) -> list[Problem]:
    said = [*texts.ON_LABELS]
    said += texts.ON_SHEETS if "sheets" in how.forms else ()
    said += [texts.PROOF] if how.proof else []
    return [
        problem(
            "label-language",
            f"the language {speaking.code} has no words for “{text}”, so it stands in English",
            file="",
            field=speaking.code,
        )
        for text in texts.missing(speaking, said)
    ]
