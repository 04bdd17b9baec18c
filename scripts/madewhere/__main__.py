"""The command `madewhere`: the one place where errors become messages and exit statuses."""

from __future__ import annotations

import io
import os
import sys

import click

from madewhere.errors import AlreadyError, MadewhereError


def main() -> None:
    """Run the command line.

    Exit status 0 is good, 1 means errors in the data, 2 wrong use or something that cannot go on. A
    traceback is shown only where ``MADEWHERE_DEBUG`` is set.
    """
    from madewhere.cli import madewhere

    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            # A terminal that cannot print a character shows its number, and no error.
            stream.reconfigure(errors="backslashreplace")
    try:
        status = madewhere.main(standalone_mode=False)
    except (Exception, KeyboardInterrupt) as error:
        if os.environ.get("MADEWHERE_DEBUG") and not isinstance(error, click.ClickException):
            raise
        status = _status_of(error)
    sys.exit(status if isinstance(status, int) else 0)


def _status_of(error: BaseException) -> int:
    """Say what happened, and give the exit status for it."""
    match error:
        case AlreadyError():
            click.echo(f"{error.message}. Nothing was written, and there is nothing to do.")
            return 0
        case MadewhereError():
            _say(f"madewhere: {error.message}", error.hint)
        case click.exceptions.Exit():
            return error.exit_code
        case click.ClickException():
            error.show()
        case click.Abort() | KeyboardInterrupt():
            _say("madewhere: stopped; nothing has been replaced")
            return 130
        case BrokenPipeError():
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        case OSError():
            place = error.filename or "a file"
            _say(f"madewhere: {place} cannot be used: {error.strerror or error}")
        case _:
            _say(
                f"madewhere: this should not have happened: {type(error).__name__}: {error}",
                "Please report it, with what MADEWHERE_DEBUG=1 prints.",
            )
    return 2


def _say(message: str, hint: str = "") -> None:
    click.echo(message, err=True)
    if hint:
        click.echo(f"  {hint}", err=True)


if __name__ == "__main__":
    main()
