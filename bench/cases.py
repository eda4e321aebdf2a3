"""The cases by name, in the order they are run and shown."""

from collections.abc import Callable
from importlib import import_module
from typing import Final, TypeAlias, cast

from bench.results import Result, Say

__all__ = ["NAMES", "Measure", "find"]

Measure: TypeAlias = Callable[[bool, Say], Result]
NAMES: Final = (
    "ledger", "reserve", "growth", "live", "product", "startup", "best_sellers", "coupons",
    "events", "wallets", "split", "chain", "relevance", "storefront",
    "searching", "slots", "bookings", "flash_sale", "checkout", "order_pages",
    "restock", "peak", "live_slots",
)  # fmt: skip


def find(name: str) -> Measure:
    """The case's ``measure``. Loaded when it is run: one that fails to load spoils no other."""
    return cast("Measure", import_module(f"bench.{name}").measure)
