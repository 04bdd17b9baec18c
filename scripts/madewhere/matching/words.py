"""Names and addresses as words that can be compared, whatever their script, case and spelling habits.

Everything becomes lower-case ASCII words by transliteration. Legal forms go; what tells one unit of a
firm from another is read apart from the rest.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from anyascii import anyascii
from rapidfuzz import fuzz

FUZZY_FROM = 4
"""Letters from which on a word may be misspelt; shorter words differ by one letter too easily."""

# What says which kind of firm it is, not which firm.
_LEGAL = frozenset(
    """ab ag and anonim as asa bhd bv co company corp corporation cv da das de del dis doo ead ei eood
    epe fz fze gmbh in inc incorporated jsc joint jv kft kg kk lda liability limited limitada llc lp
    ltd ltda mbh nv of ohg ood oy pcl plc private pt pte pty public pvt rl sa sab sac sae sal san sapi
    sarl sas sanayi sc sdn shpk sirketi sl slu snc spa sp spzoo srl sro stock sti tbk the tic ticaret
    tld unipessoal ve vn zoo zrt""".split()  # noqa: SIM905 - a long list of short words reads best as text
)
# What many firms are called after. It counts a little, because it is all that tells "Alpha Apparels"
# from "Alpha Fashions".
COMMON = frozenset(
    """apparel apparels bag bags branch cap cellars cider clothes clothing collection concept creation
    creations cutting design designs division dyeing electronics embroidery enterprise enterprises
    export exports fabric fabrics facility factory farm farms fashion fashions finishing footwear fty
    garment garments global glove gloves goods group holding holdings home hosiery impex imports
    industrial industries industry international knit knits knitting knitwear knitwears leather
    manufactory manufacturer manufacturers manufacturing mfg mill mills overseas plant plastic
    precision printing processing product production products sewing shirts shoe shoes socks spinning
    sports sportswear style styles sweater sweaters tech technology tekstil textil textile textiles
    towel trading unit vineyard vineyards vintners wash washing wear weaving wine winery wines works""".split()  # noqa: SIM905 - a long list of short words reads best as text
)
# What stands for "limited company", "garment" and "factory" in names that are not in Latin letters.
_NATIVE_LEGAL = re.compile(
    "有限责任公司|股份有限公司|有限公司|集团|公司|服装|服饰|制衣|纺织|工厂|厂|株式会社|有限会社|工場"
    "|주식회사|유한회사|공장|\\(주\\)|㈜|ООО|ОАО|ЗАО|ТОО|ТОВ"
)
# What most addresses say.
_NOISE = frozenset(
    """a and area at av ave avenue bldg blank block boulevard blvd building by cad calle city co
    commune country county da de del dist district division e east economic estate export floor flat
    highway house hwy ind industrial industry jalan jl jln kab kabupaten kec kecamatan kel kelurahan
    km la lane lot mah mahallesi main n na near no north nr number of office old opp p park part phase
    plot po box province prefecture processing r rd region road room rm rt rua rw s sec section sector
    sk sok sokak south st state street str sub suite ste the thana town township u unit village w ward
    west zone development""".split()  # noqa: SIM905 - a long list of short words reads best as text
)
_FORMER = re.compile(r"\(?\b(?:previous(?:ly)?|former(?:ly)?)\b(?:[ -]name)?[: ]*", re.IGNORECASE)
_ORDINAL_END = re.compile(r"\b(\d+)(?:st|nd|rd|th)\b")
_NUMBER = re.compile(r"[a-z]?\d{1,5}[a-z]?")
_NOT_ASCII = re.compile(r"[^\x00-\x7f]+")
_SYLLABLE = re.compile(r"(?<=[a-z])(?=[A-Z])")
_NOT_WORD = re.compile(r"[^a-z0-9]+")
_APOSTROPHE = re.compile(r"['`]")
_AND = re.compile(r"\band\b ?")
_LONE_LETTER = re.compile(r"\b([a-z]) (?=[a-z]\b)")
_LETTERS_MEET_DIGITS = re.compile(r"(?<=[A-Za-z]{2})(?=\d)|(?<=\d)(?=[A-Za-z]{3})")
_LETTER_NUMBER = re.compile(r"\b([a-z]) (?=\d)")
_UNIT = re.compile(
    r"\b(?:units?|plants?|factory|fty|branch|facility|division|workshop|mill|phase|line|plot|building"
    r"|bldg|block|shed|fab|department|no|nos|number)\s"
    r"((?:(?:no|\d+[a-z]?|[a-z]\d+|[ivx]+|ll|[a-h]|and)\b\s?)+)"
)
_ORDINAL = re.compile(r"\b(?:(\d+)(?:st|nd|rd|th)|(second|third|fourth|two|three|four))\b")
_LAST = re.compile(r"\s(\d{1,3}|ii|iii|iv|v|vi|vii|viii|ix|ll|[a-z]+\d{1,2})$")
_AS_NUMBER = {
    "i": "1",
    "ii": "2",
    "iii": "3",
    "iv": "4",
    "v": "5",
    "vi": "6",
    "vii": "7",
    "viii": "8",
}
_AS_NUMBER |= {
    "ix": "9",
    "x": "10",
    "ll": "2",
    "second": "2",
    "two": "2",
    "third": "3",
    "three": "3",
}
_AS_NUMBER |= {"fourth": "4", "four": "4"}


class Comparable(NamedTuple):
    """What is compared of a row, in lower-case ASCII words.

    ``names`` has one list for each name, the native one last; ``numbers`` are those of the address;
    ``units`` are the numbers and letters of "Unit II" or "Plant B" in the name.
    """

    names: list[list[str]]
    address: list[str]
    numbers: list[str]
    units: frozenset[str]


def _latin(text: str) -> str:
    """Write a text in ASCII."""
    # anyascii begins each Han syllable with a capital, which is where its words are parted.
    return _NOT_ASCII.sub(lambda run: _SYLLABLE.sub(" ", anyascii(run[0])), text)


def _words(latin: str) -> list[str]:
    """Split into lower-case words; single letters in a row, as in S.A., become one word."""
    plain = _NOT_WORD.sub(" ", _APOSTROPHE.sub("", latin.lower()))
    return _LONE_LETTER.sub(r"\1", _AND.sub("", plain)).split()


def _units(words: list[str]) -> frozenset[str]:
    """Read the numbers and letters that tell units of one firm apart, such as 2 in "Unit II"."""
    text = " ".join(words)
    found = [word for match in _UNIT.finditer(text) for word in match[1].split()]
    found += [match[1] or match[2] for match in _ORDINAL.finditer(text)]
    if last := _LAST.search(" ".join(word for word in words if word not in _LEGAL)):
        found.append(last[1])
    return frozenset(_AS_NUMBER.get(w, w.lstrip("0")) for w in found) - {"", "no"}


def comparable(name: str, name_native: str, address: str) -> Comparable:
    """Read a name, the same name in the script of the place (may be empty) and an address."""
    name = _latin(_NATIVE_LEGAL.sub(" ", name))
    parts = [words for part in _FORMER.split(name) if (words := _words(part))]
    names = [[word for word in words if word not in _LEGAL] or words for words in parts] or [[]]
    if native := _words(_latin(_NATIVE_LEGAL.sub(" ", name_native))):
        names.append(native)
    place = " ".join(_words(_LETTERS_MEET_DIGITS.sub(" ", _latin(address))))
    place = _ORDINAL_END.sub(r"\1", _LETTER_NUMBER.sub(r"\1", place))
    rest, numbers = [], []
    for word in place.split():
        if _NUMBER.fullmatch(word) or (len(word) > 1 and word in _AS_NUMBER):
            numbers.append(_AS_NUMBER.get(word, word.lstrip("0")))
        elif word not in _NOISE:
            rest.append(word)
    return Comparable(names, rest, numbers, _units(_words(name)))


def join_split_words(rows: Sequence[Comparable]) -> list[Comparable]:
    """Write two words as one where another row of the country does: "Dong Guan" as "Dongguan"."""
    known = {word for row in rows for words in (*row.names, row.address) for word in words}

    def joined(words: list[str]) -> list[str]:
        out: list[str] = []
        for word in words:
            both = out[-1] + word if out else ""
            if both in known and len(both) >= FUZZY_FROM and both.isalpha():
                out[-1] = both
            else:
                out.append(word)
        return out

    found = []
    for row in rows:
        names, address = [joined(words) for words in row.names], joined(row.address)
        same = names == row.names and address == row.address
        found.append(row if same else Comparable(names, address, row.numbers, row.units))
    return found


@lru_cache(maxsize=1 << 18)
def _alike(one: str, other: str) -> float:
    """How alike two words are: 0.8 and more for a misspelling, else 0."""
    if min(len(one), len(other)) < FUZZY_FROM or one.isdigit() or other.isdigit():
        return 0.0
    return fuzz.ratio(one, other, score_cutoff=80) / 100


def shared_weight(one: dict[str, float], other: dict[str, float]) -> float:
    """The weight of the words that both have, a misspelt pair counting as its likeness."""
    spare = [word for word in other if word not in one]
    total = 0.0
    for word, weight in one.items():
        if word in other:
            total += weight
        elif spare:
            total += max(_alike(word, left) * min(weight, other[left]) for left in spare)
    return total
