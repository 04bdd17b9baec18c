"""The command `madewhere`: the one place where errors become messages and exit statuses."""

from __future__ import annotations

import io
import os
import sys

import click

from madewhere.errors import MadewhereError


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
        sys.exit(status if isinstance(status, int) else 0)
    except MadewhereError as error:
        _say(f"madewhere: {error.message}", error.hint)
        sys.exit(2)
    except click.exceptions.Exit as error:
        sys.exit(error.exit_code)
    except click.ClickException as error:
        error.show()
        sys.exit(2)
    except (click.Abort, KeyboardInterrupt):
        _say("madewhere: stopped; nothing has been replaced")
        sys.exit(130)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(2)
    except Exception as error:
        if os.environ.get("MADEWHERE_DEBUG"):
            raise
        _say(
            f"madewhere: this should not have happened: {type(error).__name__}: {error}",
            "Please report it, with what MADEWHERE_DEBUG=1 prints.",
        )
        sys.exit(2)


def _say(message: str, hint: str = "") -> None:
    click.echo(message, err=True)
    if hint:
        click.echo(f"  {hint}", err=True)


if __name__ == "__main__":
    main()
