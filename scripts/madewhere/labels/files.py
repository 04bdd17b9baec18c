"""The files of labels: sheets, single labels, codes alone for designers, and the list of them all."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from madewhere.celltext import is_formula
from madewhere.importing.cleaning import inert
from madewhere.labels import texts
from madewhere.labels.design import Said, code_alone, label
from madewhere.labels.reading import Expected, Page
from madewhere.labels.sheets import Notes, Sheet, sheets
from madewhere.labels.sizes import A4, Size
from madewhere.labels.wanted import Coded, typed_address
from madewhere.labels.writing import eps, pdf, svg
from madewhere.outlines.drawing import Drawing
from madewhere.publication import Publication
from madewhere.qr import ERROR_CORRECTION, QUIET_ZONE, code_for
from madewhere.render.languages import Language

FORMS = ("sheets", "labels", "codes")
"""What can be made: sheets to print and cut, single labels, and codes alone for designers."""

LIST = "labels.csv"
"""The name of the list of all labels, beside them."""

_COLUMNS = (
    *("identifier", "kind", "name", "code_says", "size", "label_mm", "modules", "module_mm"),
    *("code_mm", "code_with_quiet_zone_mm", "error_correction"),
)
_PNG_DOTS = 1200
"""About how many pixels an inch a picture of a code has."""

File = tuple[str, bytes, tuple[Page, ...]]
"""A file's name, what is in it, and the pages and codes that have to be read from it."""


@dataclass(frozen=True, slots=True)
class How:
    """How labels are made. ``module`` is a width in millimetres, None for the largest that fits all.

    ``copies`` are of each label on the sheets; ``proof`` marks labels that are only for looking at.
    """

    size: Size
    language: str
    module: float | None = None
    copies: int = 1
    forms: tuple[str, ...] = FORMS
    proof: bool = False


def said_on(coded: Coded, how: How, speaking: Language) -> Said:
    """The texts of a label."""
    return Said(
        question=speaking.gettext(texts.QUESTION),
        site=coded.site,
        identifier=coded.identifier,
        right_to_left=speaking.direction == "rtl",
        note=speaking.gettext(texts.PROOF) if how.proof else "",
    )


def files(
    publication: Publication,
    coded: Sequence[Coded],
    how: How,
    speaking: Language,
    module: float,
) -> Iterator[File]:
    """Every file: the sheets first, the list of labels last. Each label must have room for its code."""
    before = "proof-" if how.proof else ""
    labels = [_label(each, how, speaking, module) for each in coded]
    if "sheets" in how.forms:
        site = typed_address(publication, "").rstrip("/")
        notes = Notes(site, module, speaking.gettext, speaking.direction == "rtl")
        yield from _sheet_files(coded, labels, how, notes, before)
    for each, drawn in zip(coded, labels, strict=True):
        if "labels" in how.forms:
            pages = (_page(drawn, each),)
            name = f"labels/{before}{each.identifier}"
            yield f"{name}.pdf", pdf([drawn], drawn.title), pages
            yield f"{name}.svg", svg(drawn), pages
        if "codes" in how.forms:
            alone = code_alone(each.code, module, each.code.text)
            pages = (_page(alone, each),)
            name = f"codes/{before}{each.identifier}"
            yield f"{name}.svg", svg(alone), pages
            yield f"{name}.eps", eps(alone), pages
            yield f"{name}.png", _png(each, module), pages
    yield LIST, _list(coded, how, module), ()


def _label(coded: Coded, how: How, speaking: Language, module: float) -> Drawing:
    drawn = label(how.size, coded.code, said_on(coded, how, speaking), module)
    assert drawn is not None  # it was tried when the module was chosen
    drawn.title = f"{coded.identifier}: {drawn.title}"
    return drawn


def _sheet_files(
    coded: Sequence[Coded], labels: Sequence[Drawing], how: How, notes: Notes, before: str
) -> Iterator[File]:
    copied = [drawn for drawn in labels for _ in range(how.copies)]
    all_sheets = sheets(copied, how.size, notes)
    pages = tuple(_sheet_page(sheet, coded, how) for sheet in all_sheets)
    yield f"{before}sheets.pdf", pdf([sheet.drawing for sheet in all_sheets], notes.site), pages
    digits = len(str(len(all_sheets)))
    for n, (sheet, page) in enumerate(zip(all_sheets, pages, strict=True), 1):
        yield f"sheets/{before}{n:0{digits}}.svg", svg(sheet.drawing), (page,)


def _sheet_page(sheet: Sheet, coded: Sequence[Coded], how: How) -> Page:
    of = [coded[spot.label // how.copies].code.text for spot in sheet.spots]
    measures = (how.size.width, how.size.height)
    placed = zip(of, sheet.spots, strict=True)
    return Page(*A4, tuple(Expected(text, spot.x, spot.y, *measures) for text, spot in placed))


def _page(drawn: Drawing, coded: Coded) -> Page:
    whole = Expected(coded.code.text, 0, 0, drawn.width, drawn.height)
    return Page(drawn.width, drawn.height, (whole,))


def _png(coded: Coded, module: float) -> bytes:
    """The code alone in pixels, a whole number a module, that prints at its true size."""
    pixels = max(1, round(module / 25.4 * _PNG_DOTS))
    written = io.BytesIO()
    code_for(coded.code.text).save(
        written, kind="png", scale=pixels, border=QUIET_ZONE, dpi=round(pixels / module * 25.4)
    )
    return written.getvalue()


def _list(coded: Sequence[Coded], how: How, module: float) -> bytes:
    """What was made, for whoever orders the print: what each says, and how large it is."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(_COLUMNS)
    for each in coded:
        side = each.code.modules * module
        writer.writerow(
            (
                each.identifier,
                each.kind,
                inert(each.name) if is_formula(each.name) else each.name,
                each.code.text,
                how.size.name,
                f"{how.size.width:g} x {how.size.height:g}",
                each.code.modules,
                f"{module:.3f}",
                f"{side:.2f}",
                f"{side + 2 * QUIET_ZONE * module:.2f}",
                ERROR_CORRECTION.upper(),
            )
        )
    return out.getvalue().encode()
