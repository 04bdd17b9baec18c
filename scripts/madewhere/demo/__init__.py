"""A synthetic publication of any size: invented factories in real towns, the same bytes for a seed."""

from __future__ import annotations

from madewhere.demo.make import DemoReport, make_demo

__all__ = ["DemoReport", "make_demo"]
