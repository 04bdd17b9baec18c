"""Withdrawing, merging, closing and reopening products, and what a factory's withdrawal does to them."""

from __future__ import annotations

import re
import subprocess
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner

from checking import added, both, cells, events, findings, read_rows
from madewhere.cli import madewhere
from madewhere.disclose import disclose
from madewhere.errors import AlreadyError, UsageError
from madewhere.events.purge import purge
from madewhere.events.subject import Subject, subject
from madewhere.events.succession import close, move, reopen
from madewhere.events.withdrawal import merge, withdraw
from madewhere.link import link
from madewhere.read import read_data
from madewhere.report.events import happening_text, withdrawal_text
from on_disk import csv_rows, everything
from repositories import git
from tiny_publication import AS_OF, KNITS, LARGE, MEDIUM, TEE

ALDER = "members/alder"
STEPS, GTINS = f"{ALDER}/product_steps.csv", f"{ALDER}/product_gtins.csv"
OTHER = "7ARB0VR7Q"
GLN = "9520123456788"


def state(data, identifier, kind="product", day=AS_OF):
    """The state of an identifier in the ledger as it stands."""
    return read_data(data, as_of=day).corpus.ledger.state(kind, identifier, day)


def site(data):
    """What is shown of the data as it stands."""
    return link(disclose(read_data(data, as_of=AS_OF).corpus)[0])


def another(data):
    """A second product of alder."""
    added(f"{ALDER}/products.csv", product_id=OTHER, name="Other tee", brand="Alder",
          stated_on="2026-03-01")(data)  # fmt: skip
    added(STEPS, product_id=OTHER, position="1", entry="1", stage="making", place="not-known",
          stated_on="2026-03-01")(data)  # fmt: skip
    events("other", ("product", OTHER, "published", "2026-03-01", ""))(data)
    assert findings(data) == []


@pytest.mark.parametrize("typed", [TEE, TEE.lower(), "4HAR-B0RT 5", "4HARBORT5"])
def test_a_withdrawn_product_leaves_every_table(tiny, typed):
    """No file but the ledger names it any more; its page says so, its numbers lead nowhere."""
    done = withdraw([typed], tiny, day=AS_OF)
    named = [file for file, content in everything(tiny).items() if TEE.encode() in content]
    assert {file.split("/")[0] for file in named} == {"ledger"}
    assert done.forgotten.rows[ALDER, "product_steps"] == 6
    assert (findings(tiny), state(tiny, TEE)) == ([], "withdrawn")
    shown = site(tiny)
    assert [(p.product_id, p.state) for p in shown.gone_products] == [(TEE, "withdrawn")]
    assert shown.numbers.products == {MEDIUM: (), LARGE: ()}
    said = withdrawal_text(done, tiny, None)
    assert f"{TEE} is withdrawn, from 2026-11-21. The ID stays, and its address answers" in said
    assert "These GTINs lead nowhere until another product has them" in said
    assert f"{MEDIUM}, {LARGE}" in said
    assert "Tell the factory" not in said


@pytest.mark.parametrize("typed", [MEDIUM, MEDIUM[1:], f"{MEDIUM[1:7]} {MEDIUM[7:]}"])
def test_a_withdrawn_gtin_leaves_its_product(tiny, typed):
    """The product stays with its other numbers, and the address of this one answers that nothing is shown."""
    withdraw([typed], tiny, day=AS_OF)
    assert [row["gtin"] for row in csv_rows(tiny / GTINS)] == [LARGE]
    assert (findings(tiny), state(tiny, MEDIUM, "gtin")) == ([], "withdrawn")
    shown = site(tiny)
    assert shown.numbers.products == {MEDIUM: (), LARGE: (TEE,)}


def test_rows_that_come_back_after_a_withdrawal_are_told_and_not_shown(tiny):
    """A merge in Git can bring them back; the check says so, and nothing of them is shown."""
    rows = {path: path.read_bytes() for path in (tiny / ALDER).glob("product*.csv")}
    withdraw([TEE], tiny, day=AS_OF)
    for path, content in rows.items():
        path.write_bytes(content)
    assert ("ledger-withdrawn", "error", f"{ALDER}/products.csv", 2, "product_id") in findings(tiny)
    assert site(tiny).products == {}
    done = withdraw([TEE], tiny, day=AS_OF)
    assert (done.ledger, findings(tiny)) == ([], [])
    assert "had withdrawn already" in withdrawal_text(done, tiny, None)


