"""The pages that tell of audits, as they are and after a change."""

from __future__ import annotations

import pytest
from audit_case import Change

from madewhere.addresses import Addresses
from madewhere.digests import add_digests
from madewhere.maps.atlas import Atlas
from madewhere.render.kinds.audit import AuditPage
from madewhere.render.kinds.base import PageKind, Setting
from madewhere.render.kinds.data import Audits
from madewhere.render.kinds.factory import FactoryPage
from madewhere.render.kinds.home import Home
from madewhere.render.kinds.lists import CountryPage, MemberPage
from madewhere.render.languages import language
from madewhere.render.producers import FactoryFiles
from madewhere.render.renderer import PageProducer, page_environment, static_digest
from madewhere.render.speaker import Speaker
from madewhere.site_model import Site
from shown import site_of
from tiny_publication import KNITS, TINY

KINDS: tuple[PageKind, ...] = (
    *(FactoryPage(), AuditPage(), Audits(), Home(), MemberPage(), CountryPage()),
)


@pytest.fixture(scope="module")
def atlas(tmp_path_factory):
    """The drawings of the tiny publication's countries."""
    return Atlas(site_of(TINY), tmp_path_factory.mktemp("maps"))


@pytest.fixture
def pages(atlas):
    """Pages by path, each with its key and its text, of the kinds that tell of audits."""

    def make(site: Site) -> dict[str, tuple[str, str]]:
        say = Speaker(language("en"), site.as_of)
        setting = Setting(site, say, Addresses(site.publication, "en"), (), atlas)
        environment = page_environment(setting, "")
        static = static_digest(site, say, "")
        producers = [PageProducer(kind, setting, environment, static) for kind in KINDS]
        return {
            output.path: (output.key, output.make().decode())
            for producer in (*producers, FactoryFiles(site))
            for item in producer.items
            for output in producer.outputs(item)
            if not output.path.endswith(("qr.svg", "factory.csv"))
        }

    return make


@pytest.fixture
def changed(pages):
    """The pages after the knitting factory was changed."""

    def make(change: Change) -> dict[str, str]:
        site = site_of(TINY)
        factory = change(site.by_id[KNITS])
        site.by_id[KNITS] = factory
        site.factories = [factory if f.factory_id == KNITS else f for f in site.factories]
        for profile in (*site.members, *site.countries):
            profile.factories = [factory if f.factory_id == KNITS else f for f in profile.factories]
        others = [audit for audit in site.audits if audit.factory_id != KNITS]
        site.audits = [*factory.audits, *others]
        add_digests(site)
        return {path: page for path, (_, page) in pages(site).items()}

    return make
