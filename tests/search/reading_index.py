"""Reading an index as the page does, written down a second time, and sites to make indexes of."""

from __future__ import annotations

import dataclasses
import json
from bisect import bisect_right
from typing import Any

from madewhere.disclose import disclose
from madewhere.link import link
from madewhere.read import read_data
from madewhere.render.search.index import FOLDER, MANIFEST
from madewhere.render.search.postings import CHARACTERS
from madewhere.site_model import Factory, Product, Site
from tiny_publication import AS_OF, KNITS, TEE, TINY


def tiny_site() -> Site:
    """The site of the tiny publication."""
    return link(disclose(read_data(TINY, as_of=AS_OF).corpus)[0])


def many(count: int) -> Site:
    """A site of so many factories, all like one of the tiny publication but for name, ID and country.

    A product is made in each tenth of them, all like the tiny publication's but for name and ID.
    """
    site = tiny_site()
    model = site.by_id[KNITS]
    factories = [
        dataclasses.replace(
            model,
            factory_id=f"{country}{nth:07}",
            name=f"Fable Mill {nth} {'Lace' if nth % 7 else 'Silk'}",
            country=country,
            locality=("Gazipur", "GAZIPUR", "Savar")[nth % 3],
            latitude=model.latitude + nth / 1000,
        )
        for nth in range(count)
        for country in [("BD", "VN", "TR")[nth % 3]]
    ]
    products = [_made_in(site.products[TEE], nth, factories[nth]) for nth in range(0, count, 10)]
    return dataclasses.replace(
        site,
        factories=factories,
        by_id={each.factory_id: each for each in factories},
        products={each.product_id: each for each in products},
    )


def _made_in(product: Product, nth: int, factory: Factory) -> Product:
    steps = tuple(
        dataclasses.replace(
            step,
            places=tuple(
                dataclasses.replace(
                    place, factories=(factory.factory_id,) if place.factories else ()
                )
                for place in step.places
            ),
        )
        for step in product.steps
    )
    return dataclasses.replace(
        product, product_id=f"{nth:09}", name=f"Harbour tee {nth}", gtins=(), steps=steps
    )


def numbers(text: str) -> list[int]:
    """The numbers that a text holds."""
    found, value, place = [], 0, 1
    for character in text:
        digit = CHARACTERS.index(character)
        value += digit % 32 * place
        place *= 32
        if digit < 32:
            found.append(value)
            value, place = 0, 1
    return found


def listed(text: str) -> list[int]:
    """The entries of a list."""
    found: list[int] = []
    last, run = -1, False
    for number in numbers(text):
        if run:
            found += range(last + 1, last + 1 + number)
            last, run = last + number, False
        elif number == 0:
            run = True
        else:
            last += number
            found.append(last)
    return found


class Index:
    """The files of an index, read as far as a query needs them."""

    def __init__(self, files: dict[str, bytes]) -> None:
        self.manifest: dict[str, Any] = json.loads(files[MANIFEST])
        self.files = files
        self.firsts = [first.encode("utf-16-be") for first in self.manifest["terms"]]

    def file(self, name: str) -> Any:
        """A file of the index's folder."""
        return json.loads(self.files[f"{FOLDER}{self.manifest['folder']}/{name}.json"])

    def entries(self, term: str) -> tuple[list[int], list[int]]:
        """The entries with a term in a name, or as a code or filter; and those with it elsewhere."""
        number = max(bisect_right(self.firsts, term.encode("utf-16-be")) - 1, 0)
        named, _, told = self.file(f"t{number}").get(term, "").partition(" ")
        return listed(named), listed(told)

    def terms(self) -> dict[str, str]:
        """Every term with its list."""
        return {
            term: text
            for number in range(len(self.firsts))
            for term, text in self.file(f"t{number}").items()
        }

    def row(self, number: int) -> list[Any]:
        """What a result shows."""
        rows = self.manifest["rows"]
        found: list[Any] = self.file(f"r{number // rows}")[number % rows]
        return found

    def kind(self, name: str) -> range:
        """The numbers of the entries of a kind."""
        return next(
            range(start, end) for each, start, end in self.manifest["kinds"] if each == name
        )
