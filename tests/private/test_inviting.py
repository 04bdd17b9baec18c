"""Invitations: who is asked, what the pages tell and never tell, and that nothing is half written."""

from __future__ import annotations

import csv
import random
import re
from dataclasses import replace
from datetime import date, timedelta
from html.parser import HTMLParser
from pathlib import Path

import pytest

from checking import consent
from madewhere.corpus import Row
from madewhere.disclose import disclose
from madewhere.errors import MadewhereError, UsageError
from madewhere.importing.country_names import find_country
from madewhere.link import link
from madewhere.package_writer import table_bytes
from madewhere.private.folder import open_private, write_private_table
from madewhere.private.invitation.choosing import Choice, read_list
from madewhere.private.invitation.languages import letter_language, letter_languages
from madewhere.private.invitation.preview import Previews
from madewhere.private.invitation.usual_languages import USUAL_LANGUAGES, usual_language
from madewhere.private.opening import open_both
from madewhere.private.standing import Prospect
from madewhere.report.invitations import invite_text
from madewhere.tables import SCOPES, used_scopes
from private.inviting_case import NEW, OTHER, add, ask, make_folder, pages, rows_of
from tiny_publication import AS_OF, DENIM, GONE, KNITS, WEAVES

CANARIES = {
    "ratings": ("73.7", "letter C", ">C<"),
    "profile": ("Profile sector", "Profile trousers", "Profile Holding", "7,421"),
    "contact": ("contact.example",),
    "tiers": ("Tier 1", "<dd>1</dd>"),
}
PRIVATE = ("Canary", "secret.example", "5550", "Undisclosed", OTHER)


@pytest.fixture
def private(tmp_path):
    """Alder's private folder."""
    return make_folder(tmp_path / "private")


def test_the_pages_show_exactly_what_is_asked(private, tiny):
    """With identity and audits, their values stand in both pages and those of no other scope do."""
    letter, preview = pages(ask(private, tiny))
    for page in (letter, preview):
        for text in ("Identity Garments", "1 Identity Street", "Identityville", NEW):
            assert text in page
        assert "Identity R-1" in page
        assert "Plumb Fictional Audits" in page
        for texts in CANARIES.values():
            assert not [text for text in texts if text in page]


@pytest.mark.parametrize("scope", CANARIES)
def test_a_scope_that_is_asked_shows_its_own_values_and_no_others(private, tiny, scope):
    """Each scope opens its fields in the letter, and the others stay closed in both pages."""
    result = ask(private, tiny, scopes=(scope, "audits"), language="en")
    letter, preview = pages(result)
    assert result.invited[0].scopes == tuple(
        s for s in SCOPES if s in ("identity", "audits", scope)
    )
    assert any(text in letter for text in CANARIES[scope])
    for other, texts in CANARIES.items():
        if other != scope:
            assert not [text for text in texts if text in letter + preview]


def alike(private, other=OTHER, /, **cells):
    """Let an import have asked whether the new factory is another one."""
    row = {"factory_id": NEW, "name": "Identity Garments", "other_id": other, "other_name": "Mill"}
    add(
        private,
        "lookalikes",
        **{**row, "reasons": "the same name", "asked_on": "2026-02-01"},
        **cells,
    )


def test_a_factory_that_looks_like_another_is_not_asked_before_somebody_says_which_it_is(
    private, tiny
):
    """It is named first with the line to answer in; the other one is asked, and --again changes nothing."""
    alike(private)
    result = ask(private, tiny, choice=Choice(everything=True), again=True)
    assert [each.factory_id for each in result.invited] == [OTHER]
    said = invite_text(result, dry_run=False)
    assert said.startswith(
        "Not asked before you say which it is, 1 factory that looks like another one:"
    )
    named = f"{NEW}  Identity Garments: like {OTHER} Mill; the same name (lookalikes.csv, line 2)"
    assert named in said
    assert "write different into the column answer" in said
    assert "Not asked, " not in said


