"""`madewhere cap`: following up what audits found, in a member's private folder."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import wraps
from pathlib import Path
from typing import Any

import click

from madewhere.cli.options import DAY, PLACE, as_of_option, data_option
from madewhere.errors import UsageError
from madewhere.project import CACHE
from madewhere.tables import table

_PACKAGES = CACHE / "packages"
_HOW = click.Choice(table("finding_events").field("how").constraints["enum"])
_BY = click.Choice(table("finding_events").field("by").constraints["enum"])
_PRIVATE = click.argument("private", metavar="PRIVATE_DIR", type=PLACE)
_DRY_RUN = click.option("--dry-run", is_flag=True, help="Say what would happen, and write nothing.")


@click.group()
def cap() -> None:
    """Follow up findings: what is due, what was handed in, verified or came back.

    All of it happens in the member's private folder. What was found and what happened since stand in
    findings.csv and finding_events.csv there; `madewhere disclose` lets out what factories agreed to.
    """


def _factories(texts: tuple[str, ...]) -> tuple[str, ...]:
    from madewhere.identifiers import is_factory_id, normalise_factory_id
    from madewhere.quoting import short, visible

    found = tuple(map(normalise_factory_id, texts))
    for text, factory_id in zip(texts, found, strict=True):
        if not is_factory_id(factory_id):
            raise UsageError(
                f"{visible(short(text))} is no factory ID, or has a typing error",
                hint="An ID looks like BD7K3QF21.",
            )
    return found


@cap.command()
@_PRIVATE
@click.option("--factory", "factories", multiple=True, metavar="ID", help="Only this factory.")
@click.option("--country", "countries", multiple=True, metavar="CC", help="Only this country.")
@click.option(
    "--due-within",
    type=click.IntRange(0, 3650),
    metavar="DAYS",
    default=30,
    show_default=True,
    help="From so many days before its deadline a finding is due.",
)
@click.option("--grid", type=PLACE, help="Your reading grid; grid.csv in the folder unless given.")
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json", "csv"]),
    default="text",
    show_default=True,
    help="How to report.",
)
@data_option()
@as_of_option()
def status(
    *,
    private: Path,
    factories: tuple[str, ...],
    countries: tuple[str, ...],
    due_within: int,
    grid: Path | None,
    form: str,
    data: Path,
    as_of: date,
) -> None:
    """List what is overdue, due, waiting to be verified or reopened, the worst first.

    Also which monitoring rules of the register were not followed, and what each factory is by the
    member's own reading grid. It writes nothing.
    """
    from madewhere.private.cap.grid import own_grid
    from madewhere.private.cap.monitoring import cap_status
    from madewhere.private.cap.reading import read_cap
    from madewhere.problems import Level
    from madewhere.report.cap import problems_text, status_csv, status_json, status_text

    read = read_cap(private, data, as_of=as_of, cache=_PACKAGES)
    rules, problems = own_grid(private, grid, read.handbook.chapters)
    if any(p.level is Level.ERROR for p in problems):
        click.echo(problems_text(problems), nl=False)
        raise click.exceptions.Exit(1)
    wanted = _factories(factories)
    if missing := sorted(set(wanted) - read.factories.keys()):
        raise UsageError(
            f"the folder has no factory {', '.join(missing)}", hint="Name one of its factories.csv."
        )
    found = cap_status(
        read,
        due_within=due_within,
        factories=wanted,
        countries=tuple(code.upper() for code in countries),
        grid=rules,
    )
    says = {"text": status_text, "json": status_json, "csv": status_csv}[form]
    click.echo(says(found), nl=False)
    failed = any(p.level is Level.ERROR for p in found.problems)
    raise click.exceptions.Exit(1 if failed else 0)


def _records(event: str) -> Callable[[Callable[..., Any]], Callable[..., None]]:
    """A command that adds an event to a finding. The function gives what is to be recorded of it."""

    def decorate(function: Callable[..., Any]) -> Callable[..., None]:
        @wraps(function)
        def run(
            private: Path,
            audit_id: str,
            finding: str,
            *,
            on: date | None,
            text: str | None,
            dry_run: bool,
            data: Path,
            as_of: date,
            **options: Any,
        ) -> None:
            from madewhere.private.cap.recording import Happening, record
            from madewhere.report.cap_events import recorded_text

            happening = Happening(event, on=on, text=text, **function(**options))
            done = record(
                private,
                data,
                audit_id,
                finding,
                happening,
                as_of=as_of,
                dry_run=dry_run,
                cache=_PACKAGES,
            )
            click.echo(recorded_text(done, dry_run=dry_run), nl=False)

        command: Callable[..., None] = run
        for option in reversed(
            (
                _PRIVATE,
                click.argument("audit_id"),
                click.argument("finding"),
                click.option("--on", type=DAY, help="The day on which it happened, if not today."),
                click.option("--text", metavar="WORDS", help="The words that go with it.")
                if event != "comment"
                else click.option("--text", metavar="WORDS", required=True, help="The comment."),
                _DRY_RUN,
                data_option(),
                as_of_option(),
            )
        ):
            command = option(command)
        return command

    return decorate


_FOLLOW_UP = click.option(
    "--follow-up", metavar="AUDIT_ID", help="The follow-up audit in which it was looked at."
)


@cap.command()
@click.option("--file", type=PLACE, required=True, help="The evidence; a copy stays in the folder.")
@click.option("--by", type=_BY, default="factory", show_default=True, help="Who hands it in.")
@_records("evidence-submitted")
def evidence(*, file: Path, by: str) -> dict[str, Any]:
    """Record evidence that a finding was corrected.

    The file is copied into the folder's `evidence`; the event holds a salted hash of it.
    """
    return {"file": file, "by": by}


@cap.command()
@click.option("--how", type=_HOW, required=True, help="How the correction was looked at.")
@_FOLLOW_UP
@_records("verified-closed")
def verify(*, how: str, follow_up: str | None) -> dict[str, Any]:
    """Record that the member verified a correction: the finding is closed.

    Only a member that sources from the factory, by its sourcing.csv, can.
    """
    return {"by": "member", "how": how, "follow_up": follow_up}


@cap.command()
@click.option("--how", type=_HOW, help="How it was looked at.")
@_FOLLOW_UP
@_records("reopened")
def reopen(*, how: str | None, follow_up: str | None) -> dict[str, Any]:
    """Record that a finding came back, or that what was handed in does not correct it."""
    return {"by": "member", "how": how, "follow_up": follow_up}


@cap.command()
@click.option("--by", type=_BY, default="factory", show_default=True, help="Whose words they are.")
@_records("comment")
def comment(*, by: str) -> dict[str, Any]:
    """Record a comment on a finding, such as the factory's own word."""
    return {"by": by}


