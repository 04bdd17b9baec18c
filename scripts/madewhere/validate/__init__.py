"""Validating: one table, row by row and cell by cell, against its schema."""

from __future__ import annotations

from madewhere.validate.table import TableRead, validate_table

__all__ = ["TableRead", "validate_table"]
