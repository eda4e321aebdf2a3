"""The catalogue's side of stock: the name of a variant's account, and when it runs low."""

from typing import Final
from uuid import UUID

__all__ = ["STOCK_PREFIX", "is_low", "newly_low", "stock_key", "stock_variant"]

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


def is_low(on_hand: int, threshold: int | None) -> bool:
    """Whether what the shop still owns (free and held) is down to the threshold."""
    return threshold is not None and on_hand <= threshold


def newly_low(before: int, after: int, threshold: int | None) -> bool:
    """Whether this very change made it low: the one moment to raise an alert.

    Counted on hand (free and held), so that a hold which is let go again raises none.
    """
    return is_low(after, threshold) and not is_low(before, threshold)
