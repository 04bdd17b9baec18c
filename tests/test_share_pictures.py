"""The pictures that chats show of a page."""

from __future__ import annotations

import io
import re
import shutil
from pathlib import Path

import pytest
from PIL import Image

from madewhere.build import build
from madewhere.render.share.card import HEIGHT, WIDTH, Card, CardMap, picture
from pseudo import pseudo_languages
from tiny_publication import AS_OF, KNITS, TINY

PRODUCT = "4HARB0RT5"


def _built(folder: Path, chosen: str = "") -> Path:
    data = Path(shutil.copytree(TINY, folder / "data"))
    settings = data / "publication.yaml"
    text = settings.read_text().replace("languages: [en]", "languages: [en, ar]")
    settings.write_text(f"{text}share_pictures: [{chosen}]\n")
    with pseudo_languages(folder / "translations", "ar"):
        build(data, folder / "site", as_of=AS_OF, cache=folder / "cache")
    return folder / "site"


@pytest.fixture(scope="module")
def site(tmp_path_factory) -> Path:
    """The tiny publication in two languages, as its publisher wants it."""
    return _built(tmp_path_factory.mktemp("share"))


def _picture_of(site: Path, page: str) -> Path:
    found = re.search(
        r'<meta property="og:image" content="https?://[^/]+/([^"]+)">',
        (site / page / "index.html").read_text("utf-8"),
    )
    assert found is not None
    return site / found[1]


@pytest.mark.parametrize("prefix", ["", "ar/"])
@pytest.mark.parametrize(
    ("page", "of"),
    [
        ("", ""),
        ("members/alder/", "members/alder/"),
        ("countries/BD/", "countries/BD/"),
        ("members/", ""),
        (f"F/{KNITS}/", ""),
        (f"P/{PRODUCT}/", ""),
    ],
)
def test_every_page_names_a_picture_that_is_there(site, prefix, page, of):
    """Members and countries have one of their own, the others that of the site, in the page's language."""
    file = _picture_of(site, prefix + page)
    assert file == site / prefix / of / "share.png"
    with Image.open(file) as image:
        assert image.size == (WIDTH, HEIGHT)
    assert file.stat().st_size < 100_000


def test_factories_and_products_have_one_where_the_publisher_wants_it(tmp_path):
    """The setting names each of the two kinds."""
    site = _built(tmp_path, "factories, products")
    assert _picture_of(site, f"F/{KNITS}") == site / f"F/{KNITS}/share.png"
    assert _picture_of(site, f"ar/P/{PRODUCT}") == site / f"ar/P/{PRODUCT}/share.png"


def _card(**changed):
    told = {
        "kind": "Member",
        "title": "Alder",
        "fallback": "alder",
        "lines": ("2 factories",),
        "site": "Tiny",
        "foot": "As of 1 May 2026.",
        "warning": "",
        "right_to_left": False,
        "map": None,
    }
    return Card(**told | changed)


def _ink(content: bytes) -> tuple[int, int, int, int]:
    """The box of what is dark in the upper part of a picture, within its frame."""
    with Image.open(io.BytesIO(content)) as image:
        part = image.convert("L").crop((60, 60, WIDTH - 60, 400))
    box = part.point(lambda value: 255 if value < 90 else 0).getbbox()
    assert box is not None
    return box


def test_the_same_card_gives_the_same_bytes():
    """Nothing of the machine or the hour is in a picture."""
    assert picture(_card()) == picture(_card())


def test_reading_begins_at_the_right_in_arabic():
    """Texts stand at the side where reading begins."""
    left, right = _ink(picture(_card())), _ink(picture(_card(right_to_left=True)))
    assert left[0] < 40
    assert right[2] > WIDTH - 120 - 40


def test_a_long_title_keeps_clear_of_the_map():
    """It is broken and set smaller, never over the map."""
    plain = CardMap(b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"/>', 9, 9, ())
    long = "The Fictional Manufacturing Company of Knitted and Woven Garments"
    assert _ink(picture(_card(title=long, map=plain)))[2] < 600


@pytest.mark.parametrize("name", ["株式会社アルダー", "ผู้ผลิต", "Ətraf Đồng", "مصنع"])
def test_names_in_many_scripts_are_written(name):
    """The fonts have their letters, so that the fallback is not taken."""
    assert picture(_card(title=name)) != picture(_card(title="alder"))


def test_a_title_without_letters_in_any_font_gives_way():
    """The identifier stands there instead, and nothing fails."""
    assert picture(_card(title="\U00012000\U00012001")) == picture(_card(title="alder"))
