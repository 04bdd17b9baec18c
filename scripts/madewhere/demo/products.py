"""The demo's products: what each member sells, under which numbers, with which certificates and claims."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from datetime import date, timedelta
from hashlib import sha256
from random import Random
from typing import Any

from stdnum import ean

from madewhere.demo.certificates import product_certificate_rows, product_claim_rows
from madewhere.demo.chance import day_between, happens, own, read_rows
from madewhere.demo.factories import DemoFactory
from madewhere.demo.handbook import DemoHandbook
from madewhere.demo.history import Event, event
from madewhere.demo.members import DemoMember, Link
from madewhere.demo.names import Words
from madewhere.demo.steps import StepMaker
from madewhere.identifiers import mint_product_id

Row = dict[str, Any]
Tables = dict[str, list[Row]]

PRODUCT_TABLES = (
    "products",
    "product_gtins",
    "product_steps",
    "product_certificates",
    "product_claims",
)

_TEXT_VERSION = "2026-3"
"""The text that names products; most factories agreed to it, the others to an older one or not at all."""

_AGREED_PERCENT = 78
_PRODUCTS_A_FACTORY = 150 / 323
_FIRST_FOR_EXAMPLES = 952_100_000_000
"""GS1 keeps the prefix 952 for examples, so that no GTIN of the demo is anybody's."""

_LANGUAGES = {"FR": "fr", "BE": "fr", "DE": "de", "ES": "es"}
_SIZES = ("XS", "S", "M", "L", "XL")
_SHOE_SIZES = ("37", "39", "41", "43", "45")
_COLOURS = ("navy", "stone", "moss", "rust", "white", "black")


@dataclass(frozen=True, slots=True)
class Made:
    """A product with its GTINs, and the day on which it is published."""

    product: Row
    gtins: list[str]
    day: date

    @property
    def product_id(self) -> str:
        """Its ID."""
        return _of(self.product)


def agree_to_products(members: list[DemoMember], seed: int) -> None:
    """Let most factories agree that they are named in products, by the text that says so."""
    for member in members:
        for link in member.links:
            rng = own(seed, link.factory.factory_id, member.slug, "products")
            identity = link.consents["identity"]
            if link.lapsed or not link.factory.has_rows or not happens(rng, _AGREED_PERCENT):
                continue
            asked = member.batches[-2] if len(member.batches) > 1 else member.batches[-1]
            first = max(identity.decided_on, asked - timedelta(days=70))
            link.consents["products"] = replace(
                identity,
                decided_on=day_between(rng, first, asked - timedelta(days=4)),
                text_version=_TEXT_VERSION,
                evidence_sha256=sha256(rng.randbytes(24)).hexdigest(),
            )


