"""`madewhere serve`: the site on this machine, built again on every change."""

from __future__ import annotations

from pathlib import Path

import click

from madewhere.cli.options import data_option, today


@click.command()
@data_option()
@click.option("--host", default="127.0.0.1", show_default=True, help="The address to listen on.")
@click.option("--port", default=8000, show_default=True, type=click.IntRange(0, 65535))
def serve(data: Path, host: str, port: int) -> None:
    """Build the site, show it on this machine, and build again when something changes."""
    from madewhere import project
    from madewhere import serve as library
    from madewhere.build import build
    from madewhere.report.build import build_summary

    out = project.BUILD / "site"

    def build_again() -> Path:
        report = build(data, out, as_of=today(), cache=project.CACHE)
        click.echo(build_summary(report), nl=False)
        return out

    library.serve(
        build_again,
        [data, project.SITE_SRC, project.TEMPLATES, project.ROOT / "mkdocs.yml"],
        host=host,
        port=port,
        say=click.echo,
    )
