"""A channel watched whole, also what comes later; and what changed in the last minute, since who
watches all of it now may show a page from before."""

import asyncio
import time
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Collection, Iterator, Sequence
from typing import TYPE_CHECKING, Any, Final, Generic

import structlog

from holdfast.kit.tasks import Tasks
from holdfast.live.channel import Key

if TYPE_CHECKING:
    from holdfast.live.watched import Watched

log = structlog.get_logger("holdfast.live")

LATELY: Final = 60.0  # seconds: a page that loads slowly, a connection that comes back
MOST_WHOLE: Final = 1000  # keys of a channel that can be watched without naming them
MOST_NOTED: Final = 10_000
RENEW_EVERY: Final = 5.0  # seconds after which it is looked up again what there is


class TooMuchToWatch(Exception):
    """There is more than can be watched without naming it."""


class Lately:
    """Accounts by when they changed last."""

    def __init__(self, now: Callable[[], float] = time.monotonic) -> None:
        self._now = now
        self._at: OrderedDict[str, float] = OrderedDict()

    def note(self, name: str) -> None:
        """It changed now."""
        now, at = self._now(), self._at
        at[name] = now
        at.move_to_end(name)
        while at and (len(at) > MOST_NOTED or at[next(iter(at))] < now - LATELY):
            at.popitem(last=False)

    def __iter__(self) -> Iterator[str]:
        """Those of the last minute, the latest change first."""
        oldest = self._now() - LATELY
        for name in reversed(self._at):
            if self._at[name] < oldest:
                return
            yield name

    def clear(self) -> None:
        """Nobody has seen what was before."""
        self._at.clear()


class Everything(Generic[Key]):
    """``keys`` are what its watchers follow; ``all_keys`` gives at most so many there are."""

    def __init__(
        self, watched: "Watched[Key, Any]", all_keys: Callable[[int], Awaitable[Sequence[Key]]]
    ) -> None:
        self._watched = watched
        self._all_keys = all_keys
        self._watchers = 0
        self._left: frozenset[Key] = frozenset()
        self._tasks = Tasks()
        self.keys: frozenset[Key] = frozenset()
        self.lately = Lately()

    async def start(self) -> None:
        """Begin to look what there is."""
        self._tasks.begin(self._renewing(), "live renewing")

    async def stop(self) -> None:
        await self._tasks.end()

    async def watch(self) -> Collection[Key]:
        """Follow all there is; its keys now. Raises :class:`TooMuchToWatch`; needs :meth:`unwatch`
        otherwise."""
        keys = await self._all_keys(MOST_WHOLE + 1)
        if len(keys) > MOST_WHOLE:
            raise TooMuchToWatch
        self._watchers += 1
        try:
            await self._follow(self.keys.union(keys), told=self._watchers > 1)
        except BaseException:
            self.unwatch()
            raise
        return self.keys

    def unwatch(self) -> None:
        self._watchers -= 1
        if self._watchers == 0:
            self._watched.unwatch(self.keys)
            self.keys = self._left = frozenset()

    async def _follow(self, keys: frozenset[Key], *, told: bool) -> None:
        """Follow these from now on. ``told``: somebody watches everything already, and is told of
        what is new."""
        before, self.keys = self.keys, keys
        self._watched.count(keys - before)
        self._watched.unwatch(before - keys)
        if told:
            self._watched.tell(keys - before)
        await self._watched.ensure(keys)

    async def _renewing(self) -> None:
        while True:
            await asyncio.sleep(RENEW_EVERY)
            try:
                if self._watchers:
                    await self._renew()
            except Exception as error:  # noqa: BLE001 - whatever it is, the next turn comes
                log.warning("what there is could not be read again", error=repr(error))

    async def _renew(self) -> None:
        there = frozenset((await self._all_keys(MOST_WHOLE + 1))[:MOST_WHOLE])
        left = self.keys - there - self._left
        if left:  # read once more, and followed one turn longer: who watches is told that they went
            await self._watched.refresh(list(left))
        if self._watchers:
            self._left = left
            await self._follow(there | left, told=True)
