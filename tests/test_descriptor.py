"""A package's descriptor is compared with what the tool would write, and never obeyed."""

from __future__ import annotations

import json
from copy import deepcopy

import pytest

from checking import DESCRIPTOR, findings, only
from madewhere.descriptor import descriptor_problems
from madewhere.package_writer import package_descriptor
from tiny_publication import TINY

TABLES = ("factories", "consents", "sourcing")
REMOTE = [
    "https://evil.example/x.csv",
    "HTTP://evil.example/x",
    "file:///etc/passwd",
    "s3://bucket/x",
    "data:text/csv,x",
    "/etc/passwd",
    "\\\\server\\share",
    "~/secrets",
    "../alder/factories.csv",
    "sub/../../x.csv",
    "..",
    "C:\\x.csv",
]


def written():
    """The descriptor that the tool writes for a small package."""
    return deepcopy(package_descriptor(name="alder", title="Alder", tables=TABLES, demo=False))


def problems(descriptor):
    """What is found, as (code, field)."""
    found = descriptor_problems(descriptor, "alder", TABLES, DESCRIPTOR)
    return [(p.code, p.field) for p in found]


def test_what_the_tool_writes_is_right():
    """The tool's own descriptor has no problem."""
    assert problems(written()) == []


@pytest.mark.parametrize("place", REMOTE)
@pytest.mark.parametrize("key", ["path", "schema", "profile", "dialect", "$ref"])
def test_no_place_outside_the_folder_is_taken(key, place):
    """An address or a path out of the folder is refused in every key that could name one."""
    descriptor = written()
    descriptor["resources"][0][key] = place
    assert problems(descriptor) == [("file-remote", key)]
    descriptor["resources"][0][key] = ["factories.csv", place]
    assert problems(descriptor) == [("file-remote", key)]


@pytest.mark.parametrize("depth", [1, 3, 9])
def test_a_reference_is_found_however_it_is_wrapped(depth):
    """A pointer inside other objects and lists is refused too."""
    inner = {"$ref": "https://evil.example/schema.json"}
    for _ in range(depth):
        inner = {"x": [inner]} if depth % 2 else {"x": inner}
    descriptor = written() | {"extra": inner}
    assert problems(descriptor)[0][0] in ("file-remote", "descriptor-key")
    descriptor = written()
    descriptor["resources"][0]["schema"]["fields"][0]["constraints"] = inner
    assert problems(descriptor)[0][0] in ("file-remote", "descriptor-outdated")


def changed(change):
    """A descriptor with one change."""
    descriptor = written()
    change(descriptor)
    return descriptor


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (lambda d: d.update(contributors=[]), ("descriptor-key", "contributors")),
        (lambda d: d.update({"\ud800": 1}), ("descriptor-key", "\ud800")),
        (lambda d: d.pop("demo"), ("descriptor-outdated", "demo")),
        (lambda d: d.update(demo="false"), ("descriptor-outdated", "demo")),
        (lambda d: d.update(demo=0), ("descriptor-outdated", "demo")),
        (lambda d: d.update(title=7), ("descriptor-outdated", "title")),
        (lambda d: d.update(title="a\nb"), ("descriptor-outdated", "title")),
        (lambda d: d.update(title="\ud800"), ("descriptor-outdated", "title")),
        (lambda d: d.update(description="\u202e"), ("descriptor-outdated", "description")),
        (lambda d: d.update(name="birch"), ("descriptor-outdated", "name")),
        (lambda d: d.pop("licenses"), ("descriptor-outdated", "")),
        (lambda d: d.pop("resources"), ("descriptor-outdated", "")),
        (lambda d: d.update(resources=5), ("descriptor-outdated", "")),
        (lambda d: d.update(resources=None), ("descriptor-outdated", "")),
        (lambda d: d["resources"].append("x"), ("descriptor-outdated", "")),
        (lambda d: d["resources"].append(d["resources"][0]), ("descriptor-outdated", "")),
        (lambda d: d["resources"].reverse(), ("descriptor-outdated", "")),
        (lambda d: d["resources"][0].update(name=["x"]), ("descriptor-outdated", "")),
        (lambda d: d["resources"][0].update(encoding="latin-1"), ("descriptor-outdated", "")),
        (lambda d: d["resources"][0].update(dialect={}), ("descriptor-outdated", "")),
        (lambda d: d["resources"][0].update(schema=10**400), ("descriptor-outdated", "")),
    ],
)
def test_each_difference_is_found(change, expected):
    """A key that is unknown, missing, of another kind or of another value is refused."""
    assert problems(changed(change)) == [expected]


