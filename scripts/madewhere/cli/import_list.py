"""`madewhere import`: a supplier list into a member's private folder."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import click

from madewhere.cli.options import DAY, PLACE, data_option, no_future, pairs, today
from madewhere.identifiers import normalise_factory_id


@click.command("import")
@click.argument("file", type=PLACE)
@click.option("--member", required=True, help="The member's slug, as in the register of members.")
@click.option(
    "--private", required=True, type=PLACE, help="The private folder, or where to make it."
)
@data_option()
@click.option("--map", "mapping", multiple=True, callback=pairs, help='As name="Supplier name".')
@click.option("--country", help="The country of rows that name none.")
@click.option(
    "--stated-on",
    type=DAY,
    default=today,
    callback=no_future,
    help="The day for which the list speaks; today in UTC unless given.",
)
@click.option(
    "--declared-by",
    metavar="FACTORY_ID",
    callback=lambda _context, _option, given: given and normalise_factory_id(given),
    help="The factory whose own suppliers and subcontractors these are.",
)
@click.option("--sheet", help="The sheet of an XLSX file.")
@click.option("--encoding", help="The encoding of a CSV file, where it is guessed wrongly.")
@click.option("--yes", is_flag=True, help="Accept the proposed columns without asking.")
@click.option("--dry-run", is_flag=True, help="Say what would happen, and write nothing.")
def import_list(file: Path, *, data: Path, yes: bool, **options: Any) -> None:
    """Take a list of factories into a private folder, and say what became of every row."""
    from madewhere import importing
    from madewhere.importing import known, work_codes
    from madewhere.private.folder import refuse_tracked
    from madewhere.publication import read_publication
    from madewhere.report import importing as said

    read_publication(data)  # comparing with nothing would mint IDs for what has one
    known.refuse_unregistered(data, options["member"])
    refuse_tracked(options["private"])
    reading = {name: options.pop(name) for name in ("mapping", "sheet", "encoding")}
    country, dry_run = options["country"], options["dry_run"]
    proposal = importing.open_list(file, **reading)
    click.echo(said.proposal_text(proposal, country) + "\n")
    if not (yes or dry_run or importing.missing_fields(proposal, country)):
        if not sys.stdin.isatty():
            click.echo(said.command_to_go_on(sys.argv[2:]))
            sys.exit(2)
        click.confirm("Take the rows like this?", abort=True)
    published, codes = known.read_published(data), work_codes.read_codes(data / "registers")
    result = importing.take_list(
        proposal, published=published, codes=codes, as_of=today(), **options
    )
    click.echo(said.result_text(result, options["private"], dry_run=dry_run))
    sys.exit(1 if result.has_errors else 0)