@cap.command("export")
@_PRIVATE
@click.option("-o", "--out", type=PLACE, metavar="FILE", required=True, help="The file to make.")
@click.option("--for", "to", metavar="MEMBER", required=True, help="The member that gets it.")
@click.option("--factory", "factories", multiple=True, metavar="ID", help="Tell of this factory.")
@click.option("--audit", "audits", multiple=True, metavar="AUDIT_ID", help="Tell of this audit.")
@data_option()
@as_of_option()
def export_file(
    *,
    private: Path,
    out: Path,
    to: str,
    factories: tuple[str, ...],
    audits: tuple[str, ...],
    data: Path,
    as_of: date,
) -> None:
    """Make a file that tells another member of the same factories what was found and verified.

    It holds what this member recorded itself. Without --factory and --audit it speaks of the factories
    at which the publication shows the other member.
    """
    from madewhere.private.cap.exchange import export_cap
    from madewhere.private.cap.reading import read_cap
    from madewhere.report.cap_events import exported_text

    read = read_cap(private, data, as_of=as_of, cache=_PACKAGES)
    done = export_cap(read, to, out, factories=_factories(factories), audits=audits)
    click.echo(exported_text(done), nl=False)


@cap.command("import")
@_PRIVATE
@click.argument("file", type=PLACE)
@_DRY_RUN
@data_option()
@as_of_option()
def import_file(*, private: Path, file: Path, dry_run: bool, data: Path, as_of: date) -> None:
    """Take in a FILE of `cap export`, so that one verification serves all.

    Everything is checked first, and all is taken in or nothing. Doing it again changes nothing.
    """
    from madewhere.private.cap.taking import import_cap
    from madewhere.report.cap_events import imported_text

    taken = import_cap(private, data, file, as_of=as_of, dry_run=dry_run, cache=_PACKAGES)
    click.echo(imported_text(taken, dry_run=dry_run), nl=False)
    raise click.exceptions.Exit(1 if taken.failed else 0)
