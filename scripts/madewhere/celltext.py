"""What a single cell's text must not hold: formulas, personal contacts, invisible characters.

Pure functions, called for every cell, so each looks for something cheap and rare first.
"""

from __future__ import annotations

import re
import unicodedata
from urllib.parse import unquote

_INVISIBLE = "\u200b\u200c\u200d\u200e\u200f\u2060\ufeff"
_BLANK = "".join(chr(n) for n in range(0x3001) if n < 0x20 or chr(n).isspace()) + _INVISIBLE
_SIGNS = "=+-@"
_WIDE_SIGNS = str.maketrans("＝＋－＠（）", "=+-@()")
_MAY_BEGIN_A_FORMULA = frozenset(_SIGNS + "＝＋－＠" + _BLANK)

_LONGEST_JUDGED = 2000
"""A longer cell that begins with a sign is no name, and is refused without looking further."""

_NUMBER = r"(?:\d[\d.,]*+(?:[eE][+-]?\d++)?%?)"
_CELL = r"(?:\$?[A-Za-z]{1,3}\$?\d{1,7}(?![\w.]))"
_OPERAND = rf"(?:(?:\$?\w+[.!])?{_CELL}(?::{_CELL})?|{_NUMBER})"
_PLAIN_NUMBER = re.compile(rf"[+-]?\s*{_NUMBER}?\s*")
_TELEPHONE = re.compile(r"\+[ (]*[1-9](?:[ ()./-]{0,2}\d){7,14}\s*")
_ARITHMETIC = re.compile(
    rf"[@+\-\s(]*+{_OPERAND}[\s)]*+(?:[-+*/^&=<>]{{1,2}}[\s(+\-@]*+{_OPERAND}[\s)]*+)*+"
)
_CALL = re.compile(
    r"""
    [^\W\d][\w.]{0,60}\(             # a function's name and its bracket
    | ^[@+\-\s]*["'{]               # a text, a sheet in quotation marks or an array at once
    | [\w'"]\s*\|.*!                # another program: cmd|' /C calc'!A0
    | '\s*[#!$]                     # another file or sheet: 'file:///x'#$Sheet1.A1
    | \w!\$?[A-Za-z]                # another sheet: Sheet1!A1
    | \b(?:hyperlink|webservice|import\w+|image|dde|rtd|call|exec|register(?:\.id)?|indirect
         |filterxml|encodeurl|query|sql\.request|googlefinance|info|cell)\s*\(
    """,
    re.VERBOSE | re.IGNORECASE | re.DOTALL,
)


def is_formula(text: str) -> bool:
    """Whether a spreadsheet would run this cell, told from names that only begin like a formula.

    The rule, for Excel, LibreOffice Calc and Google Sheets: after white space and invisible
    characters a cell is a formula if it begins with ``=``, or if it begins with ``+``, ``-`` or
    ``@`` and the rest is something to calculate: a function call, a text or sheet in quotation marks, a
    link to another program, file or sheet, a cell's address, or numbers joined by operators.
    Full-width signs count like narrow ones.

    Not a formula: a sign alone, a plain number or percentage, an international telephone number, and a
    sign with words (``-Blumenau SC``, ``@home textiles``, ``+ Plus Garments Ltd``). Some of these a
    spreadsheet shows as the error #NAME?, because it looks for a range of that name; it reads and sends
    nothing, and what we would refuse are real names. A word with a bracket close after it does count as
    a call: ``-Alpha(India)`` is refused, ``-Alpha (India)`` is not. ``+86-574-8888-1234`` can show as a difference
    of numbers, with no harm beyond it.

    What follows a semicolon is judged too: where the semicolon parts the columns, as in much of
    Europe, a spreadsheet makes that a cell of its own.
    """
    if ";" in text and any(_begins_formula(part.lstrip(" \"'")) for part in text.split(";")[1:]):
        return True
    first = text[:1]
    return first in _MAY_BEGIN_A_FORMULA and _begins_formula(text)


