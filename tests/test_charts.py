"""Charts: the same bytes each time, words that cannot break out, and nothing drawn twice."""

from __future__ import annotations

import xml.etree.ElementTree as ET

import pytest

from madewhere import charts
from madewhere.charts import WIDTH, Bar, draw_charts, lines_of

BARS = (Bar(40.0), Bar(12.5), Bar(0.0))
WORDS = [("Health & <safety>", "40%"), ("⟦w0⟧" + "x" * 60, "12.5%"), ("None", "0%")]
SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture(scope="module")
def drawn(tmp_path_factory):
    """A chart in both directions, and the folder where it is kept."""
    folder = tmp_path_factory.mktemp("charts")
    return draw_charts([(BARS, False), (BARS, True)], folder), folder


def parsed(drawn, *, right_to_left=False):
    """The chart with its words."""
    return ET.fromstring(drawn[0].svg(BARS, WORDS, 'A "title"', right_to_left=right_to_left))  # noqa: S314 - ours


def test_every_bar_is_named_for_screen_readers(drawn):
    """The whole words and the number, and the chart its title; the texts that are seen are not read twice."""
    svg = parsed(drawn)
    assert svg.get("aria-label") == 'A "title"'
    named = [e.get("aria-label") for e in svg.iter() if e.get("role") == "graphics-symbol"]
    assert named == [f"{words}: {number}" for words, number in WORDS]
    hidden = [e for e in svg.iter() if e.get("aria-hidden") == "true"]
    texts = [t for e in hidden for t in e.iter(f"{SVG}text")]
    assert len(texts) == len(list(svg.iter(f"{SVG}text"))) == 2 * len(BARS)


def test_words_stay_words(drawn):
    """Markup and marks in words are shown as they are; long ones are cut where they are seen."""
    texts = [text.text for text in parsed(drawn).iter(f"{SVG}text")]
    assert "Health & <safety>" in texts
    assert any(text.startswith("⟦w0⟧xxx") and text.endswith("…") for text in texts)


def test_long_words_stand_in_two_lines(tmp_path):
    """Nothing of them is cut, nothing lies over anything else, and the bars below move down."""
    words = [("Management systems, transparency and traceability", "67%"), ("Water use", "40%")]
    bars = (Bar(67.0, lines_of(words[0][0])), Bar(40.0, lines_of(words[1][0])))
    assert [bar.lines for bar in bars] == [2, 1]
    drawn = draw_charts([(bars, False), (bars, True)], tmp_path)
    for right_to_left in (False, True):
        svg = ET.fromstring(drawn.svg(bars, words, "T", right_to_left=right_to_left))  # noqa: S314 - ours
        seen = [
            (
                (text.text or "").strip("\u2068\u2069"),
                float(text.get("transform").split(",")[1][:-1]),
            )
            for text in svg.iter(f"{SVG}text")
        ]
        said = [text for text, _ in seen]
        assert said == [
            "Management systems, transparency and",
            "traceability",
            "Water use",
            "67%",
            "40%",
        ]
        first, second, third, number, _ = (y for _, y in seen)
        assert first + 15 < second < number - 15 < number + 15 < third
        assert svg.get("viewBox") == "0 0 340 106"


def test_bars_are_as_long_as_their_numbers(drawn):
    """The longest has the most; one of nothing is a hair's breadth, so that it is seen to be there."""
    shapes = [e.get("d") for e in parsed(drawn).iter() if e.get("role") == "graphics-symbol"]
    assert [float(d.partition("h")[2].partition("v")[0]) for d in shapes] == [245, 76.6, 1]


def test_a_page_from_right_to_left_has_the_mirror_image(drawn):
    """Its bars end at the right edge."""
    shapes = [
        e.get("d")
        for e in parsed(drawn, right_to_left=True).iter()
        if e.get("role") == "graphics-symbol"
    ]
    for d in shapes:
        begin, length = float(d[1:].partition(",")[0]), float(d.partition("h")[2].partition("v")[0])
        assert begin + length == pytest.approx(WIDTH, abs=0.2)


def test_a_chart_asks_nobody_and_has_no_style_of_its_own(drawn):
    """No address but that of SVG, no style, no script, fonts by family names only."""
    for svg in drawn[0].drawn.values():
        assert svg.count("http") == svg.count("http://www.w3.org/2000/svg") == 1
        for word in ("style", "script", "@font-face", "class=", "url(", "roledescription"):
            assert word not in svg


def test_drawing_again_gives_the_same_bytes(drawn, tmp_path):
    """Another process, another folder, the same drawing."""
    assert draw_charts([(BARS, False), (BARS, True)], tmp_path) == drawn[0]


def test_what_is_kept_is_not_drawn_again(drawn, monkeypatch):
    """A chart whose bars did not change starts no engine."""

    def refuse(_workers):
        raise AssertionError("an engine was started")

    monkeypatch.setattr(charts, "forked", refuse)
    assert draw_charts([(BARS, False), (BARS, True)], drawn[1]) == drawn[0]
    assert draw_charts([], drawn[1]).drawn == {}
    with pytest.raises(AssertionError, match="engine"):
        draw_charts([((Bar(1.0),), False)], drawn[1])
