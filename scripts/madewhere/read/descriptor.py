"""Reading a package's descriptor, which is data that is compared and never obeyed."""

from __future__ import annotations

import json
from collections import Counter
from typing import Any

from madewhere.descriptor import descriptor_problems
from madewhere.discover import DESCRIPTOR, PackageFolder
from madewhere.problems import Problem, problem
from madewhere.quoting import short


def read_descriptor(
    folder: PackageFolder, contents: dict[str, bytes], problems: list[Problem]
) -> dict[str, Any] | None:
    """The descriptor as it was read and compared; None where it cannot be read."""
    file = f"{folder.folder}/{DESCRIPTOR}"
    content = contents.get(DESCRIPTOR)
    fault = ""
    loaded: Any = None
    if content is not None:
        try:
            loaded = json.loads(content, object_pairs_hook=_each_key_once)
        except ValueError as error:
            fault = f"no JSON: {error}"
        except RecursionError:
            fault = "it is nested too deeply"
        else:
            fault = "" if isinstance(loaded, dict) else "it is no JSON object"
    elif DESCRIPTOR not in (*folder.files, *folder.refused):
        fault = "there is no descriptor"
    if fault:
        problems.append(problem("package-unreadable", fault, file=file))
    if fault or content is None:
        return None
    problems.extend(descriptor_problems(loaded, folder.slug, folder.described, file))
    described: dict[str, Any] = loaded
    return described


def _each_key_once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """Refuse an object in which a key stands twice: other programs may take the other value."""
    found = dict(pairs)
    if len(found) < len(pairs):
        twice = next(key for key, count in Counter(key for key, _ in pairs).items() if count > 1)
        raise ValueError(f"the key “{short(twice)}” stands twice in one object")
    return found
