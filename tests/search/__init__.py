"""The index of what can be found."""
