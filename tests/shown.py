"""All that is shown of a publication, without the work of laying pages out."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from madewhere.digests import add_digests
from madewhere.disclose import disclose
from madewhere.exports.files import downloads
from madewhere.exports.records import record_json
from madewhere.link import link
from madewhere.read import read_data
from madewhere.site_model import Site
from tiny_publication import AS_OF


def site_of(data: Path, as_of: date = AS_OF) -> Site:
    """The site's model of a publication: what passes the gate on that day, joined."""
    return link(disclose(read_data(data, as_of=as_of).corpus)[0])


def shown_of(data: Path, as_of: date) -> tuple[object, ...]:
    """All that pages and downloads are made from, to be compared."""
    site = site_of(data, as_of)
    add_digests(site)
    records = {f.factory_id: record_json(site, f) for f in site.factories}
    stones = [(t.factory_id, t.state, t.successor) for t in site.tombstones]
    files = [(d.path, d.content) for d in downloads(site)]
    return site.digest, stones, site.former_members, files, records
