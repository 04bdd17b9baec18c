"""Tests of the consolidated counts."""
