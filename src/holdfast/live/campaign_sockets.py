"""Campaigns over Socket.IO: ``subscribe:campaigns`` with ids gives what is left of each, then every
change, coalesced; ``unsubscribe:campaigns`` with ids, or with nothing for all, ends that.

A watcher is registered before the snapshot is taken, and both come from the same memory, so a
snapshot and the updates after it equal a fresh snapshot.
"""

import asyncio
import time
from collections.abc import Iterable
from typing import Final
from uuid import UUID

import structlog
from msgspec import Struct, field

from holdfast.kit import Problem, iso, shop_now
from holdfast.kit.sentences import say
from holdfast.live.supplies import Supplies, SupplyUpdate
from holdfast.live.telling import PATIENCE, SHORTEST, YIELD_AFTER, event_frames, event_text
from holdfast.live.watchers import BadSubscription, Watcher
from holdfast.live.wire import Frames

__all__ = ["MAX_CAMPAIGNS", "CampaignSockets"]

log = structlog.get_logger("holdfast.live")

MAX_CAMPAIGNS: Final = 100  # watched by one connection
LOOK_AGAIN: Final = 0.5  # seconds between two looks at sockets that do not read


class TooManyCampaigns(Problem):
    status = 422
    code = "too-many-campaigns"
    title = "Too many campaigns"


class _Open(Struct):
    watcher: Watcher
    ids: set[UUID] = field(default_factory=set)
    behind: float | None = None  # since when it does not read what it is sent


class CampaignSockets:
    def __init__(self, supplies: Supplies) -> None:
        self._supplies = supplies
        self._by_sid: dict[str, _Open] = {}
        self._of_campaign: dict[UUID, dict[str, _Open]] = {}
        self._slow: dict[str, _Open] = {}
        self._task: asyncio.Task[None] | None = None

    async def start(self) -> None:
        """Begin to tell."""
        self._task = asyncio.create_task(self._telling(), name="live campaigns")

    async def stop(self) -> None:
        if self._task is not None:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)

    # --- subscribing ------------------------------------------------------------------------

    async def subscribe(self, watcher: Watcher, data: object) -> None:
        """Tell the watcher of these campaigns, beside those it watches already."""
        ids = _asked(data)
        socket = self._by_sid.get(watcher.sid) or _Open(watcher)
        fresh = ids - socket.ids
        if len(socket.ids) + len(fresh) > MAX_CAMPAIGNS:
            raise TooManyCampaigns(
                say(
                    "A connection can watch at most {limit} campaigns.",
                    limit=MAX_CAMPAIGNS,
                )
            )
        self._by_sid[watcher.sid] = socket
        socket.ids |= fresh
        for campaign_id in fresh:
            self._of_campaign.setdefault(campaign_id, {})[watcher.sid] = socket
        try:
            await self._supplies.watch(fresh)
        except BaseException:
            self._leave(socket, fresh)
            raise
        if not self._is_slow(socket):
            told = {"campaigns": self._supplies.snapshot(ids), "serverTime": iso(shop_now())}
            watcher.wire.write(event_frames("campaign:snapshot", told))

    async def unsubscribe(self, watcher: Watcher, data: object) -> None:
        """Tell the watcher no more of these, or of any."""
        socket = self._by_sid.get(watcher.sid)
        if socket is not None:
            self._leave(socket, set(socket.ids) if data is None else _asked(data))

    def leave(self, watcher: Watcher) -> None:
        """Tell the watcher no more."""
        socket = self._by_sid.get(watcher.sid)
        if socket is not None:
            self._leave(socket, set(socket.ids))

    def _leave(self, socket: _Open, ids: Iterable[UUID]) -> None:
        gone = socket.ids.intersection(ids)
        socket.ids -= gone
        sid = socket.watcher.sid
        for campaign_id in gone:
            sockets = self._of_campaign[campaign_id]
            del sockets[sid]
            if not sockets:
                del self._of_campaign[campaign_id]
        self._supplies.unwatch(gone)
        if not socket.ids:
            self._by_sid.pop(sid, None)
            self._slow.pop(sid, None)

    # --- telling ----------------------------------------------------------------------------

    async def _telling(self) -> None:
        """Rounds as often as the loop can afford: a quarter of it at most."""
        while True:
            try:
                async with asyncio.timeout(LOOK_AGAIN if self._slow else None):
                    await self._supplies.changed.wait()
            except TimeoutError:
                pass  # time to see whether the slow ones read again
            spent = 0.0
            try:
                spent = await self._round(self._supplies.drain())
            except Exception:
                log.exception("campaigns were not told")
            await asyncio.sleep(max(SHORTEST, 3 * spent))

    async def _round(self, updates: dict[UUID, SupplyUpdate]) -> float:
        """Tell everybody what changed; the seconds of work it took."""
        started, spent, told = time.thread_time(), 0.0, 0
        self._catch_up()
        for campaign_id, update in updates.items():
            frames = _frames([update])
            for socket in list(self._of_campaign.get(campaign_id, {}).values()):
                if campaign_id not in socket.ids or self._is_slow(socket):
                    continue
                socket.watcher.wire.write(frames)
                told += 1
                if told % YIELD_AFTER == 0:
                    spent += time.thread_time() - started
                    await asyncio.sleep(0)
                    started = time.thread_time()
        return spent + time.thread_time() - started

    def _is_slow(self, socket: _Open) -> bool:
        """Whether it does not read what it is sent; then it is told later."""
        if socket.behind is None and socket.watcher.wire.slow:
            socket.behind = time.monotonic()
            self._slow[socket.watcher.sid] = socket
            self._supplies.changed.set()  # it is looked after from now on
        return socket.behind is not None

    def _catch_up(self) -> None:
        """Who reads again gets the latest; who never does is cut off."""
        for sid, socket in list(self._slow.items()):
            wire = socket.watcher.wire
            if not wire.slow:
                socket.behind = None
                del self._slow[sid]
                wire.write(_frames(self._supplies.snapshot(socket.ids)))
            elif socket.behind is not None and time.monotonic() - socket.behind > PATIENCE:
                wire.abort()


def _asked(data: object) -> set[UUID]:
    """The campaigns a message names. Raises :class:`BadSubscription`."""
    if not isinstance(data, list):
        raise BadSubscription("Give a list of campaign ids.")
    if len(data) > MAX_CAMPAIGNS:
        raise TooManyCampaigns(
            say(
                "At most {limit} campaigns in one subscription.",
                limit=MAX_CAMPAIGNS,
            )
        )
    try:
        return {UUID(one) for one in data}
    except (ValueError, TypeError, AttributeError) as error:
        raise BadSubscription("A campaign id is a UUID.") from error


def _frames(updates: Iterable[SupplyUpdate]) -> Frames:
    return Frames([event_text("campaign:update", one) for one in updates])
