"""`madewhere codeowners`."""

from __future__ import annotations

from pathlib import Path

import click

from madewhere.cli.options import PLACE, data_option


@click.command()
@data_option()
@click.option(
    "--host",
    type=click.Choice(["github", "gitlab"]),
    default="github",
    show_default=True,
    help="Where the repository is; decides where the file stands.",
)
@click.option("--out", type=PLACE, help="Another place for the file.")
@click.option("--check", "only_check", is_flag=True, help="Write nothing; fail if it differs.")
def codeowners(data: Path, host: str, out: Path | None, *, only_check: bool) -> None:
    """Write the file by which a host asks each member's maintainers to review.

    It is made from the register of members. Exits with 1 where the register has errors and, with
    --check, where the file is not what the register says.
    """
    from madewhere.proposal.owners import CODEOWNERS, repository_of, written_codeowners

    top, folder = repository_of(data)
    place = out or top / CODEOWNERS[host]
    content, problems = written_codeowners(data, folder)
    if problems:
        for p in problems:
            click.echo(f"{p.level.label} {p.code}: line {p.line}: {p.message}", err=True)
        click.echo("The register of members has errors; nothing was written.", err=True)
        raise click.exceptions.Exit(1)
    if place.is_file() and place.read_bytes() == content:
        click.echo(f"{place} is what the register says.")
    elif only_check:
        click.echo(f"{place} is not what the register says. Run `madewhere codeowners`.", err=True)
        raise click.exceptions.Exit(1)
    else:
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(content)
        click.echo(f"Written to {place}.")
