"""The settings of a publication, read strictly."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
import yaml

from madewhere.errors import PublicationError
from madewhere.publication import FILE, examine_publication, read_publication
from madewhere.settings import web_address
from tiny_publication import TINY

GOOD = yaml.safe_load((TINY / FILE).read_text())


def examine(tmp_path: Path, settings: dict) -> list[tuple[str, str]]:
    """The faults of settings as (code, field)."""
    (tmp_path / FILE).write_text(yaml.safe_dump(settings, sort_keys=False))
    publication, problems = examine_publication(tmp_path)
    assert (publication is None) == bool(problems)
    return [(p.code, p.field) for p in problems]


def test_good_settings_are_read():
    """Every setting arrives, the base URL with one slash at its end."""
    publication = read_publication(TINY)
    assert publication.name == "Tiny"
    assert publication.base_url == "https://tiny.example/"
    assert publication.languages == ("en",)
    assert publication.publisher.email == "hello@publisher.example"
    assert (publication.former_base_urls, publication.tile_server) == ((), None)
    assert publication.address("F/X/") == "https://tiny.example/F/X/"


def test_what_may_be_left_out(tmp_path):
    """Former addresses, a tile server and the publisher's address and e-mail may be missing or empty."""
    settings = {k: v for k, v in GOOD.items() if k not in ("former_base_urls", "tile_server")}
    settings["publisher"] = {"name": "X"}
    assert examine(tmp_path, settings) == []
    settings |= {"former_base_urls": None, "tile_server": None}
    settings["publisher"] = {"name": "X", "url": None, "email": None}
    assert examine(tmp_path, settings) == []


@pytest.mark.parametrize(
    "key", ["name", "tagline", "base_url", "languages", "publisher", "report_url"]
)
def test_a_missing_setting_is_named(tmp_path, key):
    """Each setting that a site needs is asked for by name."""
    settings = {k: v for k, v in GOOD.items() if k != key}
    assert examine(tmp_path, settings) == [("publication-key", key)]


WRONG = [
    ("name", ""),
    ("name", "  "),
    ("name", 7),
    ("name", ["a"]),
    ("name", "x" * 301),
    ("name", "Tiny\nor large"),
    ("name", "Tiny\x1b[31m"),
    ("name", "Tiny\u202e"),
    ("base_url", "tiny.example"),
    ("base_url", "ftp://tiny.example/"),
    ("base_url", "https://straße.example/"),
    ("base_url", "https://me:secret@tiny.example/"),
    ("base_url", f"https://tiny.example/{'long/' * 40}"),
    ("base_url", "javascript:alert(1)"),
    ("base_url", "https://"),
    ("base_url", "https:///path"),
    ("base_url", "https://[::1"),
    ("base_url", "https://tiny.example:port/"),
    ("base_url", "https://tiny.example:99999/"),
    ("base_url", "https://tiny.example/?a=1"),
    ("base_url", "https://tiny.example/#a"),
    ("base_url", "https://tiny.example/ x"),
    ("base_url", 'https://tiny.example/"><script>'),
    ("base_url", None),
    ("former_base_urls", "https://old.example/"),
    ("former_base_urls", ["old"]),
    ("former_base_urls", [["https://old.example/"]]),
    ("taglines", "fr"),
    ("taglines", {"fr": ""}),
    ("taglines", {1: "x"}),
    ("languages", []),
    ("languages", "en"),
    ("languages", ["en", "en"]),
    ("languages", ["xx"]),
    ("languages", ["../en"]),
    ("languages", [["en"]]),
    ("languages", [{"en": 1}]),
    ("languages", [None]),
    ("publisher", "X"),
    ("report_url", "mailto:"),
    ("report_url", "mailto:a@b.example?cc=x@y.example"),
    ("report_url", "javascript:alert(1)"),
    ("tile_server", "https://tiles.example/{z}/{x}/{y}.png"),
]


