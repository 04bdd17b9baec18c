"""One row of a list of products, or of a list of steps, read into cells of ours."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache

from madewhere.gs1 import is_gtin, padded_gtin, why_no_product
from madewhere.identifiers import is_product_id, normalise_product_id
from madewhere.importing import values
from madewhere.importing.cells import Row
from madewhere.importing.cleaning import clean, is_nothing
from madewhere.importing.columns import Proposal
from madewhere.importing.products.places import Cells, Places, Step, parted, read_stage
from madewhere.problems import Problem, problem
from madewhere.quoting import short
from madewhere.tables import Field, table

STAGES = tuple(table("product_steps").field("stage").constraints["enum"])


@dataclass(slots=True)
class ReadProduct:
    """What came of a row: ``cells`` of `products`, empty ones left out, its numbers and its steps.

    ``refused`` says that nothing of the row can be taken; why is among the problems.
    """

    row: Row
    cells: Cells = field(default_factory=dict)
    gtins: list[str] = field(default_factory=list)
    variant: str = ""
    steps: list[Step] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    refused: bool = False


@cache
def _readers() -> dict[str, Callable[[str], str | None]]:
    """How each column's text is read; a column that is not here takes any text that is not too long."""
    return {
        "product_id": _product_id,
        "name_language": read_language,
        "materials": lambda text: "|".join(_materials(text)) or None,
        "website": values.read_website,
        "sold_from": values.read_day,
        "sold_until": values.read_day,
        "valid_from": values.read_day,
        "valid_until": values.read_day,
        "lot": lambda text: text if _LOT.fullmatch(text) else None,
        "position": lambda text: text if re.fullmatch(r"[1-9]|[1-4]\d|50", text) else None,
    }


_LOT = re.compile(table("product_steps").field("lot").constraints["pattern"])


_LANGUAGE = re.compile(table("products").field("name_language").constraints["pattern"])


def read_language(text: str) -> str | None:
    """The code of a language, as it has to be written; None for what is none."""
    return text if _LANGUAGE.search(text) else None


def _product_id(text: str) -> str | None:
    normal = normalise_product_id(text)
    return normal if is_product_id(normal) else None


def _materials(text: str) -> list[str]:
    """Parts as on the care label: separated by | ; or /, or by a comma before a number."""
    return [part.strip() for part in re.split(r"[|;/]|,\s*(?=\d)", text) if part.strip()]


