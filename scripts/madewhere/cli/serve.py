"""`madewhere serve`: the site on this machine, built again on every change."""

from __future__ import annotations

from pathlib import Path

import click


@click.command()
@click.option(
    "--data",
    default="data",
    show_default=True,
    type=click.Path(path_type=Path),
    help="The data to build from.",
)
@click.option("--host", default="127.0.0.1", show_default=True, help="The address to listen on.")
@click.option("--port", default=8000, show_default=True, type=click.IntRange(0, 65535))
def serve(data: Path, host: str, port: int) -> None:
    """Build the site, show it on this machine, and build again when something changes."""
    from madewhere import project
    from madewhere import serve as library
    from madewhere.build import build

    out = project.BUILD / "site"

    def build_again() -> Path:
        build(data=data, out=out)
        return out

    library.serve(
        build_again,
        [data, project.SITE_SRC, project.TEMPLATES, project.ROOT / "mkdocs.yml"],
        host=host,
        port=port,
        say=click.echo,
    )
