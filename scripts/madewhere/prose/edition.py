"""The written pages in one language: which file each is made from, and what is said around it.

`site_src` has every page in English, and beside them `site_src/<code>` has those that somebody has
written in another language, under the same names. A page that a language lacks is shown in English, with
a line in that language that says so. A translation names in its head the English text that it was made from, by
the beginning of its SHA-256 (``english: 1a2b3c4d5e6f``); where that has changed since, a line says so too.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from html import escape
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import yaml
from babel import localedata

from madewhere.addresses import DEFAULT

SOURCE = "en"
_ASSETS = "assets/"
_OWN_ADDRESS = "@PAGE@"
"""Stands in the links to other languages for the page's address, as in the header of data pages."""
_PERMALINK = 'title="Permanent link"'
"""What Material calls the links to headings, in every language."""


@dataclass(frozen=True, slots=True)
class Edition:
    """The pages in one language. ``prefix`` is where they stand below the site's root, such as ``fr/``.

    ``languages`` are the codes and prefixes of all languages of the publication, the main one first.
    ``labels`` are the names of pages in the navigation by those in English.
    """

    code: str
    prefix: str
    languages: tuple[tuple[str, str], ...]
    labels: Mapping[str, str] = field(default_factory=dict)
    not_translated: str = ""
    outdated: str = ""
    permalink: str = "Permanent link"

    @property
    def theme_language(self) -> str:
        """The language of the theme's own words: this one, or English where the theme lacks it."""
        theme = find_spec("material")
        assert theme is not None
        assert theme.origin is not None
        words = Path(theme.origin).parent / "templates/partials/languages" / f"{self.code}.html"
        return self.code if words.is_file() else SOURCE

    def sources(self, project: Path) -> dict[str, Path]:
        """The file behind each path of the pages that MkDocs is to build."""
        whole = _files(project, SOURCE) | _files(project, self.code)
        return {
            self.prefix + path: source
            for path, source in sorted(whole.items())
            if not (self.prefix and path.startswith(_ASSETS))  # they stand at the root alone
        }

    def translated(self, project: Path) -> list[str]:
        """The pages that are in this language, by their addresses below the prefix."""
        return [_address(path) for path in _pages_in(project, self.code)]

    def nav(self, project: Path) -> dict[str, Any]:
        """The navigation of `mkdocs.yml`, in this language; nothing where it has none."""
        whole = yaml.safe_load((project / "mkdocs.yml").read_text("utf-8"))
        return {"nav": [self._entry(entry) for entry in whole["nav"]]} if "nav" in whole else {}

    def _entry(self, entry: Any) -> Any:
        if isinstance(entry, str):
            return self.prefix + entry
        return {
            self.labels.get(label, label): (
                [self._entry(each) for each in inner]
                if isinstance(inner, list)
                else self.prefix + inner
            )
            for label, inner in entry.items()
        }

    def told(self, project: Path, site_url: str) -> dict[str, Any]:
        """What the theme's templates need to know of languages, page by page."""
        written = {code: set(_pages_in(project, code)) for code, _ in self.languages}
        pages = _pages_in(project, SOURCE)
        english = dict(self.languages).get(SOURCE)
        alternates = {}
        for path in pages:
            there = [
                (code, f"{site_url}{prefix}{_address(path)}")
                for code, prefix in self.languages
                if path in written[code]
            ]
            if len(there) > 1:
                there.append((DEFAULT, there[0][1]))
                alternates[self.prefix + _address(path)] = [list(pair) for pair in there]
        lacking = [path for path in pages if path not in written[self.code]]
        return {
            "alternates": alternates,
            "untranslated": {
                # Where English is no language of the site, its text stands nowhere else.
                self.prefix + _address(path): site_url
                + (self.prefix if english is None else english)
                + _address(path)
                for path in lacking
            },
            "not_translated": self.not_translated,
            "outdated": self.outdated,
            "outdated_pages": [
                self.prefix + _address(path) for path in outdated(project, self.code)
            ],
            "many_languages": len(self.languages) > 1,
        }

    def finished(self, page: str, name: str) -> str:
        """A page as MkDocs made it, with what only a look at its address tells."""
        own = name.removeprefix(self.prefix).removesuffix("index.html")
        page = page.replace(_PERMALINK, f'title="{escape(self.permalink)}"')
        return page.replace(_OWN_ADDRESS, own)


ONLY_ENGLISH = Edition(SOURCE, "", ((SOURCE, ""),))
"""The pages of a site in one language."""


def _files(project: Path, code: str) -> dict[str, Path]:
    """The files of `site_src` in a language by their paths there."""
    whole = project / "site_src"
    folder = whole if code == SOURCE else whole / code
    return {
        path.relative_to(folder).as_posix(): path
        for path in sorted(folder.rglob("*"))
        if path.is_file()
        and (folder != whole or not _is_language(path.relative_to(whole).parts[0]))
    }


def _is_language(name: str) -> bool:
    """Whether a folder or file of `site_src` is the folder of a language's pages."""
    return bool(localedata.exists(name.replace("-", "_")))


def _pages_in(project: Path, code: str) -> list[str]:
    return [path for path in _files(project, code) if path.endswith(".md")]


def _address(path: str) -> str:
    """The address of a page, such as ``contribute/`` for ``contribute/index.md``."""
    return f"{path.removesuffix('.md')}/".removesuffix("index/")


def english_digest(source: Path) -> str:
    """What a translation names of the English page that it was made from."""
    return hashlib.sha256(source.read_bytes()).hexdigest()[:12]


def outdated(project: Path, code: str) -> list[str]:
    """The pages of a language whose English text has changed since they were translated."""
    if code == SOURCE:
        return []
    english, own = _files(project, SOURCE), _files(project, code)
    return [
        path
        for path in _pages_in(project, code)
        if path in english
        and f"\nenglish: {english_digest(english[path])}\n" not in own[path].read_text("utf-8")
    ]


def label_texts(project: Path) -> Iterator[str]:
    """The names of pages in the navigation, in English."""
    whole = yaml.safe_load((project / "mkdocs.yml").read_text("utf-8"))
    yield from _labels(whole["nav"])


def _labels(entries: list[Any]) -> Iterator[str]:
    for entry in entries:
        for label, inner in entry.items():
            yield label
            if isinstance(inner, list):
                yield from _labels(inner)
