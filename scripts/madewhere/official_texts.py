"""The official texts that requirements refer to: ILO instruments, SDG targets and UN Guiding Principles.

Every address of an official text is made here, from a code and from nothing else.
"""

from __future__ import annotations

import re

_TARGETS = {
    1: (5, "ab"),
    2: (5, "abc"),
    3: (9, "abcd"),
    4: (7, "abc"),
    5: (6, "abc"),
    6: (6, "ab"),
    7: (3, "ab"),
    8: (10, "ab"),
    9: (5, "abc"),
    10: (7, "abc"),
    11: (7, "abc"),
    12: (8, "abc"),
    13: (3, "ab"),
    14: (7, "abc"),
    15: (9, "abc"),
    16: (10, "ab"),
    17: (19, ""),
}
"""Of each Sustainable Development Goal the number of its numbered targets, and its lettered ones."""

SDG_TARGETS = frozenset(
    f"{goal}.{target}"
    for goal, (count, letters) in _TARGETS.items()
    for target in (*map(str, range(1, count + 1)), *letters)
)
"""The 169 targets of the Sustainable Development Goals."""

UNGP_PRINCIPLES = frozenset(map(str, range(1, 32)))
"""The numbers of the UN Guiding Principles on Business and Human Rights."""

_ILO = re.compile(r"([CRP])([0-9]{1,3})(?: Art\. ([0-9]{1,2}[A-Z]?))?")
_NORMLEX = "https://normlex.ilo.org/dyn/nrmlx_en/f?p=NORMLEXPUB:12100:0::NO::P12100_ILO_CODE:"
_UNGP = (
    "https://www.ohchr.org/sites/default/files/documents/publications/"
    "guidingprinciplesbusinesshr_en.pdf"
)


def ilo_parts(reference: str) -> tuple[str, str] | None:
    """The code of an instrument and its article, such as C138 and 3; None for what is no reference.

    The article is empty where the whole instrument is meant.
    """
    found = _ILO.fullmatch(reference)
    return (f"{found[1]}{int(found[2])}", found[3] or "") if found else None


def ilo_url(code: str) -> str:
    """Where the ILO has the text of a convention (C), protocol (P) or recommendation (R)."""
    return f"{_NORMLEX}{code[0]}{int(code[1:]):03}"


def sdg_url(target: str) -> str | None:
    """Where the United Nations explain a target's goal; None for a target that there is not."""
    if target not in SDG_TARGETS:
        return None
    return f"https://sdgs.un.org/goals/goal{target.partition('.')[0]}"


def ungp_url(principle: str) -> str | None:
    """Where the United Nations have the principles; None for one that there is not."""
    return _UNGP if principle in UNGP_PRINCIPLES else None