@pytest.mark.parametrize(
    ("other", "answer"),
    [(OTHER, "different"), (OTHER, "Different"), (NEW, ""), ("IN0000005", "")],
    ids=["answered", "in capitals", "one ID by now", "gone"],
)
def test_a_settled_pair_holds_nothing_back(private, tiny, other, answer):
    """Two factories by a person's word, or one of the two IDs is not there any more."""
    alike(private, other, answer=answer)
    result = ask(private, tiny)
    assert [each.factory_id for each in result.invited] == [NEW]
    assert result.questions == []


@pytest.mark.parametrize("other", [KNITS, GONE])
def test_a_published_factory_that_one_looks_like_is_asked_about(private, tiny, other):
    """Whether it is shown or withdrew; an answer that is no answer changes nothing."""
    alike(private, other, answer="maybe")
    assert ask(private, tiny).invited == []


def test_a_merger_settles_a_pair(private, tiny):
    """Once the ledger says that the two are one, there is nothing left to ask."""
    alike(private, GONE)
    (tiny / "ledger" / "merged.csv").write_bytes(
        table_bytes(
            "ledger",
            [
                {"kind": "factory", "identifier": NEW, "event": "published", "date": "2026-01-01"},
                {
                    "kind": "factory",
                    "identifier": NEW,
                    "event": "merged",
                    "date": "2026-01-02",
                    "successor": GONE,
                },
            ],
            in_order=True,
        )
    )
    assert ask(private, tiny).questions == []


@pytest.mark.parametrize("scopes", [(), used_scopes()])
def test_nothing_private_is_told(private, tiny, scopes):
    """No contact, no note and no factory that has not agreed, not even with every scope."""
    for page in pages(ask(private, tiny, scopes=scopes)):
        assert not [text for text in PRIVATE if text in page]


def test_another_members_factory_that_is_not_disclosed_stays_out(private, tiny, edit):
    """A link to a factory whose consent was taken away is in neither page; to one that agreed it is."""
    everything = used_scopes()
    shown = "".join(pages(ask(private, tiny, scopes=everything)))
    assert "Fable Knitwear" in shown
    edit(
        tiny / "members/alder/consents.csv",
        lambda rows: rows.__setitem__(slice(None), [r for r in rows if r["factory_id"] != KNITS]),
    )
    edit(
        tiny / "members/birch/consents.csv",
        lambda rows: rows.__setitem__(slice(None), [r for r in rows if r["factory_id"] != KNITS]),
    )
    hidden = "".join(pages(ask(private, tiny, again=True, scopes=everything), 0))
    assert "Fable" not in hidden
    assert KNITS not in hidden


def test_what_looks_like_a_persons_contact_is_not_shown(private, tiny):
    """Such a cell does not go public, so no page shows it either."""
    row = rows_of(private, "factories")
    row[1]["street_address"] = "Ask canary@secret.example"
    write_private_table(private, "factories", row)
    for page in pages(ask(private, tiny)):
        assert "canary@" not in page


def test_data_is_never_markup(private, tiny):
    """A name full of markup stands in both pages as text."""
    rows = rows_of(private, "factories")
    for row in rows:
        row["name"] = '<script>alert(1)</script>"><img src=x>'
    write_private_table(private, "factories", rows)
    for page in pages(ask(private, tiny)):
        assert "<script" not in page
        assert "<img src=x" not in page
        assert "&lt;script&gt;" in page


