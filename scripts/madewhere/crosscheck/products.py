"""Products: what hangs on them, whose they and their numbers are, and what their claims rest on."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from madewhere.corpus import Corpus
from madewhere.crosscheck.rows import Placed, RegisterKeys, placed, subject_of
from madewhere.crosscheck.steps import check_steps
from madewhere.gs1 import is_example, why_no_product
from madewhere.left_out import LeftOut
from madewhere.problems import Problem
from madewhere.tables import MEMBER_TABLES, table

HANGING = tuple(name for name in MEMBER_TABLES if table(name).naming("product"))
"""The tables whose rows belong to a product."""


def check_products(corpus: Corpus, left_out: LeftOut) -> Iterator[Problem]:
    """Find products, numbers, steps and claims that cannot be as they are stated."""
    yield from _hanging(corpus, left_out)
    yield from _products(corpus, left_out)
    yield from _two_at_one(placed(corpus.members, "products"), "product_id", "product-two-members")
    gtins = placed(corpus.members, "product_gtins")
    yield from _two_at_one(gtins, "gtin", "gtin-two-products")
    yield from _numbers(gtins, "gtin")
    for each in gtins:
        if why := why_no_product(each.cells["gtin"]):
            yield each.problem("gtin-restricted", f"{each.cells['gtin']} {why}", "gtin")
    factories = [f for f in placed(corpus.members, "factories") if f.cells["gln"] is not None]
    yield from _glns(factories)
    yield from _numbers(factories, "gln")
    yield from check_steps(corpus)
    yield from _certificates(corpus, left_out)
    yield from _claims(corpus, left_out)


def _hanging(corpus: Corpus, left_out: LeftOut) -> Iterator[Problem]:
    for package in corpus.members:
        own = {row.cells["product_id"] for row in package.rows("products")}
        for name in HANGING:
            for each in placed([package], name):
                named = each.cells["product_id"]
                if named not in own and not left_out.may_hold(package.file("products"), named):
                    message = f"{named} is not in this package's products.csv"
                    yield each.problem("reference-product", message, "product_id")


def _products(corpus: Corpus, left_out: LeftOut) -> Iterator[Problem]:
    for package in corpus.members:
        made = {row.cells["product_id"] for row in package.rows("product_steps")}
        for each in placed([package], "products"):
            cells = each.cells
            begin, end, product_id = cells["sold_from"], cells["sold_until"], cells["product_id"]
            if begin is not None and end is not None and end < begin:
                message = f"sold from {begin}, until {end}"
                yield each.problem("product-dates", message, "sold_until")
            file = package.file("product_steps")
            if product_id not in made and not left_out.may_hold(file, product_id):
                message = f"{product_id}, “{cells['name']}”, has no steps"
                yield each.problem("product-without-steps", message, "product_id", product_id)


def _two_at_one(rows: list[Placed], column: str, code: str) -> Iterator[Problem]:
    """Rows of several packages that claim one identifier; every one of them is told."""
    same: defaultdict[str, list[Placed]] = defaultdict(list)
    for each in rows:
        same[each.cells[column]].append(each)
    for identifier, claiming in same.items():
        for each in claiming if len(claiming) > 1 else ():
            others = sorted({_whose(other) for other in claiming if other is not each})
            yield each.problem(code, f"{identifier} is {' and '.join(others)} too", column)


def _whose(each: Placed) -> str:
    slug, product_id = each.package.slug, each.cells["product_id"]
    return f"a product of {slug}" if each.table == "products" else f"of {product_id} in {slug}"


def _glns(factories: list[Placed]) -> Iterator[Problem]:
    same: defaultdict[str, list[Placed]] = defaultdict(list)
    for each in factories:
        same[each.cells["gln"]].append(each)
    for gln, rows in same.items():
        for each in rows:
            own = each.cells["factory_id"]
            if others := sorted({r.cells["factory_id"] for r in rows} - {own}):
                message = f"{gln} of {own} is the GLN of {' and '.join(others)} too"
                yield each.problem("gln-two-factories", message, "gln")


def _numbers(rows: list[Placed], column: str) -> Iterator[Problem]:
    for each in rows:
        number = each.cells[column]
        if is_example(number) and not each.package.demo:
            message = (
                f"{number} is a number for examples, and this package is not marked as invented"
            )
            yield each.problem("gs1-example", message, column)


def _certificates(corpus: Corpus, left_out: LeftOut) -> Iterator[Problem]:
    standards = RegisterKeys(corpus, left_out, "standards", "slug")
    for name in ("product_certificates", "product_claims"):
        for each in placed(corpus.members, name):
            standard = each.cells["standard"]
            if standard is not None and standard not in standards and not standards.missing:
                message = f"there is no standard “{standard}”"
                yield each.problem("reference-standard", message, "standard")
    for each in placed(corpus.members, "product_certificates"):
        begin, end = each.cells["valid_from"], each.cells["valid_until"]
        if end is not None and end < begin:
            yield each.problem(
                "certificate-dates", f"valid from {begin}, until {end}", "valid_until"
            )


def _claims(corpus: Corpus, left_out: LeftOut) -> Iterator[Problem]:
    of_factories: defaultdict[str, set[tuple[str, str]]] = defaultdict(set)
    for each in placed(corpus.members, "certificates"):
        of_factories[each.cells["factory_id"]].add((each.cells["standard"], each.cells["number"]))
    files = [package.file("certificates") for package in corpus.members]
    for package in corpus.members:
        held: defaultdict[str, set[tuple[str, str]]] = defaultdict(set)
        for row in package.rows("product_certificates"):
            held[row.cells["product_id"]].add((row.cells["standard"], row.cells["number"]))
        for row in package.rows("product_steps"):
            held[row.cells["product_id"]] |= of_factories.get(row.cells["factory_id"], set())
        own_files = [package.file(n) for n in ("product_certificates", "product_steps")]
        for each in placed([package], "product_claims"):
            cells = each.cells
            product_id, standard, number = (cells[c] for c in ("product_id", "standard", "number"))
            if standard is None and number is None:
                message = f"“{cells['claim']}” of {product_id} names no certificate"
                subject = subject_of(cells["claim"], product_id)
                yield each.problem("claim-without-evidence", message, "standard", subject)
            elif standard is None or number is None:
                given, missing = (
                    ("standard", "number") if number is None else ("number", "standard")
                )
                message = f"“{cells['claim']}” has a {given}, but no {missing}"
                yield each.problem("claim-certificate-half", message, missing)
            elif (standard, number) not in held[product_id] and not (
                left_out.one_may_hold([*files, own_files[0]], number)
                or left_out.may_hold(own_files[1], product_id)
            ):
                message = f"neither {product_id} nor a factory of its steps has {standard} {number}"
                yield each.problem("product-claim-certificate", message, "number")
