"""What can stop a command. Wrong data never does: it is a `Problem`, collected and reported."""

from __future__ import annotations

from madewhere.plurals import counted


class MadewhereError(Exception):
    """Something that a command cannot go on from; the command line shows it and exits with 2.

    ``hint`` says what the person can do about it.
    """

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint


class UsageError(MadewhereError):
    """A command was asked for something that makes no sense. Raised by any command's function."""


class AlreadyError(MadewhereError):
    """What a command was asked to do was done before; the command line says so and exits with 0."""


class PublicationError(MadewhereError):
    """There is no usable publication at the place named. Raised while `publication.yaml` is read."""


class OutputError(MadewhereError):
    """The output folder cannot be used. Raised before anything is written."""


class VanishedError(MadewhereError):
    """Identifiers that the site before answers for are not in the data any more. Raised by a build."""

    def __init__(self, identifiers: list[str]) -> None:
        shown = ", ".join(identifiers[:10]) + (" …" if len(identifiers) > 10 else "")
        super().__init__(
            f"{counted(len(identifiers), 'published identifier has', 'published identifiers have')} vanished from the ledger: {shown}",
            hint="Their addresses are printed on labels. Restore their events in data/ledger/; the "
            "site that was there stays. To start anew on purpose, remove the built site first.",
        )
        self.identifiers = identifiers


class VerifyError(MadewhereError):
    """The finished tree failed its own verification, so the old site stays. Raised by `verify`.

    ``failures`` lists every failure, one line each.
    """

    def __init__(self, failures: list[str]) -> None:
        shown = "\n".join(f"  - {failure}" for failure in failures[:20])
        more = f"\n  … and {len(failures) - 20} more" if len(failures) > 20 else ""
        super().__init__(
            f"the finished site failed its verification, {counted(len(failures), 'time')}:\n{shown}{more}",
            hint="The site that was there before has not been touched.",
        )
        self.failures = failures
