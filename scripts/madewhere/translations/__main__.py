"""Writes the template of the site's texts and brings the catalogues in line with it.

    python -m madewhere.translations [CODE …]

takes every catalogue, or those of the languages named; one that there is not yet is begun. It tells
what is left to do in each.
"""

from __future__ import annotations

import sys

from babel import UnknownLocaleError

from madewhere.project import ROOT, SITE_SRC, TRANSLATIONS
from madewhere.prose.edition import english_digest, outdated
from madewhere.render.languages import CATALOGUE, SOURCE, available
from madewhere.translations import TEMPLATE, template_file, updated
from madewhere.translations.faults import faults

_SHOWN = 20


def main(codes: list[str]) -> int:
    """Do what the module says. Gives 2 for a language that there is not."""
    TEMPLATE.write_bytes(template_file())
    for code in codes or available()[1:]:
        if code == SOURCE:
            print("The texts are in English already; en needs no catalogue.", file=sys.stderr)
            return 2
        try:
            content = updated(code)
        except (UnknownLocaleError, ValueError):
            print(f"There is no language with the code {code}.", file=sys.stderr)
            return 2
        path = TRANSLATIONS / code / CATALOGUE
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(content)
        found = faults(code, content)
        print(f"{code}: {len(found)} to do" if found else f"{code}: complete")
        for fault in found[:_SHOWN]:
            print(f"  {fault}")
        if found[_SHOWN:]:
            print(f"  and {len(found) - _SHOWN} more")
        for page in outdated(ROOT, code):
            digest = english_digest(SITE_SRC / page)
            print(f"  site_src/{code}/{page}: older than the English page, english: {digest}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
