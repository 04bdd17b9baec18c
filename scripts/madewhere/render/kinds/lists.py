"""Pages of many factories: all of them, and those of a member or a country."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from madewhere.render.kinds.base import PageKind, Setting
from madewhere.site_model import CountryProfile, Factory, MemberProfile, Site

ROWS_A_PAGE = 500
"""Rows of the list of all factories on one page."""


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
    section = "factories/"

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


class Members(PageKind):
    """All members."""

    name = "members"
    template = "pages/members.html"
    section = "members/"

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
    section = "members/"

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
    section = "countries/"

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
    section = "countries/"

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
