"""A member's own view of its supply network, on one page that never leaves it."""
