"""Reading `data/`: guarded, validated, and only where something changed."""

from __future__ import annotations

from madewhere.read.data import DataRead, kept_tables, read_data

__all__ = ["DataRead", "kept_tables", "read_data"]