def test_title_description_and_mark_are_the_packages_own():
    """A package may say what it is called and whether it is invented; the rest follows from its tables."""
    own = {"title": "Our list", "description": "What we buy.", "demo": True}
    assert problems(written() | own) == []


def test_the_contributors_patterns_are_never_run(tiny):
    """A regular expression that a package brings is only compared: cells are read by ours.

    The one put in here would take longer than the universe for the name that it is given.
    """
    loaded = json.loads((tiny / DESCRIPTOR).read_text())
    fields = loaded["resources"][0]["schema"]["fields"]
    fields[1]["constraints"]["pattern"] = "^(([a-z ])+.)+[A-Z]([a-z ])+$"
    (tiny / DESCRIPTOR).write_text(json.dumps(loaded))
    table = tiny / "members/alder/factories.csv"
    table.write_text(table.read_text().replace("Fable Knitwear Ltd", "a" * 200))
    assert findings(tiny) == [("descriptor-outdated", "error", DESCRIPTOR, 0, "")]


def test_the_contributors_schema_decides_nothing(tiny):
    """A package whose own schema allows anything is still held to ours."""
    loaded = json.loads((tiny / DESCRIPTOR).read_text())
    for resource in loaded["resources"]:
        for field in resource["schema"]["fields"]:
            field.pop("constraints", None)
            field["type"] = "any"
    (tiny / DESCRIPTOR).write_text(json.dumps(loaded))
    table = tiny / "members/alder/sourcing.csv"
    table.write_text(table.read_text().replace("VNDT37MY2,2", "VNDT37MY2,9"))
    assert [code for code, *_ in findings(tiny)] == ["descriptor-outdated", "cell-range"]


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "no JSON"),
        (b"nothing", "no JSON"),
        (b"null", "no JSON object"),
        (b'"text"', "no JSON object"),
        (b"[" * 10_000 + b"]" * 10_000, "nested too deeply"),
        (b'{"a":' * 10_000 + b"1" + b"}" * 10_000, "nested too deeply"),
        (b"[" * 400_000, "nested too deeply"),
        (b'{"demo": true, "demo": false}', "“demo” stands twice"),
        (b'{"x": {"path": "a", "path": "b"}}', "“path” stands twice"),
        (b'{"x": ' + b"9" * 5000 + b"}", "no JSON"),
        (b'{"name": "a\x00b"}', "no JSON"),
        (b'{"name": "a\nb"}', "no JSON"),
    ],
)
def test_a_descriptor_that_cannot_be_read_is_one_problem(tiny, content, words):
    """Broken, ambiguous, huge and deeply nested descriptors are refused in a sentence."""
    (tiny / DESCRIPTOR).write_bytes(content)
    found = only(tiny)
    assert (found.code, found.file) == ("package-unreadable", DESCRIPTOR)
    assert words in found.message


@pytest.mark.parametrize("number", [b"NaN", b"Infinity", b"-Infinity", b"1e999", b"-0.0"])
def test_numbers_that_are_none_change_nothing(tiny, number):
    """A value that JSON does not have is one more difference, and no crash."""
    content = (tiny / DESCRIPTOR).read_bytes().replace(b'"maximum": 4', b'"maximum": ' + number)
    (tiny / DESCRIPTOR).write_bytes(content)
    assert only(tiny).code == "descriptor-outdated"


def test_hostile_keys_are_quoted_short(tiny):
    """A key of a megabyte does not make a report of a megabyte."""
    loaded = json.loads((TINY / DESCRIPTOR).read_text())
    (tiny / DESCRIPTOR).write_text(json.dumps(loaded | {"x" * 900_000: 1}))
    found = only(tiny)
    assert (found.code, len(found.field)) == ("descriptor-key", 60)
