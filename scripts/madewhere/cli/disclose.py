"""`madewhere disclose`."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from madewhere.cli.options import as_of_option, data_option


@click.command()
@click.argument("private", metavar="PRIVATE_DIR", type=click.Path(path_type=Path))
@data_option()
@as_of_option()
@click.option("--dry-run", is_flag=True, help="Say what would go out, and write nothing.")
def disclose(private: Path, data: Path, as_of: date, dry_run: bool) -> None:
    """Put what consent covers from a private folder into the public package.

    Nothing else leaves the folder. Doing it again changes nothing; a consent that has run out or
    was taken away takes its data out again.
    """
    from madewhere.going_public import go_public
    from madewhere.problems import Level
    from madewhere.report.going_public import going_public_text

    going = go_public(private, data, as_of=as_of, dry_run=dry_run)
    click.echo(going_public_text(going, data, dry_run=dry_run), nl=False)
    failed = any(problem.level is Level.ERROR for problem in going.problems)
    raise click.exceptions.Exit(1 if failed else 0)
