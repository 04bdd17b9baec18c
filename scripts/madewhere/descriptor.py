"""A package's descriptor: data that is compared with what the tool would write, and never obeyed."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any

from madewhere.celltext import control_characters
from madewhere.package_writer import package_descriptor
from madewhere.problems import Problem, problem
from madewhere.quoting import short

_OWN_KEYS = {"name": str, "title": str, "description": str, "demo": bool}
"""What a package says about itself; all else in its descriptor follows from its tables."""

_POINTERS = ("path", "schema", "profile", "dialect", "$ref")
_ELSEWHERE = re.compile(r"^[A-Za-z][A-Za-z0-9+.-]*:|^[/\\~]|(^|[/\\])\.\.([/\\]|$)")
_DEPTH = 12


def descriptor_problems(
    loaded: dict[str, Any], name: str, tables: Sequence[str], file: str
) -> list[Problem]:
    """Compare a descriptor with the one that the tool would write for these tables."""
    pointed = [
        problem("file-remote", f"“{key}” points to {short(value)!r}", file=file, field=key)
        for key, value in _pointers(loaded, 0)
    ]
    if pointed:
        return pointed
    faults = list(_own_faults(loaded, name, file))
    if faults:
        return faults
    expected = package_descriptor(
        name=name,
        title=loaded["title"],
        description=loaded.get("description", ""),
        demo=loaded["demo"],
        tables=tables,
    )
    unknown = sorted(loaded.keys() - expected.keys())
    faults.extend(
        problem("descriptor-key", f"there is no key “{short(key)}”", file=file, field=short(key))
        for key in unknown
    )
    message = _difference({key: loaded[key] for key in loaded if key not in unknown}, expected)
    if message:
        faults.append(problem("descriptor-outdated", message, file=file))
    return faults


def _own_faults(loaded: dict[str, Any], name: str, file: str) -> Iterator[Problem]:
    for key, kind in _OWN_KEYS.items():
        if key not in loaded:
            if key != "description":
                message = f"“{key}” is missing"
                yield problem("descriptor-outdated", message, file=file, field=key)
        elif not isinstance(loaded[key], kind):
            message = f"“{key}” must be {'true or false' if kind is bool else 'a text'}"
            yield problem("descriptor-outdated", message, file=file, field=key)
        elif kind is str and (forbidden := control_characters(loaded[key])):
            message = f"“{key}” has {forbidden}"
            yield problem("descriptor-outdated", message, file=file, field=key)
        elif key == "name" and loaded[key] != name:
            message = f"the name is “{short(loaded[key])}”, but the folder's is “{name}”"
            yield problem("descriptor-outdated", message, file=file, field=key)


def _pointers(value: Any, depth: int) -> Iterator[tuple[str, str]]:
    """Everything in a descriptor that names a place outside its folder.

    Licences and the profile of the standard are named by address as a matter of course.
    """
    if depth > _DEPTH:
        return
    if isinstance(value, dict):
        for key, inner in value.items():
            if key == "licenses":
                continue
            named = inner if isinstance(inner, list) else [inner]
            if key in _POINTERS:
                for each in named:
                    if isinstance(each, str) and _ELSEWHERE.search(each):
                        yield key, each
            yield from _pointers(inner, depth + 1)
    elif isinstance(value, list):
        for inner in value:
            yield from _pointers(inner, depth + 1)


def _difference(loaded: dict[str, Any], expected: dict[str, Any]) -> str:
    if loaded == expected:
        return ""
    resources = loaded.get("resources")
    listed = resources if isinstance(resources, list) else []
    theirs = [str(r.get("name")) if isinstance(r, dict) else "(no table)" for r in listed]
    ours = [r["name"] for r in expected["resources"]]
    if theirs != ours:
        held = ", ".join(ours) or "no table"
        return f"it lists {short(', '.join(theirs)) or 'no table'}, but the folder holds {held}"
    for mine, other in zip(expected["resources"], listed, strict=True):
        if mine != other:
            return f"the schema or settings of “{mine['name']}” differ from the publication's"
    keys = [key for key in expected if loaded.get(key) != expected[key]]
    return f"these settings differ from the publication's: {', '.join(keys)}"
