"""Measure how well likely duplicates are found, beside two simple ways, on the labelled pairs.

Usage: python scripts/bench/matching_quality.py --shared DIR [--speed ROWS]

DIR holds `real/`, the lists that the labels refer to; they are not part of the project. Every way is
given all rows of those lists and judged on the labelled pairs alone. The token way takes the threshold
that suits part "tune" best. `--speed` also times the matcher on so many rows: the lists repeated, with
letters dropped at random from a fixed seed.
"""

from __future__ import annotations

import argparse
import csv
import json
import random
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

import pycountry
from rapidfuzz import fuzz

from madewhere.matching import Candidate, likely_duplicates
from madewhere.matching.words import comparable

LABELS = Path(__file__).resolve().parents[2] / "tests" / "labelled" / "duplicates.csv"
DAMAGE = 0.03
_COUNTRIES = {"uae": "AE", "korea": "KR", "turkey": "TR", "uk": "GB", "usa": "US", "vietnam": "VN"}


@dataclass(frozen=True, slots=True)
class Label:
    """A pair that a person has judged. ``part`` is tune or test; ``why`` is a short word."""

    left: str
    right: str
    same: bool
    part: str
    why: str


def read_labels() -> list[Label]:
    """Read the labelled pairs; the keys are those of `read_candidates`."""
    with LABELS.open(encoding="utf-8", newline="") as handle:
        rows = list(csv.DictReader(handle))
    return [
        Label(
            f"{row['left_file']}:{row['left_row']}",
            f"{row['right_file']}:{row['right_row']}",
            row["same"] == "yes",
            row["part"],
            row["why"],
        )
        for row in rows
    ]


def _country(text: str) -> str:
    """Turn a country's name or code, as lists write it, into its two-letter code."""
    text = text.strip(" .;")
    known = _COUNTRIES.get(text.lower())
    if known or not text:
        return known or ""
    try:
        return str(pycountry.countries.lookup(text).alpha_2)
    except LookupError:
        return ""


def _number(text: str | None) -> float | None:
    return float(text) if text else None


def read_candidates(shared: Path) -> dict[str, Candidate]:
    """Read all rows of the real lists, by key: the file's path in `real/`, a colon, the row from 1."""
    real = shared / "real"
    found: dict[str, Candidate] = {}

    def add(
        path: Path, number: int, name: str, address: str, country: str, *place: float | None
    ) -> None:
        key = f"{path.relative_to(real).as_posix()}:{number}"
        latitude, longitude = place
        found[key] = Candidate(key, name, "", address, country, latitude, longitude)

    for path in [
        *sorted(real.glob("oar_lists/*.csv")),
        *sorted(real.glob("oar_lists/geocoded/*.csv")),
    ]:
        for number, row in enumerate(_rows(path), 1):
            place = _number(row.get("lat")), _number(row.get("lng"))
            add(path, number, row["name"], row["address"], _country(row["country"]), *place)
    path = real / "apple_suppliers_2020.csv"
    for number, row in enumerate(_rows(path), 1):
        country = _country(row["ADDRESS"].rpartition(",")[2])
        place = _number(row["lat"]), _number(row["lon"])
        add(path, number, row["FIRM"], row["ADDRESS"], country, *place)
    path = real / "osh_facilities_2022.geojson"
    for number, feature in enumerate(json.loads(path.read_text("utf-8"))["features"], 1):
        facility, point = feature["properties"], feature["geometry"]["coordinates"]
        code = facility["country_code"]
        add(path, number, facility["name"], facility["address"], code, point[1], point[0])
    return found


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as handle:
        return list(csv.DictReader(handle))


def quality(labels: list[Label], answer: Callable[[Label], bool]) -> tuple[float, float, float]:
    """Return precision, recall and F1 of an answer on labelled pairs."""
    right = sum(label.same and answer(label) for label in labels)
    given = sum(answer(label) for label in labels)
    wanted = sum(label.same for label in labels)
    precision, recall = right / max(given, 1), right / max(wanted, 1)
    return precision, recall, 2 * precision * recall / max(precision + recall, 1e-9)


