"""QR codes: what they say, how they are drawn, and that they never change."""

from __future__ import annotations

import re

import pytest
import segno

from madewhere.addresses import prints_small, qr_text
from madewhere.publication import read_publication
from madewhere.qr import qr_svg
from madewhere.verify.qr_codes import read_qr

TEXT = "HTTPS://TINY.EXAMPLE/F/BD1G1D22Y"


def test_a_code_reads_back(tmp_path):
    """Drawn as a printer would, the code says what it was made for."""
    path = tmp_path / "qr.svg"
    path.write_bytes(qr_svg(TEXT))
    assert read_qr(path) == TEXT


def test_level_quiet_zone_and_size():
    """Level Q, the smallest version for capitals, four modules of quiet zone around it."""
    code = segno.make(TEXT, error="q", micro=False, boost_error=False)
    assert (code.error, code.mode) == ("Q", "alphanumeric")
    drawn = qr_svg(TEXT).decode()
    width = int(re.search(r'viewBox="0 0 (\d+) ', drawn)[1])
    assert width == code.symbol_size(border=0)[0] + 8
    assert 'd="M4 4.5' in drawn


def test_the_text_stands_below_the_quiet_zone():
    """What is printed beneath does not come nearer to the symbol than the quiet zone allows."""
    drawn = qr_svg(TEXT).decode()
    width = int(re.search(r'viewBox="0 0 (\d+) ', drawn)[1])
    tops = [
        float(y) - float(size)
        for y, size in re.findall(r'<text [^>]*y="([\d.]+)"[^>]*font-size="([\d.]+)"', drawn)
    ]
    assert min(tops) >= width - 1
    assert "BD1G1D22Y</text>" in drawn


def test_the_same_address_gives_the_same_bytes():
    """A code on a label is never another one on the site."""
    assert qr_svg(TEXT) == qr_svg(TEXT)


@pytest.mark.parametrize(
    ("base", "text", "small"),
    [
        ("https://tiny.example", "HTTPS://TINY.EXAMPLE/F/BD1G1D22Y", True),
        ("https://tiny.example/project", "https://tiny.example/project/F/BD1G1D22Y", False),
    ],
)
def test_a_lower_case_path_is_kept(tiny, base, text, small):
    """Capitals where the address allows them; a project page's path stays, and prints larger."""
    settings = tiny / "publication.yaml"
    settings.write_text(settings.read_text().replace("https://tiny.example/", base))
    publication = read_publication(tiny)
    assert qr_text(publication, "BD1G1D22Y") == text
    assert prints_small(publication) is small


@pytest.mark.parametrize("damage", ["another text", "nothing"])
def test_a_wrong_code_is_noticed(tmp_path, damage):
    """Reading back fails for a code that says something else or nothing."""
    path = tmp_path / "qr.svg"
    path.write_bytes(
        qr_svg("HTTPS://OTHER.EXAMPLE/F/BD1G1D22Y")
        if damage == "another text"
        else b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9" width="90" height="90"></svg>'
    )
    assert read_qr(path) != TEXT
