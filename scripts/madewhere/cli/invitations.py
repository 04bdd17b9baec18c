"""`madewhere invitations`: who has not answered, who should be reminded, whose consent runs out."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from madewhere.cli.options import PLACE, as_of_option, data_option
from madewhere.project import CACHE


@click.command()
@click.argument("private", metavar="PRIVATE_DIR", type=PLACE)
@data_option()
@as_of_option()
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json"]),
    default="text",
    show_default=True,
    help="How to report.",
)
@click.option(
    "--reminded",
    multiple=True,
    metavar="REFERENCE",
    help="Note first that a reminder of this invitation was sent.",
)
@click.option("--reminded-due", is_flag=True, help="Note first that all reminders due were sent.")
def invitations(
    *,
    private: Path,
    data: Path,
    as_of: date,
    form: str,
    reminded: tuple[str, ...],
    reminded_due: bool,
) -> None:
    """List reminders due, invitations without an answer, refusals, and consents that run out.

    A reminder is due 14 days after the invitation or the last reminder; a consent is listed from 90
    days before its last day.
    """
    from madewhere.private.invitation.reminders import overview, remind
    from madewhere.problems import Level
    from madewhere.report.invitations import overview_json, overview_text

    found = overview(private, data, as_of=as_of, cache=CACHE / "packages")
    sent = (*reminded, *(each.reference for each in found.due if reminded_due))
    if sent:
        remind(private, sent, as_of=as_of)
        found = overview(private, data, as_of=as_of, cache=CACHE / "packages")
    click.echo((overview_json if form == "json" else overview_text)(found), nl=False)
    failed = any(problem.level is Level.ERROR for problem in found.problems)
    raise click.exceptions.Exit(1 if failed else 0)
