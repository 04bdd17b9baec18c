"""A member's factories as other sites embed them: a list and a map, without the site's frame."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from madewhere.addresses import EMBED
from madewhere.render.factory_list import FactoryList, ListPage
from madewhere.render.kinds.base import Setting
from madewhere.render.kinds.lists import FactoryListKind
from madewhere.render.kinds.map import map_context
from madewhere.render.map_views import embedded_view
from madewhere.site_model import MemberProfile, Site


class EmbeddedMember(FactoryListKind):
    """The page that a member shows within its own site."""

    name = "embed"
    template = "pages/embed.html"
    in_sitemap = False

    def lists(self, site: Site) -> Sequence[FactoryList]:
        """Those of every member of the register."""
        return [FactoryList(profile, profile.factories) for profile in site.members]

    def place(self, of: MemberProfile) -> str:
        """A permanent address, for it stands on other sites."""
        return f"{EMBED}members/{of.member.slug}/"

    def canonical(self, item: ListPage) -> str:
        """The member's page."""
        return f"members/{item.of.member.slug}/"

    def heading(self, of: MemberProfile, setting: Setting) -> str:
        """The member's name."""
        return of.member.name

    def description(self, item: ListPage, setting: Setting) -> str:
        """What the page holds."""
        return setting.text("The factories that %(member)s names.", member=item.of.member.name)

    def context(self, item: ListPage, setting: Setting) -> dict[str, Any]:
        """Also the map, on the first page of a member whose factories have places."""
        found = super().context(item, setting)
        view = embedded_view(item.of) if item.number == 1 else None
        return found | (map_context(view, setting) if view else _NO_MAP)


_NO_MAP: dict[str, Any] = {"map_body": None, "styles": (), "scripts": ()}
