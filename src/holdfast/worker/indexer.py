"""The search index is made from the shop and follows it: of the processes on a machine one writes.

A generation is made whole from what is on sale, catches up with the event log from where that was
at the start, and then serves. What happens after that is put in as it is told; how far it has come
is kept beside it, after its own commit. So after any crash it goes on, and repeats at most.
"""

import asyncio
import os
import time
from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

import structlog

from holdfast.db.engine import Database
from holdfast.db.events import CHANNEL
from holdfast.db.listening import DatabaseListener
from holdfast.db.reading import Position, read
from holdfast.kit.clock import utc_now
from holdfast.kit.tasks import Tasks
from holdfast.search import IndexReader, IndexWriter, Place, SearchFolder, shop_of
from holdfast.views.search.documents import SEARCH_TYPES, DocumentReads
from holdfast.worker.background import timer_failed

__all__ = ["Indexer", "Progress", "make_generation"]

log = structlog.get_logger("holdfast.search")

AT_ONCE: Final = 500
EVENTS: Final = 500
COLLECT_FOR: Final = 0.1
"""Seconds after the first event of many, in which the others come."""
BUSY_EVERY: Final = 0.5
"""Seconds between two readings of a log that is written to: where much is sold, each is of more."""
POLL: Final = 1.0
PAUSE: Final = 5.0
KEEP_PLACE_EVERY: Final = 30.0
WAIT_AT_START: Final = 10.0
REST: Final = 0.5  # of the time that a piece of making took, where buyers use the same process
COUNTED_AFTER: Final = 5.0  # seconds
MOST_AGAIN: Final = 20_000  # products
NEW_EVERY: Final = timedelta(seconds=1)
MARGIN: Final = timedelta(seconds=30)  # between this clock and the database's
TOO_OLD: Final = timedelta(days=25)
"""Events are kept for 30 days: what is further behind is made anew."""

Progress = Callable[[int, int], None]

_END: Final = """
SELECT max(era), pg_snapshot_xmin(pg_current_snapshot())::text::bigint - 1, 9223372036854775807
FROM event_eras
"""
_ERA: Final = "SELECT max(era) FROM event_eras"


class _Follower:
    """Puts into one generation what events tell."""

    def __init__(
        self, database: Database, documents: DocumentReads, writer: IndexWriter, place: Place
    ) -> None:
        self._database = database
        self._documents = documents
        self.writer = writer
        self.place = place
        self._again: dict[UUID, float] = {}  # what was sold lately, and when to look at it again

    async def step(self) -> tuple[bool, bool]:
        """Handle one span: whether anything was put in (it is not committed yet), and whether
        there is more behind it."""
        span = await read(self._database, self.place.position, SEARCH_TYPES, EVENTS)
        ids, rest = set[UUID](), self._due()
        if span.events:
            touched = await self._documents.touched(span.events)
            ids.update(touched.products)
            if touched.categories:
                ids.update(await self._documents.in_categories(touched.categories))
                ids.update(await self.writer.run(self.writer.standing_in, touched.categories))
            rest |= touched.stock
            later = time.monotonic() + COUNTED_AFTER
            for one in list(touched.stock)[: MOST_AGAIN - len(self._again)]:
                self._again.setdefault(one, later)
        if rest - ids:
            standing = await self._documents.standing(list(rest - ids))
            ids.update(await self.writer.run(self.writer.differing, standing))
        wrote = bool(ids)
        await self._put(ids)
        if span.end != self.place.position:
            self.place = Place(self.place.shop, span.end, utc_now())
        return wrote, span.more

    def _due(self) -> set[UUID]:
        """What was sold a while ago: whoever counts sales reads the same events, and may have been
        behind this."""
        now = time.monotonic()
        due = {one for one, at in self._again.items() if at <= now}
        for one in due:
            del self._again[one]
        return due

    async def look_for_new(self, since: datetime) -> bool:
        """Put in what was inserted by hand, which no event tells of; whether there was any."""
        new = await self._documents.newer(since, AT_ONCE)
        if not new:
            return False
        standing = await self._documents.standing(new)
        ids = await self.writer.run(self.writer.differing, standing)
        await self._put(ids)
        return bool(ids)

    async def _put(self, ids: Iterable[UUID]) -> None:
        listed = list(ids)
        for at in range(0, len(listed), AT_ONCE):
            piece = listed[at : at + AT_ONCE]
            found = await self._documents.load(piece)
            gone = set(piece) - {one.id for one in found}
            await self.writer.run(self.writer.put, found)
            await self.writer.run(self.writer.remove, gone)


