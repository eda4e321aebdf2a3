"""Telling the listeners of all channels what changed, in rounds: each gets the latest of what it
listens to.

Rounds come as often as the loop can afford: the pause after one is three times as long as its
work, so that telling never takes more than a quarter of the loop.
"""

import asyncio
import time
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, Final

import msgspec
import structlog

from holdfast.kit import Problem
from holdfast.kit.sentences import in_language
from holdfast.live.watchers import Watcher
from holdfast.live.wire import Frames

if TYPE_CHECKING:
    from holdfast.live.listeners import Listener, Listeners

log = structlog.get_logger("holdfast.live")

SHORTEST: Final = 0.025  # seconds between two rounds, at least
YIELD_AFTER: Final = 200  # sockets written to before others get the loop
SLOW_AT_MOST: Final = 30.0  # seconds a socket may be too slow before it is closed
LOOK_AGAIN: Final = 0.5  # seconds between two looks at sockets that do not read

_encode = msgspec.json.Encoder().encode


class Teller:
    """``changed`` is set when there is news to tell. ``sent`` counts updates, ``pause`` is the one
    after the last round."""

    def __init__(self, changed: asyncio.Event) -> None:
        self._changed = changed
        self._slow: dict[str, Watcher] = {}
        self.channels: dict[str, Listeners[Any]] = {}
        self.sent = 0
        self.pause = SHORTEST

    async def run(self) -> None:
        """Tell until cancelled."""
        while True:
            try:
                async with asyncio.timeout(LOOK_AGAIN if self._slow else None):
                    await self._changed.wait()
            except TimeoutError:
                pass  # time to see whether the slow ones read again
            self._changed.clear()
            try:
                spent = await self._round()
            except Exception:
                log.exception("updates were not told")
                spent = SHORTEST
            self.pause = max(SHORTEST, 3 * spent)
            await asyncio.sleep(self.pause)

    def forget(self, sid: str) -> None:
        """The connection is gone."""
        self._slow.pop(sid, None)

    def later(self, listener: "Listener[Any]", keys: Iterable[Any]) -> bool:
        """Whether it cannot be told of these now: it does not read what it is sent, or may be
        logged out. Then it is told later."""
        watcher = listener.watcher
        if watcher.slow is None and watcher.wire.slow:
            watcher.slow = time.monotonic()
            self._slow[watcher.sid] = watcher
            self._changed.set()  # it is looked after from now on, also when nothing changes
        if watcher.slow is None and not listener.unsure:
            return False
        listener.missed.update(keys)
        return True

    def catch_up(self, watcher: Watcher) -> None:
        """Tell the latest of what was missed."""
        for name, listener in watcher.listening.items():
            if listener.missed and not listener.unsure and watcher.slow is None:
                texts = self.channels[name].latest(listener)
                watcher.wire.write(Frames(texts))
                self.sent += len(texts)

    async def _round(self) -> float:
        """Tell everybody what changed; the seconds of work it took."""
        started = time.thread_time()
        spent = 0.0
        since_yield = 0
        self._look_at_slow()
        for listeners in self.channels.values():
            updates = listeners.watched.drain()
            for listener, keys, frames, count in listeners.messages(updates) if updates else ():
                if not (listener.keys or listener.whole) or self.later(listener, keys):
                    continue  # it has left, or is told later
                listener.watcher.wire.write(frames)
                self.sent += count
                since_yield += 1
                if since_yield >= YIELD_AFTER:
                    since_yield = 0
                    spent += time.thread_time() - started
                    await asyncio.sleep(0)
                    started = time.thread_time()
        return spent + time.thread_time() - started

    def _look_at_slow(self) -> None:
        """Who reads again gets the latest of what was missed; who never does is cut off."""
        for sid, watcher in list(self._slow.items()):
            assert watcher.slow is not None
            if not watcher.wire.slow:
                watcher.slow = None
                self.catch_up(watcher)
            elif time.monotonic() - watcher.slow > SLOW_AT_MOST:
                log.info("socket too slow; closed", address=watcher.address)
                watcher.wire.abort()
                watcher.slow = None
            if watcher.slow is None:
                del self._slow[sid]


def event_text(name: str, data: object) -> bytes:
    """An event, as the text of a frame."""
    return b'42["' + name.encode() + b'",' + _encode(data) + b"]"


def refused(watcher: Watcher, problem: Problem) -> dict[str, object]:
    """Tell a watcher what was wrong, in its language: as the event ``problem``, and as the
    acknowledgement."""
    told = {
        "status": problem.status,
        "code": problem.code,
        "title": in_language(problem.title, watcher.language),
        "detail": in_language(problem.detail, watcher.language),
    }
    watcher.wire.write(Frames([event_text("problem", told)]))
    return {"ok": False, "error": told}
