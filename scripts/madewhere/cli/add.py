"""`madewhere add`."""

from __future__ import annotations

import io
import sys
from datetime import date
from importlib import import_module
from pathlib import Path

import click

from madewhere.cli.options import PLACE, as_of_option, data_option


@click.command()
@click.option(
    "--private", required=True, type=PLACE, help="The private folder, or where to make it."
)
@click.option("--member", required=True, help="The member's slug, as in the register of members.")
@data_option()
@as_of_option()
@click.option(
    "--stated-by",
    type=click.Choice(["member", "factory"]),
    default="member",
    show_default=True,
    help="Whose word the answers are.",
)
def add(private: Path, member: str, data: Path, as_of: date, stated_by: str) -> None:
    """Ask for one factory, question by question, and take it into a private folder.

    Each answer is looked at as it is typed. Nothing is written before the last one, and Ctrl-C stops.
    Without a terminal it takes the answers from its input, a line each.
    """
    from madewhere.form.agreeing import ask_agreement
    from madewhere.form.asking import Asking
    from madewhere.form.conversation import Conversation
    from madewhere.form.entry import take_answers
    from madewhere.form.likeness import KnownFactories
    from madewhere.form.reading import AnswerReader
    from madewhere.importing.known import refuse_unregistered
    from madewhere.private.folder import open_private
    from madewhere.publication import read_publication
    from madewhere.report.form import added_text

    read_publication(data)  # comparing with nothing would mint an ID for what has one
    refuse_unregistered(data, member)
    known = KnownFactories.of(open_private(private, member, dry_run=True), data, as_of)
    _prepare_input()
    talk = Conversation(_line, click.echo)
    asking = Asking(talk, AnswerReader.of(data), known, stated_by)
    if not asking.run():
        click.echo("Nothing was written.")
        return
    about = asking.recognised()
    agreement = ask_agreement(talk, member, as_of, about.past if about else None)
    entered = take_answers(
        asking.values,
        stated_by=stated_by,
        private=private,
        member=member,
        data=data,
        stated_on=as_of,
        agreement=agreement,
        known=known,
        told_apart=asking.offered,
    )
    scopes = agreement.scopes if agreement else None
    click.echo(added_text(entered, scopes, private, data), nl=False)


def _line(prompt: str) -> str:
    text: str = click.prompt(prompt, default="", show_default=False, prompt_suffix="")
    return text


def _prepare_input() -> None:
    """Let a mistyped byte be an answer that cannot be read, and the arrow keys move in a line."""
    if isinstance(sys.stdin, io.TextIOWrapper):
        sys.stdin.reconfigure(errors="replace")
        if sys.stdin.isatty():
            try:
                import_module("readline")
            except ImportError:  # a Python without it; then a line is edited by the terminal alone
                return
