"""How much is kept of what is bought together, and from when on that says something."""

from typing import Final
from uuid import UUID

MOST_TOGETHER: Final = 12
"""Products of one order that are taken for bought together: of a long one, the first."""

MOST_OTHERS: Final = 100
"""Others that a product may have, before it is cut down to :data:`MOST_KEPT`."""

MOST_KEPT: Final = 50
"""Of those that are cut down: the most frequent, and of the same the latest."""

ANY_GOODS: Final = UUID(int=0)
"""Stands for whatever is bought: a product is bought together with it in every order that has the
product, and it with itself in every order of goods."""

LEAST_TOGETHER: Final = 2
"""Two products that fewer orders have together are there by chance."""
