"""What is poured for a site: its pages in every language, and the files beside them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
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
from madewhere.maps import leaflet
from madewhere.maps.atlas import Atlas, drawn_by
from madewhere.pour import Files, Output, Producer
from madewhere.prose import Prose
from madewhere.qr import qr_key, qr_svg
from madewhere.render import map_views
from madewhere.render.certificates import find_files, held
from madewhere.render.kinds import PAGE_KINDS
from madewhere.render.kinds.base import Setting
from madewhere.render.languages import language
from madewhere.render.map_views import MapView
from madewhere.render.renderer import PageProducer, page_environment, static_digest
from madewhere.render.search.index import index_files
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
    site: Site, atlas: Atlas, files: Sequence[Download], prose: Prose, cache: Path
) -> Iterator[Producer]:
    """Everything but the single files, in a stable order."""
    yield IndexFiles(site, cache)  # first, as it is the longest single piece of work
    assets = _assets_digest(prose)
    for code in site.publication.languages:
        say = Speaker(language(code), site.as_of)
        addresses = Addresses(site.publication, code)
        setting = Setting(site, say, addresses, files, atlas)
        env = page_environment(setting, f"?v={assets[:8]}")
        static = static_digest(site, say, assets)
        for kind in PAGE_KINDS:
            yield PageProducer(kind, setting, env, static)
        yield MapProducer(setting, static)
    yield FactoryFiles(site)
    yield ProductFiles(site)
    yield GroupFiles(site)
    yield TableParts(site)
    yield Files([*find_files(site)])
    yield BasemapFiles(site, cache)


def _assets_digest(prose: Prose) -> str:
    ours = [prose.folder / file for file in prose.files if file.startswith("assets/")]
    return fingerprint.digest_files(prose.folder, ours)


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


class MapProducer:
    """The script and the points of each interactive map, in one language."""

    def __init__(self, setting: Setting, static: str) -> None:
        self.items: Sequence[MapView] = map_views.map_views(setting.site)
        self._setting = setting
        self._static = static

    def outputs(self, item: MapView) -> Iterator[Output]:
        """The files beside a map's page."""
        setting = self._setting
        folder = setting.addresses.page(item.path)
        told = [setting.site.digests[factory.factory_id] for factory in item.factories]
        key = fingerprint.digest(self._static, item.path, *told)
        yield Output(f"{folder}points.geojson", key, lambda: map_views.points(item, setting.say))
        yield Output(f"{folder}map.js", key, lambda: self._script(item))

    def _script(self, item: MapView) -> bytes:
        setting = self._setting
        prefix = setting.addresses.prefix
        return map_views.files(
            item, setting.site, setting.say, prefix, setting.atlas
        ).script.encode()


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


class BasemapFiles:
    """The borders under the maps, and the scripts and styles that all maps share."""

    def __init__(self, site: Site, cache: Path) -> None:
        countries = [
            view.of.code
            for view in map_views.map_views(site)
            if isinstance(view.of, CountryProfile)
        ]
        self.items: Sequence[str] = ["", *countries]
        self._cache = cache

    def outputs(self, item: str) -> Iterator[Output]:
        """The borders of a country, or of the world with what all maps share."""
        key = fingerprint.digest("basemap", drawn_by(), item)
        name = map_views.WORLD_BASEMAP if not item else f"{map_views.ASSETS}{item}.geojson"
        yield Output(name, key, lambda: self._borders(item))
        if not item:
            for asset, content in leaflet.leaflet_assets().items():
                yield Output(
                    f"{map_views.ASSETS}{asset}",
                    fingerprint.digest(content),
                    lambda c=content: c,  # type: ignore[misc]
                )
            coarse = fingerprint.digest("coarse", drawn_by())
            yield Output(map_views.COARSE_BASEMAP, coarse, self._coarse)
            style = leaflet.stylesheet()
            yield Output(f"{map_views.ASSETS}map.css", fingerprint.digest(style), lambda: style)

    def _borders(self, code: str) -> bytes:
        from madewhere.geography.basemaps import basemap_geojson, country_basemap

        key = fingerprint.digest("borders", drawn_by(), code)
        return self._kept(key, lambda: country_basemap(code) if code else basemap_geojson())

    def _coarse(self) -> bytes:
        from madewhere.geography.basemaps import basemap_geojson

        key = fingerprint.digest("coarse", drawn_by())
        return self._kept(key, lambda: basemap_geojson(line=0.3, decimals=1))

    def _kept(self, key: str, make: Callable[[], bytes]) -> bytes:
        """Borders take seconds to simplify, so they are kept between builds."""
        made: bytes | None = kept.load(self._cache, key)
        if made is None:
            made = make()
            kept.store(self._cache, key, made)
        return made
