"""The demo's ledger holds every kind of event, and all of them make sense."""

from __future__ import annotations

from collections import defaultdict

from on_disk import csv_rows


def test_every_kind_of_event_occurs(demo):
    """Factories are published, merged, moved, closed, reopened and withdrawn."""
    kinds = {row["event"] for row in demo.events() if row["kind"] == "factory"}
    assert kinds == {"published", "merged", "moved", "closed", "reopened", "withdrawn"}
    kinds = {row["kind"] for row in demo.events()}
    assert kinds == {"factory", "audit", "member", "product", "gtin", "gln"}


def test_events_follow_each_other(demo):
    """The first event is `published`, once, and only what is closed is reopened."""
    events = defaultdict(list)
    for row in demo.events():
        events[row["kind"], row["identifier"]].append(row["event"])
    allowed = {
        ("published",),
        *(("published", end) for end in ("merged", "moved", "closed", "withdrawn")),
        ("published", "closed", "reopened"),
    }
    assert {tuple(sequence) for sequence in events.values()} == allowed


def test_everything_with_rows_is_in_the_ledger(demo):
    """Every member, factory and audit that is shown has been published."""
    assert set(demo.slugs) <= set(demo.states("member"))
    shown = {row["factory_id"] for _, row in demo.all_rows("factories")}
    audits = {row["audit_id"] for _, row in demo.all_rows("audits")}
    assert shown <= set(demo.states("factory"))
    assert audits <= set(demo.states("audit"))


def test_withdrawn_and_merged_factories_have_no_rows(demo):
    """What is withdrawn shows nothing, its audits neither; what is merged only points on."""
    shown = {row["factory_id"] for _, row in demo.all_rows("factories")}
    audits = {row["audit_id"] for _, row in demo.all_rows("audits")}
    for identifier, last in demo.states("factory").items():
        assert (identifier in shown) == (last["event"] not in ("withdrawn", "merged"))
    for identifier, last in demo.states("audit").items():
        assert (identifier in audits) == (last["event"] == "published")


def test_successors_are_published_and_shown(demo):
    """A merged or moved factory leads to one that has rows and is open."""
    states = demo.states("factory")
    rows = {row["factory_id"]: row for _, row in demo.all_rows("factories")}
    for identifier, last in states.items():
        assert bool(last["successor"]) == (last["event"] in ("merged", "moved"))
        if last["successor"]:
            assert states[last["successor"]]["event"] == "published"
            assert last["successor"] in rows
            assert last["successor"] != identifier
        if last["event"] == "moved":
            old, new = rows[identifier], rows[last["successor"]]
            assert old["country"] == new["country"]
            assert (old["latitude"], old["longitude"]) != (new["latitude"], new["longitude"])


def test_one_file_holds_one_change(demo):
    """All events of a file are of one day, and the file is named by the first of them."""
    for path in (demo.data / "ledger").iterdir():
        rows = csv_rows(path)
        assert len({row["date"] for row in rows}) == 1
        assert path.name.startswith(f"{rows[0]['identifier']}-{rows[0]['date'].replace('-', '')}")
