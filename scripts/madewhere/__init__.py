"""Turns consented factory and audit data packages into a static transparency site."""

from importlib.metadata import version

__version__ = version("madewhere")