@pytest.mark.parametrize(("key", "value"), WRONG)
def test_a_wrong_value_is_one_fault(tmp_path, key, value):
    """A value of another kind than the setting takes is named, whatever kind it is."""
    assert examine(tmp_path, GOOD | {key: value}) == [("publication-value", key)]


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("report_url", "mailto:data@tiny.example"),
        ("base_url", "https://tiny.example/sub/path"),
        ("base_url", "http://localhost:8000"),
        ("base_url", "https://xn--tny-jna.example/"),
        ("former_base_urls", ["https://old.example/"]),
    ],
)
def test_a_right_value_is_taken(tmp_path, key, value):
    """Forms that a publication may use are taken."""
    assert examine(tmp_path, GOOD | {key: value}) == []


@pytest.mark.parametrize(
    ("tiles", "faults"),
    [
        ({"url": "https://t.example/{z}/{x}/{y}.png", "attribution": "T", "max_zoom": 18}, []),
        ({"url": "https://t.example/{z}/{x}.png", "attribution": "T", "max_zoom": 18}, ["url"]),
        ({"url": "https://t.example/{z}/{x}/{y}.png", "attribution": "T", "max_zoom": True}, ["max_zoom"]),
        ({"url": "https://t.example/{z}/{x}/{y}.png", "attribution": "T", "max_zoom": 23}, ["max_zoom"]),
        ({"url": "https://t.example/{z}/{x}/{y}.png", "attribution": "", "max_zoom": 1}, ["attribution"]),
        ({"url": "https://t.example/{z}/{x}/{y}.png", "max_zoom": 1}, ["attribution"]),
        ({}, ["url", "attribution", "max_zoom"]),
    ],
)  # fmt: skip
def test_a_tile_server_is_described_in_full(tmp_path, tiles, faults):
    """A tile server needs its address with places for the tile, its attribution and its zoom."""
    found = examine(tmp_path, GOOD | {"tile_server": tiles})
    assert [field for _, field in found] == [f"tile_server.{name}" for name in faults]


def test_unknown_settings_are_named_at_their_line(tmp_path):
    """A key with a typing error is named with its line, inside the publisher's keys too."""
    text = (TINY / FILE).read_text().replace("  email:", "  e_mail:")
    (tmp_path / FILE).write_text("nmae: x\n" + text)
    _, problems = examine_publication(tmp_path)
    assert [(p.field, p.line) for p in problems] == [("nmae", 1), ("publisher.e_mail", 10)]


@pytest.mark.parametrize("repeated", ["base_url: https://other.example/\n", "name: Tiny\n"])
def test_a_setting_that_stands_twice_is_refused(tmp_path, repeated):
    """It is not known which of two values counts, even where they are the same."""
    (tmp_path / FILE).write_text((TINY / FILE).read_text() + repeated)
    publication, (found,) = examine_publication(tmp_path)
    assert publication is None
    assert (found.code, found.line) == ("publication-key", 12)


