"""The settings of a publication: `data/publication.yaml`, read strictly."""

from __future__ import annotations

import os
import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import yaml

from madewhere.celltext import control_characters
from madewhere.errors import PublicationError
from madewhere.guard import read_guarded
from madewhere.problems import Problem, problem
from madewhere.quoting import short
from madewhere.tiles import TileServer

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
    """The settings. ``base_url`` ends with a slash; ``languages`` begins with the main one."""

    name: str
    tagline: str
    base_url: str
    former_base_urls: tuple[str, ...]
    languages: tuple[str, ...]
    publisher: Publisher
    report_url: str
    tile_server: TileServer | None

    @property
    def base_path(self) -> str:
        """The path part of the base URL; begins and ends with a slash."""
        return urlsplit(self.base_url).path

    def address(self, path: str) -> str:
        """The absolute address of a path relative to the site's root."""
        return self.base_url + path


def web_address(value: Any) -> bool:
    """Whether this is an http or https address with a host."""
    if not isinstance(value, str) or re.search(r"[\s<>\"'\\]", value):
        return False
    try:
        parts = urlsplit(value)
        return parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:  # such as a bracket that is not closed, or a port that is no number
        return False


def _text(value: Any) -> bool:
    return (
        isinstance(value, str)
        and bool(value.strip())
        and len(value) <= 300
        and not control_characters(value)
    )


def _optional_text(value: Any) -> bool:
    return value is None or _text(value)


def _base_url(value: Any) -> bool:
    return web_address(value) and "?" not in value and "#" not in value


def _languages(value: Any) -> bool:
    from madewhere.render.languages import available

    return (
        isinstance(value, list)
        and bool(value)
        and all(isinstance(code, str) for code in value)
        and len(set(value)) == len(value)
        and all(code in available() for code in value)
    )


def _report_url(value: Any) -> bool:
    return web_address(value) or (
        isinstance(value, str) and bool(re.fullmatch(r"mailto:[^\s<>\"'?&]+@[^\s<>\"'?&]+", value))
    )


def _tile_url(value: Any) -> bool:
    try:
        TileServer(value, "©")
    except (ValueError, TypeError, AttributeError):
        return False
    return True


_ACCOUNT = re.compile(r"@[A-Za-z0-9-]+(/[A-Za-z0-9-]+)?")


def _accounts(value: Any) -> bool:
    return value is None or (
        isinstance(value, list)
        and all(isinstance(item, str) and _ACCOUNT.fullmatch(item) for item in value)
    )


_Check = tuple[Callable[[Any], bool], str]

_KEYS: dict[str, _Check] = {
    "name": (_text, "a text"),
    "tagline": (_text, "a text"),
    "base_url": (_base_url, "an http(s) address without ? and #, such as https://example.org/"),
    "former_base_urls": (
        lambda value: (
            value is None or (isinstance(value, list) and all(_base_url(item) for item in value))
        ),
        "a list of http(s) addresses",
    ),
    "languages": (_languages, "a list of languages that the program has, such as [en]"),
    "publisher": (
        lambda value: isinstance(value, dict),
        "the keys name, url, email and maintainers",
    ),
    "report_url": (_report_url, "an http(s) or mailto: address"),
    "tile_server": (
        lambda value: value is None or isinstance(value, dict),
        "null, or the keys url, attribution and max_zoom",
    ),
}
_PUBLISHER_KEYS: dict[str, _Check] = {
    "name": (_text, "a text"),
    "url": (lambda value: value is None or web_address(value), "an http(s) address"),
    "email": (_optional_text, "an e-mail address"),
    "maintainers": (_accounts, "a list of accounts, such as ['@example-team']"),
}
_TILE_KEYS: dict[str, _Check] = {
    "url": (_tile_url, "an https address with {z}, {x} and {y}"),
    "attribution": (_text, "a text"),
    "max_zoom": (
        lambda value: type(value) is int and 1 <= value <= 22,
        "a number from 1 to 22",
    ),
}
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

_OPTIONAL = frozenset(
    {"former_base_urls", "tile_server", "publisher.url", "publisher.email", "publisher.maintainers"}
)


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
            hint="Name the data folder with --data, or make one with `madewhere demo DIR`.",
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
    _examine(loaded, node, _KEYS, "", problems)
    for key, keys in (("publisher", _PUBLISHER_KEYS), ("tile_server", _TILE_KEYS)):
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
    keys: dict[str, _Check],
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
            problems.append(
                problem("publication-value", f"{short(repr(value))} is not {keys[key][1]}", **where)
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
        if key not in loaded and f"{prefix}{key}" not in _OPTIONAL
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
    )


def with_slash(url: str) -> str:
    """The address with exactly one slash at its end."""
    return url.rstrip("/") + "/"
