"""Where workers of the demo's factories can complain: invented lines, offices and boxes.

Telephone numbers begin with 0800 000, addresses end with .example, and no place or body exists.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from random import Random
from typing import Any

from madewhere import countries
from madewhere.demo.chance import happens
from madewhere.demo.factories import DemoFactory
from madewhere.demo.people import languages

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class _Kind:
    """A kind of channel, and in how many of a hundred factories there is one.

    In the texts {country} is the country's name, {cc} its code, {no} two figures, {floor} a place.
    """

    channel: str
    percent: int
    name: str
    run_by: str
    who: str
    about: str | None
    how: str
    reach: str
    hours: tuple[str | None, ...]
    free: bool | None = True
    anonymous: bool | None = True


_KINDS = (
    _Kind(
        "helpline", 75, "Clearline {country} (fictional helpline)", "initiative",
        "workers|former-workers|subcontracted-workers",
        "Pay, hours, safety, harassment and dismissal.", "phone", "0800 000 0{no}",
        ("every day, 8 to 22", "Monday to Saturday, 9 to 20", "day and night"),
    ),
    _Kind(
        "message-line", 30, "Clearline {country} by message (fictional)", "initiative", "anyone",
        "Anything at work; pictures can be sent too.", "messaging-app",
        "Write to 0800 000 1{no}", ("answers within two days",),
    ),
    _Kind(
        "union-office", 25, "Storybook Garment and Textile Union, {country} (fictional)", "union",
        "workers|former-workers", "Pay, contracts, and whatever members decide.", "in-person",
        "Room {no}, Fable House, Imaginary Square", ("Fridays, 16 to 19", "weekdays, 10 to 13"),
        anonymous=None,
    ),
    _Kind(
        "inspection", 20, "Fictional Labour Inspection, {country}", "public-authority", "anyone",
        "Breaches of the labour law.", "web", "https://inspection-{cc}.example/complain", (None,),
    ),
    _Kind(
        "letter-box", 60, "Letter box", "factory", "workers",
        "Anything; the committee empties it with the welfare officer.", "letter",
        "Grey box {floor}", ("emptied every Monday", "emptied every second week"), free=None,
    ),
    _Kind(
        "welfare-office", 45, "Welfare office", "factory", "workers|subcontracted-workers", None,
        "in-person", "The room {floor}", ("in working hours", "Tuesdays and Thursdays"),
        anonymous=False,
    ),
    _Kind(
        "complaints-mail", 25, "Complaints to the management", "factory",
        "workers|former-workers|community", "Also noise, smell and waste water.", "email",
        "complaints@{id}.example", (None,),
    ),
)  # fmt: skip

_OF_MEMBER = _Kind(
    "{slug}-line", 40, "{name}: speak-up line", "member", "workers|former-workers",
    "Breaches of the member's code of conduct.", "web", "https://{slug}.example/speak-up", (None,),
)  # fmt: skip

_FLOORS = (
    "beside the canteen",
    "at the main gate",
    "by the stairs of the first floor",
    "next to the clinic",
    "in the corridor to the changing rooms",
)


def channel_rows(
    rng: Random, factory: DemoFactory, member: tuple[str, str], stated_on: date, stated_by: str
) -> Iterator[Row]:
    """The channels of a factory; the one of the ``member`` (slug, name) is in its own package only.

    At least one is run by the factory or independent of it.
    """
    chosen = [kind for kind in _KINDS if happens(rng, kind.percent)] or [_KINDS[0]]
    words = {
        "country": countries.name(factory.country, "en"),
        "cc": factory.country.lower(),
        "id": factory.factory_id.lower(),
        "no": f"{10 + factory.number % 90}",
        "floor": rng.choice(_FLOORS),
        "slug": member[0],
        "name": member[1],
    }
    spoken = languages(rng, factory)
    of_all = [(kind, rng.choice(kind.hours)) for kind in chosen]
    if happens(rng, _OF_MEMBER.percent):
        of_all.append((_OF_MEMBER, None))
    for kind, hours in of_all:
        yield {
            "factory_id": factory.factory_id,
            "channel": kind.channel.format_map(words),
            "name": kind.name.format_map(words),
            "run_by": kind.run_by,
            "who": kind.who,
            "about": kind.about,
            "how": kind.how,
            "reach": kind.reach.format_map(words),
            "languages": spoken,
            "free": kind.free,
            "anonymous": kind.anonymous,
            "hours": hours,
            "stated_on": stated_on,
            "stated_by": stated_by,
        }
