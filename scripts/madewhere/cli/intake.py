"""`madewhere intake`."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from madewhere.cli.options import PLACE, as_of_option, data_option


@click.command()
@click.argument("file", type=PLACE, required=False)
@click.option("--member", help="The member under which factories that enter themselves are shown.")
@click.option("--private", type=PLACE, help="That member's private folder, or where to make it.")
@data_option()
@as_of_option()
@click.option("--language", default="en", show_default=True, help="The language of the form.")
@click.option(
    "--factory",
    metavar="ID",
    help="Which factory it is about, where the form leaves that open; or new.",
)
@click.option("--dry-run", is_flag=True, help="Say what would happen, and write nothing.")
@click.option("--issue-form", is_flag=True, help="Print the blank form for a Git host's issues.")
@click.option("--text-form", is_flag=True, help="Print the blank form as a text file.")
def intake(
    file: Path | None,
    member: str | None,
    private: Path | None,
    data: Path,
    as_of: date,
    language: str,
    factory: str | None,
    dry_run: bool,
    issue_form: bool,
    text_form: bool,
) -> None:
    """Take a form that a factory filled in itself into a private folder.

    FILE is the text of the issue, or the file that was sent in. What it says becomes the factory's own
    statement; what it agreed to becomes its consent, with the form as evidence.
    """
    from madewhere.form import blank, intake
    from madewhere.importing.known import refuse_unregistered
    from madewhere.publication import read_publication
    from madewhere.report.form import taken_text

    if issue_form or text_form:
        # As bytes: a terminal that cannot print a character must not change the file.
        click.echo((blank.issue_form() if issue_form else blank.text_form()).encode(), nl=False)
        return
    if file is None or member is None or private is None:
        raise click.UsageError("Name the form's FILE, --member and --private.")
    read_publication(data)
    refuse_unregistered(data, member)
    taken = intake.take_form(
        intake.read_form(file),
        private=private,
        member=member,
        data=data,
        received_on=as_of,
        language=language,
        factory=factory,
        dry_run=dry_run,
    )
    click.echo(taken_text(taken, private, data, dry_run=dry_run), nl=False)
    raise click.exceptions.Exit(0 if taken.entered else 1)
