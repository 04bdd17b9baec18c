"""What `disclose` says: what goes out, what stays in, and why."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

from madewhere.going_public import GoingPublic
from madewhere.quoting import visible
from madewhere.report.summary import counted
from madewhere.tables import table

_MOST = 20


def _staying(going: GoingPublic) -> list[str]:
    """Which factory lacks a consent to what, a line each."""
    lacking: dict[str, set[str]] = {}
    for kept in going.staying:
        of = table(Path(kept.file).stem)
        scopes = {of.field(column).scope for column in kept.cells}
        lacking.setdefault(kept.factory_id, set()).update(scopes)
    lines = [
        f"           {factory_id}: {'everything' if 'identity' in scopes else ', '.join(sorted(scopes))}"
        for factory_id, scopes in sorted(lacking.items())
    ]
    if len(lines) > _MOST:
        lines[_MOST:] = [f"           … and {len(lines) - _MOST:,} more factories"]
    return lines


def going_public_text(going: GoingPublic, data: Path, *, dry_run: bool) -> str:
    """The report as text for a terminal."""
    out = ", ".join(f"{count:,} {name}" for name, count in going.rows.items() if count)
    lines = [f"Goes out   {out or 'nothing: no consent is in force'}"]
    if going.staying:
        rows = Counter(Path(kept.file).stem for kept in going.staying if kept.whole_row)
        cells = sum(len(kept.cells) for kept in going.staying if not kept.whole_row)
        parts = [f"{counted(count, 'row')} of {name}" for name, count in sorted(rows.items())]
        parts += [counted(cells, "single cell")] if cells else []
        lines.append(f"Stays in   {', '.join(parts)}: no consent in force covers them")
        lines += _staying(going)
    for word, identifiers in (("New", going.added), ("Taken out", going.removed)):
        if identifiers:
            more = f" and {len(identifiers) - _MOST:,} more" if len(identifiers) > _MOST else ""
            lines.append(f"{word:<10} {', '.join(identifiers[:_MOST])}{more}")
    if going.problems:
        lines.append("")
        lines.append("Problems; a row with an error stays private until it is mended:")
        for p in going.problems[:_MOST]:
            field = f", {p.field}" if p.field else ""
            where = f"{p.file}, line {p.line}{field}"
            lines.append(visible(f"  {p.level.label} {p.code}: {where}: {p.message}"))
            lines.append(f"    → {p.fix}")
        if len(going.problems) > _MOST:
            lines.append(f"  … and {len(going.problems) - _MOST:,} more")
    place = data / "members" / going.member
    if not going.changed:
        lines.append(f"{place} is up to date; nothing was written.")
    elif dry_run:
        lines.append(f"This would be written to {place}; nothing was written.")
    else:
        lines.append(f"Written to {place}. Now run `madewhere check`, then commit and propose it.")
    return "\n".join(lines) + "\n"
