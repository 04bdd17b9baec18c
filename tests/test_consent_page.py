"""The page on consent names the subjects as the site and the program do."""

from __future__ import annotations

import re

from madewhere.project import SITE_SRC
from madewhere.render.words import WORDS
from madewhere.tables import SCOPES, used_scopes

_ROW = re.compile(r"^\| (.+?) `([a-z_]+)`\{ \.under \} \| .+ \| (.+?) \|$", re.MULTILINE)


def test_the_table_of_subjects_is_that_of_the_program():
    """Every subject stands there with its title, its name, and whether the site has a place for it."""
    page = (SITE_SRC / "consent.md").read_text("utf-8")
    wanted = [
        (WORDS["scope"][scope], scope, "yes" if scope in used_scopes() else "not yet")
        for scope in SCOPES
    ]
    assert _ROW.findall(page) == wanted
