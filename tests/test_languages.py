"""How pages speak in each language: numbers, dates, rows of things, and names of the data."""

from __future__ import annotations

import dataclasses
import json
from datetime import date

import pytest

from madewhere.render import languages
from madewhere.render.data_words import DataWords
from madewhere.render.languages import Language, language, locale_of, plurals
from madewhere.render.speaker import Speaker
from tiny_publication import AS_OF


def made_up(code: str, **messages: str) -> Language:
    """A language with its own way of writing numbers and dates, and these messages."""
    locale = locale_of(code)
    return dataclasses.replace(
        language("en"),
        code=code,
        locale=locale,
        direction=locale.text_direction,
        messages=messages,
        plurals=plurals(code),
        digits=languages._digits(locale.default_numbering_system),
    )


@pytest.mark.parametrize(
    ("code", "number", "percent", "day", "month", "year", "tag", "shared"),
    [
        ("en", "1,234.5", "8.5%", "7 April 2026", "April 2026", "2026", "en-GB-u-nu-latn", "en_GB"),
        (
            "fr",
            "1\u202f234,5",
            "8,5\u00a0%",
            "7 avril 2026",
            "avril 2026",
            "2026",
            "fr-u-nu-latn",
            "fr_FR",
        ),
        ("tr", "1.234,5", "%8,5", "7 Nisan 2026", "Nisan 2026", "2026", "tr-u-nu-latn", "tr_TR"),
        ("ar", "1,234.5", "8.5%", "7 أبريل 2026", "أبريل 2026", "2026", "ar-u-nu-latn", "ar_EG"),
        ("bn", "১,২৩৪.৫", "৮.৫%", "৭ এপ্রিল, ২০২৬", "এপ্রিল ২০২৬", "২০২৬", "bn-u-nu-beng", "bn_BD"),
        ("zh", "1,234.5", "8.5%", "2026年4月7日", "2026年4月", "2026", "zh-u-nu-latn", "zh_CN"),
    ],
)
def test_numbers_and_days_are_written_as_the_language_does(
    code, number, percent, day, month, year, tag, shared
):
    """By CLDR, its digits too: Bengali has its own, and Arabic 0 to 9 since CLDR 46."""
    say = Speaker(made_up(code), AS_OF)
    april = date(2026, 4, 7)
    assert say.number(1234.5) == number
    assert say.percent(8.5) == percent
    assert (say.date(april), say.month(april), say.year(2026)) == (day, month, year)
    assert (say.language.tag, say.language.og_locale) == (tag, shared)


@pytest.mark.parametrize(
    ("code", "rows"),
    [
        ("en", ["", "A", "A and B", "A, B and C", "A, B, C and D"]),
        ("fr", ["", "A", "A et B", "A, B et C", "A, B, C et D"]),
        ("ar", ["", "A", "A وB", "A وB وC", "A وB وC وD"]),
        ("zh", ["", "A", "A和B", "A、B和C", "A、B、C和D"]),
    ],
)
def test_things_in_a_row_are_joined_as_the_language_does(code, rows):
    """In a text and in a template's loop alike."""
    from madewhere.render.environment import environment

    say = Speaker(made_up(code), AS_OF)
    loop = environment(say).from_string("{% for x in xs %}{{ x }}{{ between(loop) }}{% endfor %}")
    for number, row in enumerate(rows):
        parts = list("ABCD"[:number])
        assert say.listed(parts) == row
        assert loop.render(xs=parts) == row


def test_things_of_which_one_holds_are_joined_too():
    """With the word for "or"."""
    from madewhere.render.environment import environment

    template = "{% for x in 'ABC' %}{{ x }}{{ either(loop) }}{% endfor %}"
    french = environment(Speaker(made_up("fr"), AS_OF))
    assert french.from_string(template).render() == "A, B ou C"


