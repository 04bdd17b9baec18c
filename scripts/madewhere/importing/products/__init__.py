"""Taking a brand's list of products into its private folder, with their numbers and steps.

    open the list → read each row → find or make its product → take numbers and steps → write

A row is a product, or one variant of it with its own number; rows of one product are taken together.
"""

from __future__ import annotations

from madewhere.importing.products.run import ProductList, take_products

__all__ = ["ProductList", "take_products"]
