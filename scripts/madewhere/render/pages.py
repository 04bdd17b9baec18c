"""The kinds of data page: one small class a kind, listed in `PAGE_KINDS`.

A kind says which items it has a page for, at which address, from which template, and what the page is
called. Everything that it says to people goes through the speaker of the page's language.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from markupsafe import Markup

from madewhere.addresses import Addresses
from madewhere.exports.files import Download
from madewhere.exports.tables import PUBLISHED
from madewhere.problem_codes import CODES, GROUPS
from madewhere.maps import SCRIPTS, STYLESHEETS
from madewhere.render.map_views import ASSETS as MAP_ASSETS
from madewhere.render.map_views import MapView, map_views
from madewhere.render.map_views import files as map_files
from madewhere.render.speaker import Speaker
from madewhere.site_model import CountryProfile, Factory, MemberProfile, Site, Tombstone
from madewhere.tables import LEDGER_TABLE, MEMBER_TABLES, REGISTER_TABLES, table

ROWS_A_PAGE = 500
"""Rows of the list of all factories on one page."""


@dataclass(frozen=True, slots=True)
class Setting:
    """What a kind of page can draw on beside its item."""

    site: Site
    say: Speaker
    addresses: Addresses
    downloads: Sequence[Download]

    def text(self, message: str, **values: Any) -> str:
        """A message in the page's language."""
        said = self.say.language.gettext(message)
        return said % values if values else said

    def url(self, path: str) -> str:
        """The absolute address of a path of the site."""
        return self.site.publication.address(path)


class PageKind:
    """What every kind of page says of itself. An item is whatever the kind has one page for."""

    name: ClassVar[str]
    template: ClassVar[str]
    depends_on_item_only: ClassVar[bool] = False
    """Whether the item and the settings are all that the page shows, so that others may change."""

    def items(self, site: Site) -> Sequence[Any]:
        """The items that have a page; by default a single one."""
        return (site,)

    def path(self, item: Any) -> str:
        """The address relative to the root of the language."""
        raise NotImplementedError

    def title(self, item: Any, setting: Setting) -> str:
        """The page's title, without the publication's name."""
        raise NotImplementedError

    def description(self, item: Any, setting: Setting) -> str:
        """One sentence for search engines and shared links."""
        return setting.site.publication.tagline

    def context(self, item: Any, setting: Setting) -> dict[str, Any]:
        """What the template needs beside what every template has."""
        return {}

    def jsonld(self, item: Any, setting: Setting) -> dict[str, Any] | None:
        """The page's schema.org data."""
        return None


class Home(PageKind):
    """The first page."""

    name = "home"
    template = "pages/home.html"

    def path(self, item: Site) -> str:
        """The root."""
        return ""

    def title(self, item: Site, setting: Setting) -> str:
        """The publication's name."""
        return item.publication.name

    def context(self, item: Site, setting: Setting) -> dict[str, Any]:
        """A factory to show as an example: one with much to see, always the same."""
        featured = min(
            item.factories,
            key=lambda f: (f.name_native is None, not f.audits, -len(f.agreed), f.factory_id),
            default=None,
        )
        return {"featured": featured}

    def jsonld(self, item: Site, setting: Setting) -> dict[str, Any]:
        """The site and who publishes it."""
        publisher: dict[str, Any] = {
            "@type": "Organization",
            "name": item.publication.publisher.name,
        }
        if item.publication.publisher.url:
            publisher["url"] = item.publication.publisher.url
        return {
            "@type": "WebSite",
            "name": item.publication.name,
            "description": item.publication.tagline,
            "url": setting.url(setting.addresses.page("")),
            "publisher": publisher,
        }


@dataclass(frozen=True, slots=True)
class ListPage:
    """One page of the list of all factories; pages count from 1."""

    number: int
    count: int
    rows: Sequence[Factory]


