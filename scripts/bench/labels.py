"""Measure how well codes on labels are read when they are blurred, turned, pale or damaged.

Usage: python scripts/bench/labels.py [--codes N] [--seed S]

The codes are those of invented products, drawn as `madewhere labels` draws them, at the least width of
a module, written as PDF, rendered by PDFium and read by zxing-cpp. What happens to them is drawn from a
fixed seed, so the same call prints the same table. Phones read with other programs; the table compares
conditions, and shows where level Q ends.
"""

from __future__ import annotations

import argparse
import random
from collections.abc import Callable, Iterator
from functools import cache

from PIL import Image, ImageDraw, ImageFilter

from madewhere.identifiers import mint_product_id
from madewhere.labels.code import code_of
from madewhere.labels.design import code_alone
from madewhere.labels.sizes import LEAST_MODULE
from madewhere.labels.writing import pdf
from madewhere.qr import QUIET_ZONE, code_for
from madewhere.qr_reading import pdf_pictures, said_by

SITE = "HTTPS://MADEWHERE.EXAMPLE/P/"
PIXELS = 4
"""Pixels a module: about what a phone's camera has of a small label at a hand's distance."""

WHITE = 255
Change = Callable[[Image.Image, str, random.Random], Image.Image]


def as_printed(picture: Image.Image, _text: str, _source: random.Random) -> Image.Image:
    """Nothing happens to it."""
    return picture


def coarse(pixels: float) -> Change:
    """Seen with so many pixels a module only."""

    def change(picture: Image.Image, _text: str, _source: random.Random) -> Image.Image:
        side = round(picture.width * pixels / PIXELS)
        return picture.resize((side, side), Image.Resampling.BOX)

    return change


def blurred(modules: float) -> Change:
    """Out of focus: a Gaussian blur whose standard deviation is this many modules."""
    return lambda picture, _text, _source: picture.filter(
        ImageFilter.GaussianBlur(modules * PIXELS)
    )


def turned(most: float) -> Change:
    """Turned by any angle up to this many degrees, either way."""
    return lambda picture, _text, source: picture.rotate(
        source.uniform(-most, most), Image.Resampling.BICUBIC, expand=True, fillcolor=WHITE
    )


def tilted(share: float) -> Change:
    """Seen from the side: the far edge is shorter than the near one by this share."""

    def change(picture: Image.Image, _text: str, _source: random.Random) -> Image.Image:
        side = picture.width
        near = 1 / (1 - share)
        far = (near - 1) / side
        middle = side / 2
        line = (near, middle * far, middle * (1 - near), 0, near, 0, 0, far)
        return picture.transform(
            picture.size,
            Image.Transform.PERSPECTIVE,
            line,
            Image.Resampling.BICUBIC,
            fillcolor=WHITE,
        )

    return change


def pale(contrast: float) -> Change:
    """Dark and light differ by this share of black and white, around a middle grey."""
    middle = WHITE * 0.55
    return lambda picture, _text, _source: picture.point(
        lambda value: round(middle + (value - WHITE / 2) * contrast)
    )


def damaged(share: float) -> Change:
    """This share of the code's codewords is wrong: every module of them is turned to the other colour."""

    def change(picture: Image.Image, text: str, source: random.Random) -> Image.Image:
        code = code_for(text)
        words, blocks = codewords(code.version), blocks_of(code.version)
        ways = [
            source.sample(words_of, len(words_of))
            for words_of in ([w for w, b in enumerate(blocks) if b == n] for n in set(blocks))
        ]
        spread = [way[n] for n in range(max(map(len, ways))) for way in ways if n < len(way)]
        rows = list(code.matrix)
        changed = picture.copy()
        draw = ImageDraw.Draw(changed)
        for word in spread[: int(share * len(words) + 1e-9)]:
            for x, y in words[word]:
                left, top = (x + QUIET_ZONE) * PIXELS, (y + QUIET_ZONE) * PIXELS
                fill = WHITE if rows[y][x] else 0
                draw.rectangle((left, top, left + PIXELS - 1, top + PIXELS - 1), fill)
        return changed

    return change


def stained(share: float) -> Change:
    """A round stain of this share of the symbol's area, away from the three corners that find it."""

    def change(picture: Image.Image, _text: str, source: random.Random) -> Image.Image:
        quiet = QUIET_ZONE * PIXELS
        side = picture.width - 2 * quiet
        radius = side * (share / 3.14159) ** 0.5
        low, high = quiet + side * 0.5, quiet + side - radius
        x, y = (source.uniform(low, max(low, high)) for _ in range(2))
        changed = picture.copy()
        ImageDraw.Draw(changed).ellipse((x - radius, y - radius, x + radius, y + radius), 0)
        return changed

    return change


