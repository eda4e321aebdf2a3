"""The catalogue's side of stock: the name of a variant's account."""

from typing import Final
from uuid import UUID

STOCK_PREFIX: Final = "stock/"


def stock_key(variant_id: UUID) -> str:
    """The ledger account that counts this variant's pieces."""
    return f"{STOCK_PREFIX}{variant_id}"


def stock_variant(key: str) -> UUID | None:
    """The variant of an account key, or None when the account counts something else."""
    if not key.startswith(STOCK_PREFIX):
        return None
    try:
        return UUID(key[len(STOCK_PREFIX) :])
    except ValueError:
        return None
