"""Where the parts of the project stand. The program works from its own checkout."""

from __future__ import annotations

from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
TEMPLATES = ROOT / "templates"
TRANSLATIONS = TEMPLATES / "translations"
SITE_SRC = ROOT / "site_src"
BUILD = ROOT / "build"
CACHE = BUILD / "cache"
