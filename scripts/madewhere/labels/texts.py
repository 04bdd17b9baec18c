"""What labels and their sheets say, in the language that was asked for."""

from __future__ import annotations

from collections.abc import Iterable

from madewhere.render.languages import SOURCE, Language
from madewhere.render.words import N_

QUESTION = N_("Where was this made?")
"""What a label asks, so that people point their phone at it."""

PROOF = N_("Proof, not for sale")
"""What labels say that are for looking at only."""

FULL_SIZE = N_("Print at full size, never fitted to the page.")
MEASURE = N_("Measure this line before you print many, and cut at the marks.")
LABEL = N_("Size of the label")
MODULE = N_("Width of a module")
QUIET_ZONE = N_("White around the code")
ERROR_CORRECTION = N_("Error correction")

ON_LABELS = (QUESTION,)
"""What every label says."""

ON_SHEETS = (FULL_SIZE, MEASURE, LABEL, MODULE, QUIET_ZONE, ERROR_CORRECTION)
"""What a sheet says beside its labels, to whoever prints it."""


def missing(language: Language, said: Iterable[str]) -> list[str]:
    """Those of the texts that this language's catalogue lacks."""
    if language.code == SOURCE:
        return []
    return [text for text in said if not language.messages.get(text)]
