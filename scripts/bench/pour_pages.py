"""Pour the pages of factories and nothing else; what `pages.py` measures of Madewhere.

Usage: python scripts/bench/pour_pages.py DATA OUT KEPT [--wait]

Reads, discloses and links DATA, without anything kept of an earlier run but the outlines of countries
in KEPT, and pours a page a factory into OUT. With --wait it says "ready" after linking and pours when
it is told to, so that pouring can be measured alone.
"""

from __future__ import annotations

import gc
import sys
from pathlib import Path

from madewhere.addresses import Addresses
from madewhere.demo.make import DEFAULT_REFERENCE_DATE as AS_OF
from madewhere.disclose import disclose
from madewhere.link import link
from madewhere.maps.atlas import Atlas
from madewhere.pour import pour
from madewhere.read import read_data
from madewhere.render.kinds import PAGE_KINDS
from madewhere.render.kinds.base import Setting
from madewhere.render.languages import language
from madewhere.render.renderer import PageProducer, page_environment, static_digest
from madewhere.render.speaker import Speaker
from madewhere.site_model import Site


def linked(data: Path) -> Site:
    """What is shown of a publication, as a build links it."""
    disclosure, _ = disclose(read_data(data, as_of=AS_OF).corpus)
    return link(disclosure)


def setting_of(site: Site, kept: Path) -> Setting:
    """What pages draw on, in the publication's first language."""
    code = site.publication.languages[0]
    return Setting(
        site=site,
        say=Speaker(language(code), site.as_of),
        addresses=Addresses(site.publication, code),
        downloads=(),
        atlas=Atlas(site, kept),
    )


def pour_factory_pages(site: Site, kept: Path, out: Path, workers: int | None = None) -> int:
    """Pour a page a factory; gives how many were made."""
    setting = setting_of(site, kept)
    setting.atlas.draw()  # before processes are forked, as a build does
    env = page_environment(setting, "")
    kind = next(kind for kind in PAGE_KINDS if kind.name == "factory")
    producer = PageProducer(kind, setting, env, static_digest(site, setting.say, ""))
    return pour([producer], out, previous=None, previous_keys={}, workers=workers).made


def main() -> None:
    """Do what the usage says."""
    data, out, kept = (Path(argument) for argument in sys.argv[1:4])
    site = linked(data)
    gc.freeze()  # as a build does, so that forked processes need not copy the site
    if "--wait" in sys.argv:
        print("ready", flush=True)
        sys.stdin.readline()
    pour_factory_pages(site, kept, out)


if __name__ == "__main__":
    main()
