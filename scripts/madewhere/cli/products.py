"""`madewhere products`: a brand's list of products into its member's private folder."""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path

import click

from madewhere.cli.options import DAY, PLACE, data_option, no_future, pairs, today


@click.command()
@click.argument("file", type=PLACE)
@click.option("--member", required=True, help="The member's slug, as in the register of members.")
@click.option(
    "--private", required=True, type=PLACE, help="The private folder, or where to make it."
)
@data_option()
@click.option("--steps", type=PLACE, help="A list of steps beside it, a row a step.")
@click.option("--brand", default="", help="The brand of rows that name none.")
@click.option("--language", default="", help="The language of the names, such as en.")
@click.option("--map", "mapping", multiple=True, callback=pairs, help='As name="Style name".')
@click.option(
    "--map-steps", "steps_mapping", multiple=True, callback=pairs, help='As where="Factory".'
)
@click.option(
    "--stated-on",
    type=DAY,
    default=today,
    callback=no_future,
    help="The day for which the list speaks; today in UTC unless given.",
)
@click.option("--sheet", help="The sheet of an XLSX file.")
@click.option("--encoding", help="The encoding of CSV files, where it is guessed wrongly.")
@click.option("--yes", is_flag=True, help="Accept the proposed columns without asking.")
@click.option("--dry-run", is_flag=True, help="Say what would happen, and write nothing.")
def products(
    file: Path,
    *,
    member: str,
    private: Path,
    data: Path,
    steps: Path | None,
    brand: str,
    language: str,
    mapping: dict[str, str],
    steps_mapping: dict[str, str],
    stated_on: date,
    sheet: str | None,
    encoding: str | None,
    yes: bool,
    dry_run: bool,
) -> None:
    """Take a list of products into a private folder: names, GTINs, and where each is made.

    Every product gets an ID, or keeps the one that it has. Doing it again changes nothing. Then
    `madewhere disclose` puts them into the public package.
    """
    from madewhere.importing import known, open_list
    from madewhere.importing.names import PRODUCTS, STEPS
    from madewhere.importing.products import take_products
    from madewhere.importing.products.known import read_known
    from madewhere.importing.products.run import missing_fields
    from madewhere.private.folder import refuse_tracked
    from madewhere.publication import read_publication
    from madewhere.report import importing as said

    read_publication(data)  # without it, products that are public would get other IDs
    known.refuse_unregistered(data, member)
    refuse_tracked(private)
    proposal = open_list(file, mapping=mapping, sheet=sheet, encoding=encoding, kind=PRODUCTS)
    click.echo(said.proposal_text(proposal) + "\n")
    of_steps = None
    if steps is not None:
        of_steps = open_list(steps, mapping=steps_mapping, encoding=encoding, kind=STEPS)
        click.echo(said.proposal_text(of_steps) + "\n")
    if not (yes or dry_run or missing_fields(proposal, brand)):
        if not sys.stdin.isatty():
            click.echo(said.command_to_go_on(sys.argv[2:], "products"))
            sys.exit(2)
        click.confirm("Take the rows like this?", abort=True)
    result = take_products(
        proposal,
        private=private,
        member=member,
        known=read_known(data, member),
        stated_on=stated_on,
        brand=brand,
        language=language,
        steps=of_steps,
        dry_run=dry_run,
    )
    click.echo(said.products_text(result, private, dry_run=dry_run))
    sys.exit(1 if result.has_errors else 0)
