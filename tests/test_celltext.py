"""Cells that a spreadsheet would run, that hold contacts or invisible characters are told from names."""

import csv
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from madewhere.celltext import control_characters, find_email, find_phone, is_formula
from tiny_publication import SHARED

REAL = SHARED / "real"
needs_real_lists = pytest.mark.skipif(not REAL.is_dir(), reason="the real lists are not here")

FORMULAS = [
    "=1+1",
    "=A1",
    "=",
    '=HYPERLINK("http://x")',
    "=cmd|' /C calc'!A0",
    "+1+1",
    "-1+1",
    "- 1 + 1",
    "-(1+1)",
    "+1.5e3*2%",
    "-12/05/2020",
    "@SUM(1+1)",
    "@SUM(A1:A2)",
    "-SUM(A1:A2)*2",
    "+HYPERLINK (A1)",
    "- WEBSERVICE ('x')",
    "@IMPORTXML(A1;B1)",
    "-2+3+cmd|' /C calc'!A0",
    "+cmd|' /C calc'!A0",
    "@cmd|'/c calc'!A1",
    "+A1",
    "+$A$1",
    "@A1",
    "-A1*2",
    "+A1:B2",
    "-A1&B1",
    "+Sheet1!A1",
    "+'Other sheet'!A1",
    "-'file:///etc/passwd'#$Sheet1.A1",
    '+"a"&"b"',
    "@-1+1",
    "--1+1",
    "\t=1+1",
    "\r=1",
    "\n=1",
    "\x00=1",
    " =1+1",
    "\u00a0=1+1",
    "\u3000=1+1",
    "\ufeff=1+1",
    "\u200b =1+1",
    "  +A1",
    "＝1+1",
    "＋1+1",
    "－1+1",
    "＠SUM（1）",
    "Alpha Mill;=1+1",
    'Alpha Mill; "=1+1"',
    "Alpha;-A1*2",
    "-Alpha(India)",
    "-" + "Alpha " * 400,
]

NAMES = [
    "",
    " ",
    "-",
    "--",
    "+",
    "@",
    "-5",
    "+5.2",
    "-12.5%",
    "- 1,234.50",
    "-1e5",
    "@bestgreek",
    "@bestgreek…",
    "@home textiles",
    "- Treze de Maio, SC",
    "1 - Treze de Maio, SC",
    "- A Gaspar",
    "-Blumenau SC",
    "-Blumenau (SC)",
    "- Garments (India) Ltd",
    "+ Plus Garments Ltd",
    "+Plus & Minus",
    "-Alpha-Beta",
    "- 12/4 Harbour Road",
    "-1-3 Example Street, Town",
    "+B2B Textiles",
    "-knitting|dyeing",
    "+86 574 8888 1234",
    "+86-574-8888-1234",
    "+44 (0)20 7946 0000",
    "+(880) 1711-123456",
    "Alpha; - Beta; +Gamma",
    "Plot 5; No. 7",
    "A=B Mills",
    "Alpha @ Beta",
    "1+1",
]


@pytest.mark.parametrize("text", FORMULAS)
def test_finds_what_a_spreadsheet_would_run(text):
    """A cell that Excel, Calc or Sheets would calculate is a formula, however it is disguised."""
    assert is_formula(text)


@pytest.mark.parametrize("text", NAMES)
def test_passes_what_only_begins_like_a_formula(text):
    """Names, numbers and telephone numbers that begin with a sign are no formula."""
    assert not is_formula(text)


@given(st.text(max_size=60))
def test_an_equals_sign_first_is_always_a_formula(text):
    """Nothing after a leading = makes it harmless, and no text makes the check fail."""
    assert is_formula("=" + text)
    is_formula("+" + text)
    is_formula(text)


@given(st.sampled_from("+-@"), st.text(alphabet="1a(+-.,:! '\"", max_size=2000))
def test_long_hostile_text_is_judged_at_once(sign, text):
    """No text makes the patterns retry without end; Hypothesis stops a test that takes long."""
    is_formula(sign + text)
    find_phone(text)
    find_email(text)


