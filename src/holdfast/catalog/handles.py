"""A product's handle: what stands for it in an address."""

from typing import Final

RESERVED: Final = frozenset(
    {"among", "best-sellers", "category", "popular", "search", "stock", "suggest"}
)
"""What stands in the place of a handle in an address and means something else there."""


def stands_in_address(handle: str) -> bool:
    """Whether a handle from elsewhere leads to its product."""
    return "/" not in handle and handle.casefold() not in RESERVED and handle not in (".", "..")
