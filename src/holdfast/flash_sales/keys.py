"""The ledger accounts of flash sales."""

from typing import Final
from uuid import UUID

SALE_PREFIX: Final = "flash/"
SALE_NOTE: Final = "flash-sale/"
"""How a reason begins for which units were set aside for a sale, or came back of it."""


def sale_key(sale_id: UUID) -> str:
    """The store that counts what a sale has left. Its units came out of the stock."""
    return f"{SALE_PREFIX}{sale_id}"


def sale_limit_key(sale_id: UUID, owner: str) -> str:
    """The capacity account that counts what one customer has, or holds, of a sale."""
    return f"limit/flash/{sale_id}/{owner}"


def sale_ref(sale_id: UUID) -> str:
    """Why units were moved, as the journal has it."""
    return f"{SALE_NOTE}{sale_id}"
