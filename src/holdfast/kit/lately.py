"""A value that a thousand ask for every second, read once in a while."""

import asyncio
import time
from collections.abc import Awaitable, Callable
from contextlib import suppress
from contextvars import Context
from typing import Final, Generic, TypeVar

__all__ = ["Lately"]

_Value = TypeVar("_Value")
_AHEAD: Final = 0.6
"""Of its time, after which it is read again by the way: a busy process needs the rest for it."""


class Lately(Generic[_Value]):
    """What ``read`` says, or said at most ``seconds`` ago. It is read again before that is over,
    beside those who ask on; if it is over, one reads while the others wait. Where that takes longer
    than ``seconds``, who asked before it was begun takes it all the same: if each read for itself,
    one after the other, a busy process would never be done."""

    def __init__(
        self,
        read: Callable[[], Awaitable[_Value]],
        seconds: float = 1.0,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._read = read
        self._seconds = seconds
        self._clock = clock
        self._known: tuple[_Value, float] | None = None
        self._reading = asyncio.Lock()
        self._ahead: asyncio.Task[None] | None = None
        self._changes = 0  # heard of while it is read

    async def now(self) -> _Value:
        """As it is, or was a moment ago."""
        known, asked = self._known, self._clock()
        if known is None or self._is_over(known):
            async with self._reading:
                known = self._known
                if known is None or (known[1] < asked and self._is_over(known)):
                    known = await self._read_again()
        elif asked >= known[1] + self._seconds * _AHEAD and self._ahead is None:
            # In no request's context: it is nobody's, and outlives a transaction that asked.
            loop = asyncio.get_running_loop()
            self._ahead = loop.create_task(self._read_ahead(), context=Context())
        return known[0]

    def _is_over(self, known: tuple[_Value, float]) -> bool:
        return self._clock() >= known[1] + self._seconds

    def forget(self) -> None:
        """It has just been changed: read it anew."""
        self._changes += 1
        self._known = None

    async def _read_ahead(self) -> None:
        # If it fails: whoever asks once this is over reads it, and is told.
        with suppress(Exception):
            async with self._reading:
                await self._read_again()

    async def _read_again(self) -> tuple[_Value, float]:
        began, changes = self._clock(), self._changes
        known = await self._read(), began
        self._ahead = None
        if changes == self._changes:
            self._known = known
        return known
