"""`madewhere confirm`."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from madewhere.cli.options import as_of_option, data_option


@click.command()
@click.argument("private", metavar="PRIVATE_DIR", type=click.Path(path_type=Path))
@click.argument("factory_id", metavar="FACTORY_ID")
@data_option()
@as_of_option()
@click.option("--instructions", is_flag=True, help="Say what has to stand where; look nothing up.")
def confirm(private: Path, factory_id: str, data: Path, as_of: date, instructions: bool) -> None:
    """Look up whether a factory stands behind its page on its own domain.

    The factory puts the address of its page into a file on its website, or into a TXT record of its
    domain. What is found is written down in the private folder, and shown with the factory's own
    words where it agreed to the scope contact.
    """
    from madewhere.private.confirming import asked, look_up, record

    wanted = asked(private, data, factory_id)
    how = (
        f"The factory puts this line\n\n    {wanted.address}\n\n"
        f"into the file {wanted.file}\nor into a TXT record of {wanted.record}, "
        "and then this command is run again.\n"
    )
    if instructions:
        click.echo(how, nl=False)
        return
    found = look_up(wanted)
    for line in found.tried:
        click.echo(line)
    if not found.method:
        click.echo(f"\n{wanted.factory_id} is not confirmed.\n{how}", nl=False)
        raise click.exceptions.Exit(1)
    record(private, found, as_of)
    click.echo(
        f"{wanted.factory_id} stands behind its page on {wanted.domain}. "
        "Written down; `madewhere disclose` takes it along."
    )
