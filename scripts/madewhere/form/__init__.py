"""The form by which one factory is entered: asked at a terminal, on the web, or on paper.

The questions stand in one table. The prompts, the issue form of a Git host, the file to fill in at home
and the reading of what comes back are all made from it.
"""