class ProductReader:
    """Reads rows of a list. ``brand`` and ``language`` are those of rows that name none."""

    def __init__(
        self, proposal: Proposal, places: Places, *, brand: str = "", language: str = ""
    ) -> None:
        self._proposal = proposal
        self._places = places
        self._given = {"brand": brand, "name_language": language}

    def read(self, row: Row) -> ReadProduct:
        """Read a row of a list of products that is not blank."""
        read = ReadProduct(row)
        self._refuse_shape(read)
        for name in self._proposal.sources:
            if name in STAGES or name == "steps":
                continue
            if text := self.text(row, name):
                self._plain(read, name, text)
        for column, text in self._given.items():
            if text:
                read.cells.setdefault(column, text)
        for name in ("steps", *STAGES):
            if name in self._proposal.sources:
                self._read_steps(read, name)
        return read

    def read_step(self, row: Row) -> ReadProduct:
        """Read a row of a list of steps that is not blank: one step of the product that it names."""
        read = ReadProduct(row)
        self._refuse_shape(read)
        told: Cells = {}
        for name in self._proposal.sources:
            if name in ("where", "stage"):
                continue
            if text := self.text(row, name):
                self._plain(read, "gtins" if name == "gtin" else name, text)
        for name in ("position", "part", "lot", "valid_from", "valid_until"):
            told[name] = read.cells.pop(name, "")
        if self._given["brand"]:
            read.cells.setdefault("brand", self._given["brand"])
        stage = read_stage(self.text(row, "stage"))
        where = self._places.read(self.text(row, "where", keep=True))
        if stage is None:
            self._fault(read, "import-step", f"{self._said(row, 'stage')} is no stage", "stage")
        elif where is None:
            self._fault(read, "import-step", f"{self._said(row, 'where')} is no place", "where")
        else:
            read.steps = [(told.pop("position"), stage, told.pop("part"), where, told)]
            return read
        read.refused = True
        return read

    def text(self, row: Row, name: str, *, keep: bool = False) -> str:
        """A cell's text; empty where it says that there is no value, unless it is to be kept."""
        for column in self._proposal.sources.get(name, ()):
            cell = row.cells[column.index] if column.index < len(row.cells) else ""
            # In a cell of steps a line can be a step.
            text = "\n".join(filter(None, (clean(line).text for line in _lines(cell, name))))
            if text and (keep or not is_nothing(text)):
                return text
        return ""

    def problem(self, row: Row, code: str, message: str, name: str = "") -> Problem:
        """A problem of a row of this list."""
        return problem(code, message, file=self._proposal.source.name, line=row.line, field=name)

    def _fault(self, read: ReadProduct, code: str, message: str, name: str) -> None:
        read.problems.append(self.problem(read.row, code, f"{message}.", name))

    def _said(self, row: Row, name: str) -> str:
        return f"“{short(self.text(row, name, keep=True))}”"

    def _refuse_shape(self, read: ReadProduct) -> None:
        width = len(self._proposal.columns)
        if any(cell.strip() for cell in read.row.cells[width:]):
            message = f"The row has {len(read.row.cells)} cells, the header {width}"
            self._fault(read, "row-length", message, "")
            read.refused = True

    def _plain(self, read: ReadProduct, name: str, text: str) -> None:
        if name == "gtins":
            self._read_gtins(read, text)
            return
        reader = _readers().get(name)
        value = reader(text) if reader else text
        most = _field(name).constraints.get("maxLength", 1_000)
        if value is None or len(value) > most:
            message = f"“{short(text)}” could not be read" if value is None else (
                f"{name} has {len(value)} characters; it may have {most}"
            )  # fmt: skip
            self._fault(read, "import-product-cell", message, name)
        elif name == "variant":
            read.variant = value
        else:
            read.cells[name] = value

    def _read_gtins(self, read: ReadProduct, text: str) -> None:
        # A spreadsheet that took a number for a number may have left ".0" behind it.
        for part in re.split(r"[|;,\n]|\s{2,}|(?<=\d{8})\s+(?=\d{8})", text):
            typed = re.sub(r"\.0$", "", part.strip())
            if not typed:
                continue
            gtin = padded_gtin(typed)
            why = why_no_product(gtin) if gtin else _no_gtin(typed)
            if why:
                self._fault(read, "import-gtin", f"“{short(typed)}” {why}", "gtins")
            elif gtin and gtin not in read.gtins:
                read.gtins.append(gtin)

    def _read_steps(self, read: ReadProduct, name: str) -> None:
        text = self.text(read.row, name, keep=True)
        if not text or (is_nothing(text) and self._places.read(text) is None):
            return
        told = parted(text) if name == "steps" else [(name, "", text)]
        for stage, part, where in told or ():
            places = self._places.read(where)
            if places is None:
                self._fault(read, "import-step", f"“{short(where)}” is no place of {stage}", name)
                return
            read.steps.append(("", stage, part[:100], places, {}))
        if told is None:
            self._fault(read, "import-step", f"“{short(text)}” is no list of steps", name)


@cache
def _field(name: str) -> Field:
    """The field of that name, in whichever table of products has it."""
    tables = (table(each) for each in ("products", "product_gtins", "product_steps"))
    return next(of.field(name) for of in tables if name in of.columns)


def _lines(cell: str, name: str) -> list[str]:
    return cell.splitlines() if name == "steps" else [cell]


def _no_gtin(typed: str) -> str:
    """Why a text is no GTIN, in words that follow it."""
    digits = re.sub(r"[ \-]", "", typed)
    if re.fullmatch(r"[0-9](\.[0-9]+)?[eE]\+[0-9]+", digits):
        return (
            "was shortened by a spreadsheet program; format the column as text, and paste it again"
        )
    if not digits.isdecimal():
        return "is no number"
    if len(digits) in (8, 12, 13, 14) and not is_gtin(digits.zfill(14)):
        return "has a typing error: its last digit does not fit the others"
    lost = "; a spreadsheet program may have taken zeros from its front" if len(digits) < 13 else ""
    return f"has {len(digits)} digits, and a GTIN has 8, 12, 13 or 14{lost}"
