"""Shapes and texts as outlines, for files that are to look the same wherever no font can be counted on."""
