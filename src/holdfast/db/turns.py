"""Turns: what a process does on the side is done one piece after the other, and waits for what is
urgent. Buyers use the same loop and the same database.
"""

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager, suppress
from typing import Final

__all__ = ["PATIENCE", "Turns"]

PATIENCE: Final = 2.0  # seconds that what is urgent may keep the others waiting


class Turns:
    """One turn at a time, first come, first served."""

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
        """Wait for one's turn, and while something urgent is done (``PATIENCE`` at most)."""
        async with self._one:
            with suppress(TimeoutError):
                async with asyncio.timeout(PATIENCE):
                    await self._quiet.wait()
            yield

    @contextmanager
    def urgent(self) -> Iterator[None]:
        """No turn begins meanwhile; one that has begun goes on. Not to be nested."""
        self._quiet.clear()
        try:
            yield
        finally:
            self._quiet.set()
