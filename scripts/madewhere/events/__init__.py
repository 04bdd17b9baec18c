"""What happens to an identifier once it is published: withdrawn, merged, moved, closed, reopened.

Each changes the ledger and, where rows must go, the data, in one step: all of it or nothing.
"""
