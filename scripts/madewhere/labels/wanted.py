"""Which labels were asked for, out of what the site shows; nothing else ever gets one."""

from __future__ import annotations

import ipaddress
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urlsplit

from madewhere.addresses import qr_text
from madewhere.gs1 import is_example, padded_gtin
from madewhere.identifiers import normalise_factory_id, normalise_product_id
from madewhere.labels.code import Code, code_of
from madewhere.plurals import counted
from madewhere.problems import Problem, problem
from madewhere.publication import FILE, Publication
from madewhere.quoting import short
from madewhere.site_model import Factory, Product, Site

KINDS = ("products", "factories")
"""What of a member may be asked for alone."""


@dataclass(frozen=True, slots=True)
class Asked:
    """Whose labels were asked for: identifiers, numbers and slugs as people typed them.

    ``only`` is one of `KINDS` or empty. With ``digital_link`` codes say the addresses of GS1.
    """

    products: tuple[str, ...] = ()
    gtins: tuple[str, ...] = ()
    factories: tuple[str, ...] = ()
    members: tuple[str, ...] = ()
    only: str = ""
    digital_link: bool = False


@dataclass(frozen=True, slots=True)
class Coded:
    """One code to make: its identifier or number, whose it is, and the address as people type it.

    ``site`` is the address without scheme up to the identifier; ``name`` and ``kind`` tell what it is.
    """

    identifier: str
    kind: str
    name: str
    site: str
    code: Code
    invented: bool


def find(site: Site, asked: Asked) -> tuple[list[Coded], list[Problem]]:
    """The codes in the order in which they were asked for, each once, and what has none."""
    problems: list[Problem] = []
    found: dict[str, Coded] = {}
    for folder, identifier, of in _all(site, asked, problems):
        if identifier in found:
            continue
        text = qr_text(site.publication, identifier, folder)
        found[identifier] = Coded(
            identifier,
            "product" if isinstance(of, Product) else "factory",
            of.name,
            typed_address(site.publication, folder),
            code_of(text),
            of.demo or (folder in ("01", "414") and is_example(identifier)),
        )
    return list(found.values()), problems


def typed_address(publication: Publication, folder: str) -> str:
    """How people type the address of a folder: without the scheme, the host in small letters."""
    host = urlsplit(publication.base_url).netloc.lower()
    return f"{host}{publication.base_path}{folder}/"


def why_unprintable(publication: Publication) -> str:
    """Why the base URL must not be printed on labels; empty where it can be."""
    parts = urlsplit(publication.base_url)
    host = (parts.hostname or "").rstrip(".").lower()
    if parts.scheme != "https":
        return "is not https, which phones ask for and which keeps others from changing the page"
    if host.rpartition(".")[2] in _NOWHERE or host.split(".")[-2:] in _EXAMPLES:
        return "leads nowhere: its host is kept for examples and trials"
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return "" if "." in host else "leads nowhere outside your own network"
    return "is a number and no name, which lasts only as long as a machine"


_NOWHERE = ("example", "test", "invalid", "localhost", "local", "internal", "lan")
_EXAMPLES = [["example", ending] for ending in ("com", "net", "org", "edu")]

_Found = tuple[str, str, Product | Factory]


def _all(site: Site, asked: Asked, problems: list[Problem]) -> Iterator[_Found]:
    for typed in asked.products:
        product = site.products.get(normalise_product_id(typed))
        if product is not None:
            yield from _of_product(site, product, asked, problems)
        else:
            problems.append(_not_shown(site, "product", typed))
    for typed in asked.gtins:
        yield from _of_gtin(site, typed, problems)
    for typed in asked.factories:
        factory = site.by_id.get(normalise_factory_id(typed))
        if factory is not None:
            yield from _of_factory(factory, asked, problems)
        else:
            problems.append(_not_shown(site, "factory", typed))
    for slug in asked.members:
        yield from _of_member(site, slug, asked, problems)


def _of_member(site: Site, slug: str, asked: Asked, problems: list[Problem]) -> Iterator[_Found]:
    """What the member sells and the factories that it names, but for what is over."""
    profile = next((each for each in site.members if each.member.slug == slug), None)
    if profile is None:
        message = f"no member “{short(slug)}” is shown on the site"
        problems.append(_problem("label-not-shown", slug, message))
        return
    for product in profile.products if asked.only != "factories" else ():
        if product.state == "open":
            yield from _of_product(site, product, asked, problems)
    for factory in profile.factories if asked.only != "products" else ():
        if factory.is_open:
            yield from _of_factory(factory, asked, problems)


def _of_product(
    site: Site, product: Product, asked: Asked, problems: list[Problem]
) -> Iterator[_Found]:
    if not asked.digital_link:
        yield "P", product.product_id, product
        return
    for each in product.gtins:
        yield from _of_gtin(site, each.gtin, problems)
    if not product.gtins:
        problems.append(_problem("label-no-number", product.product_id, "the product has no GTIN"))


def _of_factory(factory: Factory, asked: Asked, problems: list[Problem]) -> Iterator[_Found]:
    if not asked.digital_link:
        yield "F", factory.factory_id, factory
    elif factory.gln:
        yield "414", factory.gln, factory
    else:
        problems.append(_problem("label-no-number", factory.factory_id, "the factory has no GLN"))


def _of_gtin(site: Site, typed: str, problems: list[Problem]) -> Iterator[_Found]:
    gtin = padded_gtin(typed)
    if gtin is None:
        message = (
            f"{short(typed)} is no GTIN: it has a wrong length, or its last digit does not fit"
        )
        problems.append(_problem("label-not-shown", typed, message))
        return
    claimed = site.numbers.products.get(gtin, ())
    if len(claimed) == 1:
        yield "01", gtin, site.products[claimed[0]]
    elif claimed:
        several = f"{counted(len(claimed), 'product')} have this number: {', '.join(claimed)}"
        problems.append(_problem("label-number-claimed", gtin, several))
    else:
        message = f"no product that is shown has the GTIN {gtin}"
        problems.append(_problem("label-not-shown", gtin, message))


def _not_shown(site: Site, kind: str, typed: str) -> Problem:
    identifier = (normalise_factory_id if kind == "factory" else normalise_product_id)(typed)
    gone = {
        **{each.factory_id: (each.state, each.successor) for each in site.tombstones},
        **{each.product_id: (each.state, each.successor) for each in site.gone_products},
    }
    state, successor = gone.get(identifier, ("", None))
    if not state:
        message = f"no {kind} {short(identifier)} is shown on the site"
    elif state == "merged":
        message = f"{identifier} was merged"
        message += f" into {successor}; ask for that one" if successor else ""
    else:
        told = "withdrawn" if state == "withdrawn" else "not shown any more"
        message = f"{identifier} is {told}"
    return _problem("label-not-shown", identifier, message)


def _problem(code: str, subject: str, message: str) -> Problem:
    return problem(code, message, file="", field=short(subject))


def address_problem(publication: Publication, why: str) -> Problem:
    """That the base URL must not be printed."""
    message = f"{short(publication.base_url)} {why}"
    return problem("label-address", message, file=FILE, field="base_url")


def invented_problem(coded: Coded) -> Problem:
    """That this is invented, or has a number that is kept for examples."""
    message = f"“{short(coded.name)}” is invented, or its number is kept for examples"
    return _problem("label-invented", coded.identifier, message)
