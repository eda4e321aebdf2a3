"""How much is kept of what is bought together."""

from typing import Final

MOST_TOGETHER: Final = 12
"""Products of one order that are taken for bought together: of a long one, the first."""

MOST_OTHERS: Final = 100
"""Others that a product may have, before it is cut down to :data:`MOST_KEPT`."""

MOST_KEPT: Final = 50
"""Of those that are cut down: the most frequent, and of the same the latest."""
