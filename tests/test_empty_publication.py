"""Tests for a publication that has nothing to show yet."""

from __future__ import annotations

import re
import shutil

from madewhere.build import build
from tiny_publication import AS_OF


def test_a_publication_without_factories_says_so_in_words(tiny, tmp_path):
    """No page counts to nought: each list says that there is nothing yet, and members keep theirs."""
    shutil.rmtree(tiny / "members")
    shutil.rmtree(tiny / "ledger")
    build(tiny, tmp_path / "site", as_of=AS_OF, cache=tmp_path / "cache")
    said = {
        "": "No factory is named here yet.",
        "factories/": "No factory is named here yet.",
        "countries/": "No factory is named here yet.",
        "audits/": "No audit is disclosed here yet.",
        "audit-firms/": "Not known",
        "audit-firms/plumb/": "No audit by this firm is shown here.",
        "certificates/": "No certificate is disclosed here yet.",
        "certificates/claims/": "No claim is disclosed here yet.",
        "standards/": "None",
        "members/": "None shown",
        "members/alder/": "No factory of this member is shown at present.",
    }
    for path, words in said.items():
        page = (tmp_path / "site" / path / "index.html").read_text("utf-8")
        text = re.sub(r"<[^>]+>", " ", page)
        assert words in text, path
        assert not re.search(r"\b0\s+(factor|countr|member|audit|of)", text), path
