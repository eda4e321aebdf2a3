"""Healing: what is watched is read again, soon after a change and otherwise in turn.

So nothing a watcher sees stays wrong for more than seconds, whatever word got lost on the way,
whoever died before telling (or told nobody, like an import in a process of its own).
"""

import asyncio
import time
from collections.abc import Awaitable, Callable, Collection, Hashable, Sequence
from contextlib import suppress
from typing import Final, Generic, TypeVar

import structlog

from holdfast.kit.tasks import Tasks

log = structlog.get_logger("holdfast.live")

HEAL_EVERY: Final = 1.0  # seconds
HEAL_AT_ONCE: Final = 500  # of what changed, and as many of those whose turn it is
ROUND: Final = 5.0  # seconds in which all that is watched is read again, if it is little enough
SHORTEST_PAUSE: Final = 0.01  # seconds between two readings, at least: a change is seldom alone
REST: Final = 3.0  # times as long as a reading took; so reading takes a quarter of the time at most
SETTLE: Final = 2.0  # seconds after a change at which what changed is read again

One = TypeVar("One", bound=Hashable)


class Round(Generic[One]):
    """Whose turn it is. Who is watched no more takes no turn: where a thousand were watched a
    moment ago and one is now, that one comes at once."""

    def __init__(self) -> None:
        self._left: list[One] = []

    def next(self, watched: Collection[One], most: int) -> list[One]:
        """The next of them, ``most`` at most; a new round begins when the last is over."""
        if not self._left:
            self._left = list(watched)
        found: list[One] = []
        while self._left and len(found) < most:
            one = self._left.pop()
            if one in watched:
                found.append(one)
        return found


class Healing(Generic[One]):
    """Reads again what is watched. ``what`` names it in the log; ``watched`` says what is watched
    now, ``read`` reads some of it; ``every``: in so many seconds all of it."""

    def __init__(
        self,
        what: str,
        watched: Callable[[], Collection[One]],
        read: Callable[[Sequence[One]], Awaitable[None]],
        every: float = ROUND,
    ) -> None:
        self._every = every
        self._what = what
        self._watched = watched
        self._read = read
        self._changed: dict[One, float] = {}
        self._urgent: dict[One, None] = {}
        self._round: Round[One] = Round()
        self._hurry = asyncio.Event()
        self._tasks = Tasks()

    async def start(self) -> None:
        """Begin to heal."""
        self._tasks.begin(self._run(), f"live {self._what} healing")

    async def stop(self) -> None:
        await self._tasks.end()

    def changed(self, one: One) -> None:
        """It changed just now: read it again once that has settled."""
        self._changed[one] = time.monotonic()

    def doubt(self) -> None:
        """Word may have been lost: read everything watched again, soon."""
        long_ago = time.monotonic() - SETTLE
        for one in self._watched():
            self._changed.setdefault(one, long_ago)

    def hurry(self, *some: One) -> None:
        """These cannot wait their turn; ``read`` is called now, also if there are none."""
        self._urgent.update(dict.fromkeys(some))
        self._hurry.set()

    async def _run(self) -> None:
        turn = time.monotonic() + HEAL_EVERY
        while True:
            with suppress(TimeoutError):
                async with asyncio.timeout(max(0.0, turn - time.monotonic())):
                    await self._hurry.wait()
            began = time.monotonic()
            hurried = self._hurry.is_set()
            self._hurry.clear()
            due = self._due_at_once()
            if began >= turn:
                turn = began + HEAL_EVERY
                due += self._due_in_turn(HEAL_AT_ONCE - len(due))
            try:
                if due or hurried:
                    await self._read([one for one in dict.fromkeys(due) if one in self._watched()])
            except Exception as error:  # noqa: BLE001 - whatever it is, the next second comes
                log.warning(f"{self._what} could not be read again", error=repr(error))
                self._urgent.update(dict.fromkeys(due))
            await asyncio.sleep(max(SHORTEST_PAUSE, REST * (time.monotonic() - began)))

    def _due_at_once(self) -> list[One]:
        urgent = list(self._urgent)[:HEAL_AT_ONCE]
        for one in urgent:
            del self._urgent[one]
        if self._urgent:
            self._hurry.set()
        return urgent

    def _due_in_turn(self, most: int) -> list[One]:
        """What changed a moment ago, at most so many, and some of all in turn."""
        watched = self._watched()
        before = time.monotonic() - SETTLE
        settled = [one for one, at in self._changed.items() if at <= before][:most]
        for one in settled:
            del self._changed[one]
        share = min(HEAL_AT_ONCE, int(len(watched) * HEAL_EVERY / self._every) + 1)
        return settled + self._round.next(watched, share)
