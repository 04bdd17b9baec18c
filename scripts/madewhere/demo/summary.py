"""The Summary of Content of the demo's audits: a score and a letter a chapter that fit the rating."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

from madewhere.demo.audits import DemoAudit
from madewhere.demo.chance import happens

_ABOVE_MEAN = {"A": 9, "B": 1, "C": -8, "D": -17, "E": -14}
"""How far a chapter with this letter lies from the mean of the chapters, in percent."""

_WITH_AN_ALERT = "health-and-safety"
"""The chapter in which most alerts are given, where the handbook has it."""


@dataclass(frozen=True, slots=True)
class DemoChapter:
    """The result of one chapter. ``score`` is 0 to 100; the letter is E where an alert was given."""

    slug: str
    score: int
    letter: str


def chapter_results(
    rng: Random, audit: DemoAudit, chapters: tuple[str, ...]
) -> tuple[DemoChapter, ...]:
    """Make the results of an audit in these chapters.

    Their mean is about the audit's percentage, and the worst of their letters is the audit's.
    """
    if audit.rating_percent == 100:
        return tuple(DemoChapter(slug, 100, "A") for slug in chapters)
    letters = _letters(rng, audit, chapters)
    raw = {slug: _ABOVE_MEAN[letters[slug]] + rng.randrange(-6, 7) for slug in chapters}
    shift = audit.rating_percent - sum(raw.values()) // max(1, len(raw))
    return tuple(
        # Full marks are for chapters in which nothing was found, and those have an A.
        DemoChapter(
            slug,
            max(8, min(100 if letters[slug] == "A" else 94, raw[slug] + shift)),
            letters[slug],
        )
        for slug in chapters
    )


def _letters(rng: Random, audit: DemoAudit, chapters: tuple[str, ...]) -> dict[str, str]:
    """A letter a chapter. An audit comes to an E without an alert by many grave findings."""
    worst = audit.rating_letter
    order = rng.sample(chapters, len(chapters))
    alerts = order[: audit.alert_notifications]
    if alerts and _WITH_AN_ALERT in chapters and happens(rng, 60):
        alerts[0] = _WITH_AN_ALERT
    many = 1 + rng.randrange(2)
    if worst == "E":
        worst, many = "D", 1 if alerts else 3
    better = "ABCD"[: "ABCD".index(worst)]
    found = {}
    for place, slug in enumerate(slug for slug in order if slug not in alerts):
        weights = (60, 25, 10)[: len(better)]
        found[slug] = worst if place < many or not better else rng.choices(better, weights)[0]
    return found | dict.fromkeys(alerts, "E")