class _Loads(HTMLParser):
    """Collects what a page would load, run or lead to."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag, attrs):
        """Note every address but those that hold what they name, and every script."""
        if tag in ("script", "form", "iframe", "base", "link"):
            self.found.append(tag)
        for name, value in attrs:
            if name.startswith("on") or (
                name in ("src", "href", "action", "formaction", "srcset")
                and not (value or "").startswith("data:")
            ):
                self.found.append(f"{name}={value}")


def test_the_pages_need_nothing_else(private, tiny):
    """Neither page loads, runs or leads to anything; the letter links to the preview beside it."""
    for page, allowed in zip(
        pages(ask(private, tiny, scopes=used_scopes())), (["href=preview.html"], []), strict=True
    ):
        loads = _Loads()
        loads.feed(page)
        assert loads.found == allowed
        assert all(
            target.startswith(('"data:', "'data:", "data:"))
            for target in re.findall(r"url\(([^)]*)", page)
        )
        assert "@import" not in page


def test_the_preview_says_that_nothing_is_published(private, tiny):
    """The band stands first in the body, in the factory's language, with the reference."""
    result = ask(private, tiny)
    _, preview = pages(result)
    band = preview.split("<body", 1)[1].split("</p>", 1)[0]
    assert 'lang="vi"' in band
    assert result.invited[0].reference in band


@pytest.mark.parametrize("scopes", [("identity",), ("identity", "audits"), used_scopes()])
def test_the_small_preview_is_that_of_the_whole_publication(private, tiny, scopes):
    """What is kept of the publication gives the same page model as all of it would."""
    opened = open_both(private, tiny, as_of=AS_OF)
    previews = Previews(opened.corpus, opened.package)
    small = previews.site(NEW, scopes)
    own = next(p for p in opened.corpus.members if p.slug == "alder")
    for name in ("factories", "sourcing", "audits", "supply_links"):
        own.tables[name] = own.rows(name) + [
            row for row in opened.package.rows(name) if row.cells.get("factory_id", NEW) == NEW
        ]
    own.tables["consents"] = own.rows("consents") + [
        Row(0, previews._agreed(NEW, scope)) for scope in scopes
    ]
    prospect = Prospect(own, opened.corpus)
    whole = link(disclose(replace(opened.corpus, ledger=prospect.ledger))[0])
    assert small.digests[NEW] == whole.digests[NEW]
    assert small.demo == whole.demo


def test_an_invitation_changes_nothing_in_the_publication(private, tiny):
    """Not a byte of the public data is written."""
    before = {p: p.read_bytes() for p in tiny.rglob("*") if p.is_file()}
    ask(private, tiny)
    assert {p: p.read_bytes() for p in tiny.rglob("*") if p.is_file()} == before


def test_the_register_remembers_the_invitation(private, tiny):
    """One row with the reference, scopes, language, version and day; files are the owner's alone."""
    result = ask(private, tiny)
    (row,) = rows_of(private, "invitations")
    assert row["reference"] == result.invited[0].reference
    assert (row["factory_id"], row["scopes"]) == (NEW, "identity|audits")
    assert (row["language"], row["invited_on"]) == ("vi", AS_OF.isoformat())
    assert not row["answer"]
    folder = result.place / row["reference"]
    assert folder.stat().st_mode & 0o777 == 0o700
    assert {f.stat().st_mode & 0o777 for f in folder.iterdir()} == {0o600}


@pytest.mark.parametrize(
    ("language", "contact", "used"),
    [(None, "vi", "vi"), ("fr", "vi", "fr"), (None, "km", "en"), ("ar-EG", "vi", "ar")],
)  # fmt: skip
def test_the_language(private, tiny, language, contact, used):
    """The option wins over the contact's; where there is none yet, it is English."""
    rows = rows_of(private, "contacts")
    rows[0]["language"] = contact
    write_private_table(private, "contacts", rows)
    result = ask(private, tiny, language=language)
    letter, _ = pages(result)
    assert result.invited[0].language == used
    assert f'<html lang="{used}" dir="{letter_language(used).direction}">' in letter


def test_a_language_that_there_is_not_is_refused(private, tiny):
    """Letters in English that were asked for in another language would go out unnoticed."""
    with pytest.raises(UsageError, match="no invitation in 'Bengali'") as caught:
        ask(private, tiny, language="Bengali")
    assert "bn" in caught.value.hint
    assert not (private / "invitations").exists()


