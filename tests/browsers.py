"""Finding a browser."""

from __future__ import annotations

import shutil


def chromium_path() -> str | None:
    """Where a Chromium is, or None."""
    return shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("chrome")
