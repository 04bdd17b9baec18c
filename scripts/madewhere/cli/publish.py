"""`madewhere publish`: the built site on a Git branch of its own."""

from __future__ import annotations

from pathlib import Path

import click

from madewhere.cli.options import PLACE, today
from madewhere.plurals import counted
from madewhere.publish.hosts import HOSTS


@click.command()
@click.option(
    "--site",
    default="build/site",
    show_default=True,
    type=PLACE,
    help="The built site.",
)
@click.option("--branch", default="gh-pages", show_default=True, help="The branch; it is replaced.")
@click.option("--remote", default="origin", show_default=True, help="The remote to push to.")
@click.option("--local", is_flag=True, help="Only set the branch of this repository; push nothing.")
@click.option("--host", type=click.Choice(sorted(HOSTS)), default="github", show_default=True)
@click.option("--allow-old", is_flag=True, help="Publish a site whose as-of date is not today.")
@click.option(
    "--allow-changed",
    is_flag=True,
    help="Publish a site whose data has changed since it was built.",
)
@click.option("--dry-run", is_flag=True, help="Say what would be published; change nothing.")
def publish(
    *,
    site: Path,
    branch: str,
    remote: str,
    local: bool,
    host: str,
    allow_old: bool,
    allow_changed: bool,
    dry_run: bool,
) -> None:
    """Put the built site on a branch, as one commit without a history."""
    from madewhere import publish as library

    report = library.publish(
        site,
        repository=Path(),
        remote=None if local else remote,
        branch=branch,
        as_of_check=not allow_old,
        today=today(),
        host=HOSTS[host],
        dry_run=dry_run,
        changed_check=not allow_changed,
    )
    if not (report.compared or allow_changed):
        click.echo(
            "Which data this site was built from is not known here, as for a copy, so it was not compared "
            "with the data: build it here to have what was withdrawn since noticed.",
            err=True,
        )
    what = f"{counted(report.files, 'file')}, {report.size / 10**6:,.1f} MB, as of {report.as_of.isoformat()}"
    state = "would be" if dry_run else "is now"
    if report.unchanged:
        state = "was already"
    click.echo(f"{what}: {state} on {report.branch} as {report.commit[:12]}.")