class Factories(PageKind):
    """The list of all factories, over as many pages as it takes."""

    name = "factories"
    template = "pages/factories.html"

    def items(self, site: Site) -> Sequence[ListPage]:
        """The pages of the list; at least one."""
        count = max(1, -(-len(site.factories) // ROWS_A_PAGE))
        return [
            ListPage(n + 1, count, site.factories[n * ROWS_A_PAGE : (n + 1) * ROWS_A_PAGE])
            for n in range(count)
        ]

    def path(self, item: ListPage) -> str:
        """The first page has the plain address."""
        return "factories/" if item.number == 1 else f"factories/{item.number}/"

    def title(self, item: ListPage, setting: Setting) -> str:
        """With the page's number from the second on."""
        title = setting.text("All factories")
        return title if item.number == 1 else f"{title} ({setting.say.number(item.number)})"

    def description(self, item: ListPage, setting: Setting) -> str:
        """What the list is."""
        return setting.text(
            "Every factory that agreed to be named here, with its place and last audit."
        )

    def context(self, item: ListPage, setting: Setting) -> dict[str, Any]:
        """The rows, and where the other pages are."""

        def page_href(number: int) -> str:
            return setting.addresses.page(self.path(ListPage(number, item.count, ())))

        return {
            "rows": item.rows,
            "page_number": item.number,
            "page_count": item.count,
            "total": len(setting.site.factories),
            "page_href": page_href,
        }


class FactoryPage(PageKind):
    """The permanent page of a factory that is shown."""

    name = "factory"
    template = "pages/factory.html"
    depends_on_item_only = True

    def items(self, site: Site) -> Sequence[Factory]:
        """Every factory that is shown."""
        return site.factories

    def path(self, item: Factory) -> str:
        """The permanent address."""
        return f"F/{item.factory_id}/"

    def title(self, item: Factory, setting: Setting) -> str:
        """Its name and where it is."""
        where = setting.say.country(item.country)
        return (
            f"{item.name}, {item.locality}, {where}" if item.locality else f"{item.name}, {where}"
        )

    def description(self, item: Factory, setting: Setting) -> str:
        """Who buys there and when it was last audited."""
        members = ", ".join(s.member.name for s in item.sourcing[:3])
        text = setting.text(
            "Where this factory is and who buys there: %(members)s.", members=members
        )
        if item.audits:
            when = setting.say.month(item.audits[0].audit_date)
            text += " " + setting.text("Last audit: %(when)s.", when=when)
        return text

    def context(self, item: Factory, setting: Setting) -> dict[str, Any]:
        """The factory."""
        return {"factory": item}

    def jsonld(self, item: Factory, setting: Setting) -> dict[str, Any]:
        """A place with its address, point and identifiers."""
        address = {
            "@type": "PostalAddress",
            "streetAddress": item.street_address,
            "addressLocality": item.locality,
            "addressRegion": item.region,
            "postalCode": item.postal_code,
            "addressCountry": item.country,
        }
        place: dict[str, Any] = {
            "@type": "Place",
            "name": item.name,
            "url": setting.url(setting.addresses.factory(item.factory_id)),
            "identifier": item.factory_id,
            "address": {key: value for key, value in address.items() if value},
        }
        if item.name_native:
            place["alternateName"] = item.name_native
        if item.latitude is not None and item.longitude is not None:
            place["geo"] = {
                "@type": "GeoCoordinates",
                "latitude": item.latitude,
                "longitude": item.longitude,
            }
        if item.gln:
            place["globalLocationNumber"] = item.gln
        return place


class TombstonePage(PageKind):
    """The permanent page of an identifier that shows nothing but its state."""

    name = "tombstone"
    template = "pages/tombstone.html"

    def items(self, site: Site) -> Sequence[Tombstone]:
        """Every published factory that is not shown."""
        return site.tombstones

    def path(self, item: Tombstone) -> str:
        """The permanent address."""
        return f"F/{item.factory_id}/"

    def title(self, item: Tombstone, setting: Setting) -> str:
        """The ID and nothing else."""
        return item.factory_id

    def context(self, item: Tombstone, setting: Setting) -> dict[str, Any]:
        """What is left of it."""
        return {"tombstone": item}


class Members(PageKind):
    """All members."""

    name = "members"
    template = "pages/members.html"

    def path(self, item: Site) -> str:
        """A fixed address."""
        return "members/"

    def title(self, item: Site, setting: Setting) -> str:
        """The list's name."""
        return setting.text("Members")

    def description(self, item: Site, setting: Setting) -> str:
        """What the list is."""
        return setting.text("Brands and retailers that name the factories they work with.")


class MemberPage(PageKind):
    """The permanent page of a member."""

    name = "member"
    template = "pages/member.html"

    def items(self, site: Site) -> Sequence[MemberProfile]:
        """Every member of the register."""
        return site.members

    def path(self, item: MemberProfile) -> str:
        """The permanent address."""
        return f"members/{item.member.slug}/"

    def title(self, item: MemberProfile, setting: Setting) -> str:
        """The member's name."""
        return item.member.name

    def description(self, item: MemberProfile, setting: Setting) -> str:
        """What the page holds."""
        return setting.text("The factories that %(member)s names.", member=item.member.name)

    def context(self, item: MemberProfile, setting: Setting) -> dict[str, Any]:
        """The member with its factories."""
        return {"profile": item}

    def jsonld(self, item: MemberProfile, setting: Setting) -> dict[str, Any]:
        """The member as an organisation."""
        found: dict[str, Any] = {"@type": "Organization", "name": item.member.name}
        if item.member.website:
            found["url"] = item.member.website
        return found


class Countries(PageKind):
    """All countries with factories."""

    name = "countries"
    template = "pages/countries.html"

    def path(self, item: Site) -> str:
        """A fixed address."""
        return "countries/"

    def title(self, item: Site, setting: Setting) -> str:
        """The list's name."""
        return setting.text("Countries")

    def description(self, item: Site, setting: Setting) -> str:
        """What the list is."""
        return setting.text("How many factories are named here, country by country.")

    def context(self, item: Site, setting: Setting) -> dict[str, Any]:
        """The largest count, against which the others are drawn."""
        return {"largest": max((len(c.factories) for c in item.countries), default=0)}


class CountryPage(PageKind):
    """The permanent page of a country."""

    name = "country"
    template = "pages/country.html"

    def items(self, site: Site) -> Sequence[CountryProfile]:
        """Every country with a factory that is shown."""
        return site.countries

    def path(self, item: CountryProfile) -> str:
        """The permanent address."""
        return f"countries/{item.code}/"

    def title(self, item: CountryProfile, setting: Setting) -> str:
        """The country's name."""
        return str(setting.say.country(item.code))

    def description(self, item: CountryProfile, setting: Setting) -> str:
        """What the page holds."""
        name = setting.say.country(item.code)
        return setting.text("The factories in %(country)s that agreed to be named.", country=name)

    def context(self, item: CountryProfile, setting: Setting) -> dict[str, Any]:
        """The country with its factories."""
        return {"profile": item}


class Audits(PageKind):
    """The overview of all audits."""

    name = "audits"
    template = "pages/audits.html"

    def path(self, item: Site) -> str:
        """A fixed address."""
        return "audits/"

    def title(self, item: Site, setting: Setting) -> str:
        """The page's name."""
        return setting.text("Audits")

    def description(self, item: Site, setting: Setting) -> str:
        """What the page holds."""
        return setting.text("How many audits are disclosed, of which kinds, by whom and when.")

    def context(self, item: Site, setting: Setting) -> dict[str, Any]:
        """Counts as (text, count, address) by type, category, announcement, year and firm."""
        label = setting.say.label

        def counted(vocabulary: str, codes: Iterable[str]) -> list[tuple[str, int, None]]:
            return [(label(vocabulary, c), n, None) for c, n in Counter(codes).most_common()]

        years = Counter(audit.audit_date.year for audit in item.audits)
        firms = Counter(audit.firm.name for audit in item.audits)
        return {
            "overview": {
                "types": counted("audit_type", sorted(a.type for a in item.audits)),
                "categories": counted("audit_category", sorted(a.category for a in item.audits)),
                "announcements": counted(
                    "announcement", sorted(a.announcement for a in item.audits)
                ),
                "years": [(str(year), years[year], None) for year in sorted(years, reverse=True)],
                "firms": sorted(
                    ((name, count, None) for name, count in firms.items()),
                    key=lambda row: (-row[1], row[0]),
                ),
            }
        }


class DataPage(PageKind):
    """Everything to download."""

    name = "downloads"
    template = "pages/downloads.html"

    def path(self, item: Site) -> str:
        """Beside the files."""
        return "data/"

    def title(self, item: Site, setting: Setting) -> str:
        """The page's name."""
        return setting.text("Download the data")

    def description(self, item: Site, setting: Setting) -> str:
        """What the page holds."""
        return setting.text("Everything that these pages show, as files under an open licence.")

    def context(self, item: Site, setting: Setting) -> dict[str, Any]:
        """The files with their sizes and hashes, the archive first."""
        files = [
            {
                "title": file.title,
                "description": file.description,
                "href": file.path,
                "media_type": file.media_type,
                "rows": file.rows,
                "bytes": len(file.content),
                "sha256": file.sha256,
            }
            for file in setting.downloads
        ]
        return {"downloads": [*files[-1:], *files[:-1]]}

    def jsonld(self, item: Site, setting: Setting) -> dict[str, Any]:
        """The dataset with its files, as search engines for data read it."""
        return {
            "@type": "Dataset",
            "name": item.publication.name,
            "description": (
                f"{item.publication.tagline} Factories that consented to be shown, their audits "
                "and the members that disclose them."
            ),
            "url": setting.url(setting.addresses.page("data/")),
            "license": "https://opendatacommons.org/licenses/odbl/1-0/",
            "isAccessibleForFree": True,
            "version": item.as_of.isoformat(),
            "creator": {"@type": "Organization", "name": item.publication.publisher.name},
            "distribution": [
                {
                    "@type": "DataDownload",
                    "name": file.title,
                    "contentUrl": setting.url(file.path),
                    "encodingFormat": file.media_type,
                    "sha256": file.sha256,
                }
                for file in setting.downloads
            ],
        }


class Dictionary(PageKind):
    """The data dictionary, made from the schemas."""

    name = "dictionary"
    template = "pages/dictionary.html"

    def path(self, item: Site) -> str:
        """Below the data page."""
        return "data/dictionary/"

    def title(self, item: Site, setting: Setting) -> str:
        """The page's name."""
        return setting.text("Data dictionary")

    def description(self, item: Site, setting: Setting) -> str:
        """What the page holds."""
        return setting.text("Every table and column: meaning, type, unit, source and consent.")

    def context(self, item: Site, setting: Setting) -> dict[str, Any]:
        """The tables that members write, and those that are published."""
        written = (*MEMBER_TABLES, *REGISTER_TABLES, LEDGER_TABLE)
        return {
            "tables": [table(name) for name in written],
            "published": [published.definition for published in PUBLISHED],
        }


class Problems(PageKind):
    """Every problem that a check can find."""

    name = "problems"
    template = "pages/problems.html"

    def path(self, item: Site) -> str:
        """A fixed address."""
        return "problems/"

    def title(self, item: Site, setting: Setting) -> str:
        """The page's name."""
        return setting.text("Problems in data")

    def description(self, item: Site, setting: Setting) -> str:
        """What the page holds."""
        return setting.text("What each problem that a check finds means, and what to do about it.")

    def context(self, item: Site, setting: Setting) -> dict[str, Any]:
        """The codes under their headings."""
        return {
            "groups": [
                (heading, [CODES[code] for code in codes]) for heading, codes in GROUPS.items()
            ]
        }


class MapPage(PageKind):
    """An interactive map: of the world, of a country, of a member."""

    name = "map"
    template = "pages/map.html"

    def items(self, site: Site) -> Sequence[MapView]:
        """Every map of the site."""
        return map_views(site)

    def path(self, item: MapView) -> str:
        """Below the page that it belongs to."""
        return item.path

    def title(self, item: MapView, setting: Setting) -> str:
        """The map's name, with what it is of."""
        word = setting.text("Map")
        return word if item.of is None else f"{word}: {self._of(item, setting)}"

    def _of(self, item: MapView, setting: Setting) -> str:
        if isinstance(item.of, CountryProfile):
            return str(setting.say.country(item.of.code))
        return item.of.member.name if item.of else ""

    def description(self, item: MapView, setting: Setting) -> str:
        """What the page holds."""
        return setting.text("Every factory with a place, on a map.")

    def context(self, item: MapView, setting: Setting) -> dict[str, Any]:
        """The map's element, and the files that fill it, relative to the root or to the page."""
        publication = setting.site.publication
        files = map_files(item, setting.say, setting.addresses.prefix, publication.tile_server)
        return {
            "map_body": Markup(files.body_html),  # noqa: S704 - holds no data, see maps
            "styles": [f"{MAP_ASSETS}{name}" for name in (*STYLESHEETS, "map.css")],
            "scripts": [f"{MAP_ASSETS}{name}" for name in SCRIPTS],
            "view": item,
            "of": self._of(item, setting),
            "list_href": setting.addresses.page("factories/" if item.of is None else item.place),
        }


class NotFound(PageKind):
    """What the host shows for an address that there is not."""

    name = "not_found"
    template = "pages/not_found.html"

    def path(self, item: Site) -> str:
        """The file that hosts of static sites look for."""
        return "404.html"

    def title(self, item: Site, setting: Setting) -> str:
        """What happened."""
        return setting.text("Not found")


PAGE_KINDS: tuple[PageKind, ...] = (
    Home(),
    Factories(),
    FactoryPage(),
    TombstonePage(),
    Members(),
    MemberPage(),
    Countries(),
    CountryPage(),
    Audits(),
    DataPage(),
    Dictionary(),
    Problems(),
    MapPage(),
    NotFound(),
)
"""Every kind of data page. A new kind is one class and one line here."""


def jsonld_markup(data: dict[str, Any] | None) -> Markup | None:
    """schema.org data as the text of a script element; nothing in it can end that element."""
    if data is None:
        return None
    text = json.dumps({"@context": "https://schema.org", **data}, ensure_ascii=False)
    for character, escaped in (("<", "\\u003c"), (">", "\\u003e"), ("&", "\\u0026")):
        text = text.replace(character, escaped)
    return Markup(text)  # noqa: S704 - no markup is left in it
