"""Supplies: what is left of the campaigns that somebody watches, kept true as stock is.

Fed with absolute states from this process's ledger and from the other workers; an account's
``version`` says which is newer. What got lost on the way is healed by reading again: soon after a
change, and otherwise in turn.
"""

import asyncio
import time
from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from typing import Final
from uuid import UUID

import structlog
from msgspec import Struct

from holdfast.live.rounds import Round
from holdfast.live.tracker import Stock

__all__ = ["Supplies", "SupplySource", "SupplyUpdate"]

log = structlog.get_logger("holdfast.live")

HEAL_EVERY: Final = 1.0  # seconds
HEAL_AT_ONCE: Final = 500  # campaigns
ROUND: Final = 5.0  # seconds in which all watched ones are read again, if they are few enough
SETTLE: Final = 2.0  # seconds after a change at which its campaign is read again


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
        self._recent: dict[UUID, float] = {}
        self._round: Round[str] = Round()
        self._healing: asyncio.Task[None] | None = None
        self.changed = asyncio.Event()
        self.prefix = source.prefix

    async def start(self) -> None:
        """Begin to heal."""
        self._healing = asyncio.create_task(self._heal(), name="live supplies")

    async def stop(self) -> None:
        if self._healing is not None:
            self._healing.cancel()
            await asyncio.gather(self._healing, return_exceptions=True)

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
                self._recent[known.id] = time.monotonic()

    def doubt(self) -> None:
        """Word from the others may have been lost: read everything watched again, soon."""
        for known in self._campaigns.values():
            self._recent[known.id] = 0.0

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

    async def _heal(self) -> None:
        while True:
            await asyncio.sleep(HEAL_EVERY)
            try:
                due = self._due()
                if due:
                    await self._refresh(due)
            except Exception as error:  # noqa: BLE001 - whatever it is, the next second comes
                log.warning("campaigns could not be read again", error=repr(error))

    def _due(self) -> list[UUID]:
        """What to read now: what changed a moment ago, then some of the rest in turn."""
        before = time.monotonic() - SETTLE
        due = [one for one, at in self._recent.items() if at <= before][:HEAL_AT_ONCE]
        for campaign_id in due:
            del self._recent[campaign_id]
        share = min(HEAL_AT_ONCE, int(len(self._campaigns) * HEAL_EVERY / ROUND) + 1)
        due += [self._campaigns[key].id for key in self._round.next(self._campaigns, share)]
        return [one for one in dict.fromkeys(due) if self._key(one) in self._campaigns]

    def _key(self, campaign_id: UUID) -> str:
        return f"{self.prefix}{campaign_id}"
