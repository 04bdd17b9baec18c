"""The pages of the audit firms."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from madewhere.render.firm_figures import LEAST_FOR_A_SHARE, FirmFigures, firm_figures
from madewhere.render.kinds.base import PageKind, Setting
from madewhere.site_model import Site


class AuditFirms(PageKind):
    """All audit firms."""

    name = "audit_firms"
    template = "pages/audit_firms.html"
    section = "audits/"

    def path(self, item: Site) -> str:
        """A fixed address."""
        return "audit-firms/"

    def title(self, item: Site, setting: Setting) -> str:
        """The list's name."""
        return setting.text("Audit firms")

    def description(self, item: Site, setting: Setting) -> str:
        """What the list is."""
        return setting.text("The firms that carried out the audits shown here, with their audits.")

    def context(self, item: Site, setting: Setting) -> dict[str, Any]:
        """The firms by name, with their audits."""
        return {"firms": firm_figures(item), "least": LEAST_FOR_A_SHARE}


class AuditFirmPage(PageKind):
    """The permanent page of an audit firm, with its audits over time."""

    name = "audit_firm"
    template = "pages/audit_firm.html"
    section = "audits/"

    def items(self, site: Site) -> Sequence[FirmFigures]:
        """Every firm of the register."""
        return firm_figures(site)

    def path(self, item: FirmFigures) -> str:
        """The permanent address."""
        return f"audit-firms/{item.firm.slug}/"

    def title(self, item: FirmFigures, setting: Setting) -> str:
        """The firm's name."""
        return item.firm.name

    def description(self, item: FirmFigures, setting: Setting) -> str:
        """What the page holds."""
        return setting.text("The audits by %(firm)s that are shown here.", firm=item.firm.name)

    def context(self, item: FirmFigures, setting: Setting) -> dict[str, Any]:
        """The firm with its audits."""
        return {"figures": item, "firm": item.firm, "least": LEAST_FOR_A_SHARE}
