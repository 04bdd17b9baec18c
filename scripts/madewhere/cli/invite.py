"""`madewhere invite`: ask factories of a private folder for their consent."""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path

import click

from madewhere.cli.options import PLACE, as_of_option, data_option
from madewhere.project import CACHE
from madewhere.tables import used_scopes


@click.command()
@click.argument("private", metavar="PRIVATE_DIR", type=PLACE)
@click.option("--factory", "factories", multiple=True, metavar="ID", help="This factory.")
@click.option("--country", "countries", multiple=True, metavar="CC", help="Factories there.")
@click.option(
    "--tier", "tiers", multiple=True, type=click.IntRange(1, 4), help="Factories of this tier."
)
@click.option("--parent", metavar="TEXT", help="Factories whose parent company's name has this.")
@click.option("--list", "listed", type=PLACE, help="Factories of a list, one ID a line.")
@click.option(
    "--declared-by", metavar="ID", help="Factories that this one declared as its suppliers."
)
@click.option("--all", "everything", is_flag=True, help="Every factory of the folder.")
@click.option(
    "--scope",
    "scopes",
    multiple=True,
    metavar=f"[{'|'.join(used_scopes())}]",
    help="Ask for this beside identity; identity and audits unless given.",
)
@click.option(
    "--language",
    metavar="TAG",
    help="Write in this language, whatever the contact's or the country's.",
)
@click.option("--again", is_flag=True, help="Ask those too that have not answered or said no.")
@data_option()
@as_of_option()
@click.option("--dry-run", is_flag=True, help="Say who would be asked, and write nothing.")
def invite(
    *,
    private: Path,
    factories: tuple[str, ...],
    countries: tuple[str, ...],
    tiers: tuple[int, ...],
    parent: str | None,
    listed: Path | None,
    declared_by: str | None,
    everything: bool,
    scopes: tuple[str, ...],
    language: str | None,
    again: bool,
    data: Path,
    as_of: date,
    dry_run: bool,
) -> None:
    """Make invitations that factories can understand, sign and send back.

    Each is a letter to print and a preview of the factory's page, in PRIVATE_DIR/invitations, where
    index.csv lists where to send them. Nothing is sent by itself. The filters narrow each other down; what one takes several times widens it.
    """
    from madewhere.private.invitation.choosing import Choice, read_list
    from madewhere.private.invitation.inviting import invite as run
    from madewhere.problems import Level
    from madewhere.report.invitations import invite_text

    choice = Choice(
        factories=factories,
        countries=countries,
        tiers=tiers,
        parent=parent,
        listed=read_list(listed) if listed is not None else None,
        declared_by=declared_by,
        everything=everything,
    )

    def show(done: int, of: int) -> None:
        if sys.stderr.isatty():
            click.echo(f"\r\033[K{done} of {of} …", nl=False, err=True)

    result = run(
        private,
        data,
        choice,
        as_of=as_of,
        scopes=scopes,
        language=language,
        again=again,
        dry_run=dry_run,
        cache=CACHE / "packages",
        progress=show,
    )
    if sys.stderr.isatty():
        click.echo("\r\033[K", nl=False, err=True)
    click.echo(invite_text(result, dry_run=dry_run), nl=False)
    failed = any(problem.level is Level.ERROR for problem in result.problems)
    raise click.exceptions.Exit(1 if failed else 0)