BOMB = "a: &a [x,x,x,x,x,x,x,x,x]\n" + "".join(
    f"{chr(98 + n)}: &{chr(98 + n)} [{','.join(['*' + chr(97 + n)] * 9)}]\n" for n in range(20)
)
MERGES = "a: &a {k0: 1}\n" + "".join(
    f"b{n}: &b{n} {{<<: [{','.join(['*a' if n == 0 else f'*b{n - 1}'] * 9)}], k{n}: 1}}\n"
    for n in range(20)
)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (BOMB, "references"),
        ("name: &n Tiny\ntagline: *n\n", "line 2: references"),
        (MERGES, "references"),
        ("name: !!python/object/apply:os.system ['true']\n", "could not determine a constructor"),
        ("name: !!python/name:os.system\n", "could not determine a constructor"),
        ("name: !secret x\n", "could not determine a constructor"),
        ("[" * 10_000, "nested so deeply"),
        ("{" * 10_000, "nested so deeply"),
        ("a:\n" + "".join(" " * n + "- \n" for n in range(1, 300)), "nested so deeply"),
        ("name: [unclosed\n", "YAML"),
        ("name: 'unclosed\n", "YAML"),
        ("name:\tTiny\n\tx: y\n", "YAML"),
        ("name: 2026-02-30\n", "YAML"),
        ("name: " + "9" * 5000 + "\n", "YAML"),
        ("? [a]\n: b\n", "YAML"),
        ("? {a: b}\n: c\n", "YAML"),
        ("name: \x07\n", "YAML"),
        ("- a\n- b\n", "keys and values"),
        ("text\n", "keys and values"),
        ("", "keys and values"),
        ("--- {}\n--- {}\n", "YAML"),
    ],
)  # fmt: skip
def test_what_is_no_plain_mapping_is_refused(tmp_path, content, words):
    """Bombs, tags that make objects, broken and deeply nested YAML end in one sentence."""
    (tmp_path / FILE).write_text(content)
    with pytest.raises(PublicationError) as raised:
        examine_publication(tmp_path)
    assert words in raised.value.message
    assert len(raised.value.message) < 1000


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"name: caf\xe9\n", "not valid UTF-8"),
        ("name: Tiny\n".encode("utf-16"), "not valid UTF-8"),
        (b"#" * 100_001, "the limit is 100,000"),
    ],
)
def test_a_file_that_is_not_fit_is_refused(tmp_path, content, words):
    """The settings pass the same guard as the tables."""
    (tmp_path / FILE).write_bytes(content)
    with pytest.raises(PublicationError, match=words):
        examine_publication(tmp_path)


def test_a_byte_order_mark_is_a_fault_and_not_more(tmp_path):
    """Settings with a byte-order mark are read, and the mark is told."""
    (tmp_path / FILE).write_bytes(b"\xef\xbb\xbf" + (TINY / FILE).read_bytes())
    publication, problems = examine_publication(tmp_path)
    assert [p.code for p in problems] == ["byte-order-mark"]
    assert publication is None


@pytest.mark.parametrize("kind", ["missing", "link", "pipe", "folder"])
def test_only_an_ordinary_file_is_read(tmp_path, kind):
    """A link, a pipe or a folder under the settings' name is refused without waiting."""
    path = tmp_path / FILE
    if kind == "link":
        path.symlink_to(TINY / FILE)
    elif kind == "pipe":
        os.mkfifo(path)
    elif kind == "folder":
        path.mkdir()
    with pytest.raises(PublicationError):
        examine_publication(tmp_path)


def test_reading_names_every_fault(tmp_path):
    """A build says all that is wrong with the settings at once, each with its line."""
    (tmp_path / FILE).write_text("name: ''\nlanguages: [xx]\n")
    with pytest.raises(PublicationError) as raised:
        read_publication(tmp_path)
    for words in ("line 1: name", "line 2: languages", "base_url", "publisher", "report_url"):
        assert words in raised.value.message


@pytest.mark.parametrize("value", [None, 7, [], "", "https://", "//x", "http://[", "https://a b"])
def test_no_odd_value_is_a_web_address(value):
    """Whatever is handed in, the answer is no and not an exception."""
    assert web_address(value) is False


def test_a_language_without_texts_is_told_with_those_that_there_are(tmp_path):
    """The problem says where the texts of another language would have to be."""
    text = (TINY / FILE).read_text("utf-8").replace("languages: [en]", "languages: [en, it]")
    (tmp_path / FILE).write_text(text, "utf-8")
    publication, problems = examine_publication(tmp_path)
    assert publication is None
    (found,) = problems
    assert "['en', 'it'] is not a list of different languages out of en" in found.message
    assert "templates/translations/<code>/site.po" in found.message


def test_a_tagline_may_be_said_in_other_languages(tmp_path):
    """Pages in a language have it in that language, and the main one where there is none."""
    (tmp_path / FILE).write_text(yaml.safe_dump(GOOD | {"taglines": {"fr": "Petit"}}), "utf-8")
    publication = read_publication(tmp_path)
    assert publication.tagline_in("fr") == "Petit"
    assert publication.tagline_in("ar") == publication.tagline
