"""Every address of the site, made in one place. All are relative to the site's root.

What data is part of an address is a validated identifier, slug or code, and nothing else.
"""

from __future__ import annotations

from collections.abc import Sequence

from madewhere.publication import Publication


class Addresses:
    """The addresses of pages in one language; files that have no language stand at the root."""

    def __init__(self, publication: Publication, language: str) -> None:
        self.prefix = "" if language == publication.languages[0] else f"{language}/"

    def page(self, path: str) -> str:
        """The address of a page that has no parameter, such as ``audits/``."""
        return self.prefix + path

    def factory(self, factory_id: str) -> str:
        """The permanent address of a factory's page."""
        return f"{self.prefix}F/{factory_id}/"

    def audit(self, factory_id: str, audit_id: str) -> str:
        """The permanent address of the page of one audit of a factory."""
        return f"{self.factory(factory_id)}audits/{audit_id}/"

    def product(self, product_id: str) -> str:
        """The permanent address of a product's page."""
        return f"{self.prefix}P/{product_id}/"

    def gtin(self, gtin: str) -> str:
        """The address of GS1 Digital Link for the product that has this GTIN of 14 digits."""
        return f"{self.prefix}01/{gtin}/"

    def gln(self, gln: str) -> str:
        """The address of GS1 Digital Link for the factory at the place with this GLN of 13 digits."""
        return f"{self.prefix}414/{gln}/"

    def member(self, slug: str) -> str:
        """The permanent address of a member's page."""
        return f"{self.prefix}members/{slug}/"

    def factory_network(self, factory_id: str) -> str:
        """The address of the supply network around a factory."""
        return f"{self.factory(factory_id)}{NETWORK}"

    def member_network(self, slug: str) -> str:
        """The address of a member's supply network."""
        return f"{self.member(slug)}{NETWORK}"

    def embedded_member(self, slug: str) -> str:
        """The permanent address of a member's factories as other sites embed them."""
        return f"{self.prefix}{EMBED}members/{slug}/"

    def country(self, code: str) -> str:
        """The permanent address of a country's page."""
        return f"{self.prefix}countries/{code}/"

    def handbook(self, scheme: str, version: str) -> str:
        """The permanent address of a version of the handbook."""
        return self.prefix + handbook_version(scheme, version)

    def requirement(self, scheme: str, version: str, slug: str) -> str:
        """The permanent address of a requirement in a version of the handbook."""
        return f"{self.handbook(scheme, version)}{slug}/"

    def figures(self, code: str = "") -> str:
        """The address of the figures on findings, everywhere or in a country."""
        return f"{self.prefix}figures/{code}/" if code else f"{self.prefix}figures/"

    def standard(self, slug: str) -> str:
        """Where a standard of the register is described."""
        return f"{self.prefix}standards/#{slug}"

    def audit_firm(self, slug: str) -> str:
        """The permanent address of an audit firm's page."""
        return f"{self.prefix}audit-firms/{slug}/"


DEFAULT = "x-default"
"""What stands for the page that whoever reads none of the site's languages is to get."""


def alternates(
    publication: Publication, path: str, languages: Sequence[str]
) -> list[tuple[str, str]]:
    """Each of these languages with the address of a page in it, the first again as the default.

    ``path`` is the address below that of the language. Empty where the page is in one language only.
    """
    if len(languages) < 2:
        return []
    found = [(code, Addresses(publication, code).page(path)) for code in languages]
    return [*found, (DEFAULT, found[0][1])]


PERMANENT = {"factory": "F", "product": "P", "gtin": "01", "gln": "414"}
"""The folders whose addresses stand on labels and answer for ever, by kind of identifier."""

NETWORK = "network/"
"""Where a supply network stands below the page of its member or factory."""

EMBED = "embed/"
"""Where pages for other sites stand, below it the address of the page that each goes with."""

HANDBOOK = "handbook/"
"""The address of the handbook, whatever language it is in."""


def handbook_version(scheme: str, version: str) -> str:
    """The address of a version of the handbook, whatever language it is in."""
    return f"{HANDBOOK}{scheme}-{version}/"


def qr_text(publication: Publication, identifier: str, kind: str = "F") -> str:
    """What the QR code of a factory says, or of a product where ``kind`` is ``P``.

    In capitals, because a QR code stores capitals in fewer modules and so prints smaller. A base URL
    whose path has small letters keeps them, as addresses tell them apart; its codes print larger.
    """
    base = publication.base_url
    shown = base.upper() if prints_small(publication) else base
    return f"{shown}{kind}/{identifier}"


def prints_small(publication: Publication) -> bool:
    """Whether the base URL can stand in a code in capitals: it has no small letters in its path."""
    return publication.base_path == publication.base_path.upper()


def to_root(path: str) -> str:
    """The relative prefix that leads from a page's address to the site's root."""
    return "../" * path.count("/")