PHONES = [
    "Tel: 0571-8888 1234",
    "Tel.: 0571 88881234",
    "TEL 86-571-88881234",
    "Telephone: 020 7946 0000",
    "telefono: 055 123456",
    "Teléfono 2234-5678, Planta 2",
    "Tél. 01 23 45 67 89",
    "Phone no. 9876543210",
    "Phone: 2345678",
    "Ph. 98765 43210",
    "Ph:080-23456789",
    "Ph no: 044 2345 6789",
    "Mob: 01711123456",
    "Mobile 98765-43210",
    "Mobile no - 9876543210",
    "Cell: 0300-1234567",
    "Fax: (021) 5551234",
    "Tel/Fax: 0212 555 12 34",
    "GSM 532 555 12 34",
    "WhatsApp +55 11 98765-4321",
    "whatsapp 11987654321",
    "Whats App: 0812-3456-7890",
    "WeChat 13812345678",
    "HP: 0812 3456 7890",
    "T: 0361 555123 4",
    "Contact: Ms Li 13812345678",
    "电话：0571-88881234",
    "电话 88881234",
    "手机13812345678",
    "전화 02-123-4567",
    "тел. 8 495 123-45-67",
    "ĐT: 0903 123 456",
    "ফোন: ০১৭১১১২৩৪৫৬",
    "هاتف 0501234567",
    "+880 1711-123456",
    "+8801711123456",
    "+44 (0)20 7946 0000",
    "+1 (212) 555-1234",
    "+49 30/1234567",
    "+86.574.8888.1234",
    "Mill Road 5 (+90 212 555 12 34)",
    "(021) 555 1234",
    "(0571) 8888 1234",
    "(212) 555-1234",
    "0571-88881234",
    "020 7946 0000",
    "0(212) 555 12 34",
    "01711-123456",
    "01711123456",
    "098765 43210",
    "98765 43210",
    "138 1234 5678",
    "212-555-1234",
    "01 23 45 67 89",
    "11 98765-4321",
    "0086 574 8888 1234",
    "Gate 2, call 98765 43210 before",
    "01711 123456",
    "880 1711-123456",
    "Attn: Mr Rahman Ph 8801711123456",
    "Gate 2, ০১৭১১ ১২৩৪৫৬",
    "٠١٧١١١٢٣٤٥٦",
    "۰۱۷۱۱-۱۲۳۴۵۶",
    "０１７１１１２３４５６",
    "＋８８０　１７１１　１２３４５６",
    "০১৭১১1২৩456",
    "01711\u2011123456",
    "0\u200d171\u200e1123456",
    "%2B880 1711 123456",
    "https://wa.me/8801711123456",
    "wa.me/+8801711123456",
    "https://api.whatsapp.com/send?phone=8801711123456",
    "https://api.whatsapp.com/send?phone=%2B8801711123456",
    "https://alpha.example/%30%31711123456 tel:8801711123456",
]

NOT_PHONES = [
    "",
    "1234567",
    "Dhaka 1340",
    "New Delhi-110015",
    "New Delhi 110 015",
    "CA 92881-1234",
    "MA 02138-1234",
    "WA 98105-1234",
    "4815-123 Porto",
    "01310-100 Sao Paulo",
    "No. 1234-1238 Long Road",
    "Plot # 13-18, Sector # 8",
    "S.F.No. 108/1 & 96/1",
    "Survey No. 37/1b, 43/2, 43/3",
    "Plot No.44-51, Sy No.172, 179 & 181",
    "Khatha NO.77/71/1/70/69/103/3",
    "23.9502401, 90.3801832",
    "-0.1276474 51.5073219",
    "Reg. 91330100712345678X",
    "GSTIN 29ABCDE1234F1Z5",
    "GLN 9520123456788",
    "No. 2019012345",
    "2019-01-15 to 2020-12-31",
    "Phase 2, Plot 1234567",
    "PH2019083JHCJFZ",
    "Ph-II Sector 5",
    "Block A63, 518106",
    "Lot C4-6-7-8, 810000",
    "Km 24.5 Carretera 100",
    "LR/MN/V/654 3079",
    "Tel Aviv 6100000 4",
    "700/372 Moo 6",
    "10-12-14-16-18 High Street",
    "1000-5000 workers",
    "Tax code 0302704796",
    "Reg. No. 0105536092641",
    "8801234567893",
    "https://alpha.example/8801711123456",
    "https://alpha.example/?page=8801711123456",
    "Plot ১২-১৮, ঢাকা ১৩৪০",
    "٢٠١٩-٠١-١٥",
    "２０１９年１月１５日",
    "5,000 m² 1,234 m²",
    "50%20 1234",
]


@pytest.mark.parametrize("text", PHONES)
def test_finds_telephone_numbers(text):
    """Numbers as people write them are found, after a word, with a + or by their shape."""
    assert find_phone(text)


