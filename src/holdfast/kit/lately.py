"""A value that a thousand ask for every second, read once in a while."""

import asyncio
import time
from collections.abc import Awaitable, Callable
from typing import Generic, TypeVar

__all__ = ["Lately"]

_Value = TypeVar("_Value")


class Lately(Generic[_Value]):
    """What ``read`` says, or said at most ``seconds`` ago; one reads while the others wait."""

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
        self._changes = 0  # heard of while it is read

    async def now(self) -> _Value:
        """As it is, or was a moment ago."""
        known = self._known
        if known is None or self._clock() >= known[1]:
            async with self._reading:
                known = self._known
                if known is None or self._clock() >= known[1]:
                    began, changes = self._clock(), self._changes
                    known = await self._read(), began + self._seconds
                    if changes == self._changes:
                        self._known = known
        return known[0]

    def forget(self) -> None:
        """It has just been changed: read it anew."""
        self._changes += 1
        self._known = None
