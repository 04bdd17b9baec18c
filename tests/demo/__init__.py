"""Tests of the synthetic demo publication."""
