"""The files of a site: what makes each of them. No file comes from anywhere else."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from madewhere import fingerprint
from madewhere.addresses import Addresses
from madewhere.describe import MANIFEST, manifest, robots
from madewhere.exports.files import Download
from madewhere.maps.atlas import Atlas
from madewhere.pour import Files, Output, Producer
from madewhere.project import ROOT
from madewhere.prose import Editions, Prose, build_prose
from madewhere.prose.edition import Edition, label_texts
from madewhere.render.chrome import chrome
from madewhere.render.kinds import PAGE_KINDS
from madewhere.render.languages import language
from madewhere.render.producers import producers
from madewhere.render.speaker import Speaker
from madewhere.render.words import N_
from madewhere.site_model import Site
from madewhere.sitemap import sitemaps


def written_pages(site: Site, cache: Path) -> Editions:
    """The pages that people wrote, in every language, with the site's header and footer around them."""
    with ThreadPoolExecutor(max_workers=os.cpu_count()) as pool:  # each waits for MkDocs
        codes = site.publication.languages
        return Editions(tuple(pool.map(lambda code: _written_in(code, site, cache), codes)))


def _written_in(code: str, site: Site, cache: Path) -> Prose:
    publication = site.publication
    speaker = Speaker(language(code), site.as_of)
    say = speaker.language
    prefixes = {each: Addresses(publication, each).prefix for each in publication.languages}
    labels = {text: say.pgettext(PAGE_NAME, text) for text in label_texts(ROOT)}
    return build_prose(
        project=ROOT,
        cache=cache / "prose",
        site=chrome(publication, speaker, demo=site.demo),
        site_url=publication.base_url,
        as_of=site.as_of,
        edition=Edition(
            code,
            prefixes[code],
            tuple(prefixes.items()),
            labels,
            say.gettext(NOT_TRANSLATED),
            say.gettext(OUTDATED),
            say.gettext(PERMALINK),
        ),
    )


NOT_TRANSLATED = N_("This page is not in this language yet. It is shown in English.")
OUTDATED = N_("The page in English has changed since this was translated.")
PERMALINK = N_("Permanent link")
PAGE_NAME = "name of a written page"
"""The context of the names of pages in the navigation of `mkdocs.yml`."""


def everything(
    site: Site, atlas: Atlas, prose: Editions, files: Sequence[Download], cache: Path
) -> Iterator[Producer]:
    """Whatever makes a file of the site, given what it draws on; ``cache`` keeps pieces of the map."""
    yield from producers(site, atlas, files, prose, cache / "maps")
    yield Files([*_single_files(site, prose, files)])
    yield Files([*atlas.outputs()])


def _single_files(site: Site, prose: Editions, files: Sequence[Download]) -> Iterator[Output]:
    for download in files:
        yield _known(download.path, download.content)
    for path, file in prose.files():
        yield _known(path, file.read_bytes())
    every = site.publication.languages
    pages = {
        kind.path(item): every
        for kind in PAGE_KINDS
        if kind.in_sitemap
        for item in kind.items(site)
        if kind.canonical(item) == kind.path(item)
    }
    yield from sitemaps(site.publication, pages | prose.languages())
    yield _known("robots.txt", robots(site))
    yield _known(MANIFEST, manifest(site))


def _known(path: str, content: bytes) -> Output:
    return Output(path, fingerprint.digest(content), lambda: content)
