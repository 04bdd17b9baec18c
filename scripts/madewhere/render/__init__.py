"""Turning the site's model into pages: languages, words, templates, and pouring them to disk."""
