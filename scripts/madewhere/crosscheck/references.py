"""References: what a row names must exist."""

from __future__ import annotations

from collections.abc import Iterator

from madewhere import countries
from madewhere.corpus import Corpus
from madewhere.crosscheck.rows import RegisterKeys, at_row
from madewhere.left_out import LeftOut
from madewhere.problems import Problem, problem
from madewhere.tables import MEMBER_TABLES, REGISTER_TABLES, table


def check_references(corpus: Corpus, left_out: LeftOut) -> Iterator[Problem]:
    """Find rows that name a factory, member, firm, code, audit or country that is not there.

    A row that was left out for an error of its own counts as being there.
    """
    yield from _members(corpus, left_out)
    yield from _factories(corpus, left_out)
    yield from _sites(corpus, left_out)
    yield from _codes(corpus, left_out)
    yield from _audits(corpus, left_out)
    yield from _countries(corpus)


def _members(corpus: Corpus, left_out: LeftOut) -> Iterator[Problem]:
    known = RegisterKeys(corpus, left_out, "members", "slug")
    for package in corpus.members:
        if package.slug not in known:
            message = f"the register has no member “{package.slug}”, so nothing of it is shown"
            yield problem("reference-member", message, file=package.folder)
        for row in package.rows("consents"):
            member = row.cells["member"]
            if member not in ("*", package.slug) and member not in known:
                message = f"the register has no member “{member}”"
                yield at_row("reference-member", message, package, "consents", row, "member")


def _sites(corpus: Corpus, left_out: LeftOut) -> Iterator[Problem]:
    files = [package.file("factories") for package in corpus.members]
    everywhere = {
        row.cells["factory_id"] for package in corpus.members for row in package.rows("factories")
    }
    for package in corpus.members:
        for row in package.rows("factories"):
            site = row.cells["part_of"]
            if site is None:
                continue
            same = site == row.cells["factory_id"]
            if same or (site not in everywhere and not left_out.one_may_hold(files, site)):
                message = f"{site} is " + ("this factory itself" if same else "in no package")
                yield at_row("reference-part-of", message, package, "factories", row, "part_of")


def _factories(corpus: Corpus, left_out: LeftOut) -> Iterator[Problem]:
    for package in corpus.members:
        own = {None, *(row.cells["factory_id"] for row in package.rows("factories"))}
        for name in MEMBER_TABLES:
            if name == "factories":
                continue
            columns = [field.name for field in table(name).fields if field.refers == "factory"]
            for row in package.rows(name):
                for column in columns:
                    named = row.cells[column]
                    if named not in own and not left_out.may_hold(package.file("factories"), named):
                        message = f"{named} is not in this package's factories.csv"
                        yield at_row("reference-factory", message, package, name, row, column)
        for row in package.rows("supply_links"):
            if row.cells["supplier_id"] == row.cells["customer_id"]:
                message = f"{row.cells['supplier_id']} is supplier and customer"
                yield at_row(
                    "supply-link-self", message, package, "supply_links", row, "customer_id"
                )


def _codes(corpus: Corpus, left_out: LeftOut) -> Iterator[Problem]:
    firms = RegisterKeys(corpus, left_out, "audit_firms", "slug")
    facility_types = RegisterKeys(corpus, left_out, "facility_types", "code")
    processing_types = RegisterKeys(corpus, left_out, "processing_types", "code")
    for row in corpus.registers.rows("processing_types"):
        if row.cells["facility_type"] not in facility_types:
            message = f"there is no facility type “{row.cells['facility_type']}”"
            package = corpus.registers
            yield at_row(
                "reference-code", message, package, "processing_types", row, "facility_type"
            )
    for package in corpus.members:
        for row in package.rows("audits"):
            if row.cells["audit_firm"] not in firms:
                message = f"there is no audit firm “{row.cells['audit_firm']}”"
                yield at_row("reference-audit-firm", message, package, "audits", row, "audit_firm")
        for row in package.rows("factories"):
            code = row.cells["facility_type"]
            if code is not None and code not in facility_types:
                message = f"there is no facility type “{code}”"
                yield at_row("reference-code", message, package, "factories", row, "facility_type")
            for step in (row.cells["processing_types"] or "").split("|"):
                if step and step not in processing_types:
                    message = f"there is no processing type “{step}”"
                    yield at_row(
                        "reference-code", message, package, "factories", row, "processing_types"
                    )


def _audits(corpus: Corpus, left_out: LeftOut) -> Iterator[Problem]:
    files = [package.file("audits") for package in corpus.members]
    known = {row.cells["audit_id"] for package in corpus.members for row in package.rows("audits")}
    for package in corpus.members:
        for row in package.rows("audits"):
            followed = row.cells["follows_audit"]
            if followed is None or followed in known:
                continue
            if not left_out.one_may_hold(files, followed):
                message = f"no package has the audit {followed}"
                yield at_row("reference-audit", message, package, "audits", row, "follows_audit")


_ALL_COUNTRIES = "*"
"""What stands for all countries together, in sums."""


def _countries(corpus: Corpus) -> Iterator[Problem]:
    """Find codes that are no country in the registers; the factories' are looked at with places."""
    codes = countries.codes()
    for name in REGISTER_TABLES:
        if "country" in table(name).columns:
            for row in corpus.registers.rows(name):
                code = row.cells["country"]
                if code not in codes | {_ALL_COUNTRIES}:
                    told, fix = f"“{code}” is no country code", countries.advice(code)
                    where = (corpus.registers, name, row, "country")
                    yield at_row("country-unknown", told, *where, fix=fix)
