"""Telling the watchers what changed, in rounds: each gets the latest of what it watches.

Rounds come as often as the loop can afford: the pause after one is three times as long as its
work, so that telling never takes more than a quarter of the loop.
"""

import asyncio
import time
from collections.abc import Iterable, Mapping
from typing import Final
from uuid import UUID

import msgspec
import structlog
from msgspec import Struct

from holdfast.kit import Problem
from holdfast.kit.sentences import in_language
from holdfast.live.feed import Feed
from holdfast.live.tracker import StockUpdate
from holdfast.live.watchers import Watcher, Watchers
from holdfast.live.wire import Frames

__all__ = [
    "PATIENCE", "SHORTEST", "Teller", "event_frames", "event_text", "refused", "update_text",
]  # fmt: skip

log = structlog.get_logger("holdfast.live")

SHORTEST: Final = 0.025  # seconds between two rounds, at least
YIELD_AFTER: Final = 200  # sockets written to before others get the loop
PATIENCE: Final = 30.0  # seconds a socket may be too slow before it is closed

_encode = msgspec.json.Encoder().encode


class _Message(Struct):
    """What one watcher is to be told in a round."""

    watcher: Watcher
    frames: Frames
    ids: list[UUID]
    count: int


class Teller:
    """``sent`` counts updates, ``pause`` is the one after the last round."""

    def __init__(self, feed: Feed, watchers: Watchers) -> None:
        self._feed = feed
        self._watchers = watchers
        self._slow: dict[str, Watcher] = {}
        self.sent = 0
        self.pause = SHORTEST

    async def run(self) -> None:
        """Tell until cancelled."""
        while True:
            try:
                async with asyncio.timeout(0.5 if self._slow else None):
                    await self._feed.changed.wait()
            except TimeoutError:
                pass  # time to see whether the slow ones read again
            try:
                spent = await self._round(self._feed.drain())
            except Exception:
                log.exception("updates were not told")
                spent = SHORTEST
            self.pause = max(SHORTEST, 3 * spent)
            await asyncio.sleep(self.pause)

    def forget(self, sid: str) -> None:
        """The connection is gone."""
        self._slow.pop(sid, None)

    def behind(self, watcher: Watcher, ids: Iterable[UUID]) -> bool:
        """Whether the watcher does not read what it is sent. Then it is told of these later."""
        if watcher.slow is None:
            if not watcher.wire.slow:
                return False
            watcher.slow = (time.monotonic(), set())
            self._slow[watcher.sid] = watcher
            self._feed.changed.set()  # it is looked after from now on, also when nothing changes
        watcher.slow[1].update(ids)
        return True

    async def _round(self, updates: Mapping[UUID, list[StockUpdate]]) -> float:
        """Tell everybody what changed; the seconds of work it took."""
        started = time.thread_time()
        spent = 0.0
        since_yield = 0
        self._catch_up()
        for message in self._messages(updates):
            watcher = message.watcher
            if self.behind(watcher, message.ids):
                continue
            watcher.wire.write(message.frames)
            self.sent += message.count
            since_yield += 1
            if since_yield >= YIELD_AFTER:
                since_yield = 0
                spent += time.thread_time() - started
                await asyncio.sleep(0)
                started = time.thread_time()
        return spent + time.thread_time() - started

    def _messages(self, updates: Mapping[UUID, list[StockUpdate]]) -> Iterable[_Message]:
        """For each watcher one piece of ready frames: encoded once, shared by all who get it."""
        texts = {product_id: list(map(update_text, some)) for product_id, some in updates.items()}
        found: list[_Message] = []
        for_all = [product_id for product_id in texts if self._feed.in_all(product_id)]
        if for_all and self._watchers.of_all:
            together = [text for product_id in for_all for text in texts[product_id]]
            frames, count = Frames(together), len(together)
            found += [
                _Message(one, frames, for_all, count) for one in self._watchers.of_all.values()
            ]
        wanted: dict[Watcher, list[UUID]] = {}
        for product_id in texts:
            for watcher in self._watchers.of_product.get(product_id, {}).values():
                if not (watcher.all and self._feed.in_all(product_id)):
                    wanted.setdefault(watcher, []).append(product_id)
        made: dict[tuple[UUID, ...], tuple[Frames, int]] = {}
        for watcher, ids in wanted.items():
            ready = made.get(tuple(ids))
            if ready is None:
                some = [text for product_id in ids for text in texts[product_id]]
                ready = made[tuple(ids)] = Frames(some), len(some)
            found.append(_Message(watcher, ready[0], ids, ready[1]))
        return found

    def _catch_up(self) -> None:
        """Who reads again gets the latest of what was missed; who never does is cut off."""
        for sid, watcher in list(self._slow.items()):
            assert watcher.slow is not None
            since, ids = watcher.slow
            if not watcher.wire.slow:
                texts = [update_text(one) for one in self._feed.snapshot(ids)]
                watcher.wire.write(Frames(texts))
                self.sent += len(texts)
            elif time.monotonic() - since > PATIENCE:
                log.info("socket too slow; closed", address=watcher.address)
                watcher.wire.abort()
            else:
                continue
            watcher.slow = None
            del self._slow[sid]


def update_text(update: StockUpdate) -> bytes:
    """A change of stock, as the text of a frame."""
    return b'42["stock:update",' + _encode(update) + b"]"


def event_text(name: str, data: object) -> bytes:
    """Any other event, as the text of a frame."""
    return b'42["' + name.encode() + b'",' + _encode(data) + b"]"


def event_frames(name: str, data: object) -> Frames:
    """Any other event for one watcher."""
    return Frames([event_text(name, data)])


def refused(watcher: Watcher, problem: Problem) -> dict[str, object]:
    """Tell a watcher what was wrong, in its language: as the event ``problem``, and as the
    acknowledgement."""
    told = {
        "status": problem.status,
        "code": problem.code,
        "title": in_language(problem.title, watcher.language),
        "detail": in_language(problem.detail, watcher.language),
    }
    watcher.wire.write(event_frames("problem", told))
    return {"ok": False, "error": told}