def _begins_formula(text: str) -> bool:
    text = text.lstrip(_BLANK).translate(_WIDE_SIGNS)
    sign = text[:1]
    if not sign or sign not in _SIGNS:
        return False
    if sign == "=":
        return True
    if len(text) > _LONGEST_JUDGED:
        return True
    if _PLAIN_NUMBER.fullmatch(text) or _TELEPHONE.fullmatch(text):
        return False
    return bool(_CALL.search(text) or _ARITHMETIC.fullmatch(text))


_DASHES = re.compile("[\u2010-\u2015\u2212]")
_UNSEEN = re.compile("[\u00ad\u200b-\u200f\u2060-\u2064\ufeff]")


def _plain(text: str) -> str:
    """The same text in plain signs: ASCII digits, narrow letters, one dash, nothing in percent codes."""
    if "%" in text:
        text = unquote(text)
    if text.isascii():
        return text
    text = unicodedata.normalize("NFKC", _UNSEEN.sub("", text)).replace("\u3002", ".")
    text = _DASHES.sub("-", text)
    return re.sub(r"[^\D0-9]", lambda digit: str(unicodedata.decimal(digit[0])), text)


_MAY_BE_AT = re.compile("[@＠﹫(\\[{<（［｛＜%]")
_AT = r"(?:@|＠|[\[({<]\s?at\s?[\])}>])"
_LABEL = r"[^\W_][\w-]{0,62}"
_WORD_DOT = r"(?:\s?[\[({<]\s?dot\s?[\])}>]\s?|\s{1,3}dot\s{1,3})"
_EMAIL = re.compile(
    rf"[\w.+%-]{{1,64}}\s?{_AT}\s?{_LABEL}(?:(?:\.|{_WORD_DOT}){_LABEL}){{0,7}}"
    rf"(?:\.[^\W\d_]{{2,63}}|{_WORD_DOT}(?:com|net|org|info|biz|[a-z]{{2}})(?!\w))",
    re.IGNORECASE,
)


def find_email(text: str) -> str | None:
    """Return the first e-mail address in a text, also one written with (at), [at] and "dot".

    Full-width signs and percent codes count like plain ones.
    """
    if not _MAY_BE_AT.search(text):
        return None
    match = _EMAIL.search(text) or _EMAIL.search(_plain(text))
    return match[0] if match else None


