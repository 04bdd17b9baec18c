"""What is shown of a publication, as pages get it, without a whole build."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from madewhere.addresses import Addresses
from madewhere.digests import add_digests
from madewhere.disclose import disclose
from madewhere.exports.files import downloads
from madewhere.exports.product_records import product_json
from madewhere.exports.records import record_json
from madewhere.link import link
from madewhere.maps.atlas import Atlas
from madewhere.read import read_data
from madewhere.render.kinds.base import PageKind, Setting
from madewhere.render.languages import language
from madewhere.render.renderer import PageProducer, page_environment
from madewhere.render.speaker import Speaker
from madewhere.site_model import Site
from tiny_publication import AS_OF


def site_of(data: Path, as_of: date = AS_OF) -> Site:
    """The site's model of a publication: what passes the gate on that day, joined."""
    return link(disclose(read_data(data, as_of=as_of).corpus)[0])


def pages_of(site: Site, kind: PageKind, maps: Path) -> PageProducer:
    """The English pages of one kind, to be laid out one by one; drawings of countries go to ``maps``."""
    say = Speaker(language("en"), site.as_of)
    setting = Setting(site, say, Addresses(site.publication, "en"), (), Atlas(site, maps))
    return PageProducer(kind, setting, page_environment(setting, ""), "")


def shown_of(data: Path, as_of: date) -> tuple[object, ...]:
    """All that pages and downloads are made from, to be compared."""
    site = site_of(data, as_of)
    add_digests(site)
    records = {f.factory_id: record_json(site, f) for f in site.factories}
    stones = [(t.factory_id, t.state, t.successor) for t in site.tombstones]
    files = [(d.path, d.content) for d in downloads(site)]
    products = {each: product_json(site, site.products[each]) for each in site.products}
    gone = (stones, site.gone_products, site.numbers, site.former_members)
    return site.digest, products, gone, files, records
