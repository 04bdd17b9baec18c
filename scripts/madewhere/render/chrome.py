"""What every page has around its content: header, footer and the words in them.

The same dictionary goes to the data pages and, as ``extra.site``, to the prose pages, so that both
kinds of page have one look.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any, NamedTuple
from urllib.parse import quote

from madewhere import fingerprint
from madewhere.addresses import Addresses
from madewhere.pour import Output
from madewhere.publication import Publication
from madewhere.render.languages import language
from madewhere.render.speaker import Speaker
from madewhere.render.words import N_

NAVIGATION = (
    (N_("Factories"), "factories/"),
    (N_("Products"), "products/"),
    (N_("Map"), "map/"),
    (N_("Members"), "members/"),
    (N_("Countries"), "countries/"),
    (N_("Audits"), "audits/"),
    (N_("Data"), "data/"),
)
"""The header's links: word and address."""

FOOTER = (
    (N_("About"), "about/"),
    (N_("What the words mean"), "glossary/"),
    (N_("How to read a product page"), "read-a-product/"),
    (N_("How to read an audit"), "read-an-audit/"),
    (N_("What audits check"), "handbook/"),
    (N_("How to check a claim"), "check-a-claim/"),
    (N_("Check a certificate"), "certificates/"),
    (N_("Standards"), "standards/"),
    (N_("Audit firms"), "audit-firms/"),
    (N_("Figures"), "figures/"),
    (N_("Consent and privacy"), "consent/"),
    (N_("Use the data"), "use-the-data/"),
    (N_("For factories"), "contribute/factory/"),
    (N_("Contribute"), "contribute/"),
    (N_("Problems in data"), "problems/"),
)
"""The footer's links."""

PAGE = "@PAGE@"
"""Stands in the header for the page's own address, which the links to other languages need."""


OFFER = ("name your own language instead of English", "Read this page in English")
"""The context and the text of what a reader is offered."""


def offers(publication: Publication) -> Iterator[Output]:
    """For the script that offers a reader another language: what it says, a file a language."""
    if len(publication.languages) < 2:
        return
    for code in publication.languages:
        told = language(code)
        texts = {
            "text": told.pgettext(*OFFER),
            "close": told.gettext("Close"),
            "dir": told.direction,
        }
        content = json.dumps(texts, ensure_ascii=False).encode()
        yield Output(
            f"assets/languages/{code}.json",
            fingerprint.digest(content),
            lambda content=content: content,  # type: ignore[misc]
        )


class Report(NamedTuple):
    """Where to report an error: the address of the link, and the same as people read it."""

    href: str
    text: str


def report(publication: Publication, about: str) -> Report:
    """Where to report an error on a page. An e-mail begins with what it is ``about`` as its subject.

    That may be any text of the data; nothing of it reaches the address but as its subject.
    """
    address = publication.report_url
    if not address.startswith("mailto:"):
        return Report(address, address)
    return Report(f"{address}?subject={quote(about, safe='')}", address.removeprefix("mailto:"))


def chrome(
    publication: Publication, speaker: Speaker, *, demo: bool, current: str = ""
) -> dict[str, Any]:
    """The dictionary ``site`` of the header and footer; all addresses are relative to the root.

    ``current`` is the address of the navigation's entry that the page belongs to.
    """
    say = speaker.language.gettext
    addresses = Addresses(publication, speaker.language.code)
    publisher = publication.publisher
    # Split, because the name in its middle is a link.
    before, _, after = say("Published by %(name)s").partition("%(name)s")

    def entry(word: str, path: str) -> dict[str, Any]:
        return {"label": say(word), "href": addresses.page(path), "current": path == current}

    return {
        "name": publication.name,
        "tagline": publication.tagline_in(speaker.language.code),
        "demo": demo,
        "as_of": speaker.as_of.isoformat(),
        "publisher": {
            "name": publisher.name,
            "url": publisher.url,
            "email": publisher.email,
            "mailto": f"mailto:{quote(publisher.email, safe='@')}",
        },
        "report_url": publication.report_url,
        "home": addresses.page(""),
        "nav": [entry(word, path) for word, path in NAVIGATION],
        "footer_nav": [entry(word, path) for word, path in FOOTER],
        "languages": [
            {
                "code": code,
                "label": language(code).name,
                "href": Addresses(publication, code).page(PAGE),
                "current": code == speaker.language.code,
            }
            for code in publication.languages
        ],
        "labels": {
            "search": say("Name, place or number"),
            "find": say("Find"),
            "menu": say("Menu"),
            "close": say("Close"),
            "more": say("More"),
            "languages": say("Languages"),
            "skip": say("Skip to the content"),
            "demo_banner": say(
                "Everything here is invented to show how the site works: the factories, the "
                "members and the audits. Only the towns and the rules are real."
            ),
            "as_of": say("As of %(date)s.") % {"date": speaker.date(speaker.as_of)},
            "published_by": [before, after],
            "report": say("Report an error"),
            "licence": say(
                "Open data: database under ODbL 1.0, contents under DbCL 1.0. No login, no trackers."
            ),
        },
    }
