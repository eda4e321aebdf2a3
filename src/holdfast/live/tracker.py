"""What is known of the watched products' stock: pure, fed with absolute states.

States may be lost, doubled or come in any order: an account's ``version`` says which is newer, so
applying them in any order ends at the newest. What was lost is healed by whoever feeds the tracker
with fresh reads (``feed.py``).
"""

import heapq
from collections import OrderedDict
from collections.abc import Container, Iterable, KeysView
from datetime import datetime
from typing import Final
from uuid import UUID

from msgspec import Struct

__all__ = ["Holds", "ProductReading", "Stock", "StockUpdate", "Tracker", "VariantReading"]


class Stock(Struct, frozen=True):
    """An account as it stands: free, held, version."""

    stock: int
    held: int
    version: int


class VariantReading(Struct, frozen=True):
    """A variant on sale as read from the database; ``full``: what a full supply is."""

    variant_id: UUID
    key: str
    stock: Stock
    full: int = 0


class ProductReading(Struct, frozen=True):
    """A product on sale as read from the database, with all its variants on sale."""

    product_id: UUID
    variants: tuple[VariantReading, ...]


class StockUpdate(Struct, frozen=True, rename="camel"):
    """What a watcher is told when a variant changes. ``stock`` and ``available`` are the whole
    product's, as everywhere; the others are the variant's."""

    product_id: str
    stock: int
    available: bool
    variant_id: str
    variant_stock: int
    held: int
    full: int
    version: int
    next_release_at: str | None


class _Product:
    """``told``: whether what is read is news to somebody. ``gone``: variants that went off sale,
    and watchers are still to be told so."""

    __slots__ = ("gone", "id", "read", "stock", "told", "variants", "watchers")

    def __init__(self, product_id: UUID) -> None:
        self.id = product_id
        self.variants: dict[str, UUID] = {}
        self.gone: dict[str, tuple[UUID, int]] = {}
        self.stock = 0
        self.watchers = 0
        self.read = self.told = False


class Tracker:
    """Watched products, their variants' states, and which of them changed since last asked."""

    def __init__(self) -> None:
        self._products: dict[UUID, _Product] = {}
        self._of_key: dict[str, _Product] = {}
        self._states: dict[str, Stock] = {}
        self._full: dict[str, int] = {}
        self._dirty: dict[UUID, dict[str, None]] = {}

    # --- watching ---------------------------------------------------------------------------

    def watch(self, product_ids: Iterable[UUID]) -> None:
        """Count one more watcher of each."""
        for product_id in product_ids:
            product = self._products.get(product_id)
            if product is None:
                product = self._products[product_id] = _Product(product_id)
            product.watchers += 1

    def unwatch(self, product_ids: Iterable[UUID]) -> None:
        """Count one watcher less of each; those that nobody watches now are forgotten."""
        for product_id in product_ids:
            product = self._products.get(product_id)
            if product is None:
                continue
            product.watchers -= 1
            if product.watchers > 0:
                continue
            del self._products[product_id]
            self._dirty.pop(product_id, None)
            for key in product.variants:
                self._of_key.pop(key, None)
                self._states.pop(key, None)
                self._full.pop(key, None)

    def unread(self, product_ids: Iterable[UUID]) -> list[UUID]:
        """Those of them that have not been read since somebody watches them."""
        return [
            product_id
            for product_id in product_ids
            if (product := self._products.get(product_id)) is not None and not product.read
        ]

    @property
    def watched_set(self) -> KeysView[UUID]:
        """The products somebody watches."""
        return self._products.keys()

    def knows(self, key: str) -> bool:
        """Whether the account is placed: it belongs to a watched product that was read."""
        return key in self._of_key

    # --- states -----------------------------------------------------------------------------

    def apply(self, key: str, stock: Stock) -> UUID | None:
        """Take a state; its product, or None if it says nothing new or nobody watches."""
        product = self._of_key.get(key)
        if product is None or not self._take(product, key, stock):
            return None
        self._dirty.setdefault(product.id, {})[key] = None
        return product.id

    def apply_reading(self, reading: ProductReading) -> None:
        """Take a product as read: its variants as they are now, and their states if newer.

        What the first reading says is no news: whoever watches by then gets a snapshot of it.
        """
        product = self._products.get(reading.product_id)
        if product is None:
            return
        news, product.read, product.told = product.told, True, True
        for key in set(product.variants) - {variant.key for variant in reading.variants}:
            self._take_off(product, key)
        for variant in reading.variants:
            if variant.key not in product.variants:
                product.variants[variant.key] = variant.variant_id
                self._of_key[variant.key] = product
            another = self._full.get(variant.key) != variant.full
            self._full[variant.key] = variant.full
            if (self._take(product, variant.key, variant.stock) or another) and news:
                self._dirty.setdefault(product.id, {})[variant.key] = None

    def _take(self, product: _Product, key: str, stock: Stock) -> bool:
        before = self._states.get(key)
        if before is not None:
            if stock.version <= before.version:
                return False
            product.stock -= before.stock
        self._states[key] = stock
        product.stock += stock.stock
        return True

    def _take_off(self, product: _Product, key: str) -> None:
        """A variant is on sale no more: who watches is told once that nothing of it is left."""
        variant_id = product.variants.pop(key)
        self._of_key.pop(key, None)
        self._full.pop(key, None)
        state = self._states.pop(key, None)
        if state is not None:
            product.stock -= state.stock
            product.gone[key] = (variant_id, state.version)
            self._dirty.setdefault(product.id, {})[key] = None

    def touch(self, key: str) -> None:
        """Something other than its numbers changed (when the next hold ends)."""
        product = self._of_key.get(key)
        if product is not None and key in self._states:
            self._dirty.setdefault(product.id, {})[key] = None

    def tell(self, product_ids: Iterable[UUID]) -> None:
        """Somebody who has no snapshot of these is to be told of them, as if all had changed."""
        for product_id in product_ids:
            product = self._products.get(product_id)
            if product is not None:
                product.told = True
                for key in product.variants:
                    self.touch(key)

    # --- telling ----------------------------------------------------------------------------

    def drain(self, holds: "Holds") -> dict[UUID, list[StockUpdate]]:
        """What changed since the last call, by product: the latest state only."""
        dirty, self._dirty = self._dirty, {}
        found = {}
        for product_id, keys in dirty.items():
            product = self._products[product_id]
            found[product_id] = [self._update(product, key, holds) for key in keys]
            product.gone.clear()
        return found

    @property
    def dirty(self) -> bool:
        return bool(self._dirty)

    def snapshot(self, product_ids: Iterable[UUID], holds: "Holds") -> list[StockUpdate]:
        """Everything known of these products."""
        return [
            self._update(product, key, holds)
            for product_id in product_ids
            if (product := self._products.get(product_id)) is not None
            for key in product.variants
        ]

    def latest(
        self, keys: Iterable[str], product_ids: Container[UUID], holds: "Holds"
    ) -> list[StockUpdate]:
        """One update of each of these products that one of the accounts belongs to."""
        found: dict[UUID, StockUpdate] = {}
        for key in keys:
            product = self._of_key.get(key)
            if product is not None and product.id in product_ids and product.id not in found:
                found[product.id] = self._update(product, key, holds)
        return list(found.values())

    def _update(self, product: _Product, key: str, holds: "Holds") -> StockUpdate:
        if key in product.variants:
            variant_id, state = product.variants[key], self._states[key]
        else:
            variant_id, version = product.gone[key]
            state = Stock(0, 0, version)
        release = holds.next_release_at(key) if state.held else None
        return StockUpdate(
            str(product.id),
            product.stock,
            product.stock > 0,
            str(variant_id),
            state.stock,
            state.held,
            max(self._full.get(key, 0), state.stock + state.held),
            state.version,
            None if release is None else _iso(release),
        )


