"""The standards from their registers."""

from __future__ import annotations

from collections import defaultdict

from madewhere.disclose import Disclosure
from madewhere.site_model.standards import Coverage, Standard


def link_standards(disclosure: Disclosure) -> dict[str, Standard]:
    """Every standard by its slug, in the order of titles, with what it covers."""
    topics: defaultdict[str, dict[str, Coverage]] = defaultdict(dict)
    for row in disclosure.registers["standard_topics"]:
        topics[row["standard"]][row["chapter"]] = Coverage(row["covers"], row["note"])
    standards = [
        Standard(**row, topics=topics.get(row["slug"], {}))
        for row in disclosure.registers["standards"]
    ]
    standards.sort(key=lambda standard: (standard.title.casefold(), standard.slug))
    return {standard.slug: standard for standard in standards}
