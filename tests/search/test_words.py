"""The words under which a text is found, in any script."""

from __future__ import annotations

import pytest

from madewhere.render.search.words import PASSED_BY, folded, words


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("İstanbul Ağaç Ürünleri", ("istanbul", "agac", "urunleri")),
        ("Phường Đông Hưng Thuận", ("phuong", "dong", "hung", "thuan")),
        ("Łódź, Große Straße", ("lodz", "grosse", "strasse")),
        ("D’Or O'Neill’s", ("dor", "oneills")),
        ("Unit-2 (Dyeing)", ("unit", "2", "dyeing")),
        ("ｆｕｌｌ ｗｉｄｔｈ １２", ("full", "width", "12")),
        ("কল্পিত পোশাক নং ৬৮০৫৪", ("কল্পিত", "পোশাক", "নং", "68054")),
        ("مَصْنَع الملابس رقم ١٢", ("مصنع", "الملابس", "رقم", "12")),
        ("إيرانى کارخانه", ("ايراني", "كارخانه")),
        ("Α.Σ. Κλωστήριος", ("α", "σ", "κλωστηριοσ")),
        ("Ткань Ёлка й", ("ткань", "елка", "и")),
    ],
)
def test_ways_of_writing_do_not_count(text, found):
    """Accents, small letters, digits of other scripts and variants of a letter are one."""
    assert words(text) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Apex Knit Composite Ltd.", ("apex", "knit", "composite")),
        ("Apex Knit Composite Limited", ("apex", "knit", "composite")),
        ("A.B. Mills S.A.S.", ("ab", "a", "b", "mills")),
        ("The Company Limited", ("the", "company", "limited")),
        ("杭州制衣有限公司", ("杭州", "州制", "制衣", "衣")),
        ("有限公司", ("有限", "限公", "公司", "司")),
        ("한국섬유 주식회사", ("한국", "국섬", "섬유", "유")),
        (
            "広島テキスタイル株式会社",
            ("広島", "島テ", "テキ", "キス", "スタ", "タイ", "イル", "ル"),
        ),
        ("ABC制衣2厂", ("abc", "制衣", "衣", "2", "厂")),
        ("", ()),
        ("—", ()),
    ],
)
def test_what_says_only_that_it_is_a_firm_is_passed_by(text, found):
    """Legal forms go where another word is left, also those that stand at the end of a Chinese name."""
    assert words(text) == found


@pytest.mark.parametrize("text", ["虚构第八十七纺织厂", "โรงงานผ้าตัวอย่าง", "ရန်ကုန်", "រោងចក្រ"])
def test_each_character_of_a_script_without_spaces_begins_a_word(text):
    """Whatever part of a name somebody types, the pairs of it are among the words."""
    plain = folded(text)
    for start in range(len(plain) - 1):
        assert plain[start : start + 2] in words(text)
    assert plain[-1] in words(text)


def test_longer_forms_of_firms_stand_before_those_they_end_with():
    """Else the shorter one would leave a piece of the longer one as a word."""
    without_spaces = [word for word in PASSED_BY if not word.isascii()]
    for place, word in enumerate(without_spaces):
        assert not any(word.endswith(before) for before in without_spaces[:place])


def test_words_that_are_compared_are_stable():
    """Folding what is folded changes nothing, so that a key made from a word is found by it."""
    for text in ("İstanbul", "কল্পিত নিটওয়্যার", "إيران", "한국섬유", "Straße"):
        assert folded(folded(text)) == folded(text)
