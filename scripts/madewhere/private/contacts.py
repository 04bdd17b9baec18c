"""Contacts that belong to no factory of the private folder, so that no letter goes to them."""

from __future__ import annotations

import difflib
from collections.abc import Iterator

from madewhere.identifiers import is_factory_id
from madewhere.private.opening import Opened
from madewhere.problems import Problem, problem


def stray_contacts(opened: Opened) -> Iterator[Problem]:
    """Find the contacts whose factory the folder does not have, mostly by a typing error."""
    for row in opened.package.rows("contacts"):
        factory_id = row.cells["factory_id"]
        if factory_id in opened.names:
            continue
        near = difflib.get_close_matches(factory_id, opened.names, 1, cutoff=0.8)
        wrong = "the folder has no factory" if is_factory_id(factory_id) else "there can be no ID"
        yield problem(
            "contact-unknown",
            f"{wrong} {factory_id}, so no letter names this contact",
            file="contacts.csv",
            line=row.line,
            field="factory_id",
            fix=f"Did you mean {near[0]}? Write the ID as it stands in factories.csv."
            if near
            else "",
        )
