"""The supply networks that are shown: of a member, and up and down from a factory.

`around` finds what belongs to one, `folding` makes rows few enough to be read, `drawing` places them.
"""