@pytest.mark.parametrize("text", NOT_PHONES)
def test_passes_numbers_that_are_no_telephones(text):
    """Postal codes, plots, registration numbers, ranges, dates and coordinates are not taken for one."""
    assert find_phone(text) is None


def test_returns_the_number_itself():
    """What is returned is the number, without the words around it."""
    assert find_phone("5 Mill Road, Tel: 0571-8888 1234, China") == "0571-8888 1234"


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Alpha (info@alpha.example)", "info@alpha.example"),
        ("a.b+c@mail.alpha.co.uk, 5 Road", "a.b+c@mail.alpha.co.uk"),
        ("li[at]alpha.example", "li[at]alpha.example"),
        ("li (at) alpha.example", "li (at) alpha.example"),
        ("li＠alpha.example", "li＠alpha.example"),
        ("li [at] alpha dot example dot com", "li [at] alpha dot example dot com"),
        ("a [at] b dot com", "a [at] b dot com"),
        ("a{at}b[dot]com", "a{at}b[dot]com"),
        ("a@b dot co dot in, 5 Road", "a@b dot co dot in"),
        ("a@b。com", "a@b.com"),
        ("ａ﹫ｂ．ｃｏｍ", "a@b.com"),
        ("li（at）alpha.example", "li(at)alpha.example"),
        ("l\u200bi@\u200balpha.example", "li@alpha.example"),
        ("https://alpha.example/?to=li%40alpha.example", "li@alpha.example"),
        ("@bestgreek", None),
        ("Alpha (at) Polka dot fabrics", None),
        ("https://alpha.example/@alpha.beta", None),
        ("https://alpha.example/maps/@23.81,90.41,17z", None),
        ("https://alpha.example/50%25.off", None),
        ("Alpha @ Beta", None),
        ("Mill @ 5.5 km", None),
        ("Look at alpha.example", None),
        ("", None),
    ],
)
def test_finds_e_mail_addresses(text, found):
    """An address is returned as it stands, a disguised one in plain signs; a sign or "at" alone is none."""
    assert find_email(text) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Alpha\nBeta", "line break"),
        ("Alpha\r\nBeta", "line break"),
        ("a\tb", "tab"),
        ("a\x00", "NUL"),
        ("a\x07b", "control character (U+0007)"),
        ("a\x9fb", "control character (U+009F)"),
        ("a\u202eb", "right-to-left override (U+202E)"),
        ("\u2066a\u2069", "left-to-right isolate (U+2066), pop directional isolate (U+2069)"),
        ("a\u200bb", "zero width space (U+200B)"),
        ("\ufeffa", "byte-order mark"),
        ("Caf\ufffd", "replacement character (U+FFFD)"),
        ("a\U000e0041", "tag latin capital letter a (U+E0041)"),
        ("a\ud800", "control character (U+D800)"),
    ],
)
def test_names_forbidden_characters(text, found):
    """Each forbidden character is named once, in the order in which they stand."""
    assert control_characters(text) == found


@pytest.mark.parametrize(
    "text",
    [
        "",
        "São Paulo",
        "ক্\u200dষ",
        "می\u200cخواهم",
        "\u200ea\u200f",
        "a\u00a0b",
        "东莞",
        "👩\u200d🔧",
    ],
)
def test_passes_characters_that_languages_need(text):
    """Joiners, direction marks, accents and no-break spaces are allowed."""
    assert control_characters(text) == ""


def _cells():
    for path in sorted(REAL.glob("**/*.csv")):
        with path.open(encoding="utf-8-sig", newline="") as handle:
            for row in csv.DictReader(handle):
                yield from ((column, text) for column, text in row.items() if isinstance(text, str))
    facilities = json.loads((REAL / "osh_facilities_2022.geojson").read_text("utf-8"))
    for feature in facilities["features"]:
        yield from ((c, t) for c, t in feature["properties"].items() if isinstance(t, str))


@needs_real_lists
def test_no_real_cell_is_taken_for_a_formula():
    """In the real lists nothing is refused, though thousands of cells begin with a sign."""
    assert [text for _, text in _cells() if is_formula(text)] == []


@needs_real_lists
def test_no_real_cell_is_wrongly_taken_for_a_contact():
    """Of all real cells two are said to hold a telephone number, and one an e-mail address; all three do."""
    texts = [text for _, text in _cells()]
    assert len(texts) > 200_000
    assert sum(find_phone(text) is not None for text in texts) == 2
    assert sum(find_email(text) is not None for text in texts) == 1
