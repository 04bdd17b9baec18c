"""The future page of a factory that has not agreed yet: the real template, through the real gate.

The publication is looked at as if the factory had agreed today to exactly the scopes that it is asked
for, and to nothing else. Only what its page can depend on is kept of the publication, or each preview
would cost as much as a build.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

from jinja2.bccache import Bucket, BytecodeCache
from markupsafe import Markup

from madewhere.addresses import Addresses, qr_text
from madewhere.corpus import Corpus, Package, Row
from madewhere.disclose import disclose
from madewhere.ledger import Event, Ledger
from madewhere.link import link
from madewhere.maps.atlas import Atlas
from madewhere.private.invitation.self_contained import self_contained
from madewhere.private.invitation.words import (
    BAND,
    BAND_SCOPES,
    BAND_WITH_OTHERS,
    TEXT_VERSION,
)
from madewhere.private.invitation.would_show import is_shown_by_others
from madewhere.private.standing import Prospect
from madewhere.project import SITE_SRC
from madewhere.qr import qr_svg
from madewhere.render.kinds.base import Setting
from madewhere.render.kinds.factory import FactoryPage
from madewhere.render.languages import Language, language
from madewhere.render.renderer import PageProducer, page_environment
from madewhere.render.speaker import Speaker
from madewhere.site_model import Site
from madewhere.tables import MEMBER_TABLES, table

_STYLES = ("tokens.css", "site.css")
_BAND_STYLE = """
.mw-preview{padding:.9em 1.25em;color:#fff;background:#8a2c1a;font:600 1rem/1.45 var(--sans);text-align:center}
.mw-preview span{display:block;font-weight:400}
@media print{.mw-preview{color:#000;background:none;border:2px solid #000}}
"""


class Previews:
    """Makes the future pages of one member's factories, one after the other.

    ``package`` is its private folder with typed rows. What it holds on other factories is never part
    of a preview; of those, what the publication shows already is.
    """

    def __init__(self, corpus: Corpus, package: Package) -> None:
        self._corpus = corpus
        self._slug = package.slug
        self._private = _Index([package])
        self._public = _Index(corpus.members)
        self._demo = {each.slug: each.demo for each in corpus.members}
        self._drawn: dict[str, Any] = {}
        self._compiled = _Compiled()
        self._style = _BAND_STYLE + "\n".join(
            (SITE_SRC / "assets" / name).read_text(encoding="utf-8") for name in _STYLES
        )

    def site(self, factory_id: str, scopes: Sequence[str]) -> Site:
        """What would be shown around the factory if it agreed to these scopes today."""
        corpus = self._corpus
        around = self._around(factory_id)
        kept = {package.slug: self._kept(package, around) for package in corpus.members}
        own = kept.setdefault(
            self._slug,
            Package(self._slug, f"members/{self._slug}", self._demo.get(self._slug, False)),
        )
        for rows in own.tables.values():
            rows[:] = [row for row in rows if not _is_about(row, factory_id)]
        for name, row in self._private.rows[factory_id]:
            if name != "consents" and _is_about(row, factory_id):
                own.tables.setdefault(name, []).append(row)
        own.tables["products"] = self._private.products(self._slug, own.rows("product_steps"))
        own.tables.setdefault("consents", []).extend(
            Row(0, self._agreed(factory_id, scope)) for scope in scopes
        )
        small = replace(
            corpus,
            members=[kept[slug] for slug in sorted(kept)],
            ledger=self._ledger(around, kept.values()),
        )
        return link(disclose(replace(small, ledger=Prospect(own, small).ledger))[0])

    def page(
        self, site: Site, factory_id: str, reference: str, scopes: str, words: Language
    ) -> str:
        """The factory's page as one file, under a band in the factory's language.

        ``scopes`` are their titles in that language.
        """
        publication = site.publication
        say = Speaker(language(publication.languages[0]), site.as_of)
        factory = site.by_id[factory_id]
        atlas = Atlas(site, self._drawn, only=factory.country)
        setting = Setting(site, say, Addresses(publication, say.language.code), (), atlas)
        environment = page_environment(setting, "")
        environment.bytecode_cache = self._compiled
        producer = PageProducer(FactoryPage(), setting, environment, "")
        page = next(iter(producer.outputs(factory))).make().decode()
        pictures = {each.path: each.make() for each in atlas.outputs()}
        pictures[f"F/{factory_id}/qr.svg"] = qr_svg(qr_text(publication, factory_id))
        others = is_shown_by_others(site, self._slug, factory_id)
        band = Markup('<p class="mw-preview" lang="{}" dir="{}">{}<span>{}</span></p>').format(
            words.code,
            words.direction,
            words.gettext(BAND) % {"reference": reference},
            words.gettext(BAND_WITH_OTHERS if others else BAND_SCOPES) % {"scopes": scopes},
        )
        return self_contained(page, style=self._style, pictures=pictures, band=band)

    def _around(self, factory_id: str) -> set[str]:
        """The factory and those that its page may name: at the other end of a link, of the same site."""
        around = {factory_id}
        for index in (self._private, self._public):
            for _, row in index.rows[factory_id]:
                around |= _named(row)
        for each in list(around):
            last = self._corpus.ledger.last("factory", each, self._corpus.as_of)
            end = (
                last
                and last.successor
                and self._corpus.ledger.stands_for("factory", last.successor, self._corpus.as_of)
            )
            around |= {end} if end else set()
        return around

    def _kept(self, package: Package, around: set[str]) -> Package:
        """What of a published package a page can depend on."""
        found: dict[str, dict[int, Row]] = {name: {} for name in package.tables}
        for factory_id in around:
            for name, row in self._public.of(package.slug, factory_id):
                found[name][id(row)] = row
        tables = {name: sorted(rows.values(), key=lambda r: r.line) for name, rows in found.items()}
        steps = tables.get("product_steps", ())
        tables["products"] = self._public.products(package.slug, steps)
        return Package(package.slug, package.folder, package.demo, tables)

    def _ledger(self, around: set[str], packages: Iterable[Package]) -> Ledger:
        """The events of the factories, of the members, and of the audits and products in these packages.

        A product that has none yet is looked at as if it were published with the factory's yes.
        """
        events = self._corpus.ledger.events
        keys = {("factory", factory_id) for factory_id in around}
        keys |= {("member", slug) for slug in self._corpus.register("members", "slug")}
        products = set()
        for package in packages:
            keys |= {("audit", row.cells["audit_id"]) for row in package.rows("audits")}
            products |= {row.cells["product_id"] for row in package.rows("products")}
        keys |= {("product", product_id) for product_id in products}
        there = {key: events[key] for key in sorted(keys) if key in events}
        day = self._corpus.as_of
        coming = (each for each in sorted(products) if ("product", each) not in there)
        new = {("product", p): [Event("product", p, "published", day, None, "", 0)] for p in coming}
        return Ledger(there | new)

    def _agreed(self, factory_id: str, scope: str) -> dict[str, Any]:
        cells: dict[str, Any] = dict.fromkeys(table("consents").columns)
        cells |= {
            "factory_id": factory_id,
            "scope": scope,
            "member": self._slug,
            "decided_on": self._corpus.as_of,
            "text_version": TEXT_VERSION,
            "method": "signed-document",
        }
        return cells


_REFERRING = {
    name: [field.name for field in table(name).fields if field.refers == "factory"]
    for name in MEMBER_TABLES
}
_ALL_REFERRING = sorted({column for columns in _REFERRING.values() for column in columns})


def _named(row: Row) -> set[str]:
    """Every factory that a row names."""
    return {row.cells[c] for c in _ALL_REFERRING if row.cells.get(c) is not None}


def _is_about(row: Row, factory_id: str) -> bool:
    """Whether a row states something about the factory; that another one is part of it does not."""
    own = "factory_id" if "factory_id" in row.cells else None
    return row.cells[own] == factory_id if own else factory_id in _named(row)


class _Index:
    """The rows of packages by each factory that they name."""

    def __init__(self, packages: Iterable[Package]) -> None:
        self.rows: defaultdict[str, list[tuple[str, Row]]] = defaultdict(list)
        self._by_package: defaultdict[tuple[str, str], list[tuple[str, Row]]] = defaultdict(list)
        self._products: dict[tuple[str, str], Row] = {}
        for package in packages:
            for name in MEMBER_TABLES:
                for row in package.rows(name):
                    for factory_id in _named(row):
                        self.rows[factory_id].append((name, row))
                        self._by_package[package.slug, factory_id].append((name, row))
            for row in package.rows("products"):
                self._products[package.slug, row.cells["product_id"]] = row

    def of(self, slug: str, factory_id: str) -> list[tuple[str, Row]]:
        """One package's rows that name the factory."""
        return self._by_package.get((slug, factory_id), [])

    def products(self, slug: str, steps: Iterable[Row]) -> list[Row]:
        """One package's products that these steps are of, each once."""
        named = dict.fromkeys((slug, step.cells["product_id"]) for step in steps)
        return [self._products[key] for key in named if key in self._products]


class _Compiled(BytecodeCache):
    """Keeps the compiled templates: each preview has an environment of its own around its own site."""

    def __init__(self) -> None:
        self._kept: dict[str, bytes] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        """Fill in what was compiled before."""
        if bucket.key in self._kept:
            bucket.bytecode_from_string(self._kept[bucket.key])

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep what was compiled now."""
        self._kept[bucket.key] = bucket.bytecode_to_string()
