"""Orders: those of owners who watch them, as far as each has come.

Fed with absolute states: from this process's own reading of the event log, or from the process
that reads it. An order's ``version`` grows with every step of its life, so that applying states in
any order ends at the newest. What got lost on the way is healed by reading again, in turn.
"""

import asyncio
from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from typing import Final, Literal, TypeAlias

from msgspec import Struct

from holdfast.live.healing import Healing

__all__ = ["RECENT", "OrderNews", "OrderSource", "OrderUpdate", "Orders"]

RECENT: Final = 20  # of an owner's orders in a snapshot, the newest
MOST_KEPT: Final = 100  # of an owner's orders, while they are watched


class OrderUpdate(Struct, frozen=True, rename="camel"):
    """What an owner is told of one order; ``at`` is when its status last changed."""

    order_id: str
    number: str
    status: Literal["pending", "paid", "completed", "cancelled"]
    phase: Literal["NEW", "FINISHED", "CANCELLED"]
    reason: str | None
    refund: Literal["none", "begun", "done", "failed"]
    at: str
    version: int
    cancelled_by: Literal["buyer", "staff", "expired", "unpaid"] | None = None


OrderNews: TypeAlias = tuple[str, OrderUpdate]
"""An owner, and what became of one of their orders."""


class OrderSource(Struct, frozen=True):
    """Where to read from: the newest orders of owners (who has none may be left out)."""

    recent: Callable[[Sequence[str]], Awaitable[Mapping[str, Sequence[OrderUpdate]]]]


class _Owner:
    __slots__ = ("dirty", "orders", "read", "watchers")

    def __init__(self) -> None:
        self.watchers = 0
        self.read = False
        self.orders: dict[str, OrderUpdate] = {}
        self.dirty: dict[str, None] = {}


class Orders:
    """One process's view of watched owners' orders. ``changed`` is set when there is news,
    ``wanted`` while anybody watches."""

    def __init__(self, source: OrderSource) -> None:
        self._source = source
        self._owners: dict[str, _Owner] = {}
        self._healing = Healing("orders", self._owners.keys, self._refresh)
        self.changed = asyncio.Event()
        self.wanted = asyncio.Event()

    async def start(self) -> None:
        """Begin to heal."""
        await self._healing.start()

    async def stop(self) -> None:
        await self._healing.stop()

    # --- watching ---------------------------------------------------------------------------

    @property
    def owners(self) -> list[str]:
        """Who is watched."""
        return list(self._owners)

    async def watch(self, owner: str) -> None:
        """Follow an owner's orders; registered before they are read, so that nothing falls
        between. Every ``watch`` needs its ``unwatch``, also when it raises."""
        known = self._owners.setdefault(owner, _Owner())
        known.watchers += 1
        self.wanted.set()
        if not known.read:
            await self._refresh([owner])

    def unwatch(self, owner: str) -> None:
        known = self._owners.get(owner)
        if known is None:
            return
        known.watchers -= 1
        if known.watchers == 0:
            del self._owners[owner]
            if not self._owners:
                self.wanted.clear()

    def snapshot(self, owner: str) -> list[OrderUpdate]:
        """An owner's newest orders as known now, the newest first."""
        known = self._owners.get(owner)
        if known is None:
            return []
        return [known.orders[one] for one in sorted(known.orders, reverse=True)[:RECENT]]

    def drain(self) -> dict[str, list[OrderUpdate]]:
        """What changed since the last call, by owner."""
        self.changed.clear()
        found = {}
        for owner, known in self._owners.items():
            if known.dirty:
                found[owner] = [known.orders[one] for one in known.dirty if one in known.orders]
                known.dirty.clear()
        return found

    # --- news -------------------------------------------------------------------------------

    def take(self, news: Iterable[OrderNews]) -> None:
        """What became of orders; only those of watched owners are looked at."""
        for owner, update in news:
            known = self._owners.get(owner)
            if known is not None:
                self._apply(known, update, told=True)

    def doubt(self) -> None:
        """Word may have been lost: read everybody watched again, soon."""
        self._healing.doubt()

    def _apply(self, known: _Owner, update: OrderUpdate, *, told: bool) -> None:
        before = known.orders.get(update.order_id)
        if before is not None and update.version <= before.version:
            return
        known.orders[update.order_id] = update
        if len(known.orders) > MOST_KEPT:
            oldest = min(known.orders)
            del known.orders[oldest]
            known.dirty.pop(oldest, None)
        if told and update.order_id in known.orders:
            known.dirty[update.order_id] = None
            self.changed.set()

    # --- reading ----------------------------------------------------------------------------

    async def _refresh(self, owners: Sequence[str]) -> None:
        found = await self._source.recent(owners)
        for owner in owners:
            known = self._owners.get(owner)
            if known is not None:
                for update in found.get(owner, ()):
                    self._apply(known, update, told=known.read)
                known.read = True
