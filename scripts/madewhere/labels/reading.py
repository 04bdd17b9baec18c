"""Reading every code back from the files that were made, before any of them is kept."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, NamedTuple

from madewhere.labels.writing import eps_as_pdf
from madewhere.qr_reading import pdf_pictures, said_by, svg_picture

if TYPE_CHECKING:
    from PIL.Image import Image

_PIXELS_A_MODULE = 4
_MOST_PIXELS_A_MM = 12.0
_AROUND = 0.5
"""Millimetres that a cut may be wider than the label, so that all of it is looked at."""


class Expected(NamedTuple):
    """What a code says, and the part of its page that it is read from, in millimetres."""

    text: str
    x: float
    y: float
    width: float
    height: float


class Page(NamedTuple):
    """A page to be looked at: its size in millimetres, and the codes that have to be on it."""

    width: float
    height: float
    codes: tuple[Expected, ...]


def pictures(name: str, content: bytes, pages: Sequence[Page], module: float) -> Iterator[Image]:
    """The pages of a file as a printer would draw them; ``module`` is the width of one, in millimetres."""
    from PIL import Image

    fine = min(_PIXELS_A_MODULE / module, _MOST_PIXELS_A_MM)
    first = pages[0]
    match name.rpartition(".")[2]:
        case "pdf":
            yield from pdf_pictures(content, fine)
        case "eps":
            yield from pdf_pictures(eps_as_pdf(content, first.width, first.height), fine)
        case "svg":
            yield svg_picture(content.decode(), pixels_per_mm=fine)
        case _:
            yield Image.open(io.BytesIO(content))


def unread(name: str, content: bytes, pages: Sequence[Page], module: float) -> list[str]:
    """What is wrong with a file, a line a code that cannot be read or says something else."""
    wrong: list[str] = []
    if not pages:
        return wrong
    drawn = list(pictures(name, content, pages, module))
    if len(drawn) != len(pages):
        return [f"there are {len(drawn)} pages and not {len(pages)}"]
    for picture, page in zip(drawn, pages, strict=True):
        scale = picture.width / page.width
        for code in page.codes:
            corner = (code.x - _AROUND, code.y - _AROUND)
            far = (code.x + code.width + _AROUND, code.y + code.height + _AROUND)
            cut = (
                max(0, round(corner[0] * scale)),
                max(0, round(corner[1] * scale)),
                min(picture.width, round(far[0] * scale)),
                min(picture.height, round(far[1] * scale)),
            )
            said = said_by(picture.crop(cut))
            if said != code.text:
                wrong.append(f"one says {said!r} and not {code.text}")
    return wrong
