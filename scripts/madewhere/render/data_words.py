"""How texts of the data stand on a page: as they were written, with their language marked.

What the registers of the trade call a kind of factory, a work step or a chapter is translated where the
catalogues know it. Everything else stays as somebody wrote it. Nobody states its language; a publication
is written in its main one, and the program's own definitions in English.
"""

from __future__ import annotations

from typing import Any, Protocol

from markupsafe import Markup, escape

from madewhere.render.languages import SOURCE, Language

_ENGLISH = ' lang="en" dir="ltr"'


class Named(Protocol):
    """What has a name, and one in the language of its place."""

    @property
    def name(self) -> str:
        """The name in Latin letters."""
        ...

    @property
    def name_native(self) -> str | None:
        """The name as it is written there."""
        ...

    @property
    def name_native_language(self) -> str | None:
        """The language of that name, as a BCP 47 tag."""
        ...


class DataWords:
    """What templates call for texts of the data, on the pages of one language.

    ``main`` is the publication's main language. ``written`` and ``english`` are attributes for the
    element around a text in that language or in English; they are empty where the page's is the same.
    """

    def __init__(self, language: Language, main: str) -> None:
        self._language = language
        own = language.code
        self.written = Markup("" if own == main else f' lang="{main}"')  # noqa: S704 - a known code
        self.english = Markup("" if own == SOURCE else _ENGLISH)  # noqa: S704 - ours

    def globals(self) -> dict[str, Any]:
        """The functions and attributes by the names that templates call them."""
        return {
            "written": self.written,
            "english": self.english,
            "term": self.term,
            "term_text": self.term_text,
            "called": self.called,
            "first_name": self.first_name,
            "second_name": self.second_name,
        }

    def term_text(self, register: str, title: str) -> str:
        """A register's title in the page's language where it is a word of the trade, else as written."""
        return self._language.pgettext(register, title)

    def term(self, register: str, title: str) -> Markup:
        """The same as a piece of a page, marked where it is in another language."""
        said = self.term_text(register, title)
        if said != title:
            return escape(said)
        return Markup(f"<bdi{self.written}>{escape(title)}</bdi>")  # noqa: S704 - escaped

    def reads_native(self, factory: Named) -> bool:
        """Whether the reader of the page reads the language of the factory's native name."""
        if not factory.name_native or not factory.name_native_language:
            return False
        return factory.name_native_language.split("-")[0] == self._language.code.split("-")[0]

    def called(self, factory: Named) -> str:
        """The name by which a factory is called first: the native one to whoever reads its language."""
        if factory.name_native and self.reads_native(factory):
            return factory.name_native
        return factory.name

    def first_name(self, factory: Named) -> Markup:
        """That name as a piece of a page."""
        return self._native(factory) if self.reads_native(factory) else _isolated(factory.name)

    def second_name(self, factory: Named) -> Markup:
        """The other of its two names as a piece of a page."""
        return _isolated(factory.name) if self.reads_native(factory) else self._native(factory)

    def _native(self, factory: Named) -> Markup:
        tag = factory.name_native_language
        marked = f' lang="{escape(tag)}"' if tag else ""
        return Markup(f"<bdi{marked}>{escape(factory.name_native or '')}</bdi>")  # noqa: S704 - escaped


def _isolated(name: str) -> Markup:
    return Markup(f"<bdi>{escape(name)}</bdi>")  # noqa: S704 - escaped
