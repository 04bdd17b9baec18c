"""The download files: CSV, GeoJSON, the data package's descriptor and the archive of everything."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import re
import zipfile
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from madewhere.exports.definitions import Published, Row, cell
from madewhere.exports.factories import FACTORIES, factory_row
from madewhere.exports.tables import PUBLISHED
from madewhere.package_writer import LICENSES, PACKAGE_PROFILE
from madewhere.plurals import counted
from madewhere.quoting import visible
from madewhere.site_model import Factory, Site
from madewhere.tables import Field, Table

FOLDER = "data/"
ARCHIVE = "madewhere.zip"
DESCRIPTOR = "datapackage.json"

_EARLIEST_IN_ZIP = (1980, 1, 1, 0, 0, 0)


@dataclass(frozen=True, slots=True)
class Download:
    """One file to take. ``path`` is relative to the site's root; ``rows`` is None for no table."""

    path: str
    title: str
    description: str
    media_type: str
    rows: int | None
    content: bytes

    @property
    def sha256(self) -> str:
        """The SHA-256 of the file, in hexadecimal."""
        return hashlib.sha256(self.content).hexdigest()


def csv_bytes(definition: Table, rows: Iterable[Row]) -> bytes:
    """A published table as CSV: UTF-8, LF, a header, no byte-order mark."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(definition.columns)
    writer.writerows([cell(value) for value in row] for row in rows)
    return out.getvalue().encode()


def factories_csv(site: Site, factories: Iterable[Factory]) -> bytes:
    """Some factories as CSV, with the columns of the published table `factories`."""
    ordered = sorted(factories, key=lambda factory: factory.factory_id)
    return csv_bytes(FACTORIES, (factory_row(site, factory) for factory in ordered))


def downloads(site: Site) -> list[Download]:
    """Every file of the whole dataset, the archive last."""
    tables = [_table(published, site) for published in PUBLISHED]
    features = _features(site)
    geojson = Download(
        f"{FOLDER}factories.geojson",
        "Factories on the map",
        "The factories with a point, as GeoJSON: longitude before latitude, WGS 84.",
        "application/geo+json",
        len(features),
        _geojson(features),
    )
    descriptor = Download(
        f"{FOLDER}{DESCRIPTOR}",
        "Data package",
        "The schema of every table, with counts, hashes and licences, for programs.",
        "application/json",
        None,
        _descriptor(site, tables),
    )
    files = [*tables, geojson, descriptor]
    archive = Download(
        f"{FOLDER}{ARCHIVE}",
        "Everything",
        "All tables, the map file, the data package, a README and the data dictionary.",
        "application/zip",
        None,
        _archive(site, files),
    )
    return [*files, archive]


def _table(published: Published, site: Site) -> Download:
    rows = list(published.rows(site))
    definition = published.definition
    return Download(
        f"{FOLDER}{published.name}.csv",
        definition.title,
        definition.description,
        "text/csv",
        len(rows),
        csv_bytes(definition, rows),
    )


def _features(site: Site) -> list[str]:
    """A GeoJSON feature for each factory that has both coordinates."""
    features = []
    columns = FACTORIES.columns
    for factory_id in sorted(site.by_id):
        factory = site.by_id[factory_id]
        if factory.latitude is None or factory.longitude is None:
            continue
        row = dict(zip(columns, factory_row(site, factory), strict=True))
        feature = {
            "type": "Feature",
            "id": factory_id,
            "geometry": {"type": "Point", "coordinates": [factory.longitude, factory.latitude]},
            "properties": {
                name: _plain(value)
                for name, value in row.items()
                if name not in ("latitude", "longitude")
            },
        }
        features.append(json.dumps(feature, ensure_ascii=False, separators=(",", ":")))
    return features


def _geojson(features: list[str]) -> bytes:
    body = ",\n".join(features)
    return f'{{"type":"FeatureCollection","features":[\n{body}\n]}}\n'.encode()


def _plain(value: Any) -> Any:
    return list(value) if isinstance(value, tuple) else value if _is_json(value) else str(value)


def _is_json(value: Any) -> bool:
    return value is None or isinstance(value, str | int | float | bool)


def _descriptor(site: Site, tables: list[Download]) -> bytes:
    publication = site.publication
    resources = []
    for published, download in zip(PUBLISHED, tables, strict=True):
        resources.append(
            {
                "name": published.name,
                "type": "table",
                "path": f"{published.name}.csv",
                "title": download.title,
                "description": download.description,
                "format": "csv",
                "mediatype": "text/csv",
                "encoding": "utf-8",
                "bytes": len(download.content),
                "hash": f"sha256:{download.sha256}",
                "madewhere:rows": download.rows,
                "schema": published.definition.descriptor,
            }
        )
    descriptor = {
        "$schema": PACKAGE_PROFILE,
        "name": "madewhere",
        "title": publication.name,
        "description": publication.tagline,
        "homepage": publication.base_url,
        "version": site.as_of.isoformat(),
        "madewhere:as_of": site.as_of.isoformat(),
        "demo": site.demo,
        "licenses": [dict(licence) for licence in LICENSES],
        "contributors": [{"title": publication.publisher.name, "roles": ["publisher"]}],
        "resources": resources,
    }
    return (json.dumps(descriptor, ensure_ascii=False, indent=2) + "\n").encode()


def _archive(site: Site, files: list[Download]) -> bytes:
    named = {file.path.removeprefix(FOLDER): file.content for file in files}
    named["README.md"] = _readme(site, files).encode()
    named["DICTIONARY.md"] = dictionary().encode()
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as archive:
        for name in sorted(named):
            entry = zipfile.ZipInfo(name, _EARLIEST_IN_ZIP)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system = 3  # as on Unix, wherever this runs
            entry.external_attr = 0o644 << 16
            archive.writestr(entry, named[name])
    return out.getvalue()


def _readme(site: Site, files: list[Download]) -> str:
    publication = site.publication
    listed = "\n".join(
        f"- `{file.path.removeprefix(FOLDER)}`: {file.description}"
        + ("" if file.rows is None else f" {counted(file.rows, 'row')}.")
        for file in files
    )
    invented = "Everything in it is invented for a demonstration.\n\n" if site.demo else ""
    return (
        f"# {_in_markdown(publication.name)}\n\n{_in_markdown(publication.tagline)}\n\n{invented}"
        f"As of {site.as_of.isoformat()}. Newer: {publication.address(FOLDER)}\n\n"
        f"## Files\n\n{listed}\n- `DICTIONARY.md`: every column, with its meaning and unit.\n\n"
        "## Licence\n\nThe database is under the Open Data Commons Open Database License 1.0 "
        "(ODbL), its contents under the Database Contents License 1.0 (DbCL).\n\n"
        "## What an empty cell means\n\n"
        "Nobody stated the value, or the factory did not agree that it is shown. The column "
        "`agreed` of `factories.csv` tells the two apart: under a scope that is listed there, an "
        "empty cell is not known; under any other, it is not shown, and that says nothing about "
        "the factory.\n"
    )


_REFERENCE = re.compile(r"&(?=#?\w+;)")
_MARKUP = re.compile(r"[\\`*_{}\[\]#>]|^[-+]")
_NUMBERED = re.compile(r"^(\d+)(?=[.)])")


def _in_markdown(text: str) -> str:
    """A text on one line that Markdown shows as it is: no heading, list, link, reference or tag.

    Backslashes stand only where every dialect of Markdown takes them for an escape.
    """
    line = _REFERENCE.sub("&amp;", visible(" ".join(text.split())))
    line = _NUMBERED.sub(r"\1\\", _MARKUP.sub(r"\\\g<0>", line))
    return line.replace("<", "&lt;").replace("~", "&#126;")


def dictionary() -> str:
    """The data dictionary of the published tables, as Markdown."""
    parts = ["# Data dictionary\n"]
    for published in PUBLISHED:
        definition = published.definition
        parts.append(f"\n## {published.name}.csv\n\n{definition.description}\n")
        parts.append(f"\nKey: {', '.join(f'`{name}`' for name in definition.key)}\n")
        parts.append(
            "\n| Column | Type | Meaning | Unit | Scope | Source |\n|---|---|---|---|---|---|\n"
        )
        parts.extend(
            f"| `{field.name}` | {field.type} | {_in_table(_meaning(field))} | {field.unit} "
            f"| {field.scope} | {_in_table(field.source)} |\n"
            for field in definition.fields
        )
    return "".join(parts)


def _meaning(field: Field) -> str:
    """What a column means, with the values that it takes where they are a list."""
    values = ", ".join(field.constraints.get("enum", ()))
    return f"{field.description} One of: {values}." if values else field.description


def _in_table(text: str) -> str:
    return text.replace("|", "\\|")