def test_a_guessed_language_has_english_beside_it(private, tiny):
    """Where no contact states one, the country's usual language is used, and the summary says for whom."""
    rows = [row | {"language": ""} for row in rows_of(private, "contacts")]
    write_private_table(private, "contacts", rows)
    result = ask(private, tiny, NEW, OTHER)
    told = {each.factory_id: each for each in result.invited}
    assert (told[NEW].language, told[NEW].is_guessed) == ("vi", True)
    assert (told[OTHER].language, told[OTHER].is_guessed) == ("en", False)
    folder = result.place / told[NEW].reference
    english = (folder / "invitation-english.html").read_text(encoding="utf-8")
    assert '<html lang="vi"' in (folder / "invitation.html").read_text(encoding="utf-8")
    assert '<html lang="en"' in english
    assert told[NEW].reference in english
    assert not (result.place / told[OTHER].reference / "invitation-english.html").exists()
    said = invite_text(result, dry_run=False)
    assert "contacts.csv states no language for 2 factories:" in said
    assert f"in vi, usual in the country, with an English letter beside: {NEW}" in said
    assert f"in English only: {OTHER}" in said
    assert "--language" in said


def test_a_stated_language_is_not_guessed(private, tiny):
    """The contact's or the option's language stands alone, and nothing is said of missing ones."""
    for result in (
        ask(private, tiny),
        ask(private, tiny, OTHER, language="bn", source=random.Random(8)),
    ):
        assert [each.is_guessed for each in result.invited] == [False]
        assert "states no language" not in invite_text(result, dry_run=False)


def test_the_usual_languages_are_ones_that_there_are():
    """Every country of the table is one, stands once, and has a letter; each line says why."""
    countries = [code for _, codes, _ in USUAL_LANGUAGES for code in codes.split()]
    assert len(countries) == len(set(countries))
    assert {code for code in countries if find_country(code) != code} == set()
    assert {language for language, _, _ in USUAL_LANGUAGES} <= set(letter_languages())
    assert all(why.endswith(".") for _, _, why in USUAL_LANGUAGES)
    assert [usual_language(code) for code in ("BD", "TR", "CN", "TW", "IN")] == [
        "bn", "tr", "zh", None, None
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("scope", "said"),
    [("programmes", "cannot show programmes yet"), ("audit", "there is no scope audit")],
)
def test_only_what_the_site_can_show_is_asked_for(private, tiny, scope, said):
    """A subject without a column is refused with those that can be asked for, and nothing is written."""
    with pytest.raises(UsageError, match=said) as caught:
        ask(private, tiny, scopes=("audits", scope))
    assert ", ".join(used_scopes()) in caught.value.hint
    assert not (private / "invitations").exists()


def test_a_renewal_does_not_ask_for_what_the_site_cannot_show(private, tiny):
    """What a factory agreed to before, and no table has a column for, is left out of the new letter."""
    end = (AS_OF + timedelta(days=30)).isoformat()
    for scope in ("identity", "programmes"):
        add(private, "consents", **consent(NEW, scope, valid_until=end))
    assert ask(private, tiny).invited[0].scopes == ("identity", "audits")


def test_a_yes_for_all_members_through_another_is_said(private, tiny):
    """The member hears that it need not ask anew, and how to make use of the answer."""
    asked = ask(private, tiny, dry_run=True)
    assert "through" not in invite_text(asked, dry_run=True)
    asked.standings[NEW] = replace(asked.standings[NEW], through=("birch",))
    said = invite_text(asked, dry_run=True)
    assert f"  {NEW}  Identity Garments: through birch\n" in said
    assert "ask that member for a copy of the answer" in said


def test_a_dry_run_writes_nothing(private, tiny):
    """It says who would be asked, and the folder stays as it was."""
    before = sorted(private.rglob("*"))
    assert ask(private, tiny, dry_run=True).invited
    assert sorted(private.rglob("*")) == before


