"""What the rows and bands of a drawn supply network say, cut to the room that they have."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from types import MappingProxyType
from typing import NamedTuple

from madewhere.lettering import fitted
from madewhere.render.kinds.base import Setting
from madewhere.site_model import Factory
from madewhere.tiers.around import NOT_AGREED, FactoryNetwork, MemberNetwork
from madewhere.tiers.drawing import NAME_SIZE, SMALL_SIZE, Drawing
from madewhere.tiers.folding import Band, Row

LINKS = "#links"
"""Where the table of links stands on the page."""


class RowWords(NamedTuple):
    """What stands at a row: two lines, the whole for those who hear it or point at it, and its link.

    ``sign`` is a state of a factory, or several, member or centre; ``href`` is relative to the site's
    root, or begins with # for a place on the page.
    """

    name: str
    below: str
    whole: str
    href: str
    sign: str


class NetworkWords:
    """The words of both kinds of network.

    ``listed`` is the address of a list of all factories that rows of several lead to, None where they
    lead to the page's table; ``notes`` stand after a factory's country, by factory ID.
    """

    listed: str | None = None
    centre: Factory | None = None
    notes: Mapping[str, str] = MappingProxyType({})

    def __init__(self, setting: Setting) -> None:
        self.setting = setting

    def heading(self, band: Band) -> str:
        """What a band is."""
        raise NotImplementedError

    def top(self, band: Band, drawing: Drawing) -> str:
        """What a band is, and how many it holds, cut to the room that it has."""
        number = self.setting.text(": ") + self.setting.say.number(band.count)
        room = drawing.band_width - SMALL_SIZE * len(number) * 0.6
        return fitted(self.heading(band), SMALL_SIZE * 1.05, room) + number

    def row(self, row: Row, drawing: Drawing) -> RowWords:
        """What stands at a row."""
        name, below, whole, href, sign = self._plain(row)
        return RowWords(
            self.setting.say.isolated(fitted(name, NAME_SIZE, drawing.text_width)),
            fitted(below, SMALL_SIZE, drawing.text_width),
            whole or self.setting.text(", ").join((name, below)),
            href,
            sign,
        )

    def _plain(self, row: Row) -> RowWords:
        if row.members:
            return self._members(row)
        return self._factory(row.factory) if row.factory else self._several(row)

    def _members(self, row: Row) -> RowWords:
        setting = self.setting
        if len(row.members) > 1:
            text = setting.say.language.ngettext(
                "%(n)s more member", "%(n)s more members", len(row.members)
            )
            more = text % {"n": setting.say.number(len(row.members))}
            whole = setting.say.listed([member.name for member in row.members])
            return RowWords(more, "", whole, LINKS, "several")
        member = row.members[0]
        href = setting.addresses.member(member.slug)
        return RowWords(member.name, setting.text("Member"), "", href, "member")

    def _factory(self, factory: Factory) -> RowWords:
        setting = self.setting
        say = setting.say
        parts = [say.country(factory.country), self.notes.get(factory.factory_id, "")]
        if not factory.is_open:
            parts.append(say.label("state", factory.state))
        below = " · ".join(part for part in parts if part)
        name = setting.words.called(factory)
        whole = setting.text(", ").join((say.isolated(name), below))
        site = setting.site.by_id.get(factory.part_of or "")
        if site is not None:
            part_of = say.isolated(setting.words.called(site))
            whole += " · " + setting.text("part of %(site)s", site=part_of)
        href = setting.addresses.factory(factory.factory_id)
        sign = "centre" if factory is self.centre else factory.state
        return RowWords(name, below, whole, href, sign)

    def _several(self, row: Row) -> RowWords:
        say = self.setting.say
        ngettext = say.language.ngettext
        count = len(row.factories)
        below = ngettext("%(n)s factory", "%(n)s factories", count) % {"n": say.number(count)}
        if row.inside:
            below += " · " + ngettext("%(n)s link inside", "%(n)s links inside", row.inside) % {
                "n": say.number(row.inside)
            }
        if row.country is not None:
            name = say.country(row.country)
        else:
            lands = len({factory.country for factory in row.factories})
            name = ngettext("In %(n)s country", "In %(n)s countries", lands) % {
                "n": say.number(lands)
            }
        href = LINKS
        if self.listed is not None:
            href = f"{self.listed}?country={row.country}" if row.country else self.listed
        return RowWords(name, below, "", href, "several")


class MemberWords(NetworkWords):
    """The words of a member's network."""

    def __init__(self, setting: Setting, network: MemberNetwork) -> None:
        super().__init__(setting)
        self.listed = setting.addresses.member(network.profile.member.slug)

    def tier(self, key: int | str) -> str:
        """The name of a tier."""
        if isinstance(key, int):
            return _tier(self.setting, key)
        if key == NOT_AGREED:
            return self.setting.text("No consent to show the tier")
        return self.setting.text("Tier not known")

    def heading(self, band: Band) -> str:
        """The tier."""
        return self.tier(band.key)


class FactoryWords(NetworkWords):
    """The words of the network around a factory."""

    def __init__(self, setting: Setting, network: FactoryNetwork) -> None:
        super().__init__(setting)
        self.centre = network.factory
        tiers: defaultdict[str, set[int]] = defaultdict(set)
        for link in network.links:
            told = {statement.tier for statement in link.statements if statement.tier}
            tiers[link.supplier.factory_id] |= told
        self.notes = {
            factory_id: setting.say.listed([_tier(setting, tier) for tier in sorted(told)])
            for factory_id, told in tiers.items()
        }

    def heading(self, band: Band) -> str:
        """How far it is from the factory."""
        text, key = self.setting.text, band.key
        if not isinstance(key, int):
            return text("Members that name it")
        if key in (-1, 0, 1):
            return (text("This factory"), text("Its suppliers"), text("Whom it supplies"))[key]
        steps, ngettext = abs(key), self.setting.say.language.ngettext
        if key < 0:
            said = ngettext("%(n)s step up", "%(n)s steps up", steps)
        else:
            said = ngettext("%(n)s step down", "%(n)s steps down", steps)
        return said % {"n": self.setting.say.number(steps)}


def _tier(setting: Setting, tier: int) -> str:
    return setting.text("Tier %(n)s", n=setting.say.number(tier))
