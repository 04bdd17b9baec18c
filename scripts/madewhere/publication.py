"""The settings of a publication: `data/publication.yaml`, read strictly."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import yaml

from madewhere.errors import PublicationError
from madewhere.guard import read_guarded
from madewhere.maps.tiles import TileServer
from madewhere.problems import Problem, problem
from madewhere.quoting import short
from madewhere.settings import KEYS, OPTIONAL, PUBLISHER_KEYS, TILE_KEYS, Check

FILE = "publication.yaml"
_MAX_BYTES = 100_000
_DEPTH = 8


@dataclass(frozen=True, slots=True)
class Publisher:
    """Who publishes. ``url`` and ``email`` may be empty; ``maintainers`` are accounts such as @name."""

    name: str
    url: str
    email: str
    maintainers: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Publication:
    """The settings. ``base_url`` ends with a slash; ``languages`` begins with the main one.

    ``taglines`` are the tagline by the codes of other languages than the main one; ``share_pictures``
    the kinds of page that have a picture of their own only where the publisher wants it.
    """

    name: str
    tagline: str
    base_url: str
    former_base_urls: tuple[str, ...]
    languages: tuple[str, ...]
    publisher: Publisher
    report_url: str
    tile_server: TileServer | None
    taglines: Mapping[str, str] = field(default_factory=dict)
    share_pictures: frozenset[str] = frozenset()

    def tagline_in(self, language: str) -> str:
        """The tagline in a language, or as it is where there is none in it."""
        return self.taglines.get(language, self.tagline)

    @property
    def base_path(self) -> str:
        """The path part of the base URL; begins and ends with a slash."""
        return urlsplit(self.base_url).path

    def address(self, path: str) -> str:
        """The absolute address of a path relative to the site's root."""
        return self.base_url + path


NO_SETTINGS = Publication(
    name="",
    tagline="",
    base_url="",
    former_base_urls=(),
    languages=(),
    publisher=Publisher("", "", ""),
    report_url="",
    tile_server=None,
)
"""Stands in where the settings cannot be used and the rest of the data is to be checked all the same."""


def read_publication(data: Path) -> Publication:
    """Read the settings. Raises `PublicationError` naming every fault where they cannot be used."""
    publication, problems = examine_publication(data)
    if publication is None:
        faults = "\n".join(f"  - line {p.line}: {p.field}: {p.message}" for p in problems)
        raise PublicationError(
            f"{data / FILE} cannot be used:\n{faults}",
            hint="The page on publishing lists every setting.",
        )
    return publication


def examine_publication(data: Path) -> tuple[Publication | None, list[Problem]]:
    """Read the settings and collect every fault.

    Raises `PublicationError` where the file is missing or is no YAML mapping at all.
    """
    path = data / FILE
    if not os.path.lexists(path):
        raise PublicationError(
            f"{data} is no publication: it has no {FILE}",
            hint="Go into the folder of the publication's repository, or name its data folder with "
            "--data. To try things out, make one with `madewhere demo DIR`.",
        )
    content, problems = read_guarded(data, FILE, _MAX_BYTES)
    if content is None:
        raise PublicationError(f"{path}: {problems[0].message}", hint=problems[0].fix)
    text = content.decode()
    try:
        _refuse_bombs(text)
        node = yaml.compose(text, Loader=yaml.SafeLoader)
        loaded = yaml.safe_load(text)
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        raise PublicationError(f"{path} is not readable YAML: {error}") from error
    if not isinstance(loaded, dict) or not isinstance(node, yaml.MappingNode):
        raise PublicationError(f"{path} must hold keys and values, such as `name: Our factories`")
    _examine(loaded, node, KEYS, "", problems)
    for key, keys in (("publisher", PUBLISHER_KEYS), ("tile_server", TILE_KEYS)):
        inner = _child(node, key)
        if isinstance(loaded.get(key), dict) and isinstance(inner, yaml.MappingNode):
            _examine(loaded[key], inner, keys, f"{key}.", problems)
    return (None, problems) if problems else (_publication(loaded), [])


def _refuse_bombs(text: str) -> None:
    """Refuse what lets a few bytes take hours: references, which repeat values, and deep nesting."""
    depth = 0
    for event in yaml.parse(text, Loader=yaml.SafeLoader):
        line = event.start_mark.line + 1 if event.start_mark else 1
        if isinstance(event, yaml.AliasEvent):
            raise yaml.YAMLError(f"line {line}: references such as *name are not used here")
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1
        if depth > _DEPTH:
            raise yaml.YAMLError(f"line {line}: no setting is nested so deeply")


def _examine(
    loaded: dict[Any, Any],
    node: yaml.MappingNode,
    keys: dict[str, Check],
    prefix: str,
    problems: list[Problem],
) -> None:
    lines: dict[Any, int] = {}
    for key, _ in node.value:
        line = key.start_mark.line + 1
        if key.value in lines:
            message = f"the setting “{prefix}{short(key.value)}” stands twice"
            field = f"{prefix}{short(key.value)}"
            problems.append(problem("publication-key", message, file=FILE, line=line, field=field))
        lines[key.value] = line
    for key, value in loaded.items():
        where: dict[str, Any] = {
            "file": FILE,
            "line": lines.get(key, 1),
            "field": f"{prefix}{short(str(key))}",
        }
        if key not in keys:
            problems.append(
                problem("publication-key", f"there is no setting “{where['field']}”", **where)
            )
        elif not keys[key][0](value):
            wanted = keys[key][1]
            said = wanted if isinstance(wanted, str) else wanted()
            problems.append(
                problem("publication-value", f"{short(repr(value))} is not {said}", **where)
            )
    problems.extend(
        problem(
            "publication-key",
            f"the setting “{prefix}{key}” is missing",
            file=FILE,
            line=node.start_mark.line + 1,
            field=f"{prefix}{key}",
        )
        for key in keys
        if key not in loaded and f"{prefix}{key}" not in OPTIONAL
    )


def _child(node: yaml.MappingNode, key: str) -> Any:
    return next((value for name, value in node.value if name.value == key), None)


def _publication(loaded: dict[str, Any]) -> Publication:
    publisher = loaded["publisher"]
    tiles = loaded.get("tile_server")
    return Publication(
        name=loaded["name"],
        tagline=loaded["tagline"],
        base_url=with_slash(loaded["base_url"]),
        former_base_urls=tuple(with_slash(url) for url in loaded.get("former_base_urls") or ()),
        languages=tuple(loaded["languages"]),
        publisher=Publisher(
            publisher["name"],
            publisher.get("url") or "",
            publisher.get("email") or "",
            tuple(publisher.get("maintainers") or ()),
        ),
        report_url=loaded["report_url"],
        tile_server=TileServer(tiles["url"], tiles["attribution"], tiles["max_zoom"])
        if tiles
        else None,
        taglines=dict(loaded.get("taglines") or {}),
        share_pictures=frozenset(loaded.get("share_pictures") or ()),
    )


def with_slash(url: str) -> str:
    """The address with exactly one slash at its end."""
    return url.rstrip("/") + "/"
