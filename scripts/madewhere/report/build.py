"""What a build says when it is done."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from madewhere.plurals import counted
from madewhere.problems import Level

if TYPE_CHECKING:
    from madewhere.build import BuildReport


def build_summary(report: BuildReport) -> str:
    """What is shown, what was withheld, what was verified, where it is and how to look at it."""
    site, figures = report.site, report.site.figures
    seconds = sum(report.seconds.values())
    phases = ", ".join(f"{name} {took:.1f}" for name, took in report.seconds.items())
    lines = [
        f"{site.publication.name}, as of {report.as_of}",
        (
            f"  shown     {counted(figures.factories, 'factory', 'factories')}, "
            + (f"{figures.gone:,} more that closed or moved, " if figures.gone else "")
            + f"{counted(figures.audits, 'audit')}, {counted(figures.members, 'member')}"
            + (f", {counted(len(site.products), 'product')}" if site.products else "")
            + f"; {len(site.tombstones) + len(site.gone_products):,} IDs that answer and show nothing else"
        ),
        f"  withheld  {_withheld(report)}",
        f"  verified  {'; '.join(report.verified)}",
        (
            f"  written   {counted(report.files, 'file')}, {_size(report.size)}: {report.made:,} made, "
            f"{report.linked:,} unchanged"
        ),
        f"  took      {seconds:.1f} s ({phases})",
    ]
    lines += [f"  note      {note}" for note in report.notes]
    levels = Counter(problem.level for problem in report.problems)
    if levels[Level.ERROR] or levels[Level.WARNING]:
        found = ", ".join(
            counted(levels[level], level.label)
            for level in sorted(Level, reverse=True)
            if levels[level]
        )
        lines.append(f"  problems  {found}; `madewhere check` lists them")
    look = " Look at it with `make serve`." if str(report.out).endswith("build/site") else ""
    lines.append(f"The site is in {report.out}.{look}")
    return "\n".join(lines) + "\n"


def _withheld(report: BuildReport) -> str:
    rows = sum(1 for kept in report.withheld if kept.whole_row)
    cells = sum(len(kept.cells) for kept in report.withheld if not kept.whole_row)
    if not report.withheld:
        return "nothing: a consent covers all that is in the data"
    factories = len({kept.factory_id for kept in report.withheld})
    return (
        f"{counted(rows, 'row')} and {counted(cells, 'cell')} about "
        f"{counted(factories, 'factory', 'factories')} that no consent covers"
    )


def _size(size: float) -> str:
    for unit in ("bytes", "kB", "MB"):
        if size < 1000:
            return f"{size:.0f} {unit}" if unit == "bytes" else f"{size:.1f} {unit}"
        size /= 1000
    return f"{size:.1f} GB"
