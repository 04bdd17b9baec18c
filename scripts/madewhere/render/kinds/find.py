"""The page that finds things."""

from __future__ import annotations

from typing import Any

from madewhere.render.kinds.base import PageKind, Setting
from madewhere.render.map_views import ASSETS as MAPS
from madewhere.render.search.facets import options
from madewhere.render.search.index import FOLDER
from madewhere.render.search.kinds import KINDS
from madewhere.render.search.texts import texts
from madewhere.site_model import Site


class Find(PageKind):
    """The page that finds factories, products, members and places by what somebody types and chooses."""

    name = "search"
    template = "pages/find.html"

    def path(self, item: Site) -> str:
        """A fixed address."""
        return "find/"

    def title(self, item: Site, setting: Setting) -> str:
        """What it is for."""
        return setting.text("Find")

    def description(self, item: Site, setting: Setting) -> str:
        """What can be found."""
        return setting.text("Factories, products, members and places, by name, address or number.")

    def context(self, item: Site, setting: Setting) -> dict[str, Any]:
        """What can be chosen, and every text that the script says."""
        return {
            "filters": options(item, setting.say),
            "kinds": [(kind.name, setting.text(kind.label)) for kind in KINDS],
            "texts": texts(setting),
            "index": FOLDER,
            "maps": MAPS,
        }
