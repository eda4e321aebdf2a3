"""Kills between and within the batches of a newsletter: nobody gets it twice, nobody is missed."""

import asyncio
import time
from collections import Counter
from dataclasses import dataclass

from holdfast.flows.newsletters.keeping import known_newsletter
from tests.db.flows.mailing.post_office import opened_office
from tests.db.flows.mailing.subscribers import a_newsletter, counted, some_readers
from tests.support.length import LONG
from tests.support.mail_server import Took
from tests.support.mailing_process import start_mailing
from tests.support.patience import PATIENCE

READERS = 400 if LONG else 40
KILLS = 20 if LONG else 3


@dataclass
class Killer:
    """Kills by turns when the server has a mail and did not say so, and when it is asked for whom
    the next one is."""

    process: asyncio.subprocess.Process | None = None
    took: int = 0
    killed: int = 0
    next_at: int = 5

    async def seen(self, _: Took) -> None:
        self.took += 1
        await self._kill(when=self.killed % 2 == 0)

    async def named(self, _: str) -> None:
        await self._kill(when=self.killed % 2 == 1)

    async def _kill(self, *, when: bool) -> None:
        process = self.process
        if not when or self.took < self.next_at or self.killed == KILLS:
            return
        if process is None or process.returncode is not None:
            return
        self.killed += 1
        self.next_at = self.took + max(READERS // (KILLS + 1), 2)
        process.kill()
        await asyncio.Event().wait()  # nobody is there to be answered


async def test_kills_between_and_within_batches_bring_it_to_nobody_twice_and_miss_nobody(
    database_url: str,
) -> None:
    async with opened_office(database_url) as office:
        emails = await some_readers(office, READERS)
        found = await a_newsletter(office)
        killer = Killer()
        office.server.seen, office.server.named = killer.seen, killer.named
        killer.process = await start_mailing(database_url, office.server.port)
        deadline = time.monotonic() + PATIENCE * (10 if LONG else 2)
        while (now := await known_newsletter(office.parts, found.id)).ended_at is None:
            assert time.monotonic() < deadline, Counter(one["status"] for one in await office.log())
            if killer.process.returncode is not None:
                killer.process = await start_mailing(database_url, office.server.port)
            await asyncio.sleep(0.1)
        killer.process.kill()
        await killer.process.wait()

        took = Counter(one.to for one in office.server.took)
        assert max(took.values()) == 1, "nobody got it twice"
        assert killer.killed == KILLS
        log = await office.log()
        assert sorted(one["address"] for one in log) == sorted(emails), "each was written to once"
        came = await counted(office, found)
        assert (came.waiting, came.dropped, now.written) == (0, 0, READERS)
        assert came.sent + came.refused == READERS
        assert came.refused <= 2 * KILLS, "in doubt is at most what both lanes were handing over"
        unknown = {one["address"] for one in log if one["status"] == "dead"}
        assert set(emails) - set(took) <= unknown, "who did not get it is known to staff"
