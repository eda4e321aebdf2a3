"""Where the ledger counts what is to come and what came, and what the journal says of it."""

from typing import Final
from uuid import UUID

preorder_note: Final = "pre-order"
"""The reason in the stock log."""


def awaited_key(variant_id: UUID) -> str:
    """What was announced and has not come."""
    return f"awaited/{variant_id}"


def arrived_key(variant_id: UUID) -> str:
    """What came for those who ordered before, and no order has yet."""
    return f"arrived/{variant_id}"
