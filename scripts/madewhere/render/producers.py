"""What is poured for a site: its pages in every language, and the files beside them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import NamedTuple

from madewhere import fingerprint, kept
from madewhere.addresses import Addresses, qr_text
from madewhere.digests import network_digest
from madewhere.exports.definitions import Published, Row
from madewhere.exports.factories import FACTORIES, factory_row
from madewhere.exports.files import Download, csv_bytes, factories_csv
from madewhere.exports.network import SUPPLY_LINKS, supply_links_csv
from madewhere.exports.product_records import gone_product_json, product_json
from madewhere.exports.records import record_json, tombstone_json
from madewhere.exports.tables import PUBLISHED
from madewhere.maps.atlas import Atlas
from madewhere.pour import Files, Output, Producer
from madewhere.prose import Editions
from madewhere.qr import qr_key, qr_svg
from madewhere.render.certificates import find_files, held
from madewhere.render.chrome import offers
from madewhere.render.kinds import PAGE_KINDS
from madewhere.render.kinds.base import Setting
from madewhere.render.languages import language
from madewhere.render.map_files import BasemapFiles, MapPoints, MapScripts
from madewhere.render.renderer import PageProducer, page_environment, static_digest
from madewhere.render.search.index import index_files
from madewhere.render.share.card import picture
from madewhere.render.share.cards import FILE as SHARE_FILE
from madewhere.render.share.cards import Shared, card, shared
from madewhere.render.speaker import Speaker
from madewhere.site_model import (
    CountryProfile,
    Factory,
    GoneProduct,
    MemberProfile,
    Product,
    Site,
    Tombstone,
)
from madewhere.tiers.around import member_network


def producers(
    site: Site, atlas: Atlas, files: Sequence[Download], prose: Editions, cache: Path
) -> Iterator[Producer]:
    """Everything but the single files, in a stable order."""
    yield IndexFiles(site, cache)  # first, as it is the longest single piece of work
    assets = _assets_digest(prose)
    items = [(kind, kind.items(site)) for kind in PAGE_KINDS]  # the same in every language
    for code in site.publication.languages:
        say = Speaker(language(code), site.as_of)
        addresses = Addresses(site.publication, code)
        setting = Setting(site, say, addresses, files, atlas)
        env = page_environment(setting, f"?v={assets[:8]}")
        static = static_digest(site, say, assets)
        for kind, of_kind in items:
            yield PageProducer(kind, setting, env, static, of_kind)
        yield MapScripts(setting, static)
        yield SharePictures(setting)
    yield FactoryFiles(site)
    yield ProductFiles(site)
    yield GroupFiles(site)
    yield TableParts(site)
    yield MapPoints(site)
    yield Files([*find_files(site), *offers(site.publication)])
    yield BasemapFiles(site, cache)


def _assets_digest(prose: Editions) -> str:
    folder = prose.parts[0].folder
    return fingerprint.digest_files(
        folder, [file for path, file in prose.files() if path.startswith("assets/")]
    )


class FactoryFiles:
    """What lies beside every factory's page: its record, its row and its code."""

    def __init__(self, site: Site) -> None:
        self.items: Sequence[Factory | Tombstone] = [*site.factories, *site.tombstones]
        self._site = site
        # Names of members and firms stand in records; the factories' digests hold their slugs.
        registers = [repr(site.disclosure.registers[name]) for name in ("members", "audit_firms")]
        base_url = site.publication.base_url
        self._program = fingerprint.digest(fingerprint.program(), base_url, *registers)

    def outputs(self, item: Factory | Tombstone) -> Iterator[Output]:
        """The files of one factory; of one that is not shown, its record and its code."""
        site, folder = self._site, f"F/{item.factory_id}/"
        text = qr_text(site.publication, item.factory_id)
        yield Output(f"{folder}qr.svg", qr_key(text), lambda: qr_svg(text))
        if isinstance(item, Tombstone):
            key = fingerprint.digest(self._program, repr(item))
            yield Output(f"{folder}record.json", key, lambda: tombstone_json(site, item))
            return
        key = fingerprint.digest(self._program, site.digests[item.factory_id])
        yield Output(f"{folder}record.json", key, lambda: record_json(site, item))
        yield Output(
            f"{folder}factory.csv", key, lambda: csv_bytes(FACTORIES, [factory_row(site, item)])
        )


