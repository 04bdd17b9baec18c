"""Tests of how what was released is joined."""
