"""The ledger: what is published has its event, and the events of an identifier make sense."""

from __future__ import annotations

from collections.abc import Iterator

from madewhere.corpus import Corpus
from madewhere.identifiers import FORMS
from madewhere.ledger import STATE_AFTER, Event
from madewhere.left_out import LEDGER, LeftOut
from madewhere.problems import Problem, problem

_PLACES = (
    ("factory", "factories", "factory_id"),
    ("audit", "audits", "audit_id"),
    ("product", "products", "product_id"),
    ("gtin", "product_gtins", "gtin"),
    ("gln", "factories", "gln"),
)
"""Where identifiers stand that need an event before they have an address."""


def check_ledger(corpus: Corpus, left_out: LeftOut) -> Iterator[Problem]:
    """Find identifiers without their event, and events that cannot follow each other."""
    yield from _members(corpus, left_out)
    for place in _PLACES:
        yield from _published(corpus, left_out, *place)
    for (kind, identifier), events in corpus.ledger.events.items():
        if not left_out.may_hold(LEDGER, identifier):
            yield from _order(events)
        yield from _successors(corpus, left_out, kind, events)


def _members(corpus: Corpus, left_out: LeftOut) -> Iterator[Problem]:
    known = set(corpus.ledger.known("member"))
    for package in corpus.members:
        if package.slug not in known and not left_out.may_hold(LEDGER, package.slug):
            message = f"the member {package.slug} has no event “published”"
            yield problem("ledger-missing", message, file=package.folder)
        if corpus.ledger.state("member", package.slug, corpus.as_of) in ("merged", "withdrawn"):
            message = f"the member {package.slug} has withdrawn"
            yield problem("ledger-withdrawn", message, file=package.folder)


def _published(
    corpus: Corpus, left_out: LeftOut, kind: str, name: str, column: str
) -> Iterator[Problem]:
    known = set(corpus.ledger.known(kind))
    for package in corpus.members:
        where = {"file": package.file(name), "field": column}
        for row in package.rows(name):
            identifier = row.cells[column]
            if identifier is None:
                continue
            if identifier not in known:
                # One with a typing error is told as that, and not to be published.
                if FORMS[kind](identifier) and not left_out.may_hold(LEDGER, identifier):
                    message = f"{identifier} has no event “published”"
                    yield problem("ledger-missing", message, line=row.line, **where)
                continue
            last = corpus.ledger.last(kind, identifier, corpus.as_of)
            if last is not None and last.event == "merged":
                message = f"{identifier} was merged into {last.successor}"
                yield problem("ledger-merged", message, line=row.line, **where)
            elif last is not None and last.event == "withdrawn" and kind != "factory":
                message = f"{identifier} was withdrawn"
                yield problem("ledger-withdrawn", message, line=row.line, **where)


def _order(events: list[Event]) -> Iterator[Problem]:
    last: Event | None = None
    for event in events:
        if event.may_follow(last):
            last = event
        else:
            was = f"is {STATE_AFTER[last.event]}" if last else "has no event before this one"
            message = f"{event.identifier} {was}; “{event.event}” cannot follow"
            yield problem("ledger-order", message, file=event.file, line=event.line, field="event")


def _successors(
    corpus: Corpus, left_out: LeftOut, kind: str, events: list[Event]
) -> Iterator[Problem]:
    for event in events:
        points = event.event in ("merged", "moved")
        fault = ""
        if points and event.successor is None:
            fault = f"{event.identifier} was {event.event}, but not said into what"
        elif not points and event.successor is not None:
            fault = f"“{event.event}” has no successor"
        elif event.successor is not None:
            if (kind, event.successor) not in corpus.ledger.events:
                if not left_out.may_hold(LEDGER, event.successor):
                    fault = f"there is no {kind} {event.successor}"
            elif _circles(corpus, kind, event):
                fault = f"{event.successor} leads back to {event.identifier}"
        if fault:
            yield problem(
                "ledger-successor", fault, file=event.file, line=event.line, field="successor"
            )


def _circles(corpus: Corpus, kind: str, event: Event) -> bool:
    seen: set[str] = set()
    following = event.successor
    while following is not None and following not in seen:
        if following == event.identifier:
            return True
        seen.add(following)
        last = corpus.ledger.last(kind, following, corpus.as_of)
        following = last.successor if last else None
    return False