@pytest.mark.parametrize("failing", ["invitation.html", "invitations.csv"])
def test_nothing_is_half_written(private, tiny, monkeypatch, failing):
    """Where a page or the register cannot be written, no page and no row stays."""
    from madewhere.private.invitation import desk

    real = desk.write_files

    def write(contents):
        if any(path.name == failing for path in contents):
            raise OSError(28, "No space left on device", failing)
        real(contents)

    monkeypatch.setattr(desk, "write_files", write)
    before = sorted(private.rglob("*"))
    with pytest.raises(OSError, match="No space"):
        ask(private, tiny)
    assert sorted(private.rglob("*")) == before


def test_who_was_asked_is_asked_once_more_only_if_told(private, tiny):
    """Without an answer and after a no a factory is skipped, unless it is to be asked again."""
    ask(private, tiny)
    skipped = ask(private, tiny, source=random.Random(8)).skipped
    assert "no answer yet" in skipped[0].reason
    assert ask(private, tiny, again=True, source=random.Random(8)).invited
    assert len(rows_of(private, "invitations")) == 2


def test_who_has_agreed_or_withdrawn_is_not_asked(private, tiny):
    """A factory in force is asked for more only if told; one that withdrew never."""
    for factory_id in (NEW, OTHER):
        for scope in ("identity", "audits"):
            add(private, "consents", **consent(factory_id, scope))
    with (tiny / "ledger" / f"{OTHER}-20260901.csv").open("w") as ledger:
        ledger.write("kind,identifier,event,date,successor\n")
        ledger.write(f"factory,{OTHER},published,2026-08-01,\n")
        ledger.write(f"factory,{OTHER},withdrawn,2026-09-01,\n")
    reasons = {s.factory_id: s.reason for s in ask(private, tiny, NEW, OTHER).skipped}
    assert "has agreed to all of this" in reasons[NEW]
    assert "withdrew on 2026-09-01" in reasons[OTHER]
    again = ask(private, tiny, NEW, OTHER, scopes=("ratings",), again=True)
    assert [i.factory_id for i in again.invited] == [NEW]
    letter, _ = pages(again)
    assert "20 tháng 1, 2026" in letter


def test_a_consent_that_ends_soon_is_asked_for_anew(private, tiny):
    """Within the last weeks a factory is asked for all that it agreed to, without being told to."""
    end = (AS_OF + timedelta(days=30)).isoformat()
    for scope in ("identity", "audits", "profile"):
        add(private, "consents", **consent(NEW, scope, valid_until=end))
    result = ask(private, tiny)
    assert result.invited[0].scopes == ("identity", "audits", "profile")
    assert "no answer yet" in ask(private, tiny, source=random.Random(9)).skipped[0].reason


def test_a_row_with_an_error_is_not_asked(private, tiny):
    """The reason is said, and the others are asked all the same."""
    rows = rows_of(private, "factories")
    next(r for r in rows if r["factory_id"] == OTHER)["workers"] = "many"
    write_private_table(private, "factories", rows)
    result = ask(private, tiny, NEW, OTHER)
    assert [i.factory_id for i in result.invited] == [NEW]
    assert "has an error" in result.skipped[0].reason
    assert result.problems


def test_who_agreed_to_an_older_text_can_be_asked_with_the_new_one(private, tiny):
    """It is not done with: the reason names the subjects, and --again asks."""
    for scope in ("identity", "audits", "ratings"):
        add(private, "consents", **consent(NEW, scope))
    (skipped,) = ask(private, tiny, scopes=("ratings",)).skipped
    assert "has agreed to an older text on ratings" in skipped.reason
    assert ask(private, tiny, scopes=("ratings",), again=True).invited
    (skipped,) = ask(private, tiny, scopes=("audits",), source=random.Random(9)).skipped
    assert "no answer yet" in skipped.reason


