"""`madewhere labels`: codes to print, for products, factories and whole members."""

from __future__ import annotations

import math
import sys
from datetime import date
from pathlib import Path

import click

from madewhere.cli.options import PLACE, as_of_option, data_option
from madewhere.labels.sizes import DEFAULT, LEAST_MODULE, MOST_MODULE, SIZES
from madewhere.project import CACHE

_SIZES = "; ".join(
    f"{size.name}: {size.width:g} × {size.height:g} mm, {size.use}" for size in SIZES.values()
)


def _a_number(_: click.Context, __: click.Parameter, value: float | None) -> float | None:
    if value is not None and math.isnan(value):
        raise click.BadParameter("nan is no number of millimetres.")
    return value


@click.command()
@click.option("--product", "products", multiple=True, metavar="ID", help="This product.")
@click.option("--gtin", "gtins", multiple=True, metavar="GTIN", help="The product with this GTIN.")
@click.option("--factory", "factories", multiple=True, metavar="ID", help="This factory.")
@click.option(
    "--member",
    "members",
    multiple=True,
    metavar="SLUG",
    help="All that this member sells or names.",
)
@click.option(
    "--only",
    type=click.Choice(["products", "factories"]),
    help="Of a member, only its products or only its factories.",
)
@click.option(
    "--digital-link",
    is_flag=True,
    help="Codes say GS1's addresses: a label for each GTIN of a product, the GLN of a factory.",
)
@click.option(
    "--size", type=click.Choice(list(SIZES)), default=DEFAULT, show_default=True, help=f"{_SIZES}."
)
@click.option(
    "--module",
    type=click.FloatRange(min=LEAST_MODULE, max=MOST_MODULE),
    callback=_a_number,
    metavar="MM",
    help=f"The width of a module, at least {LEAST_MODULE} mm; the largest that fits unless given.",
)
@click.option(
    "--language",
    metavar="CODE",
    help="The language of the question; the publication's first unless given.",
)
@click.option(
    "--copies",
    type=click.IntRange(1, 1000),
    default=1,
    show_default=True,
    help="How many of each label stand on the sheets.",
)
@click.option(
    "--form",
    "forms",
    multiple=True,
    type=click.Choice(["sheets", "labels", "codes"]),
    help="Make only sheets to print and cut, single labels, or codes alone; all unless given.",
)
@click.option("--proof", is_flag=True, help="Mark them as proofs; for examples and trials.")
@click.option(
    "--out",
    type=PLACE,
    default=Path("build/labels"),
    show_default=True,
    help="The folder for the files; replaced in one step.",
)
@data_option()
@as_of_option()
def labels(
    *,
    products: tuple[str, ...],
    gtins: tuple[str, ...],
    factories: tuple[str, ...],
    members: tuple[str, ...],
    only: str | None,
    digital_link: bool,
    size: str,
    module: float | None,
    language: str | None,
    copies: int,
    forms: tuple[str, ...],
    proof: bool,
    out: Path,
    data: Path,
    as_of: date,
) -> None:
    """Make labels to print: a question, a QR code, and the address beneath it.

    Only what the site shows gets one. Every code is read back from its file, and either all files are
    made or none.
    """
    from madewhere.labels.files import FORMS, How
    from madewhere.labels.making import make_labels
    from madewhere.labels.wanted import Asked
    from madewhere.publication import read_publication
    from madewhere.report.labels import labels_text

    if not (products or gtins or factories or members):
        raise click.UsageError("say whose labels: --product, --gtin, --factory or --member")
    if only and not members:
        raise click.UsageError("--only goes with --member")
    how = How(
        size=SIZES[size],
        language=language or read_publication(data).languages[0],
        module=module,
        copies=copies,
        forms=forms or FORMS,
        proof=proof,
    )

    def show(done: int) -> None:
        if sys.stderr.isatty():
            click.echo(f"\r\033[K{done} files …", nl=False, err=True)

    made = make_labels(
        data,
        out,
        Asked(products, gtins, factories, members, only or "", digital_link=digital_link),
        how,
        as_of=as_of,
        cache=CACHE / "packages",
        progress=show,
    )
    if sys.stderr.isatty():
        click.echo("\r\033[K", nl=False, err=True)
    click.echo(labels_text(made, how, out), nl=False)
    raise click.exceptions.Exit(1 if made.failed else 0)
