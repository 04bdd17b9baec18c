"""How labels are drawn: what stays free around a code, how text is shaped, and in which form it is kept."""

from __future__ import annotations

import itertools

import pytest

from madewhere.errors import MadewhereError
from madewhere.labels.code import code_of
from madewhere.labels.design import Said, code_alone, label
from madewhere.labels.sheets import Notes, per_sheet, sheets
from madewhere.labels.sizes import A4, DOT, LEAST_MODULE, SIZES, TRIM
from madewhere.labels.writing import eps, eps_as_pdf, pdf, svg
from madewhere.outlines import lettering
from madewhere.outlines.drawing import bounds, placed
from madewhere.outlines.lettering import line
from madewhere.outlines.lines import broken
from madewhere.qr_reading import pdf_pictures, said_by, svg_picture

TEXT = "HTTPS://TINY.EXAMPLE/P/4HARB0RT5"
QUESTIONS = {
    "English": ("Where was this made?", False),
    "Arabic": ("أين صُنع هذا؟", True),
    "Bengali": ("এটি কোথায় তৈরি হয়েছে?", False),
    "Chinese": ("这是在哪里制造的？", False),
    "Vietnamese": ("Sản phẩm này được làm ở đâu?", False),
}
SHORT = Said("Where?", "tiny.example/P/", "4HARB0RT5", right_to_left=False)


def drawn(size, question, right_to_left, text=TEXT):
    """A label with the widest module that has room."""
    said = Said(question, "tiny.example/P/", "4HARB0RT5", right_to_left, "Proof")
    code = code_of(text)
    for dots in range(60, 9, -1):
        found = label(size, code, said, dots * DOT)
        if found is not None:
            return found, code, dots * DOT
    raise AssertionError("it has no room")


@pytest.mark.parametrize("size", SIZES.values(), ids=str)
@pytest.mark.parametrize("language", QUESTIONS)
def test_nothing_comes_near_a_code_or_the_edge(size, language):
    """Four modules stay white around the code, and a millimetre inside the edge, in every size and script."""
    found, code, module = drawn(size, *QUESTIONS[language])
    assert module >= LEAST_MODULE
    inked = [fill for fill in found.fills if fill.grey < 1]
    [symbol] = [f for f in inked if len(f.outline) == len(code.outline)]
    left, right, top, bottom = bounds(symbol.outline)
    assert right - left == pytest.approx(code.modules * module)
    free = 4 * module - 1e-6
    for fill in inked:
        x0, x1, y0, y1 = bounds(fill.outline)
        assert x0 >= TRIM - 1e-6
        assert y0 >= TRIM - 1e-6
        assert x1 <= size.width - TRIM + 1e-6
        assert y1 <= size.height - TRIM + 1e-6
        if fill is not symbol:
            beside = x1 <= left - free or x0 >= right + free
            assert beside or y1 <= top - free or y0 >= bottom + free
    assert min(left, size.width - right) >= free
    assert min(top, size.height - bottom) >= free


@pytest.mark.parametrize("language", QUESTIONS)
def test_a_label_reads_back_in_every_form(language):
    """PDF and SVG say the address in every script, at four pixels a module."""
    found, _, module = drawn(SIZES["care"], *QUESTIONS[language])
    fine = 4 / module
    assert [said_by(page) for page in pdf_pictures(pdf([found], "Label"), fine)] == [TEXT]
    assert said_by(svg_picture(svg(found).decode(), pixels_per_mm=fine)) == TEXT


def test_measures_are_true_millimetres():
    """A code of 29 modules of half a millimetre is 18.5 mm wide with its quiet zone, in every form."""
    alone = code_alone(code_of(TEXT), 0.5, "Code")
    assert alone.width == pytest.approx(18.5)
    assert b'width="18.5mm" height="18.5mm" viewBox="0 0 18.5 18.5"' in svg(alone)
    points = 18.5 / 25.4 * 72
    assert f"%%HiResBoundingBox: 0 0 {points:.3f} {points:.3f}".encode() in eps(alone)
    for page in (pdf([alone], "Code"), eps_as_pdf(eps(alone), 18.5, 18.5)):
        [picture] = pdf_pictures(page, 10)
        assert picture.width == pytest.approx(185, abs=1)
        assert said_by(picture) == TEXT
        assert [picture.getpixel((at, 22)) for at in (18, 22, 30, 162, 167)] == [255, 0, 0, 0, 255]


def test_an_eps_has_no_date():
    """The same drawing gives the same bytes on every day, in every form."""
    alone = code_alone(code_of(TEXT), 0.5, "Code")
    for write in (eps, svg, lambda drawing: pdf([drawing], "Code")):
        content = write(alone)
        assert content == write(code_alone(code_of(TEXT), 0.5, "Code"))
        assert b"Date" not in content


def test_a_module_without_room_gives_no_label():
    """A code that would leave the label, or squeeze out the question, is not drawn."""
    code = code_of(TEXT)
    widest = (25 - 2 * TRIM) / (code.modules + 8)
    assert label(SIZES["small"], code, SHORT, widest * 1.01) is None
    assert label(SIZES["small"], code, SHORT, widest) is not None
    long = "Where and by whom was this made, and was it ever checked by anybody who told?" * 3
    said = Said(long, "tiny.example/P/", "4HARB0RT5", right_to_left=False)
    assert label(SIZES["small"], code, said, LEAST_MODULE) is None


