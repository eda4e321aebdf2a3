"""Healing: what is watched is read again, soon after a change and otherwise in turn.

So nothing a watcher sees stays wrong for more than seconds, whatever word got lost on the way,
whoever died before telling (or told nobody, like an import in a process of its own).
"""

import asyncio
import time
from collections.abc import Awaitable, Callable, Collection, Hashable, Iterable, Sequence
from contextlib import suppress
from typing import Final, Generic, TypeVar

import structlog

__all__ = ["Healing", "Round"]

log = structlog.get_logger("holdfast.live")

HEAL_EVERY: Final = 1.0  # seconds
HEAL_AT_ONCE: Final = 500  # of what changed, and as many of those whose turn it is
ROUND: Final = 5.0  # seconds in which all that is watched is read again, if it is little enough
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
    now, ``read`` reads some of it, and ``first`` says what cannot wait its turn."""

    def __init__(
        self,
        what: str,
        watched: Callable[[], Collection[One]],
        read: Callable[[Sequence[One]], Awaitable[None]],
        first: Callable[[], Iterable[One]] = tuple,
    ) -> None:
        self._what = what
        self._watched = watched
        self._read = read
        self._first = first
        self._changed: dict[One, float] = {}
        self._round: Round[One] = Round()
        self._hurry = asyncio.Event()
        self._task: asyncio.Task[None] | None = None

    async def start(self) -> None:
        """Begin to heal."""
        self._task = asyncio.create_task(self._run(), name=f"live {self._what} healing")

    async def stop(self) -> None:
        if self._task is not None:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)

    def changed(self, one: One) -> None:
        """It changed just now: read it again once that has settled."""
        self._changed[one] = time.monotonic()

    def doubt(self) -> None:
        """Word may have been lost: read everything watched again, soon."""
        long_ago = time.monotonic() - SETTLE
        for one in self._watched():
            self._changed.setdefault(one, long_ago)

    def hurry(self) -> None:
        """Something cannot wait: read now, not in a second."""
        self._hurry.set()

    async def _run(self) -> None:
        while True:
            with suppress(TimeoutError):
                await asyncio.wait_for(self._hurry.wait(), HEAL_EVERY)
            self._hurry.clear()
            try:
                due = self._due()
                if due:
                    await self._read(due)
            except Exception as error:  # noqa: BLE001 - whatever it is, the next second comes
                log.warning(f"{self._what} could not be read again", error=repr(error))

    def _due(self) -> list[One]:
        """What to read now: what cannot wait, what changed a moment ago, some of all in turn."""
        watched = self._watched()
        before = time.monotonic() - SETTLE
        settled = [one for one, at in self._changed.items() if at <= before][:HEAL_AT_ONCE]
        for one in settled:
            del self._changed[one]
        share = min(HEAL_AT_ONCE, int(len(watched) * HEAL_EVERY / ROUND) + 1)
        due = (*list(self._first())[:HEAL_AT_ONCE], *settled, *self._round.next(watched, share))
        return [one for one in dict.fromkeys(due) if one in watched]
