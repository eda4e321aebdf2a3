"""Archives of galleries that a process sends at once: so many, and one of each gallery, so that
whoever takes theirs slowly has no other client wait."""

from asyncio import Lock, Semaphore
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from uuid import UUID
from weakref import WeakValueDictionary

__all__ = ["Archives"]


class Archives:
    """Of each that is sent one picture is in memory."""

    def __init__(self, most: int = 3) -> None:
        self._all = Semaphore(most)
        self._of: WeakValueDictionary[UUID, Lock] = WeakValueDictionary()

    def is_busy(self, gallery: UUID) -> bool:
        """Whether one more of this gallery would have to wait."""
        own = self._of.get(gallery)
        return self._all.locked() or (own is not None and own.locked())

    @asynccontextmanager
    async def sending(self, gallery: UUID) -> AsyncIterator[None]:
        """While its archive is sent; waits for its turn."""
        own = self._of.setdefault(gallery, Lock())
        async with own, self._all:
            yield
