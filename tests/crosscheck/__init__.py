"""Tests of the checks over the whole corpus."""
