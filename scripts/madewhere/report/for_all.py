"""What a member is told of factories that said yes for all members through another member."""

from __future__ import annotations

from collections.abc import Mapping

from madewhere.private.standing import Standing

_MOST = 20
_HEAD = "Said yes for all members, so for you too, through another member:"
_WHAT_TO_DO = (
    "  To use it, ask that member for a copy of the answer, and record it under an invitation of your "
    "own with `madewhere respond … --all-members`."
)


def for_all_lines(standings: Mapping[str, Standing], names: Mapping[str, str]) -> list[str]:
    """Each factory whose yes counts for this member too, and how to make use of it; empty for none.

    ``standings`` are those to tell of, by factory ID; ``names`` are the factories' names.
    """
    found = [
        f"  {factory_id}  {names.get(factory_id, '')}: through {', '.join(stand.through)}"
        for factory_id, stand in sorted(standings.items())
        if stand.through
    ]
    if not found:
        return []
    if len(found) > _MOST:
        found = [*found[:_MOST], f"  … and {len(found) - _MOST:,} more"]
    return [_HEAD, *found, _WHAT_TO_DO]
