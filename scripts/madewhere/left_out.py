"""What stands in the data but could not be used, so that nobody is told that it is missing."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

LEDGER = "ledger"
"""The name under which all files of the ledger count as one table."""


@dataclass(slots=True)
class LeftOut:
    """Tables and rows that have an error of their own. Files are relative to the data folder.

    ``unread`` holds the tables that were not read to their end; ``keys`` by table the texts in the key
    columns of the rows that were left out.
    """

    unread: set[str] = field(default_factory=set)
    keys: dict[str, set[str]] = field(default_factory=dict)

    def may_hold(self, file: str, key: str) -> bool:
        """Whether that table may have a row of this key that could not be used."""
        return file in self.unread or key in self.keys.get(file, ())

    def knows(self, file: str) -> bool:
        """Whether anything of that table could not be used."""
        return file in self.unread or bool(self.keys.get(file))

    def one_may_hold(self, files: Iterable[str], key: str) -> bool:
        """The same for any of several tables."""
        return any(self.may_hold(file, key) for file in files)

    def add(self, file: str, keys: set[str], *, whole: bool) -> None:
        """Note what was left out of a table."""
        if keys:
            self.keys.setdefault(file, set()).update(keys)
        if not whole:
            self.unread.add(file)

    def update(self, other: LeftOut) -> None:
        """Note all that another one holds."""
        self.unread |= other.unread
        for file, keys in other.keys.items():
            self.add(file, keys, whole=True)


NOTHING = LeftOut()
"""Where everything could be used."""
