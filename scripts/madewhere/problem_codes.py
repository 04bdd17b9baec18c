"""Every problem that can be found in data: its code, its level, what it means and what to do.

A code never changes its meaning, because people search for it and decisions name it. To add a check,
add its codes here; the site's page of problems and the tests follow from this table.
"""

from __future__ import annotations

from dataclasses import dataclass

from madewhere.problem_codes_in_depth import GROUPS_IN_DEPTH


@dataclass(frozen=True, slots=True)
class CodeInfo:
    """One kind of problem. ``level`` is error, warning or notice; the texts are plain English."""

    code: str
    level: str
    title: str
    meaning: str
    fix: str


_GROUPS: dict[str, list[tuple[str, str, str, str, str]]] = {
    "Files and packages": [
        (
            "package-unreadable",
            "error",
            "The package's descriptor cannot be read",
            "Each package is a folder with a datapackage.json. Without a readable one nothing in the folder is used.",
            "Run `madewhere upgrade` to write the descriptor again.",
        ),
        (
            "file-not-regular",
            "error",
            "Not an ordinary file",
            "A symbolic link, a device or a named pipe could lead out of the package, so none is ever opened. A file that may not be read is told here too.",
            "Put the file itself in its place, readable for whoever runs the command.",
        ),
        (
            "file-remote",
            "error",
            "The descriptor points somewhere else",
            "A descriptor may only name files in its own folder. Addresses, absolute paths, `..` and `$ref` are refused, so that checking a proposal never opens anything else.",
            "Run `madewhere upgrade` to write the descriptor again.",
        ),
        (
            "file-unexpected",
            "error",
            "A file or folder that does not belong here",
            "Whatever stands in `data/` is public and must be understood. A file that no table is made of would be neither checked nor published. A member's folder has the member's slug as its name: lower-case letters, digits and hyphens.",
            "Remove the file, or give it the name of the table that it holds.",
        ),
        (
            "file-too-large",
            "error",
            "The file is too large",
            "A table may have up to 200 MB, a descriptor up to 1 MB.",
            "Split the package, or remove what does not belong there.",
        ),
        (
            "too-many-rows",
            "error",
            "The table has too many rows",
            "A table may have up to 2,000,000 rows. The rows beyond are not looked at.",
            "Split the package.",
        ),
        (
            "not-utf8",
            "error",
            "The file is not UTF-8",
            "Every file is read as UTF-8 and nothing is guessed, because a guess turns names into garbage without a word.",
            "Save the file again as CSV UTF-8.",
        ),
        (
            "byte-order-mark",
            "error",
            "The file begins with a byte-order mark",
            "Three invisible bytes before the first column's name. Other programs would read them as part of the name.",
            "Save the file as UTF-8 without a byte-order mark; `madewhere disclose` writes it so.",
        ),
        (
            "csv-broken",
            "error",
            "The file cannot be read as CSV",
            "A quotation mark is opened and never closed, or a NUL character stands in the file.",
            "Save the table again from a spreadsheet or with `madewhere disclose`.",
        ),
        (
            "descriptor-key",
            "error",
            "Unknown key in the descriptor",
            "The descriptor is written by the tool. A key that the tool does not know is refused instead of ignored.",
            "Run `madewhere upgrade` to write the descriptor again.",
        ),
        (
            "descriptor-outdated",
            "error",
            "The descriptor is not what the tool would write",
            "The descriptor carries the schemas, so that the package can be checked on its own. Here it differs from the publication's schemas or from the files in the folder.",
            "Run `madewhere upgrade`, which writes the descriptor again and changes no table.",
        ),
        (
            "table-missing",
            "error",
            "A table is missing",
            "A member's package needs `factories.csv` and `consents.csv`; the registers need each of their tables. All other tables may be left out.",
            "Add the table; with only its header where there is nothing to say.",
        ),
        (
            "publication-key",
            "error",
            "Unknown or missing key in publication.yaml",
            "The publication's settings are a fixed list. A key with a typing error would otherwise be ignored.",
            "Correct the key; the page on publishing lists them all.",
        ),
        (
            "publication-value",
            "error",
            "A setting has a value that cannot be used",
            "The value is not of the kind that this setting takes.",
            "Give a value as the page on publishing describes it.",
        ),
    ],
    "Tables and cells": [
        (
            "column-unknown",
            "error",
            "Unknown column",
            "No column is dropped silently. One that the schema does not have is refused.",
            "Rename the column as in the data dictionary, or remove it.",
        ),
        (
            "column-missing",
            "error",
            "A column is missing",
            "The tables have fixed columns in a fixed order, so that a change shows as few lines as possible in Git.",
            "Add the column; its cells may be empty where the data dictionary does not require them.",
        ),
        (
            "column-repeated",
            "error",
            "The same column twice",
            "Two columns have the same name, so it is not known which of them counts.",
            "Remove one of them.",
        ),
        (
            "column-order",
            "error",
            "The columns are in another order",
            "The columns stand in the order of the data dictionary, so that a change shows as few lines as possible in Git.",
            "Put the columns into that order; `madewhere disclose` writes them so.",
        ),
        (
            "row-length",
            "error",
            "The row has more or fewer cells than the header",
            "Often a comma inside a cell that is not in quotation marks. The row is not used.",
            "Put the cell that holds a comma in quotation marks.",
        ),
        (
            "row-blank",
            "warning",
            "Empty row",
            "A row without any value.",
            "Remove the row.",
        ),
        (
            "rows-unsorted",
            "notice",
            "The rows are not in the order of their key",
            "Sorted rows keep two people's changes apart in Git.",
            "Run `madewhere upgrade`, which sorts them.",
        ),
        (
            "key-repeated",
            "error",
            "The same key twice",
            "Two rows of one table have the same key, so it is not known which of them counts. The later one is not used.",
            "Where both rows are the same, `madewhere upgrade` takes one out. Otherwise remove or correct one.",
        ),
        (
            "cell-required",
            "error",
            "A required cell is empty",
            "Without this value the row means nothing, and it is not used.",
            "Fill in the cell.",
        ),
        (
            "cell-type",
            "error",
            "The cell is not of the column's type",
            "Numbers are written with a point and without thousands separators, dates as YYYY-MM-DD, yes and no as true and false.",
            "Write the value in the form that the data dictionary gives.",
        ),
        (
            "cell-pattern",
            "error",
            "The cell does not have the column's form",
            "Identifiers, codes and addresses have a fixed form.",
            "Write the value in the form that the data dictionary gives.",
        ),
        (
            "cell-choice",
            "error",
            "The cell has a value that is not on the column's list",
            "The column takes a fixed list of values.",
            "Choose one of the values that the data dictionary lists.",
        ),
        (
            "cell-range",
            "error",
            "The number is outside its range",
            "The column takes numbers of a range only; the data dictionary gives it.",
            "Correct the number.",
        ),
        (
            "cell-too-long",
            "error",
            "The text is too long",
            "The column takes a limited number of characters.",
            "Shorten the text.",
        ),
        (
            "cell-control-character",
            "error",
            "Line break or invisible control character in a cell",
            "Such characters break tables, and some of them can make a name read as another.",
            "Remove the character.",
        ),
        (
            "cell-untrimmed",
            "warning",
            "Space at the beginning or end of a cell",
            "It makes equal values look different.",
            "Remove the space; `madewhere upgrade` does it.",
        ),
        (
            "cell-formula",
            "error",
            "A spreadsheet would run this cell as a formula",
            "Downloads are opened in spreadsheets. A cell that such a program would calculate could read files or send data, so it is refused. After = anything counts as one; after +, - or @ only what can be calculated: a function, a cell, an operator. Names, single numbers and telephone numbers that only begin like a formula pass.",
            "Remove the character at the beginning of the cell.",
        ),
        (
            "cell-email",
            "warning",
            "This looks like an e-mail address",
            "Personal data does not belong into public data. Contacts stay in the member's private folder.",
            "Remove the address, or move it to the private folder.",
        ),
        (
            "cell-phone",
            "warning",
            "This looks like a telephone number",
            "Personal data does not belong into public data. Contacts stay in the member's private folder.",
            "Remove the number, or move it to the private folder.",
        ),
    ],
    "Identifiers and references": [
        (
            "id-check-character",
            "error",
            "The identifier's check character does not fit",
            "The last character is computed from the others, so that a typing error is found. This one does not fit.",
            "Compare it with the source. IDs are never made by hand: `madewhere import` mints those of factories, `madewhere disclose` those of audits.",
        ),
        (
            "reference-factory",
            "error",
            "The row names a factory that this package does not have",
            "Every row about a factory needs that factory's row in the same package's `factories.csv`.",
            "Add the factory, or correct the ID.",
        ),
        (
            "reference-member",
            "error",
            "Unknown member",
            "The package's folder, or a consent, names a member that `registers/members.csv` does not have.",
            "Add the member to the register, or correct the slug.",
        ),
        (
            "reference-audit-firm",
            "error",
            "Unknown audit firm",
            "The row names a firm that `registers/audit_firms.csv` does not have.",
            "Add the firm to the register, or correct the slug.",
        ),
        (
            "reference-code",
            "error",
            "Unknown code",
            "The code is not in the register that the column refers to.",
            "Use a code of the register of facility types or processing types.",
        ),
        (
            "reference-audit",
            "warning",
            "An audit that the row names is not known",
            "No package has an audit with that ID: the one that an audit follows, in which a correction was verified, or that supports a claim. The page then shows the row without it.",
            "Correct the ID, or leave the cell empty.",
        ),
        (
            "reference-part-of",
            "error",
            "The larger site is not known",
            "The factory says that it is part of a site that is not in any package, or of itself.",
            "Correct the ID, or leave the cell empty.",
        ),
        (
            "country-unknown",
            "error",
            "Unknown country code",
            "The code is not one of ISO 3166-1 alpha-2, nor XK.",
            "Use the country's two-letter code.",
        ),
        (
            "supply-link-self",
            "error",
            "A factory supplies itself",
            "Supplier and customer are the same factory.",
            "Correct one of the two IDs.",
        ),
        (
            "decision-unused",
            "notice",
            "The decision silences nothing",
            "No problem with this code and subject was found. It may have been solved since.",
            "Remove the decision, or correct its code or subject.",
        ),
    ],
    "Consent and the ledger": [
        (
            "consent-missing",
            "error",
            "Not covered by a consent",
            "The factory has not agreed that this is shown, or not for this member. The build withholds it, but whatever is pushed to `data/` is public already.",
            "Remove the row or empty the cells, or record the factory's consent with its evidence.",
        ),
        (
            "consent-lapsed",
            "notice",
            "The consent has run out",
            "The factory agreed, but only until a day that has passed. The build withholds what it covered.",
            "Ask the factory again, or remove what the consent covered.",
        ),
        (
            "consent-withdrawn",
            "error",
            "The factory has withdrawn",
            "The ledger says that this factory withdrew. No row about it may stand in `data/`, and older consents no longer count.",
            "Remove every row about this factory.",
        ),
        (
            "consent-other-member",
            "error",
            "A consent given for another member",
            "A member's package holds consents for its own statements, or for all members (`*`). One for somebody else proves nothing and is not used.",
            "Move the consent to that member's package.",
        ),
        (
            "consent-without-identity",
            "error",
            "A consent for a scope, but none for identity",
            "Nothing about a factory can be shown without naming it, so this consent has no effect.",
            "Record the consent for identity too, or remove this one.",
        ),
        (
            "consent-dates",
            "error",
            "The consent ends before it begins",
            "The last day on which the consent holds lies before the day on which it was given.",
            "Correct one of the two dates.",
        ),
        (
            "ledger-missing",
            "error",
            "The identifier is not in the ledger",
            "Every identifier that is published has an event `published` in `data/ledger/`. Labels are printed with it, so it must answer for ever.",
            "Write the rows with `madewhere disclose`, which adds the event.",
        ),
        (
            "ledger-order",
            "error",
            "The events of an identifier do not follow each other",
            "The first event of an identifier is `published`; what is not closed cannot be reopened; what is merged stays merged.",
            "Add a new event file that puts it right. Event files that are published are never changed.",
        ),
        (
            "ledger-successor",
            "error",
            "The successor is missing or unknown",
            "An identifier that was merged or moved points to another one, which must be published itself and must not lead back in a circle.",
            "Name a published identifier of the same kind as successor.",
        ),
        (
            "ledger-merged",
            "error",
            "Rows stand under an identifier that was merged into another",
            "The page of a merged identifier only points on. What stands under it is not shown.",
            "Put the rows under the successor, if the factory agreed to that.",
        ),
        (
            "ledger-withdrawn",
            "error",
            "Rows stand under an audit or a member that was withdrawn",
            "The ledger says that this audit or this member was withdrawn. Nothing that stands under it is shown, and it should not stay in `data/`.",
            "Remove the audit's rows, or the member's package and its row in the register.",
        ),
        (
            "ledger-changed",
            "error",
            "A published ledger file was changed or removed",
            "The ledger is a promise about addresses that are printed on labels. Files are added and never changed.",
            "Restore the file, and add a new one.",
        ),
        (
            "identifier-vanished",
            "error",
            "A published identifier has vanished",
            "The ledger of the base revision has it and this one does not. Labels with its address are out there.",
            "Restore its event; if the factory left, add the event `withdrawn` or `closed`.",
        ),
        (
            "base-url-changed",
            "error",
            "The public address of the publication was changed",
            "The address is printed on labels. Changing it breaks every one of them, unless the old address goes on answering.",
            "Restore `base_url`, or list the old one under `former_base_urls` once it redirects.",
        ),
    ],
    "Places": [
        (
            "coordinates-half",
            "error",
            "Only one of the two coordinates",
            "A point needs a latitude and a longitude.",
            "Fill in the other one, or empty both.",
        ),
        (
            "coordinates-zero",
            "error",
            "The point is 0, 0",
            "This is a place in the sea off West Africa; programs write it where they know nothing.",
            "Empty both cells, or give the real point.",
        ),
        (
            "coordinates-swapped",
            "error",
            "Latitude and longitude look swapped",
            "As written the point lies outside the factory's country; the other way round it lies inside.",
            "Swap the two values.",
        ),
        (
            "coordinates-elsewhere",
            "error",
            "The point does not lie in its country",
            "The point is in another country or far out at sea, more than 10 km outside the country that the row names. A false place is a grave error where regions are under suspicion.",
            "Correct the point or the country.",
        ),
        (
            "coordinates-border",
            "warning",
            "The point lies just across a border",
            "The point is in another country, at most 10 km from the one that the row names. Borders of maps are not exact, so this may be right.",
            "Look at the point on a map.",
        ),
        (
            "coordinates-at-sea",
            "warning",
            "The point lies in the sea",
            "The point is on no land, near the country that the row names. Factories at a coast often are, because outlines are not exact.",
            "Look at the point on a map.",
        ),
    ],
    "Dates, audits and figures": [
        (
            "date-future",
            "error",
            "The date lies in the future",
            "More than one day after the date for which the site speaks. One day is allowed, because the day begins earlier in the east.",
            "Correct the date.",
        ),
        (
            "statement-undated",
            "error",
            "A statement without its date or its source",
            "Each group of fields that says something has the day on which it was stated and who said so. Without them it cannot be known which of two statements is the newer, so the group is not shown.",
            "Fill in the group's `stated_on` and `stated_by`.",
        ),
        (
            "workers-range",
            "error",
            "The range of workers is the wrong way round",
            "The lower end is above the upper end, or the exact number lies outside the range.",
            "Correct the figures.",
        ),
        (
            "alert-letter",
            "error",
            "An alert notification makes the letter E",
            "The audit has alert notifications but another letter than E. This is a rule of the rating, whatever the percentage.",
            "Correct the letter or the number of alerts.",
        ),
        (
            "audit-order",
            "error",
            "A follow-up before the audit that it follows",
            "The audit is dated before the one whose findings it checks, or belongs to another factory.",
            "Correct the date or the ID in `follows_audit`.",
        ),
        (
            "audit-two-ids",
            "error",
            "One audit under two identifiers",
            "Two rows have the same factory, type, date and firm, and so are the same audit, but not the same ID. It is counted once.",
            "Give both rows the ID that was published first.",
        ),
        (
            "audit-contradiction",
            "warning",
            "Members state the same audit differently",
            "Two members disclose the same audit with different values. The page shows both.",
            "Compare with the audit report, and correct the row that is wrong.",
        ),
        (
            "statement-contradiction",
            "warning",
            "Members state the same factory differently",
            "Two statements of the same day or newer differ by more than the tolerance: another country, points more than 5 km apart, or numbers of workers that differ by more than half. The page shows both.",
            "Ask the factory, and correct the row that is wrong.",
        ),
    ],
    **GROUPS_IN_DEPTH,
    "Likely duplicates": [
        (
            "duplicate-in-package",
            "warning",
            "Two factories of this package look like one",
            "Name, address and distance are alike. One factory has one row in a package, so giving both rows the same ID only leads to `key-repeated`. Units of one site are no duplicates if `part_of` says so.",
            "One factory: keep the ID published first, remove the other's rows from every table of the private folder, and run `madewhere merge OTHER FIRST`. A unit of the other: write the other's ID into its `part_of`. Two factories: add to `registers/decisions.csv` the row `duplicate-in-package,ID|ID,why,YYYY-MM-DD`, the two IDs in alphabetical order.",
        ),
        (
            "duplicate-across-members",
            "warning",
            "A factory of another member looks the same",
            "Name, address and distance are alike, but the IDs differ. One factory has one ID, whoever discloses it; each member has its own row under that ID. The problem stands at the ID that was published later.",
            "One factory: in the private folder of this file's member write the other ID in place of this one in every table, then run `madewhere merge THIS OTHER` and `madewhere disclose`. Two factories: add to `registers/decisions.csv` the row `duplicate-across-members,ID|ID,why,YYYY-MM-DD`, the two IDs in alphabetical order.",
        ),
    ],
    "Import": [
        (
            "import-column-unused",
            "notice",
            "A column of the list has no place in the tables",
            "Its values are kept in the private folder's `import_rest.csv`, and nowhere else.",
            "Name a place for it with `--map`, or leave it.",
        ),
        (
            "import-cell-unread",
            "warning",
            "A cell of the list could not be read",
            "The row is taken without it; the cell's text is kept in `import_rest.csv`.",
            "Correct the cell in the private folder's table.",
        ),
        (
            "import-country",
            "error",
            "The row's country is not known",
            "Without a country no ID can be minted. The row was not taken; it is kept in `import_refused.csv`.",
            "Name the country in the list, or for the whole list with `--country`.",
        ),
        (
            "import-name",
            "error",
            "The row has no name",
            "The row was not taken; it is kept in `import_refused.csv`.",
            "Fill in the name in the list, and import it again. A line that is no factory needs nothing; a factory with a name like a note's needs its country in a column.",
        ),
        (
            "import-too-long",
            "error",
            "A name or an address is longer than its column takes",
            "The row was not taken; it is kept in `import_refused.csv`.",
            "Shorten the text in the list, and import it again.",
        ),
        (
            "import-repeated",
            "notice",
            "The row's factory is there already",
            "The same factory stands in the private folder or earlier in the list already, with the same name and address or the same identifier. It was not taken a second time. What the row adds was filled in; values that differ are kept in `import_rest.csv`, unless the list is of a later day.",
            "Nothing to do, unless it is another unit: then give it another name in the list.",
        ),
        (
            "import-likely-duplicate",
            "warning",
            "The row looks like a factory that is known already",
            "The row was taken with an ID of its own. If it is the same factory, it should have the other one's ID.",
            "Compare the two. If they are one and the other is published, write its ID in place of this one in every table of the private folder; if both stand in your list or folder, remove the row of one from each table and from the list. If they are two, leave them.",
        ),
        (
            "import-text-cleaned",
            "notice",
            "Invisible or broken characters were removed",
            "Line breaks, control characters or characters that stand for lost ones stood in the cell.",
            "Compare the text with the source.",
        ),
    ],
}

GROUPS: dict[str, tuple[str, ...]] = {
    group: tuple(entry[0] for entry in entries) for group, entries in _GROUPS.items()
}
"""The codes of each heading, in the order in which the documentation explains them."""

CODES: dict[str, CodeInfo] = {
    entry[0]: CodeInfo(*entry) for entries in _GROUPS.values() for entry in entries
}
"""Every code with what it means."""
