"""What keeps everything of a private folder in: why nothing may be written, and what to do about it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from madewhere.plurals import counted
from madewhere.problems import Level

if TYPE_CHECKING:
    from madewhere.private.going_public import GoingPublic

HANDFUL = 5
"""So many public factories may be missing in a folder without more than a word about it."""

_MEND = "Mend the errors above, then run this again"


def unknown(going: GoingPublic) -> list[str]:
    """The public factories that would leave because the private folder does not know them."""
    return sorted(set(going.removed) - going.names.keys() - going.faulty.keys())


def hindrance(going: GoingPublic) -> tuple[str, str]:
    """Why nothing may be written and what to do; both empty where nothing stands in the way.

    A folder that does not know most of what its member shows is a new or another one far more often
    than a wish to take it all out.
    """
    if slips := sorted(set(going.removed) & going.faulty.keys()):
        more = f" and {len(slips) - HANDFUL:,} more" if len(slips) > HANDFUL else ""
        shown = ", ".join(slips[:HANDFUL]) + more
        return f"{shown} would leave the site because of an error in a private row", _MEND
    if any(each.level is Level.ERROR for each in going.brought):
        return "the publication would get errors that it does not have now", _MEND
    published = len(going.tables["factories"]) - len(going.added) + len(going.removed)
    products = len(going.tables["products"]) - len(going.products.added)
    products += len(going.products.removed)
    for what, missing, public in (
        (("factory", "factories"), len(unknown(going)), published),
        (("product", "products"), len(going.products.unknown), products),
    ):
        if not going.drop_missing and missing > HANDFUL and 2 * missing > public:
            why = (
                f"{going.private} does not know {missing:,} of the {counted(public, *what)} "
                f"that {going.member} shows, and they would leave the site"
            )
            do = (
                "Run this with the private folder that they came from; "
                "if they are to go, give --drop-missing"
            )
            return why, do
    return "", ""