@pytest.mark.parametrize(
    ("code", "ordered"),
    [
        ("fr", ["BD", "EG", "FR"]),  # Bangladesh, Égypte, France
        ("vi", ["AT", "DK", "DE", "TR"]),  # Áo, Đan Mạch, Đức, Thổ Nhĩ Kỳ
        ("zh", ["EG", "DE", "TR", "CN"]),  # Aiji, Deguo, Tu'erqi, Zhongguo
    ],
)
def test_countries_stand_in_the_order_of_their_names(code, ordered):
    """Letters with marks stand with their own, and Chinese names as they sound."""
    assert Speaker(made_up(code), AS_OF).by_name(sorted(ordered)) == ordered


def test_scripts_get_every_form_of_a_counted_text():
    """By the categories that a browser knows; English ones where the catalogue has none."""
    text = ("%(n)s factory", "%(n)s factories")
    assert json.loads(Speaker(made_up("ar"), AS_OF).forms(*text)) == {
        "one": text[0],
        "other": text[1],
    }
    forms = ("لا", "واحد", "اثنان", "%(n)s قليل", "%(n)s كثير", "%(n)s")
    arabic = dataclasses.replace(made_up("ar"), messages={text[0]: forms})
    told = json.loads(Speaker(arabic, AS_OF).forms(*text))
    assert list(told) == ["zero", "one", "two", "few", "many", "other"]
    assert told["two"] == "اثنان"
    assert arabic.ngettext(*text, 11) == "%(n)s كثير"


@dataclasses.dataclass
class Factory:
    """What has two names."""

    name: str
    name_native: str | None
    name_native_language: str | None


@pytest.mark.parametrize(
    ("code", "native", "tag", "first"),
    [
        ("bn", "গল্প নিটওয়্যার", "bn", "গল্প নিটওয়্যার"),
        ("zh", "寓言针织", "zh-Hant", "寓言针织"),
        ("en", "গল্প নিটওয়্যার", "bn", "Fable Knitwear"),
        ("bn", None, None, "Fable Knitwear"),
        ("bn", "গল্প নিটওয়্যার", None, "Fable Knitwear"),
        ("bn", None, "bn", "Fable Knitwear"),
    ],
)
def test_the_native_name_comes_first_to_whoever_reads_it(code, native, tag, first):
    """Everybody else reads the name in Latin letters first, and the native one after it."""
    factory = Factory("Fable Knitwear", native, tag)
    words = DataWords(made_up(code), "en")
    assert words.called(factory) == first
    assert first in words.first_name(factory)
    if native:
        both = {str(words.first_name(factory)), str(words.second_name(factory))}
        marked = f'<bdi lang="{tag}">{native}</bdi>' if tag else f"<bdi>{native}</bdi>"
        assert both == {"<bdi>Fable Knitwear</bdi>", marked}


def test_texts_of_the_data_keep_their_language():
    """A page in another language than the publication's marks them; one in the same does not."""
    french, english = DataWords(made_up("fr"), "en"), DataWords(made_up("en"), "en")
    assert (french.written, french.english) == (' lang="en"', ' lang="en" dir="ltr"')
    assert (english.written, english.english) == ("", "")
    turkish = DataWords(made_up("fr"), "tr")
    assert (turkish.written, turkish.english) == (' lang="tr"', ' lang="en" dir="ltr"')


def test_words_of_the_trade_are_translated_and_others_marked():
    """A chapter that the catalogue knows is said in the page's language; any other stays, escaped."""
    french = dataclasses.replace(made_up("fr"), messages={("chapter", "Water use"): "L’eau"})
    words = DataWords(french, "en")
    assert words.term("chapter", "Water use") == "L’eau"
    assert words.term("chapter", "Our <own>") == '<bdi lang="en">Our &lt;own&gt;</bdi>'
    assert words.term_text("chapter", "Our own") == "Our own"
    assert words.term("facility_type", "Water use") == '<bdi lang="en">Water use</bdi>'
