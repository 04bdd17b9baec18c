"""References: what a row names must exist."""

from __future__ import annotations

from collections.abc import Iterator

from madewhere import countries
from madewhere.corpus import Corpus, Package, Row
from madewhere.problems import Problem, problem
from madewhere.tables import MEMBER_TABLES, REGISTER_TABLES, table


def check_references(corpus: Corpus) -> Iterator[Problem]:
    """Find rows that name a factory, member, firm, code, audit or country that is not there."""
    yield from _members(corpus)
    yield from _factories(corpus)
    yield from _codes(corpus)
    yield from _audits(corpus)
    yield from _countries(corpus)


def _missing(code: str, message: str, package: Package, name: str, row: Row, field: str) -> Problem:
    return problem(code, message, file=package.file(name), line=row.line, field=field)


def _members(corpus: Corpus) -> Iterator[Problem]:
    known = corpus.register("members", "slug")
    for package in corpus.members:
        if package.slug not in known:
            message = f"the register has no member “{package.slug}”, so nothing of it is shown"
            yield problem("reference-member", message, file=package.folder)
        for row in package.rows("consents"):
            member = row.cells["member"]
            if member != "*" and member not in known:
                message = f"the register has no member “{member}”"
                yield _missing("reference-member", message, package, "consents", row, "member")


def _factories(corpus: Corpus) -> Iterator[Problem]:
    everywhere = {
        row.cells["factory_id"] for package in corpus.members for row in package.rows("factories")
    }
    for package in corpus.members:
        own = {row.cells["factory_id"] for row in package.rows("factories")}
        for name in MEMBER_TABLES:
            if name == "factories":
                continue
            columns = [field.name for field in table(name).fields if field.refers == "factory"]
            for row in package.rows(name):
                for column in columns:
                    if row.cells[column] not in own:
                        message = f"{row.cells[column]} is not in this package's factories.csv"
                        yield _missing("reference-factory", message, package, name, row, column)
        for row in package.rows("supply_links"):
            if row.cells["supplier_id"] == row.cells["customer_id"]:
                message = f"{row.cells['supplier_id']} is supplier and customer"
                yield _missing(
                    "supply-link-self", message, package, "supply_links", row, "customer_id"
                )
        for row in package.rows("factories"):
            site = row.cells["part_of"]
            if site is not None and (site not in everywhere or site == row.cells["factory_id"]):
                same = site == row.cells["factory_id"]
                message = f"{site} is " + ("this factory itself" if same else "in no package")
                yield _missing("reference-part-of", message, package, "factories", row, "part_of")


def _codes(corpus: Corpus) -> Iterator[Problem]:
    firms = corpus.register("audit_firms", "slug")
    facility_types = corpus.register("facility_types", "code")
    processing_types = corpus.register("processing_types", "code")
    for row in corpus.registers.rows("processing_types"):
        if row.cells["facility_type"] not in facility_types:
            message = f"there is no facility type “{row.cells['facility_type']}”"
            package = corpus.registers
            yield _missing(
                "reference-code", message, package, "processing_types", row, "facility_type"
            )
    for package in corpus.members:
        for row in package.rows("audits"):
            if row.cells["audit_firm"] not in firms:
                message = f"there is no audit firm “{row.cells['audit_firm']}”"
                yield _missing(
                    "reference-audit-firm", message, package, "audits", row, "audit_firm"
                )
        for row in package.rows("factories"):
            code = row.cells["facility_type"]
            if code is not None and code not in facility_types:
                message = f"there is no facility type “{code}”"
                yield _missing(
                    "reference-code", message, package, "factories", row, "facility_type"
                )
            for step in (row.cells["processing_types"] or "").split("|"):
                if step and step not in processing_types:
                    message = f"there is no processing type “{step}”"
                    yield _missing(
                        "reference-code", message, package, "factories", row, "processing_types"
                    )


def _audits(corpus: Corpus) -> Iterator[Problem]:
    known = {row.cells["audit_id"] for package in corpus.members for row in package.rows("audits")}
    for package in corpus.members:
        for row in package.rows("audits"):
            followed = row.cells["follows_audit"]
            if followed is not None and followed not in known:
                message = f"no package has the audit {followed}"
                yield _missing("reference-audit", message, package, "audits", row, "follows_audit")


def _countries(corpus: Corpus) -> Iterator[Problem]:
    """Find codes that are no country in the registers; the factories' are looked at with places."""
    codes = countries.codes()
    for name in REGISTER_TABLES:
        if "country" in table(name).columns:
            for row in corpus.registers.rows(name):
                if row.cells["country"] not in codes:
                    message = f"“{row.cells['country']}” is no country code"
                    yield _missing(
                        "country-unknown", message, corpus.registers, name, row, "country"
                    )