def test_a_long_address_is_broken_and_no_character_lost():
    """The address under a code may take several lines; none is wider than the label."""
    site = "transparency.a-brand-with-a-long-name.example/supply-chain/P/"
    found = label(
        SIZES["care"],
        code_of(TEXT),
        Said("Where?", site, "4HARB0RT5", right_to_left=False),
        LEAST_MODULE,
    )
    assert found is not None
    assert all(bounds(f.outline)[1] <= 32 - TRIM for f in found.fills if f.grey < 1)


def test_arabic_letters_join_and_read_from_the_right():
    """A word is narrower than its letters alone, and the first letter stands at the right."""
    word = line("صنع", bold=True, right_to_left=True)
    apart = sum(line(letter, bold=True, right_to_left=True).width for letter in "صنع")
    assert word.width < 0.9 * apart
    two = line("أين صنع", bold=True, right_to_left=True)
    first = line("أين", bold=True, right_to_left=True)
    at_right = bounds(two.outline)[1] - two.width
    assert at_right == pytest.approx(bounds(first.outline)[1] - first.width, abs=1e-6)


def test_latin_within_arabic_keeps_its_order():
    """“QR” in an Arabic text is drawn as “QR” and not as “RQ”, where reading ends: at the left."""
    mixed = line("رمز QR", bold=True, right_to_left=True)
    face, _ = lettering._face_for("رمز QR", bold=True)
    latin, _ = lettering._shaped("QR", face, thicker=False, from_right=False, tracking=0.0)
    assert mixed.outline[: len(latin)] == tuple(latin)
    turned, _ = lettering._shaped("QR", face, thicker=False, from_right=True, tracking=0.0)
    assert turned != latin


def test_arabic_within_latin_keeps_its_order():
    """An Arabic name in an English text is drawn as it is alone, where it stands."""
    mixed = line("Al-Noor مصنع", bold=True)
    face, _ = lettering._face_for("Al-Noor مصنع", bold=True)
    before, width = lettering._shaped(
        "Al-Noor ", face, thicker=False, from_right=False, tracking=0.0
    )
    name, _ = lettering._shaped("مصنع", face, thicker=False, from_right=True, tracking=0.0)
    assert mixed.outline == (*before, *placed(name, width, 0))


def test_bengali_forms_conjuncts_and_is_bold():
    """A conjunct is narrower than its parts, and bold type is thicker though the font has none."""
    joined = line("ক্ষ", bold=True).width
    assert joined < line("ক", bold=True).width + line("ষ", bold=True).width
    thin, thick = line("এ", bold=False), line("এ", bold=True)
    assert thick.above > thin.above


def test_a_letter_that_no_font_has_is_an_error():
    """Nothing is ever printed as an empty box."""
    with pytest.raises(MadewhereError, match="no font here has every letter"):
        line("\U00013000 Where?", bold=True)


def test_lines_are_even_and_marks_stay_with_their_word():
    """Lines break after words, in Chinese between letters, and never before a question mark."""
    assert broken("Where was this made?", 99.0, 3, right_to_left=False) == ("Where was this made?",)
    assert broken("Where was this made?", 6.0, 3, right_to_left=False) == (
        "Where was",
        "this made?",
    )
    assert broken("Where was this made?", 1.0, 9, right_to_left=False) is None
    for hard in ("\u00a0", "\u202f"):
        lines = broken(f"Où a-t-il été fabriqué{hard}?", 6.0, 4, right_to_left=False)
        assert lines[-1] == f"fabriqué{hard}?"
    for width in (3.5, 5.0, 6.5):
        lines = broken("这是在哪里制造的？", width, 4, right_to_left=False)
        assert "".join(lines) == "这是在哪里制造的？"
        assert not any(each.startswith("？") for each in lines)


@pytest.mark.parametrize("right_to_left", [False, True])
def test_a_sheet_has_marks_outside_its_labels_and_a_ruler(right_to_left):
    """Labels do not overlap, nothing is drawn outside them but marks and notes, and 50 mm are 50 mm."""
    size = SIZES["sticker"]
    each, _, module = drawn(size, *QUESTIONS["Arabic" if right_to_left else "English"])
    notes = Notes("tiny.example", module, str, right_to_left)
    count = per_sheet(size)
    made = sheets([each] * (count + 1), size, notes)
    assert [len(sheet.spots) for sheet in made] == [count, 1]
    spots = made[0].spots
    for a, b in itertools.combinations(spots, 2):
        assert abs(a.x - b.x) >= size.width + 4 or abs(a.y - b.y) >= size.height + 4
    whole = [bounds(fill.outline) for fill in made[0].drawing.fills if fill.grey < 1]
    assert all(
        x0 >= 5 and x1 <= A4[0] - 5 and y0 >= 4 and y1 <= A4[1] - 4 for x0, x1, y0, y1 in whole
    )
    rulers = [b for b in whole if b[1] - b[0] == pytest.approx(50) and b[3] - b[2] < 0.5]
    assert len(rulers) == 1
    below = max(spot.y + size.height for spot in spots)
    assert rulers[0][2] > below + 3
