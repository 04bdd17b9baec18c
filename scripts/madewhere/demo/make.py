"""Making a demo: one call, one folder, the same bytes for the same seed."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from random import Random
from typing import Any

import yaml

from madewhere.demo.audits import FIRMS
from madewhere.demo.cast import LEAST_FACTORIES, MOST_FACTORIES, Cast, Casting, Planted
from madewhere.demo.chance import FOLDER, read_rows
from madewhere.demo.depth import Depth
from madewhere.demo.factories import FactoryMaker
from madewhere.demo.members import ConsentMaker, DemoMember
from madewhere.demo.private_folders import PrivateFolders
from madewhere.demo.products import ProductMaker, agree_to_products
from madewhere.demo.risk import risk_counts
from madewhere.demo.statements import Statements
from madewhere.errors import OutputError, UsageError
from madewhere.package_writer import replace_file, write_ledger_file, write_package

MARKER = ".madewhere-demo"
"""The file that says that a folder was made here and may be made again."""

DEFAULT_FACTORIES = 323
DEFAULT_SEED = 1
DEFAULT_REFERENCE_DATE = date(2026, 11, 1)
DEFAULT_BASE_URL = "https://madewhere.example"

_REASONS = {
    "duplicate-in-package": "Two managements that share a gate and a name; seen on site.",
    "duplicate-across-members": "Two buildings with separate management; seen on site.",
    "statement-contradiction": "Both stand: the members counted different buildings of the site.",
}


@dataclass(frozen=True, slots=True)
class DemoReport:
    """What was made. ``left`` is what `check` is meant to warn of, as (code, subject)."""

    counts: dict[str, int]
    left: tuple[tuple[str, str], ...]


def make_demo(
    folder: Path,
    *,
    factories: int = DEFAULT_FACTORIES,
    seed: int = DEFAULT_SEED,
    reference_date: date = DEFAULT_REFERENCE_DATE,
    base_url: str = DEFAULT_BASE_URL,
    progress: Callable[[int, int], None] | None = None,
) -> DemoReport:
    """Make a synthetic publication in ``folder/data`` and private folders in ``folder/private``.

    ``factories`` are published, those since merged or withdrawn counted. Nothing is dated after
    ``reference_date`` but deadlines, the ends of consents, when certificates begin and end, and where a
    product will be made later.
    ``progress`` is told how many members of how many are written. Raises `UsageError` for too few or
    too many factories, `OutputError` where the folder is in use.
    """
    if factories < LEAST_FACTORIES:
        raise UsageError(
            f"a demo has at least {LEAST_FACTORIES} factories, so that everything occurs in it"
        )
    if factories > MOST_FACTORIES:
        raise UsageError(f"a demo has at most {MOST_FACTORIES:,} factories")
    _make_room(folder)
    rng = Random(seed)  # noqa: S311 - a demo that is the same every time needs no secret
    maker = FactoryMaker(rng)
    consents = ConsentMaker(rng, reference_date)
    cast = Casting(rng, maker, consents, reference_date).cast(factories)
    agree_to_products(cast.members, seed)
    data = folder / "data"
    _write_settings(data, base_url)
    _write_registers(data, cast, reference_date, seed)
    depth = Depth(seed, reference_date)
    statements = Statements(rng, depth)
    products = ProductMaker(seed, reference_date, factories)
    private = PrivateFolders(rng, maker, consents, statements, depth, reference_date)
    rows = 0
    counts = dict.fromkeys(
        ("audits", "consents", "supply_links", "findings", "finding_events", "products"), 0
    )
    for number, member in enumerate(cast.members, start=1):
        tables = statements.member_tables(member)
        products.add_to(tables, member, number - 1, len(cast.members))
        rows += len(tables["factories"])
        for name in counts:
            counts[name] += len(tables[name])
        _write_member(data, member, tables)
        private.write(folder / "private" / member.slug, member, tables)
        if progress:
            progress(number, len(cast.members))
    changes = [*cast.history.changes(), *products.changes]
    for change in changes:
        write_ledger_file(data / "ledger", change)
    return DemoReport(
        counts={
            "members": len(cast.members),
            "factories published": len(cast.factories),
            "factories with rows": sum(factory.has_rows for factory in cast.factories),
            "countries": len({f.country for f in cast.factories if f.has_rows}),
            "rows of factories": rows,
            "rows of audits": counts["audits"],
            "rows of consents": counts["consents"],
            "rows of supply links": counts["supply_links"],
            "rows of findings": counts["findings"],
            "rows of what happened to them": counts["finding_events"],
            "rows of products": counts["products"],
            "ledger files": len(changes),
            **{f"private: {state}": count for state, count in private.counts.items()},
        },
        left=tuple((f.code, f.subject) for f in cast.planted if not f.decided),
    )


def _make_room(folder: Path) -> None:
    """Clear what an earlier demo left here; refuse a folder that holds anything else."""
    if folder.is_symlink() or (folder.exists() and not folder.is_dir()):
        raise OutputError(f"{folder} is no folder", hint="Name a folder that is new or empty.")
    if folder.exists() and any(folder.iterdir()):
        if not (folder / MARKER).is_file():
            raise OutputError(
                f"{folder} is not empty, and no demo was made there",
                hint="Name a folder that is new or empty.",
            )
        for name in ("data", "private"):
            if (folder / name).is_dir() and not (folder / name).is_symlink():
                shutil.rmtree(folder / name)
    folder.mkdir(parents=True, exist_ok=True)
    replace_file(folder / MARKER, b"Made by `madewhere demo`; making it again replaces it.\n")


def _write_settings(data: Path, base_url: str) -> None:
    settings = {
        "name": "Madewhere Demo",
        "tagline": "An invented publication: no factory, member or audit in it exists.",
        "base_url": base_url,
        "former_base_urls": [],
        "languages": ["en"],
        "publisher": {
            "name": "The Fictional Publisher of the Madewhere Demo",
            "url": "https://publisher.example/",
            "email": "hello@publisher.example",
            "maintainers": ["@fictional-publisher/keepers"],
        },
        "report_url": "mailto:corrections@publisher.example",
        "tile_server": None,
    }
    data.mkdir(parents=True)
    text = yaml.safe_dump(settings, sort_keys=False, allow_unicode=True, width=1000)
    replace_file(data / "publication.yaml", text.encode())


def _write_registers(data: Path, cast: Cast, reference_date: date, seed: int) -> None:
    write_package(
        data / "registers",
        name="registers",
        title="Registers",
        tables={
            "members": [_member_row(member) for member in cast.members],
            "audit_firms": [
                {
                    "slug": slug,
                    "name": name,
                    "country": country,
                    "website": f"https://{slug}.example/",
                    "accredited_since": since,
                }
                for slug, name, country, since in FIRMS
            ],
            **{path.stem: read_rows(f"registers/{path.name}") for path in _written_registers()},
            "risk_counts": risk_counts(
                seed,
                [member.slug for member in cast.members],
                [factory.country for factory in cast.factories],
                reference_date,
            ),
            "decisions": [
                _decision_row(finding, reference_date)
                for finding in cast.planted
                if finding.decided
            ],
        },
        demo=True,
    )


def _written_registers() -> list[Path]:
    """The registers that are the same in every demo."""
    return sorted((FOLDER / "registers").glob("*.csv"))


def _write_member(data: Path, member: DemoMember, tables: dict[str, list[dict[str, Any]]]) -> None:
    write_package(
        data / "members" / member.slug,
        name=member.slug,
        title=f"Factories of {member.name}",
        tables=tables,
        demo=True,
    )


def _member_row(member: DemoMember) -> dict[str, Any]:
    return {
        "slug": member.slug,
        "name": member.name,
        "country": member.country,
        "website": f"https://{member.slug}.example/",
        "joined_on": member.joined_on,
        "maintainers": f"@{member.slug}-data",
    }


def _decision_row(finding: Planted, reference_date: date) -> dict[str, Any]:
    return {
        "code": finding.code,
        "subject": finding.subject,
        "reason": _REASONS[finding.code],
        "decided_on": reference_date - timedelta(days=20),
    }
