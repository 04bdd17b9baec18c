"""What a person typed to name a factory, an audit, a product, a GTIN or a member."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from madewhere.errors import UsageError
from madewhere.gs1 import padded_gtin
from madewhere.identifiers import FORMS, is_slug, normalise_factory_id, normalise_product_id
from madewhere.quoting import short, visible
from madewhere.read import DataRead

_LIKE_AN_ID = re.compile(r"[A-Z]{1,2}[0-9A-Z]{7,9}|[0-9][0-9A-Z]{8}|[0-9]{12,14}")
_BY_FORM = ("factory", "audit", "product", "gtin")
"""The kinds that the form of an identifier tells."""


@dataclass(frozen=True, slots=True, order=True)
class Subject:
    """One identifier of the ledger: its kind (factory, audit, product, gtin or member) and itself."""

    kind: str
    identifier: str


def normal(kind: str, text: str) -> str:
    """The text in the form that identifiers of this kind have, whether it is one or not."""
    if kind == "factory":
        return normalise_factory_id(text)
    if kind == "audit":
        typed = re.sub(r"[\s\-]", "", text).upper()
        return typed[:1] + normalise_factory_id(f"AA{typed[1:]}")[2:]
    if kind == "product":
        return normalise_product_id(text)
    if kind == "gtin":
        return padded_gtin(text) or text.strip()
    return text.strip()


def subject(typed: str, read: DataRead) -> Subject:
    """What was named. Raises `UsageError` where it is nothing, or could be two things."""
    found: list[Subject] = []
    for kind in _BY_FORM:
        # Letters that people misread could make a product's ID of a factory's, whose own form comes first.
        if not found and FORMS[kind](normal(kind, typed)):
            found.append(Subject(kind, normal(kind, typed)))
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
        f"“{shown}” is no factory ID, audit ID or product ID, no GTIN and no member's slug",
        hint="Give an ID such as BD7K3QF21 as it stands on the page, or a slug as in the register.",
    )


_SHOWN_ON = {
    "factory": ("factory ID", "BD7K3QF21"),
    "product": ("product ID", "7K3QF214M"),
    "gtin": ("GTIN", "09520123456788"),
}


def one_of(kinds: Sequence[str], typed: str) -> Subject:
    """What was named, of one of these kinds. Raises `UsageError` where it is of none."""
    for kind in kinds:
        if FORMS[kind](normal(kind, typed)):
            return Subject(kind, normal(kind, typed))
    called, examples = zip(*(_SHOWN_ON[kind] for kind in kinds), strict=True)
    raise UsageError(
        f"“{visible(short(typed))}” is no {' and no '.join(called)}",
        hint=f"Give it as it stands on its page, such as {' or '.join(examples)}.",
    )


def _is_member(slug: str, read: DataRead) -> bool:
    corpus = read.corpus
    return (
        ("member", slug) in corpus.ledger.events
        or slug in corpus.register("members", "slug")
        or any(package.slug == slug for package in corpus.members)
    )
