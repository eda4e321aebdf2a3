"""Supplies: what is left of the campaigns that somebody watches, kept true as stock is.

Fed with absolute states from this process's ledger and from the other workers; an account's
``version`` says which is newer. What got lost on the way is healed by reading again: soon after a
change, and otherwise in turn.
"""

import asyncio
from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from uuid import UUID

from msgspec import Struct

from holdfast.live.healing import Healing
from holdfast.live.tracker import Stock

__all__ = ["Supplies", "SupplySource", "SupplyUpdate"]


class SupplySource(Struct, frozen=True):
    """Where to read from: the supplies of campaigns (those that do not exist are left out).
    ``prefix`` and a campaign's id make its key."""

    supplies: Callable[[Sequence[UUID]], Awaitable[Mapping[UUID, Stock]]]
    prefix: str


class SupplyUpdate(Struct, frozen=True, rename="camel"):
    """What a watcher is told of one campaign."""

    campaign_id: str
    remaining: int
    version: int


class _Campaign:
    __slots__ = ("id", "state", "watchers")

    def __init__(self, campaign_id: UUID) -> None:
        self.id = campaign_id
        self.watchers = 0
        self.state: Stock | None = None


class Supplies:
    """One process's view of watched campaigns. ``changed`` is set when there is news."""

    def __init__(self, source: SupplySource) -> None:
        self._source = source
        self._campaigns: dict[str, _Campaign] = {}
        self._dirty: dict[UUID, None] = {}
        self._healing = Healing("campaigns", self._campaigns.keys, self._read_again)
        self.changed = asyncio.Event()
        self.prefix = source.prefix

    async def start(self) -> None:
        """Begin to heal."""
        await self._healing.start()

    async def stop(self) -> None:
        await self._healing.stop()

    # --- watching ---------------------------------------------------------------------------

    @property
    def watched(self) -> int:
        """How many campaigns are watched."""
        return len(self._campaigns)

    async def watch(self, ids: Iterable[UUID]) -> None:
        """Follow these; registered before they are read, so that nothing falls between. Every
        ``watch`` needs its ``unwatch``, also when it raises."""
        missing = []
        for campaign_id in ids:
            known = self._campaigns.setdefault(self._key(campaign_id), _Campaign(campaign_id))
            known.watchers += 1
            if known.state is None:
                missing.append(campaign_id)
        if missing:
            await self._refresh(missing)

    def unwatch(self, ids: Iterable[UUID]) -> None:
        for campaign_id in ids:
            key = self._key(campaign_id)
            known = self._campaigns.get(key)
            if known is not None:
                known.watchers -= 1
                if known.watchers == 0:
                    del self._campaigns[key]
                    self._dirty.pop(campaign_id, None)

    def snapshot(self, ids: Iterable[UUID]) -> list[SupplyUpdate]:
        """These campaigns as known now; those that do not exist are left out."""
        found = (self._campaigns.get(self._key(campaign_id)) for campaign_id in ids)
        return [
            SupplyUpdate(str(one.id), one.state.stock, one.state.version)
            for one in found
            if one is not None and one.state is not None
        ]

    def drain(self) -> dict[UUID, SupplyUpdate]:
        """What changed since the last call, the latest only."""
        self.changed.clear()
        dirty, self._dirty = self._dirty, {}
        return {UUID(one.campaign_id): one for one in self.snapshot(dirty)}

    # --- news -------------------------------------------------------------------------------

    def take(self, states: Mapping[str, Stock]) -> None:
        """What a ledger committed; only watched campaigns are looked at."""
        for key, state in states.items():
            known = self._campaigns.get(key)
            if known is not None and self._apply(known, state):
                self._healing.changed(key)

    def doubt(self) -> None:
        """Word from the others may have been lost: read everything watched again, soon."""
        self._healing.doubt()

    def _apply(self, known: _Campaign, state: Stock) -> bool:
        if known.state is not None and state.version <= known.state.version:
            return False
        known.state = state
        self._dirty[known.id] = None
        self.changed.set()
        return True

    # --- reading ----------------------------------------------------------------------------

    async def _refresh(self, ids: Sequence[UUID]) -> None:
        for campaign_id, state in (await self._source.supplies(ids)).items():
            known = self._campaigns.get(self._key(campaign_id))
            if known is not None:
                self._apply(known, state)

    async def _read_again(self, keys: Sequence[str]) -> None:
        await self._refresh([self._campaigns[key].id for key in keys])

    def _key(self, campaign_id: UUID) -> str:
        return f"{self.prefix}{campaign_id}"
