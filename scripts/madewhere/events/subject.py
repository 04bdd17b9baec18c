"""What a person typed to name a factory, an audit or a member."""

from __future__ import annotations

import re
from dataclasses import dataclass

from madewhere.errors import UsageError
from madewhere.identifiers import (
    ALPHABET,
    has_valid_check,
    is_factory_id,
    is_slug,
    normalise_factory_id,
)
from madewhere.quoting import short, visible
from madewhere.read import DataRead

_AUDIT_ID = re.compile(rf"A[{ALPHABET}]{{9}}")
_LIKE_AN_ID = re.compile(r"[A-Z]{1,2}[0-9A-Z]{7,9}")


@dataclass(frozen=True, slots=True, order=True)
class Subject:
    """One identifier of the ledger: its kind (factory, audit or member) and itself."""

    kind: str
    identifier: str


def normal(kind: str, text: str) -> str:
    """The text in the form that identifiers of this kind have, whether it is one or not."""
    if kind == "factory":
        return normalise_factory_id(text)
    if kind == "audit":
        typed = re.sub(r"[\s\-]", "", text).upper()
        return typed[:1] + normalise_factory_id(f"AA{typed[1:]}")[2:]
    return text.strip()


def subject(typed: str, read: DataRead) -> Subject:
    """What was named. Raises `UsageError` where it is nothing, or could be two things."""
    found = []
    if is_factory_id(normal("factory", typed)):
        found.append(Subject("factory", normal("factory", typed)))
    audit_id = normal("audit", typed)
    if _AUDIT_ID.fullmatch(audit_id) and has_valid_check(audit_id):
        found.append(Subject("audit", audit_id))
    slug = typed.strip()
    if is_slug(slug) and _is_member(slug, read):
        found.append(Subject("member", slug))
    if len(found) == 1:
        return found[0]
    shown = visible(short(typed))
    if found:
        kinds = " or ".join(each.kind for each in found)
        raise UsageError(
            f"“{shown}” could be a {kinds}", hint="Write an identifier in capitals, as on its page."
        )
    if _LIKE_AN_ID.fullmatch(normal("factory", typed)):
        raise UsageError(
            f"“{shown}” is no identifier: it has a typing error",
            hint="The last character is computed from the others. Compare it with its source.",
        )
    raise UsageError(
        f"“{shown}” is no factory ID, no audit ID and no member's slug",
        hint="Give an ID such as BD7K3QF21 as it stands on the page, or a slug as in the register.",
    )


def factory(typed: str) -> Subject:
    """The factory that was named. Raises `UsageError` where it is none."""
    identifier = normal("factory", typed)
    if not is_factory_id(identifier):
        raise UsageError(
            f"“{visible(short(typed))}” is no factory ID",
            hint="Give an ID such as BD7K3QF21, as it stands on the factory's page.",
        )
    return Subject("factory", identifier)


def _is_member(slug: str, read: DataRead) -> bool:
    corpus = read.corpus
    return (
        ("member", slug) in corpus.ledger.events
        or slug in corpus.register("members", "slug")
        or any(package.slug == slug for package in corpus.members)
    )
