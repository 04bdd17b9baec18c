"""The names of the things in the tiny publication, and the day for which tests look at it."""

from __future__ import annotations

from datetime import date
from pathlib import Path

AS_OF = date(2026, 11, 21)
TINY = Path(__file__).parent / "fixtures" / "tiny" / "data"
SHARED = Path(__file__).resolve().parents[2] / "shared"

# The factories of the tiny publication.
KNITS = "BD1G1D22Y"  # disclosed by alder (all scopes) and birch (identity, audits, profile)
WEAVES = "VNDT37MY2"  # disclosed by alder; its consents are given for all members
DENIM = "TRJCZ1V9R"  # disclosed by birch, identity only
GONE = "PT439T5JB"  # withdrawn
JOINED = "INMBH2168"  # merged into KNITS

# The product of the tiny publication, of alder, with its two GTINs.
TEE = "4HARB0RT5"
MEDIUM, LARGE = "09520000000011", "09520000000028"
