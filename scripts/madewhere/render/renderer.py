"""Rendering data pages: one producer a language and kind of page."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from typing import Any, NamedTuple

from jinja2 import Environment, Template
from markupsafe import Markup

from madewhere import fingerprint
from madewhere.addresses import alternates, to_root
from madewhere.exports.definitions import cell
from madewhere.pour import Output
from madewhere.project import TEMPLATES
from madewhere.render.chrome import PAGE, chrome
from madewhere.render.data_words import DataWords
from madewhere.render.environment import environment
from madewhere.render.factory_parts import host, own_name, people, reach_href, surveys, verify_url
from madewhere.render.kinds.base import PageKind, Setting, jsonld_markup
from madewhere.render.map_views import has_points
from madewhere.render.share import cards as share
from madewhere.render.speaker import Speaker
from madewhere.site_model import Site
from madewhere.tables import used_scopes
from madewhere.tiers.around import has_member_network, has_network

CSP = "default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'none'; form-action 'self'"
"""The content security policy of data pages: everything from this site, nothing inline."""


def policy(site: Site) -> str:
    """The content security policy of maps: that of all data pages, and the publisher's tiles."""
    tiles = site.publication.tile_server
    if tiles is None:
        return CSP
    return CSP.replace("img-src 'self' data:", f"img-src 'self' data: {tiles.host}")


class Page(NamedTuple):
    """What the base template says of a page."""

    kind: str
    title: str
    description: str
    canonical: str
    jsonld: Markup | None
    alternates: tuple[tuple[str, str], ...]
    picture: str


class PageProducer:
    """Makes the pages of one kind in one language; ``items`` are by default all of that kind."""

    def __init__(
        self,
        kind: PageKind,
        setting: Setting,
        env: Environment,
        static: str,
        items: Sequence[Any] | None = None,
    ) -> None:
        self.kind = kind
        self.items = kind.items(setting.site) if items is None else items
        self._setting = setting
        self._env = env
        self._static = static
        self._template: Template = env.get_template(kind.template)
        self._around: dict[str, tuple[Markup, Markup]] = {}

    def outputs(self, item: Any) -> Iterator[Output]:
        """The page of an item, and the same under its other addresses."""
        path = self._setting.addresses.page(self.kind.path(item))
        file = path if path.endswith(".html") else f"{path}index.html"
        told = self.kind.depends_on(item, self._setting)
        key = fingerprint.digest(self._static, self.kind.name, told, path)

        def make() -> bytes:
            return self._render(item, path)

        yield Output(file, key, make)
        if not self._setting.addresses.prefix:
            for copy in self.kind.copies(item, self._setting.site):
                yield Output(f"{copy}index.html", key, make)

    def _render(self, item: Any, path: str) -> bytes:
        setting, kind = self._setting, self.kind
        own, kept = kind.path(item), kind.canonical(item)
        absolute = kind.name == "not_found"
        root = setting.site.publication.base_path if absolute else to_root(path)
        header, footer = self._chrome(root)
        publication = setting.site.publication
        page = Page(
            kind=kind.name,
            title=kind.title(item, setting),
            description=kind.description(item, setting),
            canonical=setting.url(setting.addresses.page(kept)),
            jsonld=jsonld_markup(kind.jsonld(item, setting)),
            alternates=tuple(
                (code, setting.url(path))
                for code, path in alternates(publication, kept, publication.languages)
            ),
            picture=setting.url(
                setting.addresses.page(kind.picture(item, setting.site) + share.FILE)
            ),
        )
        context = kind.context(item, setting)
        rendered = self._template.render(
            page=page,
            root=root,
            home=root + setting.addresses.prefix,
            header=Markup(header.replace(PAGE, own)),  # noqa: S704 - an address of ours
            footer=footer,
            csp=Markup(policy(setting.site) if context.get("map_body") else CSP),  # noqa: S704 - ours
            **context,
        )
        return rendered.encode()

    def _chrome(self, root: str) -> tuple[Markup, Markup]:
        if root not in self._around:
            site = chrome(
                self._setting.site.publication,
                self._setting.say,
                demo=self._setting.site.demo,
                current=self.kind.section,
            )
            parts = [
                Markup(self._env.get_template(f"look/{name}.html").render(site=site, root=root))  # noqa: S704 - rendered with autoescape
                for name in ("site_header", "site_footer")
            ]
            self._around[root] = (parts[0], parts[1])
        return self._around[root]


