"""What is in a file: its bytes, and what is packed or encoded in them."""

from __future__ import annotations

import gzip
import io
import zipfile
import zlib
from collections.abc import Iterator

_ZIP = b"PK\x03\x04"
_EMPTY_ZIP = b"PK\x05\x06"
_GZIP = b"\x1f\x8b"
_MARKS_OF_UTF_16 = (b"\xff\xfe", b"\xfe\xff")


def contents(content: bytes) -> Iterator[bytes]:
    """The bytes of a file, its text once more as UTF-8 where that may be UTF-16, and what it packs.

    ZIP, which spreadsheets are too, and gzip are unpacked, however deep. Raises `ValueError` for one
    that cannot be.
    """
    yield content
    if content.startswith((_ZIP, _EMPTY_ZIP)):
        yield from _members(content)
    elif content.startswith(_GZIP):
        try:
            unpacked = gzip.decompress(content)
        except (OSError, EOFError, zlib.error) as error:
            raise ValueError(f"is no sound gzip file: {error}") from error
        yield from contents(unpacked)
    elif b"\0" in content or content.startswith(_MARKS_OF_UTF_16):
        # Texts within other bytes may begin at an odd place.
        for start in (0, 1):
            for encoding in ("utf-16-le", "utf-16-be"):
                yield content[start:].decode(encoding, "ignore").encode()


def _members(content: bytes) -> Iterator[bytes]:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            for member in archive.infolist():
                yield member.filename.encode()
                yield member.comment
                yield from contents(archive.read(member))
            yield archive.comment
    except (zipfile.BadZipFile, zlib.error, RuntimeError, NotImplementedError, EOFError) as error:
        raise ValueError(f"is no sound ZIP file: {error}") from error