async def make_generation(
    folder: SearchFolder,
    database: Database,
    documents: DocumentReads,
    progress: Progress = lambda _, __: None,
    *,
    rest: float = 0.0,
) -> str:
    """Make another generation of what is on sale, caught up with the log. It does not serve yet."""
    position = Position(*await database.pool.fetchrow(_END))
    place = Place(await shop_of(database.pool), position, utc_now())
    name = folder.new()
    writer = await asyncio.to_thread(IndexWriter, folder.path / name, making=True)
    clock = asyncio.get_running_loop().time
    try:
        total, done, last = await documents.how_many(), 0, None
        while ids := await documents.after(last, AT_ONCE):
            began = clock()
            found = await documents.load(ids)
            await writer.run(writer.put, found, new=True)
            last, done = ids[-1], done + len(ids)
            progress(done, max(total, done))
            await asyncio.sleep(rest * (clock() - began))
        await writer.run(writer.commit)
        follower = _Follower(database, documents, writer, place)
        more = True
        while more:
            _, more = await follower.step()
        await writer.run(writer.commit)
        folder.keep_place(name, follower.place)
    finally:
        await writer.run(writer.close)
    return name


class Indexer:
    """Keeps the index of this machine, if no other process of it does."""

    def __init__(
        self,
        database: Database,
        folder: SearchFolder,
        documents: DocumentReads,
        reader: IndexReader,
    ) -> None:
        self._database = database
        self._folder = folder
        self._documents = documents
        self._reader = reader
        self._tasks = Tasks()
        self._woken = asyncio.Event()
        self._listener = DatabaseListener(
            database.url, CHANNEL, lambda _: self._woken.set(), self._woken.set
        )
        self._lock: int | None = None
        self._name: str | None = None
        self._follower: _Follower | None = None
        self._kept_at = 0.0
        self._looked_at = utc_now()

    async def start(self) -> None:
        """Begin, and wait a little until there is something to search in."""
        self._tasks.begin(self._keep(), "search indexer")
        try:
            async with asyncio.timeout(WAIT_AT_START):
                await self._reader.ready.wait()
        except TimeoutError:
            log.info("the search index is being made; until it is there, searches are refused")

    async def stop(self) -> None:
        await self._tasks.end()
        await self._listener.stop()
        await self._let_go()
        if self._lock is not None:
            os.close(self._lock)
            self._lock = None

    async def _keep(self) -> None:
        while True:
            pause = 0.0
            try:
                if self._lock is None:
                    self._lock = self._folder.take()
                    if self._lock is None:
                        pause = POLL
                    else:
                        await self._listener.start()
                else:
                    await self._turn()
            except Exception as error:  # noqa: BLE001  (tried again for ever, and told)
                timer_failed("search index", error)
                await self._let_go()
                pause = PAUSE if isinstance(error, (OSError, ValueError)) else POLL
            await asyncio.sleep(pause)

    async def _turn(self) -> None:
        if self._follower is None or self._folder.current() != self._name:
            await self._let_go()
            self._follower = await self._opened()
            await self._reader.look()
            await asyncio.to_thread(self._folder.sweep)
        self._woken.clear()
        began = time.monotonic()
        before = self._follower.place
        wrote, more = await self._follower.step()
        if not more and utc_now() > self._looked_at + NEW_EVERY:
            looked_at = utc_now()
            wrote |= await self._follower.look_for_new(self._looked_at - MARGIN)
            self._looked_at = looked_at
        if wrote:
            await self._follower.writer.run(self._follower.writer.commit)
        now = asyncio.get_running_loop().time()
        if wrote or (before != self._follower.place and now > self._kept_at + KEEP_PLACE_EVERY):
            assert self._name is not None
            self._folder.keep_place(self._name, self._follower.place)
            self._kept_at = now
        if wrote:
            await self._reader.look()
        if more:
            return
        try:
            async with asyncio.timeout(POLL):
                await self._woken.wait()
        except TimeoutError:
            return
        rest = began + BUSY_EVERY - time.monotonic() if before != self._follower.place else 0.0
        await asyncio.sleep(max(COLLECT_FOR, rest))

    async def _opened(self) -> _Follower:
        """The generation that serves, if it is of this shop and the log still reaches back to it;
        else another."""
        name = self._folder.current()
        place = None if name is None else self._folder.place(name)
        if name is None or place is None or not await self._fits(place):
            with self._folder.making():
                name = await make_generation(
                    self._folder, self._database, self._documents, rest=REST
                )
            self._folder.switch(name)
            place = self._folder.place(name)
            assert place is not None
        self._name, self._looked_at = name, min(self._looked_at, place.at)
        writer = await asyncio.to_thread(IndexWriter, self._folder.path / name)
        return _Follower(self._database, self._documents, writer, place)

    async def _fits(self, place: Place) -> bool:
        pool = self._database.pool
        same = place.shop == await shop_of(pool)
        era = place.position.era == await pool.fetchval(_ERA)
        return same and era and utc_now() - place.at < TOO_OLD

    async def _let_go(self) -> None:
        follower, self._follower = self._follower, None
        if follower is not None:
            await follower.writer.run(follower.writer.close)