def page_environment(setting: Setting, assets: str) -> Environment:
    """The environment of one language's data pages. ``assets`` is appended to assets' addresses."""
    site, say, addresses = setting.site, setting.say, setting.addresses
    words = setting.words
    shown = functools.partial(_shown, site, say, words)
    return environment(
        say,
        **words.globals(),
        model=site,
        site={"name": site.publication.name, "tagline": setting.tagline},
        factory_url=addresses.factory,
        audit_url=addresses.audit,
        product_url=addresses.product,
        gtin_url=addresses.gtin,
        member_url=addresses.member,
        embedded_member_url=addresses.embedded_member,
        country_url=addresses.country,
        member_network_url=addresses.member_network,
        factory_network_url=addresses.factory_network,
        has_network=has_network,
        has_member_network=has_member_network,
        handbook_url=addresses.handbook,
        requirement_url=addresses.requirement,
        figures_url=addresses.figures,
        standard_url=addresses.standard,
        audit_firm_url=addresses.audit_firm,
        people_of=people,
        surveys_of=surveys,
        reach_href=reach_href,
        verify_url=verify_url,
        own_name=own_name,
        host=host,
        outline=setting.atlas.outline,
        world=setting.atlas.world,
        shown=shown,
        has_points=has_points,
        scopes=used_scopes(),
        assets=assets,
    )


def static_digest(site: Site, speaker: Speaker, assets: str) -> str:
    """What every page of a language depends on beside what its kind says."""
    registers = [
        repr(rows)
        for name, rows in sorted(site.disclosure.registers.items())
        if name not in _NOT_EVERYWHERE
    ]
    templates = fingerprint.digest_files(TEMPLATES, TEMPLATES.rglob("*.*"))
    return fingerprint.digest(
        fingerprint.program(),
        templates,
        assets,
        repr(site.publication),
        str(site.demo),
        site.as_of.isoformat(),
        speaker.language.code,
        *registers,
    )


_NOT_EVERYWHERE = frozenset(
    {"handbooks", "chapters", "requirements", "sampling", "monitoring_rules", "risk_counts"}
)
"""Registers that a page shows only with its item, whose digest then holds what is shown of them."""


def _shown(site: Site, say: Speaker, words: DataWords, column: str, value: Any) -> str:
    """A value of any column of the members' tables as a person reads it."""
    register, titles = {
        "facility_type": ("facility_type", site.facility_types),
        "processing_types": ("processing_type", site.processing_types),
    }.get(column, ("", {}))
    if register:
        codes = str(value).split("|")
        return say.listed([words.term_text(register, titles.get(code, code)) for code in codes])
    if column in _VOCABULARIES:
        return say.label(_VOCABULARIES[column], value)
    if column == "country":
        return say.country(value)
    if column.endswith("_percent"):
        return say.percent(value)
    in_words = _by_type(say).get(type(value))
    return in_words(value) if in_words else say.listed(cell(value).split("|"))


def _by_type(say: Speaker) -> dict[type, Callable[[Any], str]]:
    return {
        bool: lambda value: say.label("yes_or_no", cell(value)),
        int: say.number,
        date: say.date,
    }


_VOCABULARIES = {
    "type": "audit_type",
    "category": "audit_category",
    "announcement": "announcement",
    "coordinate_precision": "precision",
    "severity": "severity",
}
"""The columns whose codes have words."""
