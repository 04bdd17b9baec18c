"""What `network` says: how the factories stand, where acceptance is lowest, and what differs."""

from __future__ import annotations

from collections import Counter

from madewhere.plurals import counted
from madewhere.private.network.model import Network
from madewhere.private.network.page import STATE_WORDS, Written
from madewhere.problems import Level
from madewhere.quoting import visible
from madewhere.report.own_rows import problem_lines

_MOST = 20

_WORDS = {
    "not-on-record": "declared and not in your records",
    "not-declared": "in your records and not declared",
    "other-way-round": "told the other way round",
    "tiers": "with several tiers",
}


def network_text(network: Network, written: Written) -> str:
    """The report as text for a terminal."""
    counts = network.counts
    sizes = [
        counted(len(network.factories), "factory", "factories"),
        counted(len(network.parties), "supplier or intermediary", "suppliers and intermediaries"),
        counted(len(network.links), "link"),
    ]
    parts = [f"{count:,} {STATE_WORDS[state]}" for state, count in counts.items() if count]
    lines = [
        f"Network    {', '.join(sizes)}",
        f"States     {', '.join(parts) or 'none'}",
    ]
    low = network.lowest_tier
    if low is not None:
        lines.append(
            f"Lowest     tier {low.key}: {low.accepted:,} of {low.asked:,} asked have accepted "
            f"({low.percent:.0f}%)"
        )
    kinds = Counter(each.kind for each in network.disagreements)
    if kinds:
        parts = [f"{kinds[kind]:,} {words}" for kind, words in _WORDS.items() if kinds[kind]]
        lines.append(f"Differ     {', '.join(parts)}")
    if network.problems:
        errors = sum(problem.level is Level.ERROR for problem in network.problems)
        lines += ["", f"Problems; {counted(errors, 'row')} with an error left out:"]
        lines += problem_lines(network.problems, _MOST)
    lines.append(visible(f"Written to {written.path} ({written.size / 1000:,.0f} kB)."))
    lines.append("It is private: do not publish it or send it on.")
    return "\n".join(lines) + "\n"
