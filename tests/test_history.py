"""Promises against the base revision: the ledger, the identifiers, the public address."""

from __future__ import annotations

import pytest

from madewhere.history import compare_with_base
from madewhere.proposal.revision import Revision
from madewhere.read import read_data
from repositories import git
from tiny_publication import AS_OF, DENIM


@pytest.fixture
def published(tiny):
    """The tiny publication as the commit `HEAD` of a repository of its own."""
    git(tiny.parent, "init", "-q")
    git(tiny.parent, "add", ".")
    git(tiny.parent, "commit", "-qm", "base")
    return tiny


def found(data):
    """The codes and files of what is found against `HEAD`."""
    corpus = read_data(data, as_of=AS_OF).corpus
    return [(p.code, p.file) for p in compare_with_base(corpus, Revision.compared(data, "HEAD"))]


def test_adding_breaks_no_promise(published):
    """A new event file is what the ledger is for."""
    (published / "ledger" / f"{DENIM}-20260101.csv").write_text(
        f"kind,identifier,event,date,successor\nfactory,{DENIM},closed,2026-01-01,\n"
    )
    assert found(published) == []


def test_a_changed_event_file_is_found(published, edit):
    """An event that is published cannot be rewritten."""
    edit(
        published / f"ledger/{DENIM}-20250215.csv",
        lambda rows: rows[0].update(date="2025-02-16"),
    )
    assert found(published) == [("ledger-changed", f"ledger/{DENIM}-20250215.csv")]


def test_a_vanished_identifier_is_found(published):
    """Removing an event file takes the identifier's address away from labels."""
    file = f"ledger/{DENIM}-20250215.csv"
    (published / file).unlink()
    assert found(published) == [
        ("ledger-changed", file),
        ("identifier-vanished", file),
        ("identifier-vanished", file),
    ]


@pytest.mark.parametrize(("kept", "codes"), [(False, ["base-url-changed"]), (True, [])])
def test_a_new_public_address_must_be_acknowledged(published, kept, codes):
    """The old address is listed as a former one, or the change is an error."""
    settings = published / "publication.yaml"
    text = settings.read_text().replace("base_url: https://tiny", "base_url: https://new")
    if kept:
        text = text.replace("former_base_urls: []", "former_base_urls: [https://tiny.example]")
    settings.write_text(text)
    assert [code for code, _ in found(published)] == codes


def test_a_ledger_file_that_does_not_differ_is_not_read(published, monkeypatch):
    """Of a ledger of thousands of files, only those that the change touches are read at the base."""
    asked = []
    read = Revision.read
    monkeypatch.setattr(Revision, "read", lambda r, f: asked.extend(read(r, f)) or read(r, f))
    (published / f"ledger/{DENIM}-20250215.csv").unlink()
    found(published)
    assert asked == [f"ledger/{DENIM}-20250215.csv"]


def test_a_ledger_that_became_a_link_has_lost_everything(published):
    """A link in the ledger's place is never followed, so every identifier has vanished."""
    (published / "ledger").rename(published.parent / "away")
    (published / "ledger").symlink_to(published.parent / "away")
    assert [code for code, _ in found(published)] == ["identifier-vanished"] * 15