class ProductFiles:
    """What lies beside every product's page: its record and its code."""

    def __init__(self, site: Site) -> None:
        self.items: Sequence[Product | GoneProduct] = [
            *site.products.values(),
            *site.gone_products,
        ]
        self._site = site
        registers = [repr(site.disclosure.registers[name]) for name in ("members", "audit_firms")]
        base_url = site.publication.base_url
        self._program = fingerprint.digest(fingerprint.program(), base_url, *registers)

    def outputs(self, item: Product | GoneProduct) -> Iterator[Output]:
        """The files of one product; of one that is not shown, what is left of it and its code."""
        site, folder = self._site, f"P/{item.product_id}/"
        text = qr_text(site.publication, item.product_id, "P")
        yield Output(f"{folder}qr.svg", qr_key(text), lambda: qr_svg(text))
        if isinstance(item, GoneProduct):
            key = fingerprint.digest(self._program, repr(item))
            yield Output(f"{folder}record.json", key, lambda: gone_product_json(site, item))
            return
        claimed = repr([site.numbers.products[each.gtin] for each in item.gtins])
        key = fingerprint.digest(self._program, site.product_digests[item.product_id], claimed)
        yield Output(f"{folder}record.json", key, lambda: product_json(site, item))


class GroupFiles:
    """The list of factories of each country and member, and the links of each member, as CSV."""

    def __init__(self, site: Site) -> None:
        self.items: Sequence[CountryProfile | MemberProfile] = [*site.countries, *site.members]
        self._site = site
        self._program = fingerprint.digest(fingerprint.program(), site.publication.base_url)

    def outputs(self, item: CountryProfile | MemberProfile) -> Iterator[Output]:
        """The list of the group, and of a member that states links those too."""
        site = self._site
        group = (
            f"countries/{item.code}"
            if isinstance(item, CountryProfile)
            else f"members/{item.member.slug}"
        )
        key = fingerprint.digest(
            self._program, *(site.digests[factory.factory_id] for factory in item.factories)
        )
        yield Output(f"{group}/factories.csv", key, lambda: factories_csv(site, item.factories))
        if isinstance(item, MemberProfile):
            network = member_network(item)
            if network.links:
                told = network_digest(site, network)
                links_key = fingerprint.digest(self._program, told)
                yield Output(
                    f"{group}/{SUPPLY_LINKS}", links_key, lambda: supply_links_csv(network)
                )


class TablePart(NamedTuple):
    """The rows of a published table in which a column has a value, as a file beside a page."""

    path: str
    table: str
    column: str
    value: str


class TableParts:
    """The audits of each audit firm and the certificates of each standard, as CSV."""

    def __init__(self, site: Site) -> None:
        self.items: Sequence[TablePart] = [
            *(
                TablePart(f"audit-firms/{firm.slug}/audits.csv", "audits", "audit_firm", firm.slug)
                for firm in site.audit_firms
            ),
            *(
                TablePart(
                    f"certificates/standard/{each.slug}/certificates.csv",
                    "certificates",
                    "standard",
                    each.slug,
                )
                for each in held(site)
            ),
        ]
        self._site = site
        self._key = fingerprint.digest(fingerprint.program(), site.digest)
        self._rows = cache(self._by_value)

    def outputs(self, item: TablePart) -> Iterator[Output]:
        """One file."""
        yield Output(item.path, self._key, lambda: self._csv(item))

    def _csv(self, item: TablePart) -> bytes:
        rows = self._rows(item.table, item.column)
        return csv_bytes(_published(item.table).definition, rows.get(item.value, []))

    def _by_value(self, table: str, column: str) -> dict[str, list[Row]]:
        """The rows of a table by the value of a column, worked out once."""
        published = _published(table)
        place = published.definition.columns.index(column)
        found: defaultdict[str, list[Row]] = defaultdict(list)
        for row in published.rows(self._site):
            found[row[place]].append(row)
        return found


def _published(name: str) -> Published:
    return next(published for published in PUBLISHED if published.name == name)


class SharePictures:
    """The pictures that chats show of pages, in one language."""

    def __init__(self, setting: Setting) -> None:
        self.items: Sequence[Shared] = shared(setting.site)
        self._setting = setting

    def outputs(self, item: Shared) -> Iterator[Output]:
        """The picture beside its page."""
        path = self._setting.addresses.page(item.path + SHARE_FILE)
        told = card(item.of, self._setting)
        key = fingerprint.digest(fingerprint.program(), repr(told))
        yield Output(path, key, lambda: picture(told))


class IndexFiles:
    """The index of what can be found, for all languages."""

    def __init__(self, site: Site, cache: Path) -> None:
        self.items: Sequence[Site] = (site,)
        self._cache = cache

    def outputs(self, item: Site) -> Iterator[Output]:
        """All files of the index, which is kept between builds of the same data."""
        key = fingerprint.digest("index", fingerprint.program(), item.digest)
        files: dict[str, bytes] | None = kept.load(self._cache, key)
        if files is None:
            files = index_files(item)
            kept.store(self._cache, key, files)
        for path, content in files.items():
            yield Output(path, fingerprint.digest(content), lambda c=content: c)  # type: ignore[misc]
