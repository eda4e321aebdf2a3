"""Archives of galleries that a process sends at once: so many, and one of each gallery, so that
whoever takes theirs slowly has no other client wait. By the links of clients' families fewer are
sent, and one of each gallery beside its client's: a link is passed on."""

from asyncio import Lock, Semaphore
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Final, TypeAlias
from uuid import UUID
from weakref import WeakValueDictionary

__all__ = ["Archives"]

_Turn: TypeAlias = tuple[UUID, bool]
_KEPT: Final = 1
"""That are sent to clients and who photographed alone."""


class Archives:
    """Of each that is sent one picture is in memory."""

    def __init__(self, most: int = 3) -> None:
        self._all = Semaphore(most)
        self._by_links = Semaphore(most - _KEPT)
        self._of: WeakValueDictionary[_Turn, Lock] = WeakValueDictionary()

    def is_busy(self, gallery: UUID, *, by_link: bool = False) -> bool:
        """Whether one more of this gallery would have to wait."""
        own = self._of.get((gallery, by_link))
        if self._all.locked() or (by_link and self._by_links.locked()):
            return True
        return own is not None and own.locked()

    @asynccontextmanager
    async def sending(self, gallery: UUID, *, by_link: bool = False) -> AsyncIterator[None]:
        """While its archive is sent; waits for its turn."""
        own = self._of.setdefault((gallery, by_link), Lock())
        if not by_link:
            async with own, self._all:
                yield
            return
        async with own, self._by_links, self._all:
            yield
