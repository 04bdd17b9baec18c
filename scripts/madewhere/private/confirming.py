"""Whether a factory stands behind its page: the page's address, found on the factory's own domain.

Whoever can put a file on a website or a record into a domain's DNS speaks for that domain. The domain
is that of the website which the factory has stated. What has to stand there is the permanent address of
its page and nothing secret, so it can be looked up again by anybody.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from urllib.parse import urlsplit

import dns.exception
import dns.resolver
import requests

from madewhere.errors import UsageError
from madewhere.identifiers import is_factory_id, normalise_factory_id
from madewhere.private.folder import read_private, write_private_table
from madewhere.publication import read_publication

FILE = ".well-known/madewhere.txt"
"""Where the file stands on the website; RFC 8615 reserves the folder for such files."""

RECORD = "_madewhere"
"""The name under the domain whose TXT record is looked up."""

_SECONDS = 15
_MOST_BYTES = 64 * 1024

LookUp = Callable[[str], Iterable[str]]
"""Gives the lines that stand at a domain. Raises `OSError` where nothing can be reached."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What has to stand where: ``address`` on ``domain``, in a file or in a TXT record."""

    factory_id: str
    domain: str
    address: str

    @property
    def file(self) -> str:
        """The address of the file."""
        return f"https://{self.domain}/{FILE}"

    @property
    def record(self) -> str:
        """The name of the TXT record."""
        return f"{RECORD}.{self.domain}"


@dataclass(frozen=True, slots=True)
class Found:
    """What was found: ``method`` is file or dns, empty where the address stands in neither.

    ``tried`` says of each place in plain words what was there.
    """

    asked: Asked
    method: str
    tried: tuple[str, ...]


def asked(private: Path, data: Path, factory_id: str) -> Asked:
    """Say what the factory has to put where.

    Raises `UsageError` for a factory that the folder does not have, or that states no website.
    """
    normal = normalise_factory_id(factory_id)
    rows = [
        r for r in read_private(private).tables.get("factories", ()) if r["factory_id"] == normal
    ]
    if not is_factory_id(normal) or not rows:
        raise UsageError(
            f"{private} has no factory {factory_id!r}", hint="Name one of its factories.csv."
        )
    domain = domain_of(rows[0]["website"])
    if not domain:
        raise UsageError(
            f"{normal} states no website, so its own domain is not known",
            hint="Fill in its website in factories.csv first.",
        )
    return Asked(normal, domain, read_publication(data).address(f"F/{normal}/"))


def domain_of(website: str) -> str:
    """The domain of a website without `www.`; empty where there is none."""
    try:
        host = urlsplit(website.strip()).hostname or ""
    except ValueError:
        return ""
    host = host.removeprefix("www.").rstrip(".")
    if "." not in host or host.replace(".", "").isdigit():
        return ""
    try:
        return host.encode("idna").decode()
    except UnicodeError:
        return ""


def look_up(wanted: Asked, places: dict[str, LookUp] | None = None) -> Found:
    """Look for the address at each place until it is found; ``places`` are those to ask by method."""
    tried = []
    for method, lines_at in (places or {"file": lines_of_file, "dns": lines_of_record}).items():
        place = wanted.file if method == "file" else wanted.record
        try:
            lines = [line.strip() for line in lines_at(wanted.domain)]
        except OSError as error:
            tried.append(f"{place}: {error}")
            continue
        if any(_same(line, wanted.address) for line in lines):
            return Found(wanted, method, (*tried, f"{place}: the address stands there"))
        tried.append(f"{place}: read, but the address does not stand there")
    return Found(wanted, "", tuple(tried))


def _same(line: str, address: str) -> bool:
    return line.rstrip("/").casefold() == address.rstrip("/").casefold()


def lines_of_file(domain: str) -> list[str]:
    """The lines of the domain's file, over HTTPS; no redirect is followed, as it may lead elsewhere."""
    last = ""
    for host in (domain, f"www.{domain}"):
        try:
            with requests.get(
                f"https://{host}/{FILE}", timeout=_SECONDS, allow_redirects=False, stream=True
            ) as answer:
                if answer.status_code == requests.codes.ok:
                    content = next(answer.iter_content(_MOST_BYTES), b"")
                    return content.decode("utf-8", "replace").splitlines()
                last = f"the server answered {answer.status_code}"
        except requests.RequestException as error:
            last = last or f"it cannot be reached ({type(error).__name__})"
    raise OSError(last)


def lines_of_record(domain: str) -> list[str]:
    """The texts of the domain's TXT record."""
    try:
        answer = dns.resolver.resolve(f"{RECORD}.{domain}", "TXT", lifetime=_SECONDS)
    except (dns.resolver.NXDOMAIN, dns.resolver.NoAnswer):
        raise OSError("there is no such record") from None
    except dns.exception.DNSException as error:
        raise OSError(f"it cannot be looked up ({type(error).__name__})") from None
    return [b"".join(text.strings).decode("utf-8", "replace") for text in answer]


def record(private: Path, found: Found, on: date) -> None:
    """Write down in the private folder that the factory was found to stand behind its page."""
    folder = read_private(private)
    key = {"factory_id": found.asked.factory_id, "domain": found.asked.domain}
    kept = [
        row
        for row in folder.tables.get("confirmations", ())
        if not all(row[column] == text for column, text in key.items())
    ]
    row = {**key, "method": found.method, "confirmed_on": on.isoformat()}
    write_private_table(private, "confirmations", [*kept, row])