@pytest.mark.parametrize(
    ("choice", "chosen"),
    [
        ({"everything": True}, {NEW, OTHER}),
        ({"countries": ("vn",)}, {NEW}),
        ({"countries": ("India", "VN")}, {NEW, OTHER}),
        ({"tiers": (2,)}, {OTHER}),
        ({"parent": "profile hold"}, {NEW, OTHER}),
        ({"parent": "profile", "tiers": (1,)}, {NEW}),
        ({"listed": (NEW.lower(),)}, {NEW}),
        ({"factories": (NEW, OTHER), "countries": ("IN",)}, {OTHER}),
        ({"declared_by": NEW}, {OTHER}),
    ],
)
def test_choosing(private, tiny, choice, chosen):
    """Each filter chooses, several values of one widen it, and several filters narrow down."""
    result = ask(private, tiny, choice=Choice(**choice))
    assert {i.factory_id for i in result.invited} == chosen


@pytest.mark.parametrize(
    ("choice", "said"),
    [
        ({}, "which factories"),
        ({"factories": ("VNF7HJ06X",)}, "no factory ID"),
        ({"factories": (WEAVES,)}, "has no factory VNDT37MY2"),
        ({"countries": ("Atlantis",)}, "no country"),
        ({"countries": ("FR",)}, "no factory of the folder fits"),
        ({"declared_by": OTHER}, "declared no suppliers"),
        ({"tiers": (3, 4)}, "no factory of the folder is stated to be of tier 3, 4"),
    ],
)
def test_a_wrong_choice_is_refused(private, tiny, choice, said):
    """What is wrong is said, and nothing is written."""
    with pytest.raises(UsageError, match=said):
        ask(private, tiny, choice=Choice(**choice))
    assert not (private / "invitations").exists()


def test_a_tier_where_the_folder_states_none(private, tiny):
    """It says that no tier is stated and what to do; where there are others, it names them."""
    with pytest.raises(UsageError) as caught:
        ask(private, tiny, choice=Choice(tiers=(3,)))
    assert "tier 1 (1), tier 2 (1)" in caught.value.hint
    rows = [row | {"tier": ""} for row in rows_of(private, "sourcing")]
    write_private_table(private, "sourcing", rows)
    with pytest.raises(UsageError, match="states no tiers") as caught:
        ask(private, tiny, choice=Choice(tiers=(1,)))
    assert "sourcing.csv" in caught.value.hint


def test_a_list_of_identifiers(tmp_path):
    """Empty lines, remarks, a byte-order mark and Windows line ends are no identifiers."""
    path = tmp_path / "list.txt"
    path.write_bytes(f"\ufeff# ours\r\n{NEW}\r\n\r\n {OTHER} \r\n".encode())
    assert read_list(path) == (NEW, OTHER)
    path.write_text("# nothing\n")
    with pytest.raises(UsageError, match="names no factory"):
        read_list(path)
    with pytest.raises(UsageError, match="cannot be read"):
        read_list(tmp_path)


def test_the_register_remembers_through_whom(private, tiny):
    """A supplier that one factory declared is noted as known through it, asked for or not."""
    assert ask(private, tiny, OTHER).invited[0].via == NEW
    add(
        private,
        "supply_links",
        supplier_id=OTHER,
        customer_id=KNITS,
        stated_by="factory",
        stated_on="2026-02-01",
    )
    add(private, "factories", factory_id=KNITS, name="Fable", country="BD")
    assert ask(private, tiny, OTHER, again=True, source=random.Random(8)).invited[0].via == ""
    chosen = Choice(declared_by=KNITS)
    again = ask(private, tiny, choice=chosen, again=True, source=random.Random(9))
    assert again.invited[0].via == KNITS
    assert [r["via"] for r in rows_of(private, "invitations")].count("") == 1


def test_through_whom_a_factory_is_known_is_not_told(private, tiny):
    """The letter to a supplier does not name the factory that declared it."""
    for page in pages(ask(private, tiny, OTHER, scopes=used_scopes())):
        assert "Identity Garments" not in page
        assert NEW not in page


def test_a_wrong_register_of_invitations_stops_everything(private, tiny):
    """Where a row cannot be read, nobody can tell who was asked already."""
    ask(private, tiny)
    path = private / "invitations.csv"
    path.write_text(path.read_text().replace(AS_OF.isoformat(), "soon"))
    with pytest.raises(MadewhereError, match=r"invitations.csv, line 2"):
        ask(private, tiny, again=True)