def _iso(moment: datetime) -> str:
    return moment.isoformat(timespec="milliseconds").replace("+00:00", "Z")


MAX_HOLDS: Final = 500_000
MAX_CLOSED: Final = 100_000


class Holds:
    """Open holds by account, to say when the next one ends.

    Each account has a heap of ends; what closed is dropped when it comes to the top. A hold that
    was closed stays closed, even if the word of its opening comes later.
    """

    def __init__(self, most: int = MAX_HOLDS) -> None:
        self._most = most
        self._open: dict[UUID, datetime] = {}
        self._heaps: dict[str, list[tuple[datetime, UUID]]] = {}
        self._closed: OrderedDict[UUID, None] = OrderedDict()

    def __len__(self) -> int:
        return len(self._open)

    def opened(self, hold_id: UUID, expires_at: datetime, keys: Iterable[str]) -> None:
        """A hold was made, or extended (then it ends later than it did)."""
        if hold_id in self._closed:
            return
        before = self._open.get(hold_id)
        if before is None and len(self._open) >= self._most:
            return  # beyond the bound nobody is told when the next one ends
        if before is not None and expires_at <= before:
            return
        self._open[hold_id] = expires_at
        for key in keys:
            heapq.heappush(self._heaps.setdefault(key, []), (expires_at, hold_id))

    def closed(self, hold_id: UUID) -> None:
        """A hold was captured, released or has expired."""
        self._open.pop(hold_id, None)
        self._closed[hold_id] = None
        if len(self._closed) > MAX_CLOSED:
            self._closed.popitem(last=False)

    def next_release_at(self, key: str) -> datetime | None:
        """When the first of the account's open holds ends; None if none is known."""
        heap = self._heaps.get(key)
        if heap is None:
            return None
        while heap:
            expires_at, hold_id = heap[0]
            if self._open.get(hold_id) == expires_at:
                return expires_at
            heapq.heappop(heap)
        del self._heaps[key]
        return None

    def forget_before(self, moment: datetime) -> None:
        """Drop what ended before: the word of its closing was lost."""
        for hold_id in [one for one, end in self._open.items() if end < moment]:
            del self._open[hold_id]
        for key in list(self._heaps):
            self.next_release_at(key)
