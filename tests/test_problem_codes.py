"""The table of problem codes against the program that uses it and the tests that make each problem."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

from madewhere import problem_codes
from madewhere.problem_codes import CODES, GROUPS
from madewhere.problems import problem

PROGRAM = Path(problem_codes.__file__).parents[1]
TESTS = Path(__file__).parent


def texts(path: Path) -> set[str]:
    """Every text that stands in a program file."""
    return {
        node.value
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }


def literal_codes(path: Path) -> set[str]:
    """The codes that a file hands to `problem` as they stand, both where it is one of two."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "problem" and node.args:
            given = node.args[0]
            parts = [given.body, given.orelse] if isinstance(given, ast.IfExp) else [given]
            found |= {part.value for part in parts if isinstance(part, ast.Constant)}
    return found


SOURCES = [path for path in sorted(PROGRAM.rglob("*.py")) if path.name != "cast.py"]


def test_every_code_that_is_used_is_explained():
    """Each code that the program hands to `problem` stands in the table."""
    used = {code for path in SOURCES for code in literal_codes(path)}
    assert len(used) > 20
    assert used <= CODES.keys()


def test_every_code_that_is_explained_is_used():
    """The table explains nothing that the program cannot find."""
    used = {text for path in SOURCES for text in texts(path)}
    assert CODES.keys() - used == set()


def test_every_code_is_made_by_a_test():
    """Each code stands in a test, which makes that problem."""
    tested = {
        text
        for path in TESTS.rglob("test_*.py")
        if path.name != Path(__file__).name
        for text in texts(path)
    }
    assert CODES.keys() - tested == set()


@pytest.mark.parametrize("info", CODES.values(), ids=CODES.keys())
def test_each_code_is_explained_in_full(info):
    """A code is words with hyphens, has a known level, and its texts are sentences."""
    assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)+", info.code)
    assert info.level in ("error", "warning", "notice")
    assert not info.title.endswith(".")
    assert info.meaning.endswith(".")
    assert info.fix.endswith((".", "`."))
    assert info.title[0].isupper()


def test_each_code_stands_in_one_group():
    """The headings of the documentation share out the codes, none twice."""
    listed = [code for codes in GROUPS.values() for code in codes]
    assert sorted(listed) == sorted(CODES)
    assert len(set(listed)) == len(listed)


def test_a_code_that_is_not_listed_cannot_be_used():
    """A typing error in a code is found by the first test that makes the problem."""
    with pytest.raises(KeyError):
        problem("no-such-code", "message", file="f.csv")


def test_commands_that_fixes_name_exist():
    """Where a fix names a command, the program has it."""
    from madewhere.cli import COMMANDS

    named = {
        name
        for info in CODES.values()
        for name in re.findall(r"`madewhere ([a-z]+)", f"{info.meaning} {info.fix}")
    }
    assert named
    assert named <= COMMANDS.keys()
