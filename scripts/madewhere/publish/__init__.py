"""Publishing: the built site on a Git branch, within what its host takes."""

from __future__ import annotations

from madewhere.publish.branch import PublishReport, publish

__all__ = ["PublishReport", "publish"]
