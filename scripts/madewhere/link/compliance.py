"""What was found compliant: the requirements less the findings, where that follows from what is stated."""

from __future__ import annotations

from collections.abc import Collection

from madewhere.site_model import Handbook
from madewhere.site_model.audits import Audit, Finding
from madewhere.site_model.handbook import Requirement


def found_compliant(
    audit: Audit, findings: Collection[Finding], handbook: Handbook
) -> tuple[tuple[Requirement, ...] | None, str | None]:
    """The requirements that were met, or None and why that does not follow."""
    version = handbook.version(audit.type, audit.requirements_version)
    because = _unstated_because(audit, findings, handbook)
    if version is None or because:
        return None, because
    not_met = _not_met(findings)
    return tuple(r for r in version.requirements if r.slug not in not_met), None


def _unstated_because(
    audit: Audit, findings: Collection[Finding], handbook: Handbook
) -> str | None:
    """The first condition that is not met for saying what was found compliant; None where all are.

    It follows only for a first or a full audit whose plan is said to be complete, by everybody who
    states it, and that names the version of the requirements in force on its day, all of whose findings
    the register knows. What any member says was not met was not.
    """
    version = handbook.version(audit.type, audit.requirements_version)
    contested = {column for _, column, _ in audit.differing}
    if audit.category not in ("initial", "re-audit"):
        return "follow-up"
    if contested & {"cap_complete", "requirements_version", "category"}:
        return "contested"
    if not audit.cap_complete:
        return "plan-unknown" if audit.cap_complete is None else "plan-incomplete"
    if version is None:
        return "version-unknown"
    if version is not handbook.in_force(audit.type, audit.audit_date):
        return "version-not-in-force"
    known = {requirement.slug for requirement in version.requirements}
    return None if _not_met(findings) <= known else "requirement-unknown"


def _not_met(findings: Collection[Finding]) -> set[str]:
    stated = {finding.requirement_slug for finding in findings}
    return stated | {v for f in findings for _, column, v in f.differing if column == "requirement"}
