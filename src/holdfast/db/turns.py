"""Turns: what a process does on the side is done one piece after the other, and waits for what is
urgent. Buyers use the same loop and the same database.
"""

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager, suppress
from typing import Final

__all__ = ["HELD_UP", "WAIT_AT_MOST", "Turns"]

HELD_UP: Final = 5.0  # seconds that one turn may keep the others waiting
WAIT_AT_MOST: Final = 2.0  # seconds that what is urgent may keep the others waiting


class Turns:
    """One turn at a time, first come, first served; beside one that takes too long, the others."""

    def __init__(self) -> None:
        self._one = asyncio.Lock()
        self._quiet = asyncio.Event()
        self._quiet.set()

    def beside(self) -> "Turns":
        """Turns of their own that wait for the same urgent things: for what may take long, and
        must not keep these."""
        other = Turns()
        other._quiet = self._quiet
        return other

    @asynccontextmanager
    async def turn(self) -> AsyncIterator[None]:
        """Wait for one's turn (``HELD_UP`` at most), and while something urgent is done
        (``WAIT_AT_MOST`` at most)."""
        mine = False
        with suppress(TimeoutError):
            async with asyncio.timeout(HELD_UP):
                mine = await self._one.acquire()
        try:
            with suppress(TimeoutError):
                async with asyncio.timeout(WAIT_AT_MOST):
                    await self._quiet.wait()
            yield
        finally:
            if mine:
                self._one.release()

    @contextmanager
    def urgent(self) -> Iterator[None]:
        """No turn begins meanwhile; one that has begun goes on. Not to be nested."""
        self._quiet.clear()
        try:
            yield
        finally:
            self._quiet.set()
