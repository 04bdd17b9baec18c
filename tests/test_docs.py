"""The documentation cannot go stale: every command, option, setting and problem is in it."""

from __future__ import annotations

import re

import click
import pytest

from madewhere.cli import COMMANDS, madewhere
from madewhere.problem_codes import CODES
from madewhere.project import ROOT, SITE_SRC
from madewhere.render.search.facets import FACETS
from madewhere.settings import KEYS

USE_THE_DATA = (SITE_SRC / "use-the-data.md").read_text("utf-8")
COMMAND_PAGE = (SITE_SRC / "contribute" / "commands.md").read_text("utf-8")


def section(name: str) -> str:
    """What the command page says of a command."""
    found = re.search(
        rf"^## madewhere {name}\b.*?(?=^## |\Z)", COMMAND_PAGE, re.MULTILINE | re.DOTALL
    )
    assert found, f"the command page has no section on {name}"
    return found[0]


def commands() -> dict[str, click.Command]:
    """Every command by its name; those of a group by the group's name and theirs."""
    found = {}
    for name in COMMANDS:
        command = madewhere.get_command(click.Context(madewhere), name)
        if isinstance(command, click.Group):
            found |= {f"{name} {each}": of for each, of in command.commands.items()}
        else:
            found[name] = command
    return found


@pytest.mark.parametrize(("name", "command"), commands().items())
def test_every_option_of_a_command_is_explained(name, command):
    """A new option without a word about it fails here, and so does a word about none."""
    options = {max(p.opts, key=len) for p in command.params if isinstance(p, click.Option)}
    told = set(re.findall(r"`(--[a-z-]+)", section(name)))
    assert told == options - {"--help"}
    assert command.help


@pytest.mark.parametrize("key", KEYS)
def test_every_setting_is_explained(key):
    """Each key of publication.yaml stands on the page on publishing."""
    assert f"`{key}`" in (SITE_SRC / "contribute" / "publish.md").read_text("utf-8")


@pytest.mark.parametrize("code", CODES)
def test_every_problem_is_explained(code):
    """Title, meaning and fix are sentences of their own, which the page of problems shows."""
    info = CODES[code]
    assert info.level in ("error", "warning", "notice")
    assert not info.title.endswith(".")
    assert info.meaning.endswith(".")
    assert info.fix.endswith(".")


def test_the_readme_shows_the_site_and_the_two_commands_first():
    """The picture, what it is, `make site` and `make test`, before anything else."""
    readme = (ROOT / "README.md").read_text("utf-8")
    places = [
        readme.index(part) for part in ("![", "Madewhere turns", "make site", "make test", "## ")
    ]
    assert places == sorted(places)
    assert (ROOT / re.search(r"\]\((.+?)\)", readme)[1]).is_file()


@pytest.mark.parametrize("name", [*(facet.name for facet in FACETS), "q", "place", "kind", "view"])
def test_every_part_of_a_searchs_address_is_explained(name):
    """Whoever sends on or keeps the address of a search can read what each part does."""
    assert re.search(rf"^\|[^|]*`{name}`[^|]*\|", USE_THE_DATA, re.MULTILINE)
