"""The audits of the tiny publication's knitting factory, changes of them, and what a page says."""

from __future__ import annotations

import dataclasses
import html
import re
from collections.abc import Callable
from datetime import date

from madewhere.site_model import Audit, Factory, Site
from madewhere.site_model.audits import FindingEvent, Plan
from tiny_publication import KNITS

FIRST, FOLLOW_UP = "AMZKZVZ40G", "APW1FKH4NC"
"""The two audits of the knitting factory: three findings in the first, chapters in both."""

Change = Callable[[Factory], Factory]

AS_IT_IS: Change = dataclasses.replace
NOTHING = {"findings": (), "plan": Plan("nothing-to-correct", 0, 0, 0)}


def audits_changed(**changes) -> Change:
    """Change every audit of the factory."""
    return lambda factory: dataclasses.replace(
        factory, audits=tuple(dataclasses.replace(audit, **changes) for audit in factory.audits)
    )


def first_changed(change: Callable[[Audit], Audit]) -> Change:
    """Change the first audit, the one with findings."""
    return lambda factory: dataclasses.replace(
        factory,
        audits=tuple(change(a) if a.audit_id == FIRST else a for a in factory.audits),
    )


def finding_changed(**changes) -> Change:
    """Change each finding of the first audit."""
    return first_changed(
        lambda audit: dataclasses.replace(
            audit, findings=tuple(dataclasses.replace(f, **changes) for f in audit.findings)
        )
    )


def without(*scopes: str) -> Change:
    """Let the factory not agree to some subjects, so that nothing of its audits' depth is there."""
    nothing = {"chapters": (), "findings": (), "plan": None, "found_compliant": None}
    return lambda factory: dataclasses.replace(
        audits_changed(**nothing)(factory), agreed=factory.agreed - set(scopes)
    )


def text(page: str) -> str:
    """What a page says, without its markup."""
    return html.unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page)))


def strip(page: str) -> str:
    """The cell of the strip that tells what was found."""
    found = re.search(r"<dt>Found and fixed</dt><dd>(.*?)</dd>", page, re.DOTALL)
    return found[1] if found else ""


def of_factory(factory_id: str = KNITS) -> str:
    """Where a factory's page lies."""
    return f"F/{factory_id}/index.html"


def of_audit(audit_id: str) -> str:
    """Where the page of an audit of the knitting factory lies."""
    return f"F/{KNITS}/audits/{audit_id}/index.html"


def event(site: Site, kind: str, **values) -> FindingEvent:
    """Something that happened on one day, told by alder."""
    told = {"date": date(2024, 8, 1), "event": kind, "by": "member", "how": None, "text": None}
    told |= {"follow_up_audit": None, "evidence_sha256": None, "counts": True}
    told["members"] = (site.members[0].member,)
    return FindingEvent(**(told | values))
