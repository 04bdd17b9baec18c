"""What becomes of a product's rows when a factory or a certificate may not be named in them any more.

``cells`` are typed or texts, and are changed in place.
"""

from __future__ import annotations

from collections.abc import MutableMapping
from typing import Any

Cells = MutableMapping[str, Any]


def without_factory(cells: Cells) -> None:
    """Make a row of `product_steps` fit again after its factory was taken out of it.

    The place of a certain factory becomes one that is not disclosed. One of several stays one: how many
    they are counts those too that are not named.
    """
    if cells["place"] == "factory" and not cells["factory_id"]:
        cells["place"] = "not-disclosed"


def without_certificate(cells: Cells) -> None:
    """Make a row of `product_claims` fit again after the number of its certificate was taken out of it."""
    if not cells["number"]:
        cells["standard"] = cells["number"]
