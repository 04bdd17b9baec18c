"""What every kind of data page says of itself, and what it can draw on."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from markupsafe import Markup

from madewhere.addresses import Addresses
from madewhere.exports.files import Download
from madewhere.maps.atlas import Atlas
from madewhere.render.data_words import DataWords
from madewhere.render.speaker import Speaker
from madewhere.site_model import Site


@dataclass(frozen=True, slots=True)
class Setting:
    """What a kind of page can draw on beside its item."""

    site: Site
    say: Speaker
    addresses: Addresses
    downloads: Sequence[Download]
    atlas: Atlas

    def text(self, message: str, **values: Any) -> str:
        """A message in the page's language."""
        said = self.say.language.gettext(message)
        return said % values if values else said

    @property
    def tagline(self) -> str:
        """What the publication says of itself."""
        return self.site.publication.tagline_in(self.say.language.code)

    @property
    def words(self) -> DataWords:
        """How texts of the data stand on the page."""
        return DataWords(self.say.language, self.site.publication.languages[0])

    def url(self, path: str) -> str:
        """The absolute address of a path of the site."""
        return self.site.publication.address(path)


class PageKind:
    """What every kind of page says of itself. An item is whatever the kind has one page for."""

    name: ClassVar[str]
    template: ClassVar[str]
    section: ClassVar[str] = ""
    """The address of the navigation's entry that the page belongs to."""
    in_sitemap: ClassVar[bool] = True
    """Whether search engines are told of its pages."""

    def items(self, site: Site) -> Sequence[Any]:
        """The items that have a page; by default a single one."""
        return (site,)

    def path(self, item: Any) -> str:
        """The address relative to the root of the language."""
        raise NotImplementedError

    def canonical(self, item: Any) -> str:
        """The address of the page that search engines are to keep: its own, or that of a newer one."""
        return self.path(item)

    def copies(self, item: Any, site: Site) -> Sequence[str]:
        """Further addresses at which the very same page stands, as deep in folders as its own.

        They have no language, because those who print or scan them name none.
        """
        return ()

    def picture(self, item: Any, site: Site) -> str:
        """The address of the page that its picture in chats is of; by default the first page."""
        return ""

    def depends_on(self, item: Any, setting: Setting) -> str:
        """A digest of what the page shows beside settings and names; by default of the whole site."""
        return setting.site.digest

    def title(self, item: Any, setting: Setting) -> str:
        """The page's title, without the publication's name."""
        raise NotImplementedError

    def description(self, item: Any, setting: Setting) -> str:
        """One sentence for search engines and shared links."""
        return setting.tagline

    def context(self, item: Any, setting: Setting) -> dict[str, Any]:
        """What the template needs beside what every template has."""
        return {}

    def jsonld(self, item: Any, setting: Setting) -> dict[str, Any] | None:
        """The page's schema.org data."""
        return None


def jsonld_markup(data: dict[str, Any] | None) -> Markup | None:
    """schema.org data as the text of a script element; nothing in it can end that element."""
    if data is None:
        return None
    text = json.dumps({"@context": "https://schema.org", **data}, ensure_ascii=False)
    for character, escaped in (("<", "\\u003c"), (">", "\\u003e"), ("&", "\\u0026")):
        text = text.replace(character, escaped)
    return Markup(text)  # noqa: S704 - no markup is left in it
