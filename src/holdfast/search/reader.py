"""The search of a process: it answers from the generation that serves, as of its last commit, and
notices by itself when there is another of either."""

import asyncio
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Final, TypeVar

import structlog
import tantivy

from holdfast.kit.tasks import Tasks
from holdfast.search.engine import Asked, Completed, Found, SearchNotReady
from holdfast.search.folder import SearchFolder
from holdfast.search.index import Snapshot, words_of
from holdfast.search.schema import open_index
from holdfast.search.vocabulary import Vocabulary

__all__ = ["IndexReader"]

log = structlog.get_logger("holdfast.search")

LOOK_EVERY: Final = 0.25
THREADS: Final = 2
WORDS_SHARE: Final = 20
"""Words are read anew for that part of the time at most: of a large catalogue each minute or so."""

_Answer = TypeVar("_Answer")


class IndexReader:
    """A :class:`~holdfast.search.SearchEngine` on the folder. No call of the engine's is made on
    the loop."""

    def __init__(self, folder: SearchFolder) -> None:
        self._folder = folder
        self._threads = ThreadPoolExecutor(THREADS, "search")
        self._tasks = Tasks()
        self._one = asyncio.Lock()
        self._name: str | None = None
        self._index: tantivy.Index | None = None
        self._stamp: tuple[int, int] | None = None
        self._vocabulary: Vocabulary | None = None
        self._words_next = 0.0
        self._words_stale = False
        self._now: Snapshot | None = None
        self.ready = asyncio.Event()

    async def start(self) -> None:
        await self.look()
        self._tasks.begin(self._looking(), "search")

    async def stop(self) -> None:
        await self._tasks.end()
        self._threads.shutdown(wait=True, cancel_futures=True)

    async def find(self, asked: Asked) -> Found:
        return await self._ask(lambda now: now.find(asked))

    async def complete(self, text: str, limit: int) -> Completed:
        return await self._ask(lambda now: now.complete(text, limit))

    async def known_facets(self, codes: Sequence[str]) -> frozenset[str]:
        return await self._ask(lambda now: now.known_facets(codes))

    async def look(self) -> None:
        """See whether there is something new, now."""
        async with self._one:
            name = self._folder.current()
            stamp = None if name is None else self._folder.stamp(name)
            new = name is not None and (name != self._name or stamp != self._stamp)
            stale = self._words_stale and time.monotonic() >= self._words_next
            if name is not None and (new or stale):
                run = asyncio.get_running_loop().run_in_executor
                self._now = await run(self._threads, self._open, name)
                self._stamp = stamp
                self.ready.set()

    async def _ask(self, question: Callable[[Snapshot], _Answer]) -> _Answer:
        now = self._now
        if now is None:
            raise SearchNotReady
        return await asyncio.get_running_loop().run_in_executor(self._threads, question, now)

    async def _looking(self) -> None:
        while True:
            await asyncio.sleep(LOOK_EVERY)
            try:
                await self.look()
            except Exception as error:  # noqa: BLE001  (what serves goes on; it is looked at again)
                log.warning("the search index cannot be read", error=repr(error))

    def _open(self, name: str) -> Snapshot:
        if self._index is None or name != self._name:
            self._index = open_index(self._folder.path / name)
            self._name, self._words_next = name, 0.0
        self._index.reload()
        searcher = self._index.searcher()
        began = time.monotonic()
        self._words_stale = self._vocabulary is not None and began < self._words_next
        if not self._words_stale or self._vocabulary is None:
            self._vocabulary = words_of(searcher)
            now = time.monotonic()
            self._words_next = now + WORDS_SHARE * (now - began)
        return Snapshot(searcher, self._vocabulary)
