"""What a cell has to be like where its column has a pattern, in words."""

from __future__ import annotations

from madewhere.tables import Field

_ID = "[0-9A-HJKMNP-TV-Z]"
_SLUG = "[a-z0-9]+(-[a-z0-9]+)*"
_FACTORY = f"[A-Z]{{2}}{_ID}{{7}}"
_WHO = "workers|former-workers|subcontracted-workers|community|anyone"
_ILO = r"[CRP][0-9]{1,3}( Art\. [0-9]{1,2}[A-Z]?)?"
_SDG = r"[0-9]{1,2}\.[0-9a-z]{1,2}"
_LOT = "[!\"%&'()*,./0-9:;<>?A-Z_a-z][!\"%&'()*+,./0-9:;<=>?A-Z_a-z-]*"
_ACCOUNT = "@[A-Za-z0-9-]+(/[A-Za-z0-9-]+)?"

_IN_SMALL_LETTERS = "only small letters and digits, with single hyphens between"
_SEVERAL = "; several have | between them and no space"
_FACTORY_ID = (
    "a factory ID: two capital letters, then seven digits or capital letters but I, L, O, U"
)

_RULES = {
    _SLUG: _IN_SMALL_LETTERS,
    _FACTORY: _FACTORY_ID,
    f"A{_ID}{{9}}": "an audit ID: A, then nine digits or capital letters but I, L, O, U",
    r"https?://[^\s]+": "a web address that begins with https:// or http:// and has no space",
    "[A-Z]{2}": "two capital letters",
    "[a-z]{2,3}(-[A-Z][a-z]{3})?(-[A-Z]{2})?": "the short code of one language",
    "[0-9a-f]{64}": "64 digits or letters from a to f",
    "[0-9a-f]{32}": "32 digits or letters from a to f",
    rf"(\*|{_SLUG})": f"* or {_IN_SMALL_LETTERS}",
    "[A-Za-z0-9][A-Za-z0-9._-]{0,29}": (
        "at most 30 letters, digits, points, hyphens and _, a letter or digit first"
    ),
    "[0-9a-z][0-9a-z.-]{0,19}": (
        "at most 20 small letters, digits, points and hyphens, a letter or digit first"
    ),
    r"[a-z0-9-]+(\|[a-z0-9-]+)*": f"only small letters, digits and hyphens{_SEVERAL}",
    r"[a-z]{2,3}(\|[a-z]{2,3})*": f"the short code of a language{_SEVERAL}",
    "[A-Za-z0-9-]+": "only letters, digits and hyphens",
    r"([A-E]|[0-9]+(\.[0-9]+)?)": "a letter from A to E, or a number with a point",
    f"({_FACTORY}|{_SLUG})": f"{_FACTORY_ID}; or {_IN_SMALL_LETTERS}",
    "[A-Z]{2}[0-9]{7}[A-Z0-9]{6}": (
        "an OS ID: two capital letters, seven digits, then six digits or capital letters"
    ),
    f"[0-9]{_ID}{{8}}": (
        "a product ID: a digit, then eight digits or capital letters but I, L, O, U"
    ),
    "[0-9]{13}": "13 digits",
    "[0-9]{14}": "14 digits; a GTIN of 8, 12 or 13 digits gets zeros before it",
    _LOT: (
        "only digits, letters from A to Z and the signs !\"%&'()*+,-./:;<=>?_, and no =, + or - first"
    ),
    "[A-Z0-9]{18}[0-9]{2}": "18 digits or capital letters, then two digits",
    rf"{_ILO}(\|{_ILO})*": f"a convention by its number{_SEVERAL}",
    rf"{_SDG}(\|{_SDG})*": f"a target by its number{_SEVERAL}",
    r"[0-9]{1,2}(\|[0-9]{1,2})*": f"a principle by its number{_SEVERAL}",
    rf"{_ACCOUNT}(\|{_ACCOUNT})*": f"an account with @ before it{_SEVERAL}",
    rf"({_WHO})(\|({_WHO}))*": f"of {_WHO.replace('|', ', ')}{_SEVERAL}",
    r"([A-Z]{2}|\*)": "two capital letters, or *",
    f"{_ID}{{5}}-{_ID}{{5}}": (
        "a reference: five digits or capital letters but I, L, O, U, a hyphen, and five more"
    ),
    r"[a-z_]+(\|[a-z_]+)*": f"a subject in small letters{_SEVERAL}",
    r"[a-z0-9-]+(\.[a-z0-9-]+)+": "a domain: small letters, digits, hyphens and points",
}
"""By pattern, without its ends."""


def rule(field: Field) -> str:
    """What a column's cells have to be, in words that follow "is not", with an example."""
    pattern = field.constraints["pattern"].removeprefix("^").removesuffix("$")
    return f"{_RULES[pattern]}, such as {field.example}"
