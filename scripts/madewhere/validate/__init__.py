"""Validating: one table, row by row and cell by cell, against its schema."""

from __future__ import annotations

from madewhere.validate.table import TableRead, cells_fix, validate_table

__all__ = ["TableRead", "cells_fix", "validate_table"]
