"""What a change does outside the proposer's own package, which a reviewer must see first."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

from madewhere.discover import DESCRIPTOR, REGISTERS
from madewhere.ledger import Event
from madewhere.proposal.change import Kind, Outside, Owner, PackageChange
from madewhere.proposal.comparison import TableChange
from madewhere.proposal.entering import MEMBERS, only_enter
from madewhere.proposal.owners import Register
from madewhere.proposal.revision import Revision
from madewhere.publication import FILE as SETTINGS

_ELSEWHERE = "no data: the program, a page, or how proposals are checked"
_AS_MADE = "who reviews what, exactly as `madewhere codeowners` makes it from the register"


def outside(
    revision: Revision,
    register: Register,
    members: TableChange | None,
    packages: Sequence[PackageChange],
    events: Iterable[Event],
    disclosers: Mapping[str, Sequence[str]],
    as_made: Collection[str],
) -> Iterator[Outside]:
    """Name each change that is not the proposer's own business, and why.

    Whose a package is, the register of the base says, and of a member that enters with the change its
    new row. ``members`` is what the change does to their register: an entry of the proposer's own is
    told by itself, see `ProposalChange.entering`, and not here. ``as_made`` are files of code owners
    that say what the register says.
    """
    for file in revision.elsewhere:
        yield Outside(file, _AS_MADE if file in as_made else _ELSEWHERE)
    own = {package.slug for package in own_packages(packages)}
    whose = {package.slug: _whose(package) for package in packages if package.slug not in own}
    entry = only_enter(
        members, (package.slug for package in own_packages(packages) if package.enters)
    )
    for file, before in revision.changed.items():
        if file == MEMBERS and entry:
            continue
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


def own_packages(packages: Sequence[PackageChange]) -> list[PackageChange]:
    """The proposer's own packages; where nobody said who proposes, a single one counts as own."""
    one = len(packages) <= 1
    return [p for p in packages if p.owner is Owner.OWN or (one and p.owner is Owner.UNKNOWN)]


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
    accounts = ", ".join(package.maintainers)
    if package.kind is Kind.ADDED and not accounts:
        left = ", under the name of a member that was here before" if package.former else ""
        return f"the package of {package.slug}, which is new{left}"
    kept = (
        f"{'to be ' if package.enters else ''}kept by {accounts}"
        if accounts
        else "for which the register names nobody"
    )
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
