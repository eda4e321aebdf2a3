"""Imports that were begun in the browser, run one after another, staff's in one line and sellers'
in another: by whichever process that has the pictures' folder comes first. One that is stopped
leaves its import to another; one that is killed is missed within seconds, and what it was at is
begun anew, which doubles nothing.
"""

import asyncio
from typing import Final

import msgspec
import structlog

from holdfast.catalog import ImportLine, ImportTask
from holdfast.catalog.shopify import UnusableFile
from holdfast.db.engine import is_away
from holdfast.flows.commit.patience import LedgerAway
from holdfast.flows.inventory.browser_imports import run_import
from holdfast.flows.inventory.pictures import PictureRoom
from holdfast.flows.inventory.stockroom import Stockroom
from holdfast.kit.tasks import Tasks

__all__ = ["Importer"]

log = structlog.get_logger("holdfast.imports")

LOOK_EVERY: Final = 2.0
BEAT_EVERY: Final = 1.0
_BROKE: Final = "broke"
_RESTARTED: Final = "restarted"


class Importer:
    """``wake`` it when there is something to do; it looks by itself, too."""

    def __init__(self, stockroom: Stockroom, room: PictureRoom) -> None:
        self._lines = [_Line(stockroom, room, of_sellers=one) for one in (False, True)]
        self._tasks = Tasks()

    async def start(self) -> None:
        for line in self._lines:
            self._tasks.begin(line.run(), "imports")

    async def stop(self) -> None:
        """Leave what is under way to another."""
        await self._tasks.end()

    def wake(self) -> None:
        """There is something to do."""
        for line in self._lines:
            line.wake()


class _Line:
    def __init__(self, stockroom: Stockroom, room: PictureRoom, *, of_sellers: bool) -> None:
        self._stockroom = stockroom
        self._room = room
        self._waiting = ImportLine(stockroom.database, of_sellers=of_sellers)
        self._news = asyncio.Event()

    def wake(self) -> None:
        self._news.set()

    async def run(self) -> None:
        while True:
            try:
                task = await self._waiting.claim()
                if task is not None:
                    await self._do(task)
                    continue
            except Exception as error:  # noqa: BLE001  (the database is away: tried again)
                log.warning("imports wait", error=repr(error))
            self._news.clear()
            try:
                async with asyncio.timeout(LOOK_EVERY):
                    await self._news.wait()
            except TimeoutError:
                pass

    async def _do(self, task: ImportTask) -> None:
        if task.hopeless:
            await self._waiting.end(task, "failed", trouble=_RESTARTED)
            return
        reached = [0, 0]

        def progress(done: int, total: int) -> None:
            reached[:] = [done, total]

        work = asyncio.create_task(run_import(self._stockroom, task, self._room, progress))
        try:
            while not (await asyncio.wait([work], timeout=BEAT_EVERY))[0]:
                if not await self._waiting.beat(task, *reached):
                    return  # taken for dead: another has begun it anew
            await self._finish(task, work)
        except asyncio.CancelledError:
            work.cancel()
            await asyncio.gather(work, return_exceptions=True)
            await self._waiting.leave(task)
            raise
        finally:
            work.cancel()

    async def _finish(self, task: ImportTask, work: "asyncio.Task[object]") -> None:
        try:
            report = await work
        except UnusableFile as error:
            await self._waiting.end(task, "failed", trouble=str(error))
        except Exception as error:
            if is_away(error) or isinstance(error, LedgerAway):
                raise  # begun anew once the database is back
            log.exception("import broke", id=str(task.id))
            await self._waiting.end(task, "failed", trouble=_BROKE)
        else:
            await self._waiting.end(task, "done", report=msgspec.json.encode(report))
