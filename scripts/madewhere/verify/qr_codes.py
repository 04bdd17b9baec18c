"""Every QR code says the address of its page: drawn as a printer would, and read back."""

from __future__ import annotations

import re
from pathlib import Path

from madewhere.addresses import qr_text
from madewhere.plurals import counted
from madewhere.qr_reading import said_by, svg_picture
from madewhere.verify.side_by_side import each
from madewhere.verify.tree import Tree, Verified

ALL_UP_TO = 1_000
SAMPLE = 500
_COARSE = 0.5
"""How large a code is drawn, against its size on a screen: with four dots a module, as label printers do."""
_QR_FILE = re.compile(r"[FP]/[A-Z0-9]+/qr\.svg")


def verify_qr_codes(tree: Tree) -> Verified:
    """Read the codes of a small publication all, of a large one every n-th in the order of IDs."""
    codes = [file for file in tree.files if _QR_FILE.fullmatch(file)]
    step = 1 if len(codes) <= ALL_UP_TO else -(-len(codes) // SAMPLE)
    looked_at = codes[::step]

    def look(file: str) -> list[str]:
        kind, _, identifier = file.removesuffix("/qr.svg").partition("/")
        expected = qr_text(tree.site.publication, identifier, kind)
        said = read_qr(tree.folder / file)
        return [] if said == expected else [f"{file} says {said!r} and not {expected}"]

    share = "all" if step == 1 else f"a sample of {len(looked_at):,}"
    return Verified(f"{share} of {counted(len(codes), 'QR code')} read back", each(looked_at, look))


def read_qr(path: Path) -> str:
    """What a code drawn as SVG says, empty where it cannot be read."""
    return said_by(svg_picture(path.read_text(encoding="utf-8"), zoom=_COARSE))
