"""The first page, and the page for addresses that there are not."""

from __future__ import annotations

from typing import Any

from madewhere.addresses import Addresses
from madewhere.render.kinds.base import PageKind, Setting
from madewhere.render.languages import language
from madewhere.render.words import N_
from madewhere.site_model import Progress, Site


class Home(PageKind):
    """The first page."""

    name = "home"
    template = "pages/home.html"

    def path(self, item: Site) -> str:
        """The root."""
        return ""

    def title(self, item: Site, setting: Setting) -> str:
        """The publication's name."""
        return item.publication.name

    def context(self, item: Site, setting: Setting) -> dict[str, Any]:
        """A factory with much to see, always the same, and how far what was found anywhere is fixed."""
        featured = min(
            item.factories,
            key=lambda f: (f.name_native is None, not f.audits, -len(f.agreed), f.factory_id),
            default=None,
        )
        return {"featured": featured, "progress": Progress.over(item.audits)}

    def jsonld(self, item: Site, setting: Setting) -> dict[str, Any]:
        """The site and who publishes it."""
        publisher: dict[str, Any] = {
            "@type": "Organization",
            "name": item.publication.publisher.name,
        }
        if item.publication.publisher.url:
            publisher["url"] = item.publication.publisher.url
        return {
            "@type": "WebSite",
            "name": item.publication.name,
            "description": setting.tagline,
            "url": setting.url(setting.addresses.page("")),
            "inLanguage": setting.say.language.code,
            "publisher": publisher,
        }


class NotFound(PageKind):
    """What the host shows for an address that there is not."""

    name = "not_found"
    template = "pages/not_found.html"

    def path(self, item: Site) -> str:
        """The file that hosts of static sites look for."""
        return "404.html"

    def title(self, item: Site, setting: Setting) -> str:
        """What happened."""
        return setting.text("Not found")

    def context(self, item: Site, setting: Setting) -> dict[str, Any]:
        """The same in the other languages: hosts show this page whatever language the address is of."""
        others = [language(code) for code in item.publication.languages]
        return {
            "others": [
                {
                    "code": other.code,
                    "direction": other.direction,
                    "text": other.gettext(NOTHING_HERE),
                    "href": Addresses(item.publication, other.code).page(""),
                }
                for other in others
                if other.code != setting.say.language.code
            ]
        }


NOTHING_HERE = N_("There is no page at this address")
