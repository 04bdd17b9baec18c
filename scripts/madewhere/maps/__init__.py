"""The maps of a build: drawn ones, and the interactive one with its script and style."""