def test_a_factory_that_others_show_already(tiny, tmp_path):
    """Birch asks for a factory of alder's: the preview shows both members' statements, as it would."""
    private = tmp_path / "birch"
    open_private(private, "birch")
    add(private, "factories", factory_id=WEAVES, name="Weaving, says birch", country="VN")
    result = ask(private, tiny, WEAVES, language="en")
    letter, preview = pages(result)
    assert "Weaving, says birch" in letter
    assert "Birch (fictional)" in preview
    assert "Alder (fictional)" in preview
    assert "Birch (fictional) states nothing so far; other members may." in letter
    assert "together with what you agreed to show through other members" in preview


def test_a_factory_that_nobody_else_shows(private, tiny):
    """Where nothing comes from others, neither page speaks of other members' statements."""
    letter, preview = pages(ask(private, tiny, OTHER, scopes=("audits",), language="en"))
    assert "Nothing so far." in letter
    assert "other members may" not in letter
    assert "through other members" not in preview


def test_a_part_that_agreed_itself_is_not_told_as_the_factorys_own(tiny, tmp_path):
    """A factory on the same site has a page of its own; its statements stand in no other's letter."""
    private = tmp_path / "alder"
    open_private(private, "alder")
    add(private, "factories", factory_id=WEAVES, name="The whole", country="VN")
    public = tiny / "members/alder/factories.csv"
    rows = list(csv.DictReader(public.open(encoding="utf-8", newline="")))
    part = next(row for row in rows if row["factory_id"] == KNITS)
    part["part_of"], part["identifiers_stated_by"] = WEAVES, "member"
    part["identifiers_stated_on"] = "2026-02-01"
    public.write_bytes(table_bytes("factories", rows))
    letter, preview = pages(ask(private, tiny, WEAVES, again=True, scopes=("profile",)))
    assert part["name"] in preview
    assert part["name"] not in letter


def test_only_identity_is_needed_and_nothing_else_reads_so(private, tiny):
    """Every other subject is marked optional on the answer sheet, which asks for honest ticks."""
    letter, _ = pages(ask(private, tiny, scopes=("audits", "ratings", "profile"), language="en"))
    ticks = letter.split('<ul class="ticks">')[1].split("</ul>")[0]
    marks = re.findall(r"<b>([^<]*)</b> <i>([^<]*)</i>", ticks)
    assert marks == [
        ("Name and place", "(needed for all others)"),
        ("Audits", "(optional)"),
        ("Audit ratings", "(optional)"),
        ("Products and people", "(optional)"),
    ]
    assert "Tick only what you agree to." in letter


def test_who_stated_what(private, tiny):
    """Where sources differ, each is named with its rows; one alone stands without a list."""
    rows = rows_of(private, "factories")
    next(r for r in rows if r["factory_id"] == NEW)["address_stated_by"] = "factory"
    write_private_table(private, "factories", rows)
    letter, _ = pages(ask(private, tiny, scopes=("profile",), language="en"))
    assert re.findall(r"<dt>Stated by</dt><dd>([^<]*)</dd>", letter) == [
        "Alder (fictional) (Name, Place on the map, Local registration); your factory (Address)",
        "Alder (fictional)",
    ]


def test_the_letter_says_where_member_and_publisher_are_reached(private, tiny):
    """The member's website stands beside its name, and the publisher's address beside its own."""
    letter, _ = pages(ask(private, tiny, language="en"))
    assert "write to Alder (fictional) (https://alder.example/) or to the publisher (" in letter
    assert "hello@publisher.example" in letter


