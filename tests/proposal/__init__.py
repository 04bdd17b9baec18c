"""Tests of what a proposed change is said to do."""
