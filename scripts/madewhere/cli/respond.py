"""`madewhere respond`: record what a factory answered."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from madewhere.cli.options import DAY, PLACE, as_of_option
from madewhere.errors import UsageError
from madewhere.tables import SCOPES, table

_METHODS = table("consents").field("method").constraints["enum"]
_ROLES = table("consents").field("recorded_by").constraints["enum"]


@click.command()
@click.argument("private", metavar="PRIVATE_DIR", type=PLACE)
@click.argument("reference", required=False)
@click.option("--list", "listed", type=PLACE, help="Record all answers of a CSV file, one a line.")
@click.option("--accepted", is_flag=True, help="The factory said yes.")
@click.option("--refused", is_flag=True, help="The factory said no.")
@click.option(
    "--scope",
    "scopes",
    multiple=True,
    type=click.Choice(SCOPES),
    help="What it agreed to; all that was asked unless given.",
)
@click.option("--decided-on", type=DAY, help="The day of the answer; the as-of date unless given.")
@click.option(
    "--valid-until", type=DAY, help="The last day on which it holds; else until withdrawn."
)
@click.option("--method", type=click.Choice(_METHODS), help="How the yes was given.")
@click.option("--evidence", type=PLACE, help="The signed sheet; a copy stays in the folder.")
@click.option("--recorded-by", type=click.Choice(_ROLES), help="The role of who records it.")
@click.option("--all-members", is_flag=True, help="The yes was given for all members.")
@click.option("--beyond", is_flag=True, help="It agreed to more than the letter asked for.")
@click.option("--language", metavar="TAG", help="That of the signed sheet, if not the letter's.")
@click.option("--change", is_flag=True, help="Replace an answer that was recorded before.")
@as_of_option()
def respond(
    *,
    private: Path,
    reference: str | None,
    listed: Path | None,
    accepted: bool,
    refused: bool,
    scopes: tuple[str, ...],
    decided_on: date | None,
    valid_until: date | None,
    method: str | None,
    evidence: Path | None,
    recorded_by: str | None,
    all_members: bool,
    beyond: bool,
    language: str | None,
    change: bool,
    as_of: date,
) -> None:
    """Record a factory's answer to the invitation with this REFERENCE, or those of a list.

    A yes becomes consents of the private folder, with a hash of the signed sheet; `madewhere disclose`
    then lets out what they cover. A no takes out what the folder held. The columns of a list are named
    as these options; of a list everything is recorded or nothing.
    """
    from madewhere.private.invitation.answer_checks import Answer
    from madewhere.private.invitation.answer_list import respond_list
    from madewhere.private.invitation.answering import respond as run
    from madewhere.report.invitations import respond_list_text, respond_text

    if (reference is None) == (listed is None):
        raise UsageError(
            "give the reference of one invitation, or --list with a file, and not both",
            hint="The reference stands on the printed letter, such as 7K3QF-21M4P.",
        )
    if listed is not None:
        beside = (accepted, refused, scopes, decided_on, valid_until, method, evidence)
        if any((*beside, recorded_by, all_members, beyond, language, change)):
            raise UsageError(
                "beside --list no answer is given by options",
                hint="Write it into the columns of the list, which are named as the options.",
            )
        found = respond_list(private, listed, as_of=as_of)
        click.echo(respond_list_text(found, private), nl=False)
        raise click.exceptions.Exit(1 if found.problems else 0)
    assert reference is not None
    if accepted == refused:
        raise UsageError("give --accepted or --refused, and not both")
    answer = Answer(
        accepted=accepted,
        scopes=scopes,
        decided_on=decided_on,
        valid_until=valid_until,
        method=method,
        evidence=evidence,
        recorded_by=recorded_by,
        all_members=all_members,
        beyond=beyond,
        language=language,
    )
    answered = run(private, reference, answer, as_of=as_of, change=change)
    click.echo(respond_text(answered, private), nl=False)
