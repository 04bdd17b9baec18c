"""Which factories of a private folder are meant: by identifier, country, tier, parent, or who named them."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path

from madewhere.corpus import Package
from madewhere.errors import UsageError
from madewhere.identifiers import is_factory_id, normalise_factory_id
from madewhere.importing.country_names import find_country
from madewhere.quoting import short, visible

MAX_LIST_BYTES = 10_000_000


@dataclass(frozen=True, slots=True)
class Choice:
    """What was asked for. A factory is meant where every filter that is set fits it.

    ``factories`` and ``listed`` are identifiers as people type them, ``countries`` codes or names,
    ``parent`` a part of the parent company's name, ``declared_by`` the factory that named it as its
    supplier. ``everything`` takes all where no filter is set.
    """

    factories: tuple[str, ...] = ()
    countries: tuple[str, ...] = ()
    tiers: tuple[int, ...] = ()
    parent: str | None = None
    listed: tuple[str, ...] | None = None
    declared_by: str | None = None
    everything: bool = False

    @property
    def is_empty(self) -> bool:
        """Whether no filter is set."""
        filters = (self.factories, self.countries, self.tiers, self.parent, self.declared_by)
        return not any(filters) and self.listed is None


def read_list(file: Path) -> tuple[str, ...]:
    """The identifiers of a list, one a line; empty lines and those that begin with # are left out.

    Raises `UsageError` for a file that cannot be read, is too large or names nothing.
    """
    try:
        if not file.is_file():  # a device or a pipe could be read without end
            raise UsageError(f"the list {visible(str(file))} cannot be read", hint="It is no file.")
        with file.open("rb") as opened:
            content = opened.read(MAX_LIST_BYTES + 1)
        if len(content) > MAX_LIST_BYTES:
            raise UsageError(
                f"the list {visible(str(file))} is too large",
                hint=f"It may have {MAX_LIST_BYTES:,} bytes; --all takes every factory.",
            )
        text = content.decode("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(
            f"the list {visible(str(file))} cannot be read", hint="One factory ID a line, as UTF-8."
        ) from error
    found = tuple(
        line.strip() for line in text.splitlines() if line.strip() and line.strip()[0] != "#"
    )
    if not found:
        raise UsageError(f"the list {visible(str(file))} names no factory")
    return found


def choose(package: Package, choice: Choice, known: Collection[str]) -> list[str]:
    """The identifiers of the factories that are meant, sorted.

    ``package`` holds the folder's typed rows, ``known`` every identifier of its table of factories,
    those of rows with an error too. Raises `UsageError` where nothing or something unknown is asked for.
    """
    if choice.is_empty and not choice.everything:
        raise UsageError(
            "which factories? Nothing is chosen",
            hint="Choose with --factory, --country, --tier, --parent, --list or --declared-by; they "
            "narrow each other down. --all takes every factory of the folder.",
        )
    meant = set(known)
    if choice.factories:
        meant &= _identifiers(choice.factories, known)
    if choice.listed is not None:
        meant &= _identifiers(choice.listed, known)
    if choice.countries:
        codes = {_country(text) for text in choice.countries}
        meant &= {
            r.cells["factory_id"] for r in package.rows("factories") if r.cells["country"] in codes
        }
    if choice.tiers:
        meant &= _of_tiers(package, choice.tiers)
    if choice.parent:
        wanted = choice.parent.casefold()
        meant &= {
            row.cells["factory_id"]
            for row in package.rows("factories")
            if wanted in (row.cells["parent_company"] or "").casefold()
        }
    if choice.declared_by:
        (customer,) = _identifiers((choice.declared_by,), known)
        suppliers = {s for s, customers in declarations(package).items() if customer in customers}
        if not suppliers:
            raise UsageError(
                f"{customer} has declared no suppliers",
                hint="Take its list in with `madewhere import FILE --declared-by ID` first.",
            )
        meant &= suppliers
    if not meant:
        raise UsageError(
            "no factory of the folder fits",
            hint="The filters narrow each other down; leave one out.",
        )
    return sorted(meant)


def declarations(package: Package) -> dict[str, list[str]]:
    """By supplier, the factories that declared it themselves, sorted."""
    found: dict[str, set[str]] = {}
    for row in package.rows("supply_links"):
        supplier, customer = row.cells["supplier_id"], row.cells["customer_id"]
        if row.cells["stated_by"] == "factory" and supplier != customer:
            found.setdefault(supplier, set()).add(customer)
    return {supplier: sorted(customers) for supplier, customers in found.items()}


def _identifiers(typed: Collection[str], known: Collection[str]) -> set[str]:
    found = {normalise_factory_id(text): text for text in typed}
    for factory_id, text in found.items():
        if not is_factory_id(factory_id):
            raise UsageError(
                f"{visible(short(text))} is no factory ID, or has a typing error",
                hint="An ID looks like BD7K3QF21.",
            )
    if missing := sorted(found.keys() - set(known)):
        more = f" and {len(missing) - 5:,} more" if len(missing) > 5 else ""
        raise UsageError(
            f"the folder has no factory {', '.join(missing[:5])}{more}",
            hint="Only factories of the folder can be asked; `madewhere import` takes them in.",
        )
    return set(found)


def _of_tiers(package: Package, wanted: Collection[int]) -> set[str]:
    """The factories of these tiers. Raises `UsageError` where there are none, with the tiers there are."""
    stated: dict[int, set[str]] = {}
    for row in package.rows("sourcing"):
        if row.cells["tier"] is not None:
            stated.setdefault(row.cells["tier"], set()).add(row.cells["factory_id"])
    if not stated:
        raise UsageError(
            "the folder states no tiers, so no factory can be chosen by its tier",
            hint="Import your list again with a column for the tier, or fill the column tier of "
            "sourcing.csv. Until then choose with --country, --parent, --list or --factory.",
        )
    found = {factory_id for tier in wanted for factory_id in stated.get(tier, ())}
    if not found:
        told = ", ".join(f"tier {tier} ({len(stated[tier]):,})" for tier in sorted(stated))
        raise UsageError(
            f"no factory of the folder is stated to be of tier {', '.join(map(str, wanted))}",
            hint=f"The folder states these tiers, with so many factories: {told}.",
        )
    return found


def _country(text: str) -> str:
    code = find_country(text)
    if code is None:
        raise UsageError(
            f"{visible(short(text))!r} is no country", hint="Give its two-letter code, such as BD."
        )
    return code
