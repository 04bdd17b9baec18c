"""What an import leaves beside the tables, so that nothing of a list is lost."""

from __future__ import annotations

import json
from dataclasses import dataclass, field

from madewhere.importing.cleaning import inert
from madewhere.private.folder import Rows
from madewhere.problems import Problem


@dataclass(slots=True)
class Leftovers:
    """What an import leaves beside the tables, and the texts without a code by column."""

    file: str
    sha256: str
    rest: Rows = field(default_factory=list)
    refused: Rows = field(default_factory=list)
    unknown_codes: dict[tuple[str, str], list[int]] = field(default_factory=dict)

    @property
    def _list(self) -> dict[str, str]:
        return {"file": inert(self.file), "sha256": self.sha256}

    def keep(self, line: int, factory_id: str, column: str, text: str) -> None:
        """Keep a text that has no place, harmless for a spreadsheet."""
        self.rest.append(
            self._list
            | {
                "line": str(line),
                "factory_id": factory_id,
                "column": inert(column),
                "text": inert(text),
            }
        )

    def refuse(self, why: Problem, cells: dict[str, str]) -> None:
        """Keep a refused row whole."""
        self.refused.append(
            self._list
            | {
                "line": str(why.line),
                "code": why.code,
                "reason": why.message,
                "row": json.dumps(cells, ensure_ascii=False),
            }
        )
