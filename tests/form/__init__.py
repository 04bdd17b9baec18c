"""Tests of the form by which one factory is entered."""
