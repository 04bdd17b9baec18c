"""Reading QR codes back, as a phone would from a print of them."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PIL.Image import Image


def said_by(picture: Image) -> str:
    """What the one code on a picture says; empty where it cannot be read, or where there are several."""
    import zxingcpp

    only = zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.QRCode)
    found = zxingcpp.read_barcodes(picture.convert("L"), only)
    return str(found[0].text) if len(found) == 1 else ""


def svg_picture(text: str, *, pixels_per_mm: float = 96 / 25.4, zoom: float = 1.0) -> Image:
    """An SVG as a picture on white; a measure in it without a unit is one of 96 pixels an inch.

    Text in it is not drawn: it needs fonts, which differ between machines and take time to load.
    """
    import resvg_py
    from PIL import Image

    drawn = resvg_py.svg_to_bytes(
        svg_string=text,
        skip_system_fonts=True,
        dpi=pixels_per_mm * 25.4,
        zoom=zoom,
        background="#ffffff",
    )
    return Image.open(io.BytesIO(bytes(drawn)))


def pdf_pictures(content: bytes, pixels_per_mm: float) -> list[Image]:
    """The pages of a PDF as pictures."""
    import pypdfium2

    document = pypdfium2.PdfDocument(content)
    try:
        return [
            page.render(scale=pixels_per_mm * 25.4 / 72, grayscale=True).to_pil()
            for page in document
        ]
    finally:
        document.close()
