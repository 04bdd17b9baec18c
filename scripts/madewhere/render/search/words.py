"""The words under which a text is found, in any script. `find.js` takes a query apart the same way.

Accents, small letters and ways of writing one letter do not count. Scripts that write without spaces,
such as Chinese, are cut into pairs of characters.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from itertools import groupby

SAME_LETTERS = dict(
    pair.split("=")
    for pair in "ß=ss æ=ae œ=oe ø=o đ=d ð=d þ=th ł=l ħ=h ı=i ς=σ ة=ه ى=ي ی=ي ک=ك".split()  # noqa: SIM905 - pairs read best as text
)
"""Letters that people also write as others, and that do not come apart by themselves."""

UNREAD = "'`´’‘ʼʻ\u0640\u200c\u200d"
"""What is left out within a word: apostrophes, and marks that only stretch, part or join letters."""

ACCENTS = ("\u0300-\u036f", "\u0591-\u05c7", "\u064b-\u065f", "\u0670")
"""Ranges of marks that many people leave out. Vowel signs of other scripts are letters, and stay."""

DIGITS = (
    "\u0660\u06f0\u0966\u09e6\u0a66\u0ae6\u0b66\u0be6\u0c66\u0ce6\u0d66\u0e50\u0ed0\u1040\u17e0"
)
"""The zero of each script whose digits people also write as 0 to 9."""

WITHOUT_SPACES = (
    *("\u0e00-\u0eff", "\u1000-\u109f", "\u1780-\u17ff"),  # Thai, Lao, Burmese, Khmer
    *("\u3040-\u30ff", "\u31f0-\u31ff"),  # kana
    *("\u2e80-\u2fdf", "\u3005-\u3007", "\u3400-\u4dbf", "\u4e00-\u9fff", "\uf900-\ufaff"),  # Han
    "\U00020000-\U0003ffff",  # Han
    "\uac00-\ud7a3",  # Korean has spaces, but names of firms leave them out
)
"""Ranges of characters of scripts that are cut into pairs."""

PASSED_BY = (
    *"""ag and anonim as bhd bv co company corp corporation cv doo gmbh inc incorporated jsc kft kg lda
    limited llc llp lp ltd ltda nv of ooo plc private pt pte pty pvt sa sanayi sapi sarl sas sdn sirketi
    sl slu spa sro srl tbk the tic ticaret ve zoo""".split(),  # noqa: SIM905 - as in matching/words.py
    *("有限责任公司", "股份有限公司", "有限公司", "株式会社", "有限会社", "주식회사", "유한회사"),
)
"""What says that something is a firm, which nobody is looking for; passed by beside other words.

Longer ones without spaces stand before those that they end with.
"""

_RUN = re.compile(f"([{''.join(WITHOUT_SPACES)}]+)")
_PASSED_WORDS = frozenset(word for word in PASSED_BY if word.isascii())
_PASSED_RUNS = re.compile("|".join(word for word in PASSED_BY if not word.isascii()))
_ACCENT = re.compile(f"[{''.join(ACCENTS)}{UNREAD}]")


class _Letters(dict[int, str]):
    """What each character becomes, worked out when it is first met."""

    def __missing__(self, point: int) -> str:
        character = chr(point)
        if _ACCENT.match(character):
            found = ""
        elif unicodedata.category(character)[0] not in "LMN":
            found = " "
        else:
            zero = next((ord(z) for z in DIGITS if ord(z) <= point < ord(z) + 10), None)
            found = SAME_LETTERS.get(character) or (
                character if zero is None else str(point - zero)
            )
        self[point] = found
        return found


_LETTERS = _Letters()


@lru_cache(maxsize=1 << 16)
def folded(text: str) -> str:
    """A text as it is compared: plain letters and digits, and one space between words."""
    parted = unicodedata.normalize("NFKD", text).lower().translate(_LETTERS)
    return " ".join(unicodedata.normalize("NFC", parted).split())


@lru_cache(maxsize=1 << 16)
def words(text: str) -> tuple[str, ...]:
    """The words under which a text is found, each once, in a stable order.

    Of "A.B. Mills Ltd" those are ab, a, b and mills; of "制衣厂" they are 制衣, 衣厂 and 厂, so that
    every character begins one.
    """
    plain = folded(text)
    found = dict.fromkeys(_words(plain, passing_by=True)) or dict.fromkeys(_words(plain))
    return tuple(found)


def _words(plain: str, *, passing_by: bool = False) -> Iterator[str]:
    written = plain.split()
    for single, group in groupby(written, key=lambda word: len(word) == 1 and word.isalpha()):
        parts = list(group)
        joined = "".join(parts)
        if single and joined.isascii() and len(parts) > 1:
            if passing_by and joined in _PASSED_WORDS:
                continue
            yield joined
        for part in parts:
            if not (passing_by and part in _PASSED_WORDS):
                yield from _pieces(part, passing_by=passing_by)


def _pieces(word: str, *, passing_by: bool) -> Iterator[str]:
    """A word as it is, or the pairs of its characters where its script has no spaces."""
    if word.isascii():
        yield word
        return
    if passing_by:
        word = _PASSED_RUNS.sub(" ", word)
    for place, piece in enumerate(_RUN.split(word)):
        if place % 2:
            yield from (piece[at : at + 2] for at in range(len(piece)))
        else:
            yield from piece.split()
