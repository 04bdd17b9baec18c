"""Consent by the rules of the design: what stands in `data/` must be covered.

The gate of the build withholds whatever is not covered, with or without this check. The check exists
because `data/` is public the moment it is pushed.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import cache

from madewhere.consent import ALL_MEMBERS, Consents, Grant, grants
from madewhere.corpus import Corpus, Package, Row
from madewhere.crosscheck.rows import at_row
from madewhere.left_out import LeftOut
from madewhere.problems import Problem, problem
from madewhere.tables import OPEN, RELEASED_TABLES, Table, table


def check_consents(corpus: Corpus, left_out: LeftOut) -> Iterator[Problem]:
    """Find consents that prove nothing, and rows or cells that no consent covers.

    Where a package's consents could not be read, that is said once and not at each of its rows.
    """
    given = list(grants(corpus.members))
    yield from check_records(corpus.members, given)
    now = Consents(given, corpus.ledger, corpus.as_of, corpus.doubtful)
    ever = _Ever(corpus, given)
    for package in corpus.members:
        unread = package.file("consents") in left_out.unread
        for name in RELEASED_TABLES:
            lapsed: set[str] = set()
            for found in _coverage(corpus, package, table(name), now, ever):
                if found.code == "consent-lapsed":
                    if found.message in lapsed:
                        continue  # said once a table: a factory may have many rows there
                    lapsed.add(found.message)
                if found.code != "consent-missing" or not unread:
                    yield found


def check_records(packages: Iterable[Package], given: list[Grant]) -> Iterator[Problem]:
    """Find consents that prove nothing: for others, without identity, or ending before they begin."""
    identities: dict[str, set[str]] = {}
    for grant in given:
        if grant.scope == "identity" and grant.counts_here:
            identities.setdefault(grant.factory_id, set()).add(grant.member)
    for package in packages:
        file = package.file("consents")
        for row in package.rows("consents"):
            cells = row.cells
            member, factory_id = cells["member"], cells["factory_id"]
            if member not in (ALL_MEMBERS, package.slug):
                message = f"{factory_id}: given for “{member}”, but this is “{package.slug}”"
                yield problem(
                    "consent-other-member", message, file=file, line=row.line, field="member"
                )
            elif not _named(identities.get(factory_id, set()), member):
                message = f"{factory_id} agreed to {cells['scope']} but not to identity"
                yield problem(
                    "consent-without-identity", message, file=file, line=row.line, field="scope"
                )
            if cells["valid_until"] is not None and cells["valid_until"] < cells["decided_on"]:
                message = f"given on {cells['decided_on']}, valid until {cells['valid_until']}"
                yield problem(
                    "consent-dates", message, file=file, line=row.line, field="valid_until"
                )


class _Ever:
    """The consents as if none had run out; asked of few factories, so that each is looked up alone."""

    def __init__(self, corpus: Corpus, given: list[Grant]) -> None:
        self._corpus = corpus
        self._given = given
        self._by_factory: dict[str, list[Grant]] | None = None
        self._consents: dict[str, Consents] = {}

    def covers(self, factory_id: str, scope: str, member: str, since_text: str) -> bool:
        """Whether the factory has ever agreed."""
        if self._by_factory is None:
            self._by_factory = {}
            for grant in self._given:
                self._by_factory.setdefault(grant.factory_id, []).append(grant)
        if factory_id not in self._consents:
            corpus = self._corpus
            grants = (replace(g, valid_until=None) for g in self._by_factory.get(factory_id, ()))
            self._consents[factory_id] = Consents(
                grants, corpus.ledger, corpus.as_of, corpus.doubtful
            )
        return self._consents[factory_id].covers(factory_id, scope, member, since_text)


def _named(identities: set[str], member: str) -> bool:
    """Whether identity was given for this member; one for all is of use where it was for anybody."""
    return bool(identities) if member == ALL_MEMBERS else bool(identities & {member, ALL_MEMBERS})


def _coverage(
    corpus: Corpus, package: Package, of: Table, now: Consents, ever: _Ever
) -> Iterator[Problem]:
    own = of.own
    for row in _doubtful_rows(package, of, now):
        asked = _asked(of, row, own)
        for who in dict.fromkeys(who for who, *_ in asked):
            state = corpus.ledger.state("factory", who, corpus.as_of)
            if state == "withdrawn":
                column = next(c for (w, *_), cs in asked.items() if w == who for c in cs)
                message = f"{who} withdrew; this row may not stay in data/"
                yield at_row("consent-withdrawn", message, package, of.name, row, column)
            if state not in ("open", "closed", "moved") or who in corpus.doubtful:
                continue  # the ledger's own check speaks of these
            hidden = not now.covers(who, "identity", package.slug)
            if hidden and own and of.name != "factories" and who == row.cells[own]:
                continue  # said once, at the factory's own row
            for (asked_of, scope, since), columns in asked.items():
                if asked_of != who or now.covers(who, scope, package.slug, since):
                    continue
                if since and now.covers(who, scope, package.slug):
                    yield _older_text(package, of, row, who, scope, since, columns)
                    continue
                if not hidden or scope == "identity" or not own or who != row.cells[own]:
                    lapsed = ever.covers(who, scope, package.slug, since)
                    yield _uncovered(package, of, row, who, scope, columns, lapsed=lapsed)


def _doubtful_rows(package: Package, of: Table, now: Consents) -> Iterator[Row]:
    """Leave out the rows that say nothing to which their factories did not agree; most do not."""
    own = of.own
    others = [column for column in of.naming("factory") if column != own]
    columns: dict[tuple[str, str], list[str]] = {}
    for field in of.fields:
        if field.scope != OPEN:
            columns.setdefault((field.scope, field.since_text), []).append(field.name)

    @cache
    def not_agreed(who: str) -> list[str]:
        lacking = [
            (scope, since)
            for scope, since in columns
            if not now.covers(who, scope, package.slug, since)
        ]
        return [name for kind in lacking for name in columns[kind]]

    for row in package.rows(of.name):
        cells = row.cells
        if (own and any(cells[name] is not None for name in not_agreed(cells[own]))) or any(
            cells[name] is not None and not_agreed(cells[name]) for name in others
        ):
            yield row


def _asked(of: Table, row: Row, own: str) -> dict[tuple[str, str, str], list[str]]:
    """The columns with a value by the factory that must agree, their scope, and the text that names them."""
    asked: dict[tuple[str, str, str], list[str]] = {}
    for field in of.fields:
        value = row.cells[field.name]
        if value is not None and field.scope != OPEN:
            who = value if field.refers == "factory" else row.cells[own]
            asked.setdefault((who, field.scope, field.since_text), []).append(field.name)
    return asked


def _uncovered(
    package: Package,
    of: Table,
    row: Row,
    who: str,
    scope: str,
    columns: list[str],
    *,
    lapsed: bool,
) -> Problem:
    shown = ", ".join(columns[:4]) + (", …" if len(columns) > 4 else "")
    if scope == "identity" and of.name == "factories" and who == row.cells["factory_id"]:
        shown = "everything about this factory"
    said = "the consent to “{}” for {} has run out" if lapsed else "no consent to “{}” for {}"
    message = f"{who}: {said.format(scope, package.slug)}; withheld: {shown}"
    code = "consent-lapsed" if lapsed else "consent-missing"
    return at_row(code, message, package, of.name, row, columns[0])


def _older_text(
    package: Package, of: Table, row: Row, who: str, scope: str, since: str, columns: list[str]
) -> Problem:
    shown = ", ".join(columns[:4]) + (", …" if len(columns) > 4 else "")
    message = (
        f"{who} agreed to “{scope}” by a text before {since}, which did not name this; "
        f"withheld: {shown}"
    )
    return at_row("consent-older-text", message, package, of.name, row, columns[0])
