"""The catalogues of the site: every language is complete, and says on pages what it should."""

from __future__ import annotations

import pytest
from babel.messages.catalog import Catalog

from madewhere.publication import read_publication
from madewhere.render import languages
from madewhere.render.languages import CATALOGUE, available, plurals
from madewhere.translations import TEMPLATE, faults, new_header, template, template_file
from madewhere.translations.__main__ import main
from pseudo import pseudo_languages
from tiny_publication import TINY

CODES = available()[1:]


def test_the_template_has_every_text():
    """Whoever adds, changes or removes a text of the site runs `make messages`."""
    assert TEMPLATE.read_bytes() == template_file()


@pytest.mark.parametrize("code", CODES)
def test_a_language_is_complete_and_sound(code):
    """Nothing is missing, stale or fuzzy; placeholders, forms, tags and directions are as they should be."""
    content = (languages.TRANSLATIONS / code / CATALOGUE).read_bytes()
    assert faults.faults(code, content) == []


@pytest.mark.parametrize("code", CODES)
def test_what_is_listed_as_the_same_is_the_same(code):
    """The list of texts that are as in English has no row that this language does not need."""
    assert faults.needless(code) == []


def test_what_is_listed_as_the_same_has_its_reason():
    """Each row is about a text of the site and says why."""
    texts = {(m.context or "", m.id if isinstance(m.id, str) else m.id[0]) for m in template()}
    for row in faults.same_as_english():
        assert (row.context, row.message) in texts, row
        assert row.reason, row


@pytest.mark.parametrize("code", CODES)
def test_a_catalogue_that_nobody_has_checked_says_so(code):
    """The mark on its header and the remark for people agree."""
    content = (languages.TRANSLATIONS / code / CATALOGUE).read_text("utf-8")
    assert ('#, fuzzy\nmsgid ""' in content) == ("Not yet checked by a native speaker" in content)


@pytest.fixture
def small(monkeypatch):
    """A site of five texts, and what is said of a catalogue of them in Arabic."""
    texts = Catalog()
    texts.add("Open the <b>map</b>.", locations=[("a.html", 0)])
    texts.add(("%(n)s factory of %(all)s", "%(n)s factories of %(all)s"))
    texts.add("Open", context="of a finding")
    texts.add("ODbL 1.0")
    monkeypatch.setattr(faults, "template", lambda: texts)
    monkeypatch.setattr(
        faults,
        "same_as_english",
        lambda: (faults.Listed("*", "", "ODbL 1.0", "the name of a licence"),),
    )

    def told(**changes: str) -> list[str]:
        said = {
            "plain": "افتح <b>الخريطة</b>.",
            "zero": "لا مصنع من %(all)s",
            "one": "مصنع واحد من %(all)s",
            "two": "مصنعان من %(all)s",
            "few": "%(n)s مصانع من %(all)s",
            "many": "%(n)s مصنعًا من %(all)s",
            "other": "%(n)s مصنع من %(all)s",
            "open": "مفتوح",
            "more": "",
            "header": new_header("ar"),
        } | changes
        forms = "".join(
            f'msgstr[{n}] "{said[category]}"\n'
            for n, category in enumerate(plurals("ar").categories)
            if said[category] is not None
        )
        content = (
            f"{said['header']}\n"
            f'msgid "Open the <b>map</b>."\nmsgstr "{said["plain"]}"\n\n'
            'msgid "%(n)s factory of %(all)s"\nmsgid_plural "%(n)s factories of %(all)s"\n'
            f"{forms}\n"
            f'msgctxt "of a finding"\nmsgid "Open"\nmsgstr "{said["open"]}"\n\n'
            'msgid "ODbL 1.0"\nmsgstr "ODbL 1.0"\n\n'
            f"{said['more']}"
        )
        return faults.faults("ar", content.encode())

    return told


def test_a_sound_catalogue_has_no_faults(small):
    """Forms of a single number may leave it out, and what is listed may be the same."""
    assert small() == []


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"plain": ""}, "Open the <b>map</b>.: is not translated"),
        ({"two": ""}, "is not translated"),
        ({"open": "Open"}, "is the same as in English"),
        ({"many": "مصنعًا من %(all)s"}, "fills in %(all)s instead of %(all)s, %(n)s"),
        ({"one": "مصنع واحد"}, "fills in nothing instead of %(all)s, %(n)s"),
        ({"few": "%(n)s %(x)s %(all)s"}, "fills in %(all)s, %(n)s, %(x)s instead of"),
        ({"other": "%(n)s % %(all)s"}, "has a % that begins no placeholder"),
        ({"plain": "افتح الخريطة."}, "has other tags or entities"),
        ({"plain": "افتح <i>الخريطة</i>."}, "has other tags or entities"),
        ({"plain": "افتح <b>الخريطة</b>&nbsp;."}, "has other tags or entities"),
        ({"plain": "\u200fافتح <b>الخريطة</b>."}, "has invisible characters"),
        ({"plain": "\u2068افتح <b>الخريطة</b>."}, "has invisible characters"),
        ({"plain": " افتح <b>الخريطة</b>."}, "begins or ends with a space"),
        ({"plain": "افتح  <b>الخريطة</b>."}, "has two spaces in a row"),
        ({"plain": "افتح 'هذه' <b>الخريطة</b>."}, "has straight quotation marks"),
        ({"plain": "افتح <b>الخريطة</b>"}, "ends without ."),
        ({"more": 'msgid "Gone"\nmsgstr "ذهب"\n'}, "Gone: is no text of the site any more"),
        ({"more": '#~ msgid "Gone"\n#~ msgstr "ذهب"\n'}, "Gone: is no text of the site any more"),
    ],
)
def test_a_fault_is_told_with_its_text(small, changes, told):
    """One thing is wrong, and one sentence says what."""
    found = small(**changes)
    assert len(found) == 1
    assert told in found[0]


