"""What `labels` says: what was made and how large, or why nothing was."""

from __future__ import annotations

from pathlib import Path

from madewhere.labels.files import LIST, How
from madewhere.labels.making import Made
from madewhere.labels.sheets import per_sheet
from madewhere.plurals import counted
from madewhere.problems import Level
from madewhere.qr import ERROR_CORRECTION, QUIET_ZONE
from madewhere.quoting import visible

_MOST = 20


def labels_text(made: Made, how: How, out: Path) -> str:
    """The report as text for a terminal."""
    lines = _problem_lines(made)
    if made.failed:
        return "\n".join([*lines, "No label was made.", ""])
    size, module = how.size, made.module
    wide = sorted({(each.code.modules + 2 * QUIET_ZONE) * module for each in made.labels})
    measures = f"{wide[0]:.1f} mm" if len(wide) == 1 else f"{wide[0]:.1f} to {wide[-1]:.1f} mm"
    lines += [
        f"Labels   {len(made.labels):,} of {size.width:g} × {size.height:g} mm ({size.name})",
        f"Codes    {measures} with their quiet zone of {QUIET_ZONE} modules",
        f"Module   {module:.3f} mm; error correction {ERROR_CORRECTION.upper()}",
    ]
    if "sheets" in how.forms:
        sheets = sum(name.startswith("sheets/") for name in made.files)
        each = per_sheet(size)
        lines.append(
            f"Sheets   {sheets:,} of A4, up to {counted(each, 'label')} each; print at 100%"
        )
    lines.append(f"Read     {counted(made.codes, 'code')} back from the files, all right")
    lines.append(
        visible(f"Written to {out}: {counted(len(made.files), 'file')}; {LIST} lists the labels.")
    )
    if how.proof:
        lines.append("They are proofs, to be looked at: do not put them on anything.")
    return "\n".join([*lines, ""])


def _problem_lines(made: Made) -> list[str]:
    """Two lines a problem; what was not translated is said in one for each."""
    lines = []
    for each in sorted(made.problems, key=lambda p: -p.level)[:_MOST]:
        where = f"{each.field}: " if each.field else ""
        lines.append(visible(f"{each.level.label} {each.code}: {where}{each.message}"))
        if each.level is Level.ERROR:
            lines.append(visible(f"  → {each.fix}"))
    if len(made.problems) > _MOST:
        lines.append(f"… and {len(made.problems) - _MOST:,} more")
    return [*lines, ""] if lines else []
