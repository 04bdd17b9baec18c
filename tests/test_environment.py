"""Templates: escaping always on, and messages translated while they compile."""

from __future__ import annotations

import dataclasses
import re
from html import unescape
from pathlib import Path

import pytest
from jinja2 import UndefinedError
from markupsafe import Markup, escape

from madewhere.project import TEMPLATES
from madewhere.render.environment import environment
from madewhere.render.languages import language
from madewhere.render.speaker import Speaker
from pseudo import messages
from tiny_publication import AS_OF

NAMES = {"ODbL", "DbCL", "SHA", "GTIN"}
"""Words that are the same in every language."""


@pytest.fixture
def env():
    """An environment in a language that has one message."""
    english = language("en")
    said = {"Hello %(n)s": "Salut %(n)s", ("of a door", "Open"): "Ouverte"}
    made_up = dataclasses.replace(english, code="xx", name="Made up", messages=said)
    return environment(Speaker(made_up, AS_OF))


def test_data_is_escaped(env):
    """Text from data never becomes markup, in text or in attributes."""
    made = env.from_string('<p title="{{ x }}">{{ x }}</p>').render(x='<b>"&')
    assert made == '<p title="&lt;b&gt;&#34;&amp;">&lt;b&gt;&#34;&amp;</p>'


@pytest.mark.parametrize(
    "value",
    [
        *"&<>\"'",
        "a<b",
        "it's",
        "plain",
        "",
        "&amp;",
        "হ<",
        7,
        2.5,
        None,
        True,
        ["<"],
        Markup("<b>"),
        type("Loud", (str,), {})("<"),
        type("Drawn", (), {"__html__": lambda _: "<i>"})(),
    ],
)
@pytest.mark.parametrize(
    "template",
    [
        "{{ x }}",
        "{% set y %}{{ x }}{% endset %}{{ y }}",
        "{% macro m(v) %}{{ v }}{% endmacro %}{{ m(x) }}",
        "{% macro m(v) %}{{ v }}{% endmacro %}{% macro n(v) %}{{ m(v) }}{% endmacro %}{{ n(x) }}",
        "{% for v in [x] %}{{ v }}{% endfor %}",
        "{% macro m() %}{{ caller() }}{% endmacro %}{% call m() %}{{ x }}{% endcall %}",
        "{% filter trim %}{{ x }}{% endfilter %}",
    ],
)
def test_every_value_is_escaped_once(env, template, value):
    """Whatever is written, and through however many blocks, is what `markupsafe` makes of it."""
    assert env.from_string(template).render(x=value) == str(escape(value))


def test_what_is_marked_safe_is_left(env):
    """Only what a template marks itself is not escaped."""
    assert env.from_string("{{ x|safe }}{{ x }}").render(x="<b>") == "<b>&lt;b&gt;"


def test_a_block_without_escaping_is_told_from_one_with_it(env):
    """Where escaping is switched off for a part, the rest of the page keeps it."""
    template = "{% autoescape false %}{{ x }}{% endautoescape %}{{ x }}"
    assert env.from_string(template).render(x="<b>") == "<b>&lt;b&gt;"


def test_messages_are_translated_and_their_values_escaped(env):
    """A message takes its translation, and what is put into it is escaped."""
    made = env.from_string('{{ _("Hello %(n)s")|format(n=x) }}').render(x="<b>")
    assert made == "Salut &lt;b&gt;"


def test_a_message_must_be_a_literal(env):
    """A message that catalogues could not know is refused when the template compiles."""
    for call in ("_(x)", "_()", '_("a", "b")', '_("a" ~ x)', 'pgettext("a")', 'pgettext(x, "a")'):
        with pytest.raises(ValueError, match="literal text"):
            env.from_string("{{ " + call + " }}")


def test_a_message_may_have_a_context(env):
    """One English word that is two in another language is told apart; elsewhere it stays as it is."""
    template = (
        '{{ pgettext("of a door", "Open") }} {{ pgettext("of a book", "Open") }} {{ _("Open") }}'
    )
    assert env.from_string(template).render() == "Ouverte Open Open"


def test_a_missing_variable_is_an_error(env):
    """A typing error in a template does not become an empty place on a page."""
    with pytest.raises(UndefinedError):
        env.from_string("{{ y }}").render()


@pytest.mark.parametrize(
    ("day", "text"),
    [
        ("2026-11-21", "today"),
        ("2026-11-20", "1 day ago"),
        ("2026-10-22", "30 days ago"),
        ("2026-10-21", "1 month ago"),
        ("2024-11-22", "23 months ago"),
        ("2023-12-22", "34 months ago"),
        ("2023-11-22", "35 months ago"),
        ("2023-11-21", "3 years ago"),
        ("2023-10-21", "3 years 1 month ago"),
        ("2022-12-01", "3 years 11 months ago"),
        ("2016-01-01", "10 years 10 months ago"),
    ],
)
def test_ages_are_told_in_whole_units(day, text):
    """Days, then months up to three years, then years with the months over."""
    from datetime import date

    assert Speaker(language("en"), AS_OF).age(date.fromisoformat(day)) == text


@pytest.mark.parametrize(
    "path",
    sorted(path for folder in ("pages", "parts") for path in (TEMPLATES / folder).glob("*.html")),
    ids=lambda path: path.name,
)
def test_no_word_of_a_page_stands_outside_the_catalogues(path: Path):
    """Between tags, and in what is read aloud or shown of attributes, is nothing but messages and data."""
    text = re.sub(r"{#.*?#}|{%.*?%}|{{.*?}}", "\0", path.read_text("utf-8"), flags=re.DOTALL)
    said = re.findall(r">([^<]*)<", text)
    said += re.findall(r'\b(?:alt|title|aria-label|placeholder|data-l)="([^"]*)"', text)
    words = {word for piece in said for word in re.findall(r"[A-Za-z]{2,}", unescape(piece))}
    assert words <= NAMES


def test_a_message_with_forms_for_numbers_is_no_plain_message_too():
    """A catalogue has one entry for a text: with forms, or without."""
    found = messages()
    plain = {message for message in found if isinstance(message, str)}
    assert [message for message in found if message[0] in plain and message not in plain] == []
