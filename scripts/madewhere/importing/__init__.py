"""Importing a list of factories into a member's private folder; nothing of the list is lost silently.

    read the file → find the table and propose the columns → read each row → take or refuse it → write

`open_list` does the first two, so that a person can look at the proposal; `take_list` the rest.
"""

from __future__ import annotations

from madewhere.importing.known import Published
from madewhere.importing.result import ImportResult
from madewhere.importing.steps import import_list, missing_fields, open_list, take_list

__all__ = ["ImportResult", "Published", "import_list", "missing_fields", "open_list", "take_list"]
