"""Drawings as files: SVG, PDF and EPS in true millimetres, the same bytes for the same drawing.

Black is the printer's own black and no mixture of colours, because a code must have sharp edges.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from functools import lru_cache
from html import escape

from madewhere.outlines.drawing import Drawing, number, path_data

POINTS = 72 / 25.4
"""Points in a millimetre."""

_OPERATORS = {"M": "m", "L": "l", "C": "c", "Z": "h"}
_KEPT = 2_000
"""Of how many drawings the text is kept, because a label stands on sheets too, often several times."""

_PROLOGUE = "%%EndProlog\n"
_EPILOGUE = "%%Trailer\n"


def svg(drawing: Drawing) -> bytes:
    """One drawing as SVG."""
    width, height = number(drawing.width), number(drawing.height)
    title = escape(drawing.title)
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}mm" height="{height}mm"'
        f' viewBox="0 0 {width} {height}" role="img" aria-label="{title}">'
    )
    lines = [head, f"<title>{title}</title>", _paths(drawing)]
    for part, (x, y) in drawing.parts:
        lines.append(f'<g transform="translate({number(x)} {number(y)})">')
        lines += [_paths(part), "</g>"]
    return "\n".join([*lines, "</svg>", ""]).encode()


@lru_cache(maxsize=_KEPT)
def _paths(drawing: Drawing) -> str:
    """What is filled in a drawing, as SVG."""
    lines = []
    for outline, grey in drawing.fills:
        level = round(grey * 255)
        colour = f"#{level:02x}{level:02x}{level:02x}"
        lines.append(f'<path fill="{colour}" d="{path_data(outline)}"/>')
    return "\n".join(lines)


def pdf(drawings: Sequence[Drawing], title: str) -> bytes:
    """The drawings as the pages of a PDF, which tells no time and needs no font."""
    import pydyf

    document = pydyf.PDF()
    document.info["Title"] = pydyf.String(title)
    document.info["Producer"] = pydyf.String("Madewhere")
    for drawing in drawings:
        _add_page(document, drawing.width, drawing.height, operators(drawing))
    written = io.BytesIO()
    document.write(written, version=b"1.7", identifier=True, compress=True)
    return written.getvalue()


def eps(drawing: Drawing) -> bytes:
    """One drawing without parts as Encapsulated PostScript, whose head defines the operators of PDF."""
    width, height = drawing.width * POINTS, drawing.height * POINTS
    title = drawing.title.encode("ascii", "replace").decode()
    head = (
        "%!PS-Adobe-3.0 EPSF-3.0\n"
        f"%%BoundingBox: 0 0 {-int(-width // 1)} {-int(-height // 1)}\n"
        f"%%HiResBoundingBox: 0 0 {number(width)} {number(height)}\n"
        f"%%Title: {title}\n%%Creator: Madewhere\n%%LanguageLevel: 2\n%%EndComments\n"
        "8 dict begin\n/m {moveto} bind def\n/l {lineto} bind def\n/c {curveto} bind def\n"
        "/h {closepath} bind def\n/f {fill} bind def\n/g {setgray} bind def\n"
    )
    return f"{head}{_PROLOGUE}{operators(drawing)}{_EPILOGUE}end\n%%EOF\n".encode("ascii")


def eps_as_pdf(content: bytes, width: float, height: float) -> bytes:
    """What an EPS of ours draws, as a PDF page of this size in millimetres, to be looked at."""
    import pydyf

    body = content.decode("ascii").partition(_PROLOGUE)[2].partition(_EPILOGUE)[0]
    document = pydyf.PDF()
    _add_page(document, width, height, body)
    written = io.BytesIO()
    document.write(written)
    return written.getvalue()


def operators(drawing: Drawing) -> str:
    """The drawing in the operators that PDF has, in points, y growing upwards."""
    lines = [_filled(drawing)]
    for part, (x, y) in drawing.parts:
        across, up = x * POINTS, (drawing.height - y - part.height) * POINTS
        lines.append(f"q 1 0 0 1 {number(across)} {number(up)} cm\n{_filled(part)}Q\n")
    return "".join(lines)


@lru_cache(maxsize=_KEPT)
def _filled(drawing: Drawing) -> str:
    """What is filled in a drawing, in operators."""
    lines = []
    for outline, grey in drawing.fills:
        lines.append(f"{number(grey)} g")
        for name, points in outline:
            placed = [
                f"{number(x * POINTS)} {number((drawing.height - y) * POINTS)}" for x, y in points
            ]
            lines.append(" ".join([*placed, _OPERATORS[name]]))
        lines.append("f")
    return "\n".join([*lines, ""])


def _add_page(document: object, width: float, height: float, content: str) -> None:
    import pydyf

    assert isinstance(document, pydyf.PDF)
    stream = pydyf.Stream([content.encode("ascii")], compress=True)
    document.add_object(stream)
    box = pydyf.Array([0, 0, number(width * POINTS), number(height * POINTS)])
    page = {
        "Type": "/Page",
        "Parent": document.pages.reference,
        "MediaBox": box,
        "TrimBox": box,
        "Contents": stream.reference,
        "Resources": pydyf.Dictionary(),
    }
    document.add_page(pydyf.Dictionary(page))