_GAP = r"[\s().\-–/]{0,3}"
_WORD_BEFORE = re.compile(
    rf"""
    (?:(?<![^\W_])(?:tel(?:[eé]?fono?|ephone)?|phone|ph|mob(?:ile|il)?|cell(?:phone|ular)?|celular
       |fax|gsm|whats\s?app|wechat|viber|hotline|helpline|fone|tlf|tél(?:éphone)?|тел(?:ефон)?|моб
       |đt|sđt|điện\ thoại|call|contact|hp(?=\s?[:.])|[tmfp](?=\s?:))(?=[\W_])
     |电话|電話|手机|手機|传真|傳真|热线|전화|팩스|휴대폰|ফোন|মোবাইল|फोन|फ़ोन|मोबाइल|โทร|هاتف|تلفون|جوال|موبايل|تلفن)
    [\s.:：#()\-–+]{{0,4}}
    (?:(?:no|nos|number|num|nr|n°|№|号码|(?:/\s?)?(?:fax|whats\s?app|mobile|mob))[\s.:：#()\-–+]{{0,4}})?
    ((?:\d{_GAP}){{6,14}}\d)(?!\w)
    """,
    re.VERBOSE | re.IGNORECASE,
)
_LINK = re.compile(
    r"(?:\b(?:wa|t)\.me/|\bcallto:|\b(?:phone|number)=)[\s+]{0,2}(\d{7,15})(?!\w)", re.IGNORECASE
)
_INTERNATIONAL = re.compile(rf"(?<![\w+])\+{_GAP}[1-9](?:{_GAP}\d){{7,14}}(?!\d)")
_ENOUGH_DIGITS = re.compile(r"\d(?:\D{0,3}\d){6}")
_SHAPES = re.compile(
    r"""
    (?<![\w.,/#+-])(?:
        \(0?\d{2,5}\)[ ]?-?\d{3,5}[ .-]?\d{3,5}                  # (021) 555 1234
      | 0\d{1,4}[ -]\d{3,5}[ -]\d{3,5}                           # 020 7946 0000
      | 0\d{1,4}[-/][ ]?\d{6,8}                                  # 0571-88881234
      | 0\d{4}[ ]\d{6}                                          # 01711 123456
      | 880[ -]1[3-9]\d{2}[ -]?\d{6}                            # 880 1711-123456
      | 0[ ]?\(?\d{3}\)?[ ]\d{3}[ ]\d{2}[ ]?\d{2}                # 0(212) 555 12 34
      | 0\d(?:[ .]\d{2}){4}                                      # 01 23 45 67 89
      | 00[1-9]\d{0,2}[ -]\d{1,4}(?:[ -]\d{2,5}){1,4}            # 0086 574 8888 1234
      | 0[1378]\d{9}                                             # 01711123456
      | 0?[6-9]\d{4}[ -]\d{5}                                      # 98765 43210
      | 1[3-9]\d{9} | 1[3-9]\d[ -]\d{4}[ -]\d{4}                 # 138 1234 5678
      | [2-9]\d{2}([.-])[2-9]\d{2}\1\d{4}                        # 212-555-1234
      | \d{2}[ ]9\d{4}-\d{4}                                     # 11 98765-4321
    )(?![\w/]|[.,-]\d)
    """,
    re.VERBOSE,
)
_POSTAL = re.compile(r"0\d{4}-\d{4}")


def find_phone(text: str) -> str | None:
    """Return the first telephone number in a text.

    With a + or after a word like tel, ph, fax or WhatsApp, 7 to 15 digits are enough. Without, only
    the grouping of a telephone number counts, so that postal codes, registration numbers, house numbers,
    ranges and coordinates pass. Digits of every script and full-width signs count like plain ones.
    """
    if len(text) < 7 or not _ENOUGH_DIGITS.search(text):
        return None
    plain = _plain(text)
    return _phone(text) or (_phone(plain) if plain != text else None)


def _phone(text: str) -> str | None:
    for pattern in (_INTERNATIONAL, _WORD_BEFORE, _LINK):
        if match := pattern.search(text):
            return match[match.lastindex or 0].strip()
    match = _SHAPES.search(text)
    return match[0] if match and not _POSTAL.fullmatch(match[0]) else None


_FORBIDDEN = re.compile(
    "[\x00-\x1f\x7f-\x9f\u200b\u2028\u2029\u202a-\u202e\u2060\u2066-\u2069\ud800-\udfff\ufeff"
    "\ufff9-\ufffb\ufffd-\uffff\U000e0000-\U000e007f]"
)
_NAMES = {"\t": "tab", "\n": "line break", "\r": "line break", "\x85": "line break"}
_NAMES |= {"\x00": "NUL", "\ufeff": "byte-order mark"}


def control_characters(text: str) -> str:
    """Name the characters of a text that are not allowed in a cell, separated by commas; "" if none.

    Forbidden are control characters, line breaks, what turns the direction of writing around,
    invisible spaces and marks, and the sign that stands for a character that was lost. Allowed are the
    joiners that Bengali and Persian need (U+200C, U+200D) and the marks U+200E and U+200F.
    """
    if text.isprintable() and "\ufffd" not in text:
        return ""
    found = dict.fromkeys(_FORBIDDEN.findall(text))
    return ", ".join(dict.fromkeys(map(_name, found)))


def _name(character: str) -> str:
    """A character's name for people, with its number where Unicode gives it one."""
    if plain := _NAMES.get(character):
        return plain
    name = unicodedata.name(character, "control character").lower()
    return f"{name} (U+{ord(character):04X})"