def test_a_wrong_rule_for_numbers_is_told(small):
    """The header of another language, which programs for translators would follow."""
    assert small(header=new_header("fr"))[0].startswith("Plural-Forms in the header: this language")


def test_a_fuzzy_text_is_told(small):
    """A translation that Babel guessed from a text like it does not count."""
    more = '#, fuzzy\nmsgid "Gone"\nmsgstr "ذهب"\n'
    assert small(more=more) == ["Gone: is no text of the site any more"]
    header = new_header("ar") + '\n#, fuzzy\nmsgid "ODbL 1.0"\nmsgstr "ODbL"\n'
    assert any("marked fuzzy" in fault for fault in small(header=header))


def test_a_language_is_begun_and_brought_up_to_date(tmp_path, monkeypatch, capsys):
    """One command begins a catalogue, keeps what is translated, adds what is new and drops what is gone."""
    for module in ("madewhere.translations", "madewhere.translations.__main__"):
        monkeypatch.setattr(f"{module}.TRANSLATIONS", tmp_path)
    monkeypatch.setattr("madewhere.translations.__main__.TEMPLATE", tmp_path / "site.pot")
    assert main(["it"]) == 0
    assert "to do" in capsys.readouterr().out
    begun = (tmp_path / "it" / CATALOGUE).read_text("utf-8")
    assert begun.startswith("# The texts of the site, in Italian.\n")
    assert (tmp_path / "site.pot").read_bytes() == template_file()
    changed = begun.replace(
        'msgid "When it was checked"\nmsgstr ""', 'msgid "When it was checked"\nmsgstr "Quando"'
    )
    changed = changed.replace("# The texts", "# By Ada.\n# The texts")
    changed += '\nmsgid "A text that is gone"\nmsgstr "Andato"\n'
    changed = changed.replace('msgid "Found and fixed"\nmsgstr ""\n', "")
    (tmp_path / "it" / CATALOGUE).write_text(changed, "utf-8")
    assert main(["it"]) == 0
    again = (tmp_path / "it" / CATALOGUE).read_text("utf-8")
    assert again.startswith("# By Ada.\n# The texts of the site, in Italian.\n")
    assert 'msgstr "Quando"' in again
    assert "A text that is gone" not in again
    assert 'msgid "Found and fixed"' in again
    assert main(["it"]) == 0
    assert (tmp_path / "it" / CATALOGUE).read_text("utf-8") == again


@pytest.mark.parametrize("code", ["en", "xx", "../it", ""])
def test_no_catalogue_is_begun_for_what_is_no_other_language(code, tmp_path, monkeypatch, capsys):
    """Neither for English nor for a code that nobody has."""
    monkeypatch.setattr("madewhere.translations.__main__.TRANSLATIONS", tmp_path)
    monkeypatch.setattr("madewhere.translations.__main__.TEMPLATE", tmp_path / "site.pot")
    assert main([code]) == 2
    assert capsys.readouterr().err
    assert [path.name for path in tmp_path.iterdir()] == ["site.pot"]


def test_a_catalogue_makes_a_language_of_a_publication(tmp_path):
    """Nothing but the file and the code in the settings is needed."""
    (tmp_path / "data").mkdir()
    text = (TINY / "publication.yaml").read_text("utf-8").replace("[en]", "[en, it]")
    (tmp_path / "data/publication.yaml").write_text(text, "utf-8")
    with pseudo_languages(tmp_path / "texts", "it"):
        assert read_publication(tmp_path / "data").languages == ("en", "it")


@pytest.mark.parametrize(
    ("code", "forms"),
    [
        ("en", {0: 1, 1: 0, 2: 1}),
        ("fr", {0: 0, 1: 0, 2: 1, 1_000_000: 1}),
        ("de", {0: 1, 1: 0, 2: 1}),
        ("es", {0: 1, 1: 0, 2: 1}),
        ("tr", {0: 1, 1: 0, 2: 1}),
        ("ar", {0: 0, 1: 1, 2: 2, 3: 3, 10: 3, 11: 4, 99: 4, 100: 5, 102: 5, 103: 3, 1000: 5}),
        ("bn", {0: 0, 1: 0, 2: 1}),
        ("vi", {0: 0, 1: 0, 2: 0}),
        ("zh", {0: 0, 1: 0, 2: 0}),
        ("pl", {1: 0, 2: 1, 5: 2, 12: 2, 22: 1}),
    ],
)
def test_numbers_take_the_forms_that_a_language_has(code, forms):
    """Counted nouns are said as CLDR has it, whatever a header says."""
    assert {number: plurals(code).index(number) for number in forms} == forms
