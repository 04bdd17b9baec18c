"""Which products are known already: by ID, by GTIN, and by brand and name."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from madewhere.identifiers import is_product_id
from madewhere.importing.cleaning import comparable
from madewhere.importing.public_rows import rows_of
from madewhere.read.ledger import ledger_alone

Cells = Mapping[str, str]


def by_words(cells: Cells) -> str:
    """What two rows share that are the same product: brand and name, however written."""
    return f"{comparable(cells.get('brand', ''))}|{comparable(cells.get('name', ''))}"


@dataclass(slots=True)
class KnownProducts:
    """The products of a private folder and of the public package of its member.

    ``taken`` are all IDs that were ever minted, ``gtins`` the product that has a number, ``theirs`` the
    member whose product has it where it is another's.
    """

    taken: set[str] = field(default_factory=set)
    gtins: dict[str, str] = field(default_factory=dict)
    theirs: dict[str, str] = field(default_factory=dict)
    ids: set[str] = field(default_factory=set)
    _words: dict[str, str] = field(default_factory=dict)

    def remember(self, products: Iterable[Cells], gtins: Iterable[Cells]) -> None:
        """Take products and their numbers in; what is known already stays as it is."""
        for cells in products:
            product_id = cells.get("product_id", "")
            if product_id:
                self.ids.add(product_id)
                self.taken.add(product_id)
                if self._words.setdefault(by_words(cells), product_id) != product_id:
                    self._words[by_words(cells)] = _TWO
        for cells in gtins:
            self.gtins.setdefault(cells.get("gtin", ""), cells.get("product_id", ""))

    def by_words(self, cells: Cells) -> str | None:
        """The product of that brand and name; empty where there are several, None where there is none."""
        return self._words.get(by_words(cells))


_TWO = ""


def read_known(data: Path, member: str) -> KnownProducts:
    """What a publication knows of products; rows that `check` would refuse do no harm here."""
    known = KnownProducts()
    ledger, doubtful = ledger_alone(data)
    known.taken = {*ledger.known("product"), *filter(is_product_id, doubtful)}
    for folder in sorted(path.parent for path in data.glob("members/*/products.csv")):
        products, gtins = rows_of(folder / "products.csv"), rows_of(folder / "product_gtins.csv")
        if folder.name == member:
            known.remember(products, gtins)
        else:
            known.taken |= {row.get("product_id", "") for row in products}
            known.theirs |= {row.get("gtin", ""): folder.name for row in gtins}
    return known
