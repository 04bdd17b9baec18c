"""What a change does outside the proposer's own package, which a reviewer must see first."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from madewhere.discover import DESCRIPTOR, REGISTERS
from madewhere.ledger import Event
from madewhere.proposal.change import Kind, Outside, Owner, PackageChange
from madewhere.proposal.owners import Register
from madewhere.proposal.revision import Revision
from madewhere.publication import FILE as SETTINGS

_ELSEWHERE = "no data: the program, a page, or how proposals are checked"


def outside(
    revision: Revision,
    register: Register,
    packages: Sequence[PackageChange],
    events: Iterable[Event],
    disclosers: Mapping[str, Sequence[str]],
) -> Iterator[Outside]:
    """Name each change that is not the proposer's own business, and why.

    Where nobody said who proposes, everything in a single package counts as own. Whose a package is,
    the register of the base says.
    """
    for file in revision.elsewhere:
        yield Outside(file, _ELSEWHERE)
    one = len(packages) <= 1
    own = {p.slug for p in packages if p.owner is Owner.OWN or (one and p.owner is Owner.UNKNOWN)}
    whose = {package.slug: _whose(package) for package in packages if package.slug not in own}
    for file, before in revision.changed.items():
        if reason := _shared(file, whose, was_there=bool(before)):
            yield Outside(revision.prefix + file, reason)
    for event in events:
        if reason := _concerns(event, own, disclosers, register.names):
            yield Outside(revision.prefix + event.file, reason)
    for package in packages:
        was, is_now = package.demo
        if package.kind is Kind.CHANGED and was != is_now and None not in package.demo:
            what = "invented, and is said to be real now" if was else "real, and is called invented"
            file = f"{revision.prefix}members/{package.slug}/{DESCRIPTOR}"
            yield Outside(file, f"the package was {what}")


def _shared(file: str, whose: Mapping[str, str], *, was_there: bool) -> str:
    """Why a file of the data is not the proposer's own; empty where it is."""
    folder, _, rest = file.partition("/")
    if folder == REGISTERS:
        return "a register, which all members share"
    if file == SETTINGS:
        return "the settings of the publication"
    if folder == "members" and "/" in rest:
        return whose.get(rest.partition("/")[0], "")
    if folder == "ledger" and rest:
        return "a ledger file that is published, which never changes" if was_there else ""
    return "no file of a package"


def _whose(package: PackageChange) -> str:
    if package.kind is Kind.ADDED and not package.maintainers:
        return f"the package of {package.slug}, which is new"
    accounts = ", ".join(package.maintainers)
    kept = f"kept by {accounts}" if accounts else "for which the register names nobody"
    team = "; whether the proposer is in that team, the register does not say"
    return f"the package of {package.slug}, {kept}{team if package.owner is Owner.TEAM else ''}"


def _concerns(
    event: Event, own: set[str], disclosers: Mapping[str, Sequence[str]], names: Mapping[str, str]
) -> str:
    """Why an event concerns more than the proposer's own package; empty where it does not."""
    said = f"{event.identifier}: {event.event}"
    if event.kind == "member":
        return "" if event.identifier in own else f"{said}, which concerns the whole member"
    here = disclosers.get(event.identifier, ())
    others = " and ".join(names.get(slug) or slug for slug in here if slug not in own)
    if event.event != "published":
        also = "" if own.isdisjoint(here) else "also "
        return f"{said}; it is {also}what {others} discloses" if others else ""
    if own.isdisjoint(here):
        return (
            f"{said}; it is what {others} discloses"
            if here
            else f"{said}; no row that can be used has it"
        )
    return ""