def both(*changes: Change) -> Change:
    """One after the other."""

    def change(picture: Image.Image, text: str, source: random.Random) -> Image.Image:
        for each in changes:
            picture = each(picture, text, source)
        return picture

    return change


CONDITIONS: tuple[tuple[str, Change], ...] = (
    ("as printed", as_printed),
    *((f"{pixels:g} pixels a module", coarse(pixels)) for pixels in (3, 2, 1.5)),
    *(
        (f"blurred by {modules:g} modules", blurred(modules))
        for modules in (0.2, 0.3, 0.4, 0.5, 0.6)
    ),
    *((f"turned by up to {angle}°", turned(angle)) for angle in (10, 45, 180)),
    *((f"tilted, far edge {share:.0%} shorter", tilted(share)) for share in (0.1, 0.2, 0.3)),
    *((f"contrast {contrast:.0%}", pale(contrast)) for contrast in (0.5, 0.2, 0.1, 0.05)),
    *((f"{share:.0%} of codewords wrong", damaged(share)) for share in (0.1, 0.2, 0.25, 0.27, 0.3)),
    *((f"a stain of {share:.0%} of the symbol", stained(share)) for share in (0.05, 0.1, 0.15)),
    (
        "blurred 0.3, turned 180°, contrast 40%, 15% wrong",
        both(damaged(0.15), blurred(0.3), pale(0.4), turned(180)),
    ),
)
"""What happens to codes, by what the table calls it."""


def codewords(version: int) -> list[list[tuple[int, int]]]:
    """The modules of each codeword of a symbol of version 2 to 6, in the order in which it holds them."""
    if not 2 <= version <= 6:
        raise SystemExit(f"codes of version {version} are not known here; shorten the address")
    side = 17 + 4 * version
    modules = list(_zigzag(side))
    return [modules[n : n + 8] for n in range(0, len(modules) // 8 * 8, 8)]


def _zigzag(side: int) -> Iterator[tuple[int, int]]:
    """The modules that hold data: two columns at a time from the right, up and down by turns."""
    columns = [x for x in range(side - 1, 0, -2) if x > 6] + [5, 3, 1]
    for n, right in enumerate(columns):
        rows = range(side - 1, -1, -1) if n % 2 == 0 else range(side)
        for y in rows:
            for x in (right, right - 1):
                if not _is_pattern(x, y, side):
                    yield x, y


def _is_pattern(x: int, y: int, side: int) -> bool:
    """Whether a module belongs to a finder, the timing, the alignment or the format, and not to data."""
    finder = (x < 9 and y < 9) or (x < 9 and y >= side - 8) or (x >= side - 8 and y < 9)
    alignment = abs(x - (side - 7)) <= 2 and abs(y - (side - 7)) <= 2
    return finder or alignment or 6 in (x, y)


@cache
def blocks_of(version: int) -> list[int]:
    """To which block each codeword belongs; a block of level Q corrects a quarter of its own."""
    from segno import consts

    numbers: list[tuple[int, int]] = []  # of data and of all codewords, a pair a block
    for info in consts.ECC[version][consts.ERROR_LEVEL_Q]:
        numbers += [(info.num_data, info.num_total)] * info.num_blocks
    data = range(max(data for data, _ in numbers))
    checks = range(max(total - data for data, total in numbers))
    return [
        *(n for place in data for n, (own, _) in enumerate(numbers) if place < own),
        *(n for _ in checks for n in range(len(numbers))),
    ]


def rates(codes: int, seed: int) -> dict[str, float]:
    """The share of codes that are read right under each condition."""
    source = random.Random(seed)
    taken: set[str] = set()
    texts = [SITE + mint_product_id(source, taken) for _ in range(codes)]
    pictures = [_drawn(text) for text in texts]
    return {
        name: sum(
            said_by(change(picture, text, random.Random(f"{seed} {name} {text}"))) == text
            for text, picture in zip(texts, pictures, strict=True)
        )
        / codes
        for name, change in CONDITIONS
    }


def _drawn(text: str) -> Image.Image:
    """A code with its quiet zone, as its PDF is rendered."""
    page = pdf([code_alone(code_of(text), LEAST_MODULE, text)], text)
    picture = pdf_pictures(page, PIXELS / LEAST_MODULE)[0]
    side = (code_for(text).symbol_size(border=QUIET_ZONE)[0]) * PIXELS
    return picture.convert("L").resize((side, side))


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--codes", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args()
    version = code_for(f"{SITE}7K3QF214M").version
    print(f"{arguments.codes} codes of version {version}, module {LEAST_MODULE} mm, level Q.\n")
    print("| what happened to the code | read right |")
    print("| --- | --- |")
    for name, rate in rates(arguments.codes, arguments.seed).items():
        print(f"| {name} | {rate:.1%} |")


if __name__ == "__main__":
    main()
