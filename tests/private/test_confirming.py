"""Whether a factory stands behind its page is looked up on its own domain, and nowhere else."""

from __future__ import annotations

import contextlib
import csv

import dns.resolver
import pytest
import requests

from madewhere.errors import UsageError
from madewhere.private import confirming
from madewhere.private.confirming import Asked, asked, domain_of, look_up, record
from madewhere.private.folder import open_private, write_private_table
from madewhere.tables import table
from tiny_publication import AS_OF, KNITS

ADDRESS = f"https://tiny.example/F/{KNITS}/"
WANTED = Asked(KNITS, "fable.example", ADDRESS)


@pytest.fixture
def private(tmp_path):
    """A private folder with one factory that states its website."""
    folder = tmp_path / "private"
    open_private(folder, "alder")
    row = dict.fromkeys(table("factories").columns, "")
    row |= {"factory_id": KNITS, "name": "Fable", "country": "BD"}
    write_private_table(folder, "factories", [row | {"website": "https://www.fable.example/en"}])
    return folder


def unreachable(_):
    """A place that cannot be reached."""
    raise OSError("it cannot be reached")


@pytest.mark.parametrize(
    ("website", "domain"),
    [
        ("https://www.fable.example/en?x=1", "fable.example"),
        ("HTTP://Shop.Fable.Example:8080/", "shop.fable.example"),
        ("https://bücher.example/", "xn--bcher-kva.example"),
        ("https://192.0.2.7/", ""),
        ("https://localhost/", ""),
        ("https://[::1]/", ""),
        ("", ""),
        ("no address", ""),
    ],
)
def test_the_domain_is_that_of_the_website(website, domain):
    """The domain comes from the website that is stated; a number or a bare name is none."""
    assert domain_of(website) == domain


def test_what_is_asked_of_the_factory(private, tiny):
    """The factory puts its permanent address on its domain; how its ID was typed does not matter."""
    wanted = asked(private, tiny, f" {KNITS.lower()} ")
    assert (wanted.domain, wanted.address) == (
        "fable.example",
        confirming.read_publication(tiny).address(f"F/{KNITS}/"),
    )
    assert wanted.file == "https://fable.example/.well-known/madewhere.txt"
    assert wanted.record == "_madewhere.fable.example"


@pytest.mark.parametrize("wrong", ["VNDT37MY2", "nonsense"])
def test_a_factory_that_is_not_there_is_refused(private, tiny, wrong):
    """Only factories of the folder can be confirmed."""
    with pytest.raises(UsageError, match="has no factory"):
        asked(private, tiny, wrong)


def test_without_a_website_nothing_is_looked_up(private, tiny):
    """A domain that the factory never stated proves nothing."""
    row = dict.fromkeys(table("factories").columns, "") | {"factory_id": KNITS, "name": "F"}
    write_private_table(private, "factories", [row])
    with pytest.raises(UsageError, match="states no website"):
        asked(private, tiny, KNITS)


@pytest.mark.parametrize("line", [ADDRESS, ADDRESS[:-1], f"  {ADDRESS.upper()} "])
@pytest.mark.parametrize("method", ["file", "dns"])
def test_the_address_is_found(line, method):
    """In either place, among other lines, with or without the slash, it counts."""
    places = {"file": unreachable, "dns": unreachable} | {method: lambda _: ["other", line]}
    assert look_up(WANTED, places).method == method


@pytest.mark.parametrize(
    "lines", [[], ["https://tiny.example/F/VNDT37MY2/"], [f"x{ADDRESS}"], [f"{ADDRESS} no"]]
)
def test_another_line_is_no_confirmation(lines):
    """Only the very address counts, and each place that was tried is told of."""
    found = look_up(WANTED, {"file": lambda _: lines, "dns": unreachable})
    assert found.method == ""
    assert found.tried == (
        f"{WANTED.file}: read, but the address does not stand there",
        f"{WANTED.record}: it cannot be reached",
    )


def test_the_newest_finding_is_kept(private):
    """A domain has one row, with the day on which it was looked up last."""
    for day in (AS_OF.replace(day=1), AS_OF):
        record(private, confirming.Found(WANTED, "dns", ()), day)
    with (private / "confirmations.csv").open(newline="") as opened:
        rows = list(csv.DictReader(opened))
    assert rows == [
        {
            "factory_id": KNITS,
            "domain": "fable.example",
            "method": "dns",
            "confirmed_on": AS_OF.isoformat(),
        }
    ]


class Answer(contextlib.nullcontext):
    """An answer of a web server."""

    def __init__(self, status, content=b""):
        super().__init__(self)
        self.status_code = status
        self._content = content

    def iter_content(self, size):
        """The content in one piece, as far as it was asked for."""
        yield self._content[:size]


def test_the_file_is_read_over_https_without_redirects(monkeypatch):
    """The bare domain is asked first, then www; a redirect is not followed."""
    seen = []

    def get(address, **options):
        seen.append(address)
        assert options["allow_redirects"] is False
        return Answer(301) if "www" not in address else Answer(200, b"one\r\ntwo\n")

    monkeypatch.setattr(requests, "get", get)
    assert confirming.lines_of_file("fable.example") == ["one", "two"]
    assert seen == [
        "https://fable.example/.well-known/madewhere.txt",
        "https://www.fable.example/.well-known/madewhere.txt",
    ]
    monkeypatch.setattr(requests, "get", lambda *_, **__: Answer(404))
    with pytest.raises(OSError, match="answered 404"):
        confirming.lines_of_file("fable.example")


def test_no_network_is_told_and_no_crash(monkeypatch):
    """A host that cannot be reached and a name that does not exist are plain words."""

    def refuse(*_, **__):
        raise requests.ConnectionError("no route")

    def unknown(*_, **__):
        raise dns.resolver.NXDOMAIN

    monkeypatch.setattr(requests, "get", refuse)
    monkeypatch.setattr(dns.resolver, "resolve", unknown)
    found = look_up(WANTED)
    assert found.method == ""
    assert "cannot be reached" in found.tried[0]
    assert "no such record" in found.tried[1]
