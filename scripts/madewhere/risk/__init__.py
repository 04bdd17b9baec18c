"""Counts over audits that are not shown: contributed by members, added up, and suppressed."""