def matcher(candidates: dict[str, Candidate]) -> Callable[[Label], bool]:
    """Answer with `likely_duplicates`, run over all rows."""
    found = {frozenset((m.left, m.right)) for m in likely_duplicates(list(candidates.values()))}
    return lambda label: frozenset((label.left, label.right)) in found


def tokens(candidates: dict[str, Candidate], tune: list[Label]) -> Callable[[Label], bool]:
    """Answer with rapidfuzz's token_sort_ratio of name and address, at the threshold best on tune."""

    def ratio(label: Label) -> float:
        left, right = candidates[label.left], candidates[label.right]
        return fuzz.token_sort_ratio(
            f"{left.name} {left.address}".lower(), f"{right.name} {right.address}".lower()
        )

    def at(threshold: int) -> Callable[[Label], bool]:
        return lambda label: ratio(label) >= threshold

    return at(max(range(40, 101), key=lambda threshold: quality(tune, at(threshold))[2]))


def equality(candidates: dict[str, Candidate]) -> Callable[[Label], bool]:
    """Answer that rows are the same where the words of name and address are equal."""

    def words(key: str) -> tuple[list[str], list[str], list[str]]:
        row = comparable(candidates[key].name, "", candidates[key].address)
        return row.names[0], row.address, row.numbers

    return lambda label: words(label.left) == words(label.right)


def enlarge(candidates: list[Candidate], rows: int) -> list[Candidate]:
    """Repeat rows with letters dropped until there are so many."""
    source = random.Random(7)

    def damage(text: str) -> str:
        return "".join(letter for letter in text if source.random() >= DAMAGE)

    return [
        replace(row, key=f"{row.key}#{turn}", name=damage(row.name), address=damage(row.address))
        for turn, row in (
            (n // len(candidates), candidates[n % len(candidates)]) for n in range(rows)
        )
    ]


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description="Measure likely duplicates on labelled pairs.")
    parser.add_argument("--shared", type=Path, required=True, help="folder that holds real/")
    parser.add_argument(
        "--speed", type=int, default=0, metavar="ROWS", help="also time so many rows"
    )
    arguments = parser.parse_args()
    candidates, labels = read_candidates(arguments.shared), read_labels()
    parts = {part: [label for label in labels if label.part == part] for part in ("tune", "test")}
    started = time.process_time()
    ways = {"madewhere": matcher(candidates)}
    seconds = time.process_time() - started
    ways["token_sort_ratio"] = tokens(candidates, parts["tune"])
    ways["equal words"] = equality(candidates)
    for part, pairs in parts.items():
        print(f"{part}: {len(pairs)} pairs, {sum(label.same for label in pairs)} the same")
        for way, answer in ways.items():
            print(
                f"  {way:18}"
                + "  ".join(
                    f"{name} {value:.3f}"
                    for name, value in zip(
                        ("precision", "recall", "F1"), quality(pairs, answer), strict=True
                    )
                )
            )
    print(f"madewhere: {len(candidates)} rows in {seconds:.1f} s of one processor")
    if arguments.speed:
        calgary = [
            Candidate(
                f"calgary:{number}", row["name"], "", row["address"], row["country"], None, None
            )
            for number, row in enumerate(
                _rows(arguments.shared / "real/osh_test_calgary_9000.csv"), 1
            )
        ]
        for name, base in (("real lists", list(candidates.values())), ("calgary", calgary)):
            many = enlarge(base, arguments.speed)
            started = time.process_time()
            found = len(likely_duplicates(many))
            print(
                f"{name}: {len(many)} rows in {time.process_time() - started:.1f} s of one processor, {found} pairs"
            )


if __name__ == "__main__":
    main()
