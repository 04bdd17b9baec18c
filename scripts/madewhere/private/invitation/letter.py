"""The invitation as a page to print: what is asked, what it would show, and the sheet for the answer."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from madewhere.private.invitation.languages import joined, letter_language
from madewhere.private.invitation.words import (
    NOTHING_FROM_MEMBER,
    NOTHING_YET,
    SCOPE_HELP,
    SCOPE_TITLES,
    TEXT_VERSION,
)
from madewhere.private.invitation.would_show import is_shown_by_others, would_show
from madewhere.render.environment import environment
from madewhere.render.speaker import Speaker
from madewhere.site_model import Site

TEMPLATE = "invitation/letter.html.jinja"  # not *.html: `verify` takes those for words of the site
PAGE, PREVIEW = "invitation.html", "preview.html"
"""The names of the two files of an invitation in its folder."""
ENGLISH = "invitation-english.html"
"""The name of the English letter that lies beside one in a language that is only guessed."""

_DECLARED_ROWS = 6


@dataclass(frozen=True, slots=True)
class Earlier:
    """What the factory agreed to before: since when, and until when where it said so."""

    decided_on: date
    ends_on: date | None


class LetterWriter:
    """Writes invitations in one language."""

    def __init__(self, code: str, as_of: date) -> None:
        """Raises `KeyError` for a language in which there is no invitation."""
        self.language = letter_language(code)
        self._say = Speaker(self.language, as_of)
        self._template = environment(self._say).get_template(TEMPLATE)

    def titles(self, scopes: tuple[str, ...]) -> str:
        """What the scopes are called, on one line."""
        titles = (self.language.gettext(SCOPE_TITLES[scope]) for scope in scopes)
        return joined(titles, self.language)

    def letter(
        self,
        site: Site,
        member: str,
        factory_id: str,
        reference: str,
        scopes: tuple[str, ...],
        earlier: Earlier | None,
    ) -> str:
        """The invitation as HTML that needs no other file.

        ``site`` is what would be shown if the factory agreed to exactly these scopes.
        """
        say, text, whole = self._say, self.language.gettext, self._say.isolated

        subjects = [
            {
                "scope": shown.scope,
                "title": text(SCOPE_TITLES[shown.scope]),
                "help": text(SCOPE_HELP[shown.scope]),
                "rows": shown.rows,
            }
            for shown in would_show(site, member, factory_id, scopes, say)
        ]
        publication = site.publication
        contacts = [publication.publisher.email or publication.publisher.url]
        contacts.append(publication.report_url.removeprefix("mailto:"))
        own = next(p.member for p in site.members if p.member.slug == member)
        nothing = text(NOTHING_YET)
        if is_shown_by_others(site, member, factory_id):
            nothing = text(NOTHING_FROM_MEMBER) % {"member": whole(own.name)}
        return self._template.render(
            factory=site.by_id[factory_id],
            sender=own.name,
            member=whole(own.name),
            reached=whole(own.name) + (f" ({whole(own.website)})" if own.website else ""),
            publication=whole(publication.name),
            base_url=publication.base_url,
            contact=joined(
                map(whole, dict.fromkeys(each for each in contacts if each)), self.language
            ),
            reference=reference,
            subjects=subjects,
            nothing=nothing,
            earlier=earlier,
            as_of=site.as_of,
            text_version=TEXT_VERSION,
            preview=PREVIEW,
            declared_rows=_DECLARED_ROWS,
        )