def test_products_are_merged(tiny):
    """The one leads to the other, its rows go, and its numbers wait for the other to have them."""
    another(tiny)
    done = merge(TEE, OTHER, tiny, day=AS_OF)
    shown = site(tiny)
    gone = [(p.product_id, p.state, p.successor) for p in shown.gone_products]
    assert gone == [(TEE, "merged", OTHER)]
    assert findings(tiny) == []
    said = withdrawal_text(done, tiny, None)
    assert f"{TEE} is merged into {OTHER}" in said
    assert f"These GTINs lead nowhere until {OTHER} has them in product_gtins.csv: {MEDIUM}" in said
    added(GTINS, gtin=MEDIUM, product_id=OTHER)(tiny)
    assert findings(tiny) == []
    assert site(tiny).numbers.products[MEDIUM] == (OTHER,)


def test_a_product_closes_and_opens_again(tiny):
    """Its page and its rows stay, with its state."""
    done = close(TEE, tiny, day=date(2026, 11, 19))
    assert "is closed, from 2026-11-19. Its rows and its page stay." in happening_text(done, tiny)
    assert site(tiny).products[TEE].state == "closed"
    with pytest.raises(AlreadyError, match="closed already"):
        close(TEE, tiny, day=AS_OF)
    reopen(TEE, tiny, day=AS_OF)
    assert (findings(tiny), state(tiny, TEE)) == ([], "open")
    with pytest.raises(AlreadyError, match="open already"):
        reopen(TEE, tiny, day=AS_OF)


@pytest.mark.parametrize(("typed", "kind"), [(TEE, "product"), (MEDIUM, "gtin")])
def test_what_was_withdrawn_can_be_published_again_by_a_word(tiny, typed, kind):
    """No factory is asked for it, so the member may take it back; the rows come with the next disclosure."""
    withdraw([typed], tiny, day=date(2026, 11, 20))
    done = reopen(typed, tiny, day=AS_OF)
    assert state(tiny, typed, kind) == "open"
    assert "may be published again" in happening_text(done, tiny)
    assert "madewhere disclose" in happening_text(done, tiny)


@pytest.mark.parametrize(
    ("run", "message"),
    [
        (lambda data: merge(TEE, KNITS, data, day=AS_OF), "is a product and .* a factory"),
        (lambda data: merge(TEE, OTHER, data, day=AS_OF), f"no product {OTHER} in the ledger"),
        (lambda data: merge(TEE, MEDIUM, data, day=AS_OF), "no factory ID and no product ID"),
        (lambda data: move(TEE, OTHER, data, day=AS_OF), "no factory ID"),
        (lambda data: close(MEDIUM, data, day=AS_OF), "no factory ID and no product ID"),
        (lambda data: withdraw([OTHER], data, day=AS_OF), f"no product {OTHER} in the ledger"),
        (lambda data: withdraw(["4HARB0RT6"], data, day=AS_OF), "typing error"),
        (lambda data: withdraw(["09520000000012"], data, day=AS_OF), "typing error"),
    ],
)
def test_what_cannot_happen_to_a_product_is_told(tiny, run, message):
    """Nothing is written then."""
    before = everything(tiny)
    with pytest.raises(UsageError, match=message):
        run(tiny)
    assert everything(tiny) == before


@pytest.mark.parametrize(
    ("typed", "kind"),
    [(KNITS, "factory"), ("bdlgld22y", "factory"), ("AMZKZVZ40G", "audit"), (TEE, "product"),
     (MEDIUM, "gtin"), (MEDIUM[1:], "gtin"), ("alder", "member")],
)  # fmt: skip
def test_the_kind_is_told_from_the_form(tiny, typed, kind):
    """Nobody has to say whether it is a factory or a product."""
    assert subject(typed, read_data(tiny, as_of=AS_OF)).kind == kind


def test_a_withdrawn_factory_leaves_the_steps_without_it(tiny):
    """The step stays as one that is not disclosed, or one of as many as before; no row is invalid."""
    withdraw([KNITS], tiny, day=AS_OF)
    steps = [(r["place"], r["factory_id"], r["one_of"]) for r in csv_rows(tiny / STEPS)]
    assert steps == [
        ("country", "", ""),
        ("not-known", "", ""),
        ("one-of", "", "2"),
        ("not-disclosed", "", ""),
        ("not-disclosed", "", ""),
        ("not-disclosed", "", ""),
    ]
    assert [level for _, level, *_ in findings(tiny)] == ["notice"]
    places = {s.stage: s.places[0].kind for s in site(tiny).products[TEE].steps}
    assert (places["fabric"], places["making"]) == ("not-disclosed", "not-disclosed")


