"""The files of a site: what makes each of them. No file comes from anywhere else."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from madewhere import fingerprint
from madewhere.addresses import Addresses
from madewhere.describe import MANIFEST, manifest, robots, sitemaps
from madewhere.exports.files import Download
from madewhere.maps.atlas import Atlas
from madewhere.pour import Files, Output, Producer
from madewhere.project import ROOT
from madewhere.prose import Prose, build_prose
from madewhere.render.chrome import chrome
from madewhere.render.kinds import PAGE_KINDS
from madewhere.render.languages import language
from madewhere.render.producers import producers
from madewhere.render.speaker import Speaker
from madewhere.site_model import Site


def written_pages(site: Site, cache: Path) -> Prose:
    """The pages that people wrote, with the site's header and footer around them."""
    publication = site.publication
    speaker = Speaker(language(publication.languages[0]), site.as_of)
    around = chrome(publication, speaker, demo=site.demo)
    for entry in around["languages"]:
        entry["href"] = Addresses(publication, entry["code"]).page("")
    return build_prose(
        project=ROOT,
        cache=cache / "prose",
        site=around,
        site_url=publication.base_url,
        as_of=site.as_of,
    )


def everything(
    site: Site, atlas: Atlas, prose: Prose, files: Sequence[Download], cache: Path
) -> Iterator[Producer]:
    """Whatever makes a file of the site, given what it draws on; ``cache`` keeps pieces of the map."""
    yield from producers(site, atlas, files, prose, cache / "maps")
    yield Files([*_single_files(site, prose, files)])
    yield Files([*atlas.outputs()])


def _single_files(site: Site, prose: Prose, files: Sequence[Download]) -> Iterator[Output]:
    for download in files:
        yield _known(download.path, download.content)
    for path in prose.files:
        yield _known(path, (prose.folder / path).read_bytes())
    pages = [
        Addresses(site.publication, code).page(kind.path(item))
        for code in site.publication.languages
        for kind in PAGE_KINDS
        if kind.in_sitemap
        for item in kind.items(site)
        if kind.canonical(item) == kind.path(item)
    ]
    for path, content in sitemaps(site, [*pages, *prose.pages]).items():
        yield _known(path, content)
    yield _known("robots.txt", robots(site))
    yield _known(MANIFEST, manifest(site))


def _known(path: str, content: bytes) -> Output:
    return Output(path, fingerprint.digest(content), lambda: content)
