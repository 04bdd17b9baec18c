"""Pages of many factories: all of them, and those of a member or a country."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from markupsafe import Markup

from madewhere.render.factory_list import FactoryList, ListPage, RowList
from madewhere.render.kinds.base import PageKind, Setting
from madewhere.site_model import CountryProfile, Member, MemberProfile, Site

PRODUCTS_LISTED = 12
"""Products that the page of a factory or member lists itself; more of them have a list of their own."""


class ListKind(PageKind):
    """A kind whose items are the pages of lists, each list over as many as it takes.

    The first page has the list's own address, and the others their number below it.
    """

    def lists(self, site: Site) -> Sequence[RowList]:
        """Every list of this kind."""
        raise NotImplementedError

    def place(self, of: Any) -> str:
        """The address of the list of a site, a member, a country or whatever it is of."""
        raise NotImplementedError

    def heading(self, of: Any, setting: Setting) -> str:
        """What the list is called."""
        raise NotImplementedError

    def items(self, site: Site) -> Sequence[ListPage]:
        """The pages of every list; at least one a list."""
        return [page for each in self.lists(site) for page in each.pages()]

    def path(self, item: ListPage) -> str:
        """The list's address, with the page's number from the second on."""
        return _numbered(self.place(item.of), item.number)

    def title(self, item: ListPage, setting: Setting) -> str:
        """What the list is called, with the page's number from the second on."""
        heading = self.heading(item.of, setting)
        if item.number == 1:
            return heading
        say = setting.say.number
        return setting.text(
            "%(title)s, page %(n)s of %(total)s",
            title=heading,
            n=say(item.number),
            total=say(item.count),
        )

    def context(self, item: ListPage, setting: Setting) -> dict[str, Any]:
        """The page of the list, and where the others are."""
        return {
            "listing": item,
            "profile": item.of,
            "page_href": self._page_href(item, setting),
        }

    def _page_href(self, item: ListPage, setting: Setting) -> Callable[[int], str]:
        place = setting.addresses.page(self.place(item.of))
        return lambda number: _numbered(place, number)


def _numbered(place: str, number: int) -> str:
    return place if number == 1 else f"{place}{number}/"


class FactoryListKind(ListKind):
    """A kind whose items are the pages of lists of factories."""

    def context(self, item: ListPage, setting: Setting) -> dict[str, Any]:
        """Also the countries of the factories, in the order of their names."""
        assert isinstance(item.whole, FactoryList)
        countries = setting.say.by_name(item.whole.countries)
        return {**super().context(item, setting), "countries_here": countries}


class Factories(FactoryListKind):
    """The list of all factories."""

    name = "factories"
    template = "pages/factories.html"
    section = "factories/"

    def lists(self, site: Site) -> Sequence[FactoryList]:
        """A single one."""
        return (FactoryList(site, site.factories, searched=True),)

    def place(self, of: Site) -> str:
        """A fixed address."""
        return "factories/"

    def heading(self, of: Site, setting: Setting) -> str:
        """The list's name."""
        return setting.text("All factories")

    def description(self, item: ListPage, setting: Setting) -> str:
        """What the list is."""
        return setting.text(
            "Every factory that agreed to be named here, with its place and last audit."
        )


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


class MemberPage(FactoryListKind):
    """The permanent page of a member, with its factories."""

    name = "member"
    template = "pages/member.html"
    section = "members/"

    def lists(self, site: Site) -> Sequence[FactoryList]:
        """Those of every member of the register."""
        return [FactoryList(profile, profile.factories) for profile in site.members]

    def place(self, of: MemberProfile) -> str:
        """The permanent address."""
        return f"members/{of.member.slug}/"

    def picture(self, item: ListPage, site: Site) -> str:
        """One of its own."""
        return self.place(item.of)

    def heading(self, of: MemberProfile, setting: Setting) -> str:
        """The member's name."""
        return of.member.name

    def description(self, item: ListPage, setting: Setting) -> str:
        """What the page holds."""
        return setting.text("The factories that %(member)s names.", member=item.of.member.name)

    def context(self, item: ListPage, setting: Setting) -> dict[str, Any]:
        """Also how many of its products its first page lists, and what embeds its list elsewhere."""
        return {
            **super().context(item, setting),
            "most_products": PRODUCTS_LISTED,
            "embed_code": _embed_code(item.of.member, setting),
        }

    def jsonld(self, item: ListPage, setting: Setting) -> dict[str, Any] | None:
        """The member as an organisation, on its first page."""
        if item.number > 1:
            return None
        member = item.of.member
        found: dict[str, Any] = {"@type": "Organization", "name": member.name}
        if member.website:
            found["url"] = member.website
        return found


def _embed_code(member: Member, setting: Setting) -> str:
    """The HTML that shows a member's list within a page of another site."""
    address = setting.url(setting.addresses.embedded_member(member.slug))
    title = setting.text("The factories that %(member)s names.", member=member.name)
    return str(_IFRAME.format(address, title))


_IFRAME = Markup(
    '<iframe src="{}" title="{}" width="100%" height="640" style="border: 0" loading="lazy"></iframe>'
)


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
        """The countries by name, and the largest count, against which the others are drawn."""
        by_code = {profile.code: profile for profile in item.countries}
        return {
            "countries": [by_code[code] for code in setting.say.by_name(by_code)],
            "largest": max((c.open for c in item.countries), default=0) or 1,
        }


class CountryPage(FactoryListKind):
    """The permanent page of a country, with its factories."""

    name = "country"
    template = "pages/country.html"
    section = "countries/"

    def lists(self, site: Site) -> Sequence[FactoryList]:
        """Those of every country with a factory that is shown."""
        return [FactoryList(profile, profile.factories) for profile in site.countries]

    def place(self, of: CountryProfile) -> str:
        """The permanent address."""
        return f"countries/{of.code}/"

    def picture(self, item: ListPage, site: Site) -> str:
        """One of its own."""
        return self.place(item.of)

    def heading(self, of: CountryProfile, setting: Setting) -> str:
        """The country's name."""
        return str(setting.say.country(of.code))

    def description(self, item: ListPage, setting: Setting) -> str:
        """What the page holds."""
        name = setting.say.country(item.of.code)
        return setting.text("The factories in %(country)s that agreed to be named.", country=name)