class ProductMaker:
    """Makes the products of one member after the other; IDs and numbers are unique among all of them."""

    def __init__(self, seed: int, reference_date: date, factories: int) -> None:
        self._seed = seed
        self._today = reference_date
        self._wanted = factories * _PRODUCTS_A_FACTORY
        self._handbook = DemoHandbook()
        self._steps = StepMaker(reference_date)
        self._nouns = Words().of("noun")
        self._types: defaultdict[tuple[str, str], dict[str, str]] = defaultdict(dict)
        for row in read_rows("products.csv"):
            self._types[row["trade"], row["product"]] = row
        self._taken: set[str] = set()
        self._numbers = 0
        self._made = 0
        self._glns: set[str] = set()
        self.changes: list[list[Event]] = []
        """What came into the ledger: products and their numbers, what ended, and factories' GLNs."""

    def add_to(self, tables: Tables, member: DemoMember, number: int, members: int) -> None:
        """Add the products of a member to its tables: the one of this ``number``, from 0, of so many."""
        rng = own(self._seed, member.slug, "products")
        for name in PRODUCT_TABLES:
            tables[name] = []
        links = [
            link
            for link in member.links
            if link.factory.has_rows and link.factory.left_on is None and not link.lapsed
        ]
        sewing = [link for link in links if link.factory.trade.tier == 1]
        count = max(3, round(self._wanted / members)) if sewing else 0
        published: defaultdict[date, list[Event]] = defaultdict(list)
        made = []
        for place in range(count):
            link = sewing[place % len(sewing)]
            days = [day for day in member.batches[-2:] if day >= link.disclosed_on]
            day = rng.choice(days or member.batches[-1:])
            made.append(self._product(rng, tables, member, links, link.factory, day))
        for each in made:
            published[each.day].append(event("product", each.product_id, "published", each.day))
        for each in made:
            published[each.day] += (event("gtin", g, "published", each.day) for g in each.gtins)
        self.changes += published.values()
        self._end(rng, tables, made, number)
        self._publish_glns(tables, member.batches[-1])

    def _product(
        self,
        rng: Random,
        tables: Tables,
        member: DemoMember,
        links: list[Link],
        making: DemoFactory,
        day: date,
    ) -> Made:
        self._made += 1
        kind = self._types[making.trade.code, rng.choice(making.products)]
        language = _LANGUAGES.get(member.country, "en") if happens(rng, 60) else "en"
        noun = rng.choice(self._nouns)
        brand = member.name.partition(" (")[0]
        product: Row = {
            "product_id": mint_product_id(rng, self._taken),
            "name": f"{noun} {kind['en']}" if language == "en" else f"{kind[language]} {noun}",
            "name_language": language,
            "brand": f"{brand} Basics" if happens(rng, 15) else brand,
            "product_type": kind["en"][0].upper() + kind["en"][1:],
            "materials": rng.choice(kind["materials"].split(";")).split("|"),
            "website": None,
            "sold_from": day - timedelta(days=rng.randrange(40)),
            "sold_until": None,
            "stated_on": day - timedelta(days=rng.randrange(4)),
        }
        if happens(rng, 50):
            product["website"] = f"https://{member.slug}.example/{product['product_id'].lower()}"
        tables["products"].append(product)
        numbers = self._gtins(rng, tables, product, shoes=making.trade.code == "footwear")
        named: defaultdict[str, list[DemoFactory]] = defaultdict(list)
        for link in links:
            consent = link.consents.get("products")
            agreed = consent is not None and consent.text_version == _TEXT_VERSION
            if agreed and link.disclosed_on <= day and consent and consent.decided_on < day:
                named[link.factory.trade.code].append(link.factory)
        steps = list(self._steps.rows(rng, product, kind["fibre"], making, named))
        tables["product_steps"] += steps
        own_rows = list(
            product_certificate_rows(rng, self._handbook, product, self._made, self._today)
        )
        tables["product_certificates"] += own_rows
        in_steps = {row["factory_id"] for row in steps}
        held = [row for row in tables["certificates"] if row["factory_id"] in in_steps]
        tables["product_claims"] += product_claim_rows(rng, self._handbook, product, own_rows, held)
        return Made(product, numbers, day)

    def _gtins(self, rng: Random, tables: Tables, product: Row, *, shoes: bool) -> list[str]:
        sizes = _SHOE_SIZES if shoes else _SIZES
        colours = rng.sample(_COLOURS, 1 + rng.randrange(2))
        few = sorted(rng.sample(range(len(sizes)), 1 + rng.randrange(4)))
        numbers = []
        for colour in colours:
            for size in few:
                numbers.append(self._next_number())
                variant = f"{sizes[size]}, {colour}"
                tables["product_gtins"].append(
                    {"gtin": numbers[-1], "product_id": product["product_id"], "variant": variant}
                )
        return numbers

    def _next_number(self) -> str:
        self._numbers += 1
        body = f"{_FIRST_FOR_EXAMPLES + self._numbers:012d}"
        return f"0{body}{ean.calc_check_digit(body)}"

    def _end(self, rng: Random, tables: Tables, made: list[Made], number: int) -> None:
        """End some products; of each ten members one withdraws a product, and one merges two."""
        last = self._today - timedelta(days=3)
        turn = number % 10 if len(made) > 2 else None
        if turn == 0:
            gone = made.pop(0)
            day = day_between(rng, gone.day + timedelta(days=1), last)
            ended = [("product", gone.product["product_id"]), *(("gtin", g) for g in gone.gtins)]
            self.changes.append([event(kind, what, "withdrawn", day) for kind, what in ended])
            for name in PRODUCT_TABLES:
                tables[name] = [row for row in tables[name] if _of(row) != gone.product_id]
        elif turn == 1:
            gone, kept = made.pop(0), made[0]
            day = day_between(rng, max(gone.day, kept.day) + timedelta(days=1), last)
            self.changes.append([event("product", gone.product_id, "merged", day, kept.product_id)])
            for row in tables["product_gtins"]:
                if _of(row) == gone.product_id:
                    row["product_id"] = kept.product_id
            for name in PRODUCT_TABLES:
                tables[name] = [row for row in tables[name] if _of(row) != gone.product_id]
        for each in made:
            if happens(rng, 7):
                day = day_between(rng, each.day + timedelta(days=1), last)
                each.product["sold_until"] = day
                self.changes.append([event("product", each.product_id, "closed", day)])

    def _publish_glns(self, tables: Tables, day: date) -> None:
        """Give the numbers of the member's factories an address, where they have none yet."""
        glns = sorted({row["gln"] for row in tables["factories"] if row.get("gln")} - self._glns)
        self._glns.update(glns)
        if glns:
            self.changes.append([event("gln", gln, "published", day) for gln in glns])


def _of(row: Row) -> str:
    return str(row["product_id"])
