"""What the script that finds things says, in the language of its page."""

from __future__ import annotations

from typing import Any

from madewhere.render.kinds.base import Setting
from madewhere.render.product_parts import UNNAMED
from madewhere.render.product_words import PRODUCT_WORDS
from madewhere.render.search.entry import GAPS
from madewhere.render.search.facets import occurring
from madewhere.render.search.kinds import KINDS


def texts(setting: Setting) -> dict[str, Any]:
    """Every text by the name that the script knows it by."""
    site, say, text = setting.site, setting.say, setting.text
    language = say.language
    codes = occurring(site)["country"].union(each.member.country for each in site.members)
    return {
        "counts": {kind.name: kind.forms(language) for kind in KINDS},
        "columns": {
            kind.name: [(key, text(label)) for key, label in kind.columns] for kind in KINDS
        },
        "mapped": [kind.name for kind in KINDS if kind.on_map],
        "countries": {code: say.country(code) for code in sorted(codes)},
        "types": {
            code: setting.words.term_text("facility_type", title)
            for code, title in site.facility_types.items()
        },
        "gaps": {code: text(word) for code, word in GAPS.items()},
        "states": {
            **{code: say.label("state", code) for code in ("closed", "moved")},
            "ended": text("Ended"),
        },
        "stages": {code: say.label("stage_in", code) for code in PRODUCT_WORDS["stage_in"]},
        "known": {code: say.label("place_short", code) for code in UNNAMED},
        "comma": text(", "),
        "results": text("Results"),
        "more": language.forms("Show %(n)s more", "Show %(n)s more"),
        "remove": text("Without the filter %(what)s"),
        "clear": text("Clear the filters"),
        "loading": text("Searching…"),
        "failed": text("The index could not be read. The lists below hold the same."),
        **_nothing(setting),
        **_map(setting),
    }


def _nothing(setting: Setting) -> dict[str, str]:
    """What to say where nothing is found. A gap is filled by the script."""
    text = setting.text
    return {
        "none": text("Nothing found"),
        "nothing": text("Nothing here has all of these words. Try fewer, or only how they begin."),
        "missing": text(
            "Not found: %(words)s. Perhaps it is spelt another way, or can be left out."
        ),
        "without": text("Look for %(words)s only"),
        "narrowed": text("There may be more without the filters."),
        "mayBe": text("A factory that has not agreed is not listed."),
        "idWrong": text(
            "As an ID, %(id)s cannot be right: its last character does not fit the others. Look at the label "
            "again: perhaps a character was misread, or two changed places."
        ),
        "idLength": text(
            "An ID has nine characters, and %(id)s has %(n)s. Look at the label again."
        ),
        "idUnknown": text(
            "%(id)s is a proper ID, but no factory or product shown here has it. %(page)s"
        ),
        "itsPage": text("If it was ever published here, its page says why it is not shown now."),
        "numberWrong": text(
            "%(id)s cannot be right: its last digit does not fit the others. Look at the number again."
        ),
        "numberUnknown": text("%(id)s is a proper number, but nothing shown here has it. %(page)s"),
    }


def _map(setting: Setting) -> dict[str, Any]:
    text, forms = setting.text, setting.say.language.forms
    return {
        "open": text("Open the page"),
        "borders": text("Borders: Natural Earth"),
        "zoomIn": text("Zoom in"),
        "zoomOut": text("Zoom out"),
        "close": text("Close"),
        "aggregated": text(
            "These are too many for one map. Each sign stands for a country; press one to see what is there."
        ),
        "mapFailed": text("The map could not be loaded in full."),
        "unplaced": forms("%(n)s has no place given.", "%(n)s have no place given."),
    }
