"""What carts work with."""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final, TypeAlias
from weakref import WeakValueDictionary

from holdfast.cart import CartBook
from holdfast.catalog import Shelf
from holdfast.db.engine import Database
from holdfast.flows.checkout.bounds import Bounding
from holdfast.orders import OrderBook

__all__ = ["CART", "Carting", "OneByOne", "Tell"]

CART: Final = "cart"
"""The channel on which carts are told live."""

Tell: TypeAlias = Callable[[str, Sequence[str]], None]
"""Given a channel and keys: something of these has changed."""


class OneByOne:
    """Those who change one cart wait here and not at its row: of the database's connections a
    process has few, and a cart takes one of them."""

    def __init__(self) -> None:
        self._locks: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()

    def of(self, owner: str) -> asyncio.Lock:
        """To be held while the owner's cart is changed."""
        return self._locks.setdefault(owner, asyncio.Lock())


def _to_nobody(_: str, __: Sequence[str]) -> None: ...


@dataclass(frozen=True, kw_only=True)
class Carting(Bounding):
    """``next_release_at`` tells when the next unit held of an account comes free, if known."""

    database: Database
    shelf: Shelf
    orders: OrderBook
    next_release_at: Callable[[str], datetime | None]
    carts: CartBook
    carts_one_by_one: OneByOne = field(default_factory=OneByOne)
    tell: Tell = _to_nobody

    def told(self, *owners: str) -> None:
        """The carts of these have changed, and that is committed."""
        self.tell(CART, owners)