@pytest.mark.browser
@pytest.mark.parametrize("language", ["en", "de", "ar", "bn"])
def test_the_usual_letter_prints_on_two_sheets(private, tiny, chromium, language):
    """A letter and an answer sheet of one side each, with the licence's sentence on the first."""
    for year in ("2023", "2024"):
        add(private, "audits", **(rows_of(private, "audits")[0] | {"audit_date": f"{year}-03-05"}))
    asked = ask(private, tiny, scopes=("audits", "ratings", "profile"), language=language)
    page = chromium.new_page()
    page.goto((asked.place / asked.invited[0].reference / "invitation.html").as_uri())
    pdf = page.pdf(prefer_css_page_size=True)
    page.close()
    assert len(re.findall(rb"/Type\s*/Page\b", pdf)) == 2


def test_a_merged_or_unknown_state_is_said(tiny, tmp_path):
    """What could not be shown even with consent is not asked for."""
    private = tmp_path / "birch"
    open_private(private, "birch")
    add(private, "factories", factory_id="INMBH2168", name="Joined", country="IN")
    add(private, "factories", factory_id=GONE, name="Gone", country="PT")
    result = ask(private, tiny, choice=Choice(everything=True))
    assert not result.invited
    reasons = {s.factory_id: s.reason for s in result.skipped}
    assert "could not be shown" in reasons["INMBH2168"]
    assert "withdrew" in reasons[GONE]
    assert DENIM not in reasons


def test_the_same_input_gives_the_same_bytes(private, tiny, tmp_path):
    """Reference codes apart, nothing in the pages is left to chance."""
    first = pages(ask(private, tiny))
    second = pages(ask(make_folder(tmp_path / "again"), tiny))
    assert first == second


def test_the_as_of_date_is_the_letters(private, tiny):
    """The letter bears the day for which it was made."""
    letter, _ = pages(ask(private, tiny, language="en", as_of=date(2026, 11, 30)))
    assert "30 November 2026" in letter


def test_pages_lie_where_they_are_said_to(private, tiny):
    """The folder of an invitation bears its reference and holds just the two pages; the index is beside."""
    result = ask(private, tiny)
    folder = Path(result.place) / result.invited[0].reference
    assert sorted(p.name for p in folder.iterdir()) == ["invitation.html", "preview.html"]
    assert sorted(p.name for p in result.place.iterdir()) == sorted([folder.name, "index.csv"])


def test_every_released_text_stands_in_the_letter(private, tiny):
    """With every scope, no text that the gate lets out of the folder is missing from the letter."""
    letter, _ = pages(ask(private, tiny, scopes=used_scopes(), language="en"))
    opened = open_both(private, tiny, as_of=AS_OF)
    site = Previews(opened.corpus, opened.package).site(NEW, used_scopes())
    words = {"type", "category", "announcement", "audit_firm", "coordinate_precision"}
    texts = {
        str(value)
        for rows in site.disclosure.tables.values()
        for row in rows
        if row.member == "alder" and NEW in row.cells.values()
        for column, value in row.cells.items()
        if isinstance(value, str | float) and column not in words
        if column != "country" and not column.endswith("stated_by")
    }
    assert len(texts) > 12
    assert not [text for text in texts if text not in letter]


@pytest.mark.browser
@pytest.mark.parametrize("language", ["en", "de", "ar"])
def test_the_letter_on_paper_and_on_a_telephone(private, tiny, chromium, language):
    """Two sheets of A4, nothing wider than a small screen, and no request for anything else."""
    result = ask(private, tiny, language=language)
    folder = result.place / result.invited[0].reference
    page = chromium.new_page(viewport={"width": 360, "height": 800})
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: asked.append(message.text))
    for name in ("invitation.html", "preview.html"):
        page.goto((folder / name).as_uri())
        assert page.evaluate("document.documentElement.scrollWidth") <= 360
        asked[:] = [url for url in asked if not url.startswith(("data:", folder.as_uri()))]
        assert asked == []
    page.goto((folder / "invitation.html").as_uri())
    printed = page.pdf(prefer_css_page_size=True)
    assert len(re.findall(rb"/Type\s*/Page[^s]", printed)) == 2
    page.close()