def test_its_certificate_is_named_by_no_claim_any_more(tiny):
    """A claim that rested on it stays, and names neither its standard nor its number."""
    withdraw([KNITS], tiny, day=AS_OF)
    claims = {
        r["claim"]: (r["standard"], r["number"])
        for r in csv_rows(tiny / ALDER / "product_claims.csv")
    }
    assert claims["organic-knitting"] == ("", "")
    assert claims["organic-cotton"] == ("organic", "OR-981")


def test_other_rows_of_the_steps_keep_their_bytes(tiny):
    """Only the rows that named it are written anew, and only in these cells."""
    before = (tiny / STEPS).read_text().splitlines()
    withdraw([KNITS], tiny, day=AS_OF)
    after = (tiny / STEPS).read_text().splitlines()
    changed = [(a, b) for a, b in zip(before, after, strict=True) if a != b]
    assert [
        a.replace(f"factory,{KNITS}", "not-disclosed,").replace(KNITS, "") for a, _ in changed
    ] == [b for _, b in changed]
    assert len(changed) == 2


def test_the_gln_of_a_withdrawn_factory_answers_that_nothing_is_shown(tiny):
    """Its event stays, because its address may be printed; no factory answers to it."""
    both(
        cells(f"{ALDER}/factories.csv", 2, gln=GLN),
        events("gln", ("gln", GLN, "published", "2026-04-01", "")),
    )(tiny)
    assert site(tiny).numbers.factories == {GLN: (KNITS,)}
    withdraw([KNITS], tiny, day=AS_OF)
    assert site(tiny).numbers.factories == {GLN: ()}


def test_a_member_leaves_with_its_products(tiny):
    """Its products are not shown, and their numbers lead nowhere."""
    withdraw(["alder"], tiny, day=AS_OF)
    shown = site(tiny)
    assert shown.products == {}
    assert [(p.product_id, p.state) for p in shown.gone_products] == [(TEE, "not-shown")]
    assert findings(tiny) == []


def test_decisions_about_a_product_go_with_it(tiny):
    """What was decided about its claims goes, and what about others stays."""
    withdraw([TEE], tiny, day=AS_OF)
    subjects = [row[1] for row in read_rows(tiny / "registers/decisions.csv")[1:]]
    assert subjects == [f"{KNITS}|green-power"]


@pytest.fixture
def repository(tiny) -> Path:
    """The data in a Git repository, committed."""
    git(tiny.parent, "init", "-q", "--initial-branch=main")
    git(tiny.parent, "add", "-A")
    git(tiny.parent, "commit", "-qm", "base")
    return tiny.parent


def test_git_undoes_the_withdrawal_of_a_product(repository, tiny, monkeypatch):
    """The line that the report prints takes everything back."""
    monkeypatch.chdir(repository)
    before = everything(tiny)
    done = withdraw([TEE], Path("data"), day=AS_OF)
    undo = re.search(r"this undoes it: (.*)", withdrawal_text(done, Path("data"), None))[1]
    subprocess.run(undo, shell=True, check=True)  # noqa: S602 - the very line that people are given
    assert everything(tiny) == before


@pytest.mark.parametrize(("kind", "identifier"), [("product", TEE), ("gtin", MEDIUM)])
def test_the_expressions_take_a_product_out_of_the_history(repository, tiny, kind, identifier):
    """Applied to each file of the commit before, they give what the withdrawal left."""
    gone = Subject(kind, identifier)
    before = everything(tiny)
    withdraw([identifier], tiny, day=AS_OF)
    after = everything(tiny)
    for file, content in before.items():
        for line in purge(tiny, [gone]).expressions:
            pattern, new = line.encode().removeprefix(b"regex:").rsplit(b"==>", 1)
            content = re.sub(pattern, new, content)  # noqa: PLW2901 - one after the other
        assert content == after[file], file


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["withdraw", TEE], f"{TEE} is withdrawn"),
        (["withdraw", MEDIUM[1:]], f"{MEDIUM} is withdrawn"),
        (["close", TEE], f"{TEE} is closed"),
        (["merge", TEE, OTHER, "--dry-run"], "nothing was written"),
    ],
)
def test_the_commands(tiny, monkeypatch, arguments, said):
    """Each takes products as it takes factories."""
    another(tiny)
    monkeypatch.setattr("madewhere.cli.events.CACHE", tiny.parent / "cache")
    given = [*arguments, "--data", str(tiny), "--date", "2026-11-21"]
    result = CliRunner().invoke(madewhere, given)
    assert result.exit_code == 0, result.output
    assert said in result.output
