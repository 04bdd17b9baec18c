"""What workers say and where they can complain: periods, numbers, and ways to reach somebody."""

from __future__ import annotations

import re
from collections.abc import Iterator

from madewhere.celltext import find_email
from madewhere.corpus import Corpus
from madewhere.crosscheck.rows import placed, subject_of
from madewhere.crosscheck.statements import workers_of
from madewhere.left_out import LeftOut
from madewhere.problems import Problem

LONGEST_DAYS = 366
"""A survey takes a year at most; what took longer is several."""


def check_worker_voice(corpus: Corpus, _left_out: LeftOut) -> Iterator[Problem]:
    """Find surveys that cannot be, and channels that cannot be reached or lead to one person."""
    yield from _surveys(corpus)
    yield from _channels(corpus)


def _surveys(corpus: Corpus) -> Iterator[Problem]:
    most: dict[str, int] = {}
    for factory in placed(corpus.members, "factories"):
        stated = workers_of(factory.cells)
        if stated is not None:
            factory_id = factory.cells["factory_id"]
            most[factory_id] = max(most.get(factory_id, 0), stated[1])
    for each in placed(corpus.members, "worker_voice"):
        cells = each.cells
        begin, end = cells["period_start"], cells["period_end"]
        days = (end - begin).days + 1
        if days < 1:
            message = f"from {begin} to {end}"
            yield each.problem("survey-period", message, "period_end")
        elif days > LONGEST_DAYS:
            message = f"{cells['factory_id']}: from {begin} to {end}, {days:,} days"
            yield each.problem("survey-long", message, "period_end", cells["factory_id"])
        workers = most.get(cells["factory_id"])
        if workers is not None and cells["respondents"] > workers:
            message = (
                f"{cells['factory_id']}: {cells['respondents']:,} answered, "
                f"but it has {workers:,} workers"
            )
            yield each.problem("survey-respondents", message, "respondents", cells["factory_id"])


def _channels(corpus: Corpus) -> Iterator[Problem]:
    for each in placed(corpus.members, "grievance_channels"):
        cells = each.cells
        how, reach = cells["how"], cells["reach"]
        address = find_email(reach)
        if how == "web" and not _WEB.match(reach):
            message = f"“{reach}” does not begin with https:// or http://"
            yield each.problem("channel-reach", message, "reach")
        elif how == "email" and not address:
            yield each.problem("channel-reach", f"“{reach}” is no e-mail address", "reach")
        elif how in _BY_NUMBER and not re.search(r"\d{3}", re.sub(r"\W", "", reach)):
            yield each.problem("channel-reach", f"“{reach}” is no telephone number", "reach")
        if address and _of_a_person(address):
            message = f"“{address}” looks like the address of a person"
            subject = subject_of(cells["channel"], cells["factory_id"])
            yield each.problem("channel-person", message, "reach", subject)


_WEB = re.compile(r"https?://[^\s/]+", re.IGNORECASE)
_BY_NUMBER = ("phone", "text-message")
_NAME = re.compile(r"[^\W\d_]+(?:[._][^\W\d_]+)+")
_OFFICE = re.compile(
    r"(?:^|[._])(?:abuse|admin|alert|audit|care|committee|community|complain(?:t|ts)?|compliance"
    r"|conduct|contact|csr|desk|e?mail|ethics|factory|feedback|gender|grievances?|harassment|health"
    r"|help(?:desk|line)?|hotline|hr|human|info|labou?r|line|mailbox|office|ombuds(?:man|person)?"
    r"|people|personnel|protection|reports?|reporting|resources|rights|safety?|security|services?"
    r"|social|speak|suggestions?|support|sustainability|team|trade|union|voices?|wages|welfare"
    r"|whistle(?:blow(?:er|ing))?|women|work(?:er|ers)?)(?=$|[._])"
)
"""Words of an address that belongs to an office or a task."""


def _of_a_person(address: str) -> bool:
    """Whether what stands before the @ is names with points between, and no word of an office."""
    local = re.split(r"@|＠|\s|[\[({<]", address)[0].split("+")[0].casefold()
    return bool(_NAME.fullmatch(local)) and not _OFFICE.search(local)
