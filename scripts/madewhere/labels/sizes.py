"""The sizes of labels, in millimetres, and of the sheet that they are printed on."""

from __future__ import annotations

from dataclasses import dataclass

MOST_MODULE = 10.0
"""The largest width of a module, in millimetres: no label has room for a larger one."""

LEAST_MODULE = 0.396
"""The least width of a module, the smallest square of a code, in millimetres (GS1's for the till)."""

DOT = 25.4 / 600
"""Modules are a whole number of these wide, so that printers with 600 dots an inch print sharp edges."""

TRIM = 1.0
"""How far a cut or a seam may miss the label's edge, in millimetres; nothing stands there."""


@dataclass(frozen=True, slots=True)
class Size:
    """A label: its measures in millimetres, and what it is for.

    ``beside`` says that the text stands beside the code and not above and below it. ``hole`` is the
    radius of the hole that it hangs by, 0 for none.
    """

    name: str
    width: float
    height: float
    use: str
    beside: bool = False
    hole: float = 0.0


SIZES = {
    size.name: size
    for size in (
        Size("small", 25, 42, "sewn in or stuck on where there is little room"),
        Size("care", 32, 60, "sewn in beside the care label"),
        Size("sticker", 70, 37, "stuck on boxes and bags", beside=True),
        Size("hangtag", 50, 90, "hung on the product in the shop", hole=2.0),
        Size("card", 105, 148, "stood on a shelf or a counter (A6)"),
    )
}
"""The sizes by name."""

DEFAULT = "hangtag"

A4 = (210.0, 297.0)
"""Width and height of a sheet."""
