"""Kills between an event and the server's word: one mail an event and person, none lost."""

import asyncio
import time
from collections import Counter
from dataclasses import dataclass

from tests.db.flows.mailing.post_office import PostOffice, opened_office
from tests.support.length import LONG
from tests.support.mail_server import Took
from tests.support.mailing_process import start_mailing
from tests.support.patience import PATIENCE

EVENTS = 1000 if LONG else 40
KILLS = 24 if LONG else 3


@dataclass
class Killer:
    """Kills by turns when the server has a mail and did not say so (nobody can know), and when it
    is asked for whom the next one is (it has nothing of it)."""

    office: PostOffice
    process: asyncio.subprocess.Process | None = None
    killed: int = 0
    next_at: int = 3

    async def seen(self, _: Took) -> None:
        await self._kill(when=self.killed % 2 == 0)

    async def named(self, _: str) -> None:
        await self._kill(when=self.killed % 2 == 1)

    async def _kill(self, *, when: bool) -> None:
        took = len(self.office.server.took)
        process = self.process
        if not when or took < self.next_at or self.killed == KILLS:
            return
        if process is None or process.returncode is not None:
            return
        self.killed += 1
        self.next_at = took + max(EVENTS // (KILLS + 1), 2)
        process.kill()
        await asyncio.Event().wait()  # nobody is there to be answered


async def test_kills_lose_no_mail_and_by_its_message_id_each_is_there_once(
    database_url: str,
) -> None:
    async with opened_office(database_url) as office:
        people = [await office.a_person(f"p{one}@x.example") for one in range(10)]
        orders = [one for user in people for one in await office.orders_of(user, EVENTS // 10)]
        killer = Killer(office)
        office.server.seen, office.server.named = killer.seen, killer.named
        killer.process = await start_mailing(database_url, office.server.port)
        await reads_along(office)
        for at in range(0, EVENTS, 10):
            await office.happens(orders[at : at + 10])
        deadline = time.monotonic() + PATIENCE * (10 if LONG else 2)
        while len(await office.log(status="sent")) < EVENTS:
            assert time.monotonic() < deadline, Counter(one["status"] for one in await office.log())
            if killer.process.returncode is not None:
                killer.process = await start_mailing(database_url, office.server.port)
            await asyncio.sleep(0.1)
        killer.process.kill()
        await killer.process.wait()

        log = await office.log()
        assert len(log) == EVENTS, "one an event and person"
        assert {one["subject_id"] for one in log} == {str(one) for one in orders}
        ids = Counter(one.id for one in office.server.took)
        assert set(ids) == {f"<{one['id']}@shop.example>" for one in log}
        twice = sum(ids.values()) - EVENTS
        print(f"{EVENTS} events, {killer.killed} kills: {twice} were handed over once more")
        assert killer.killed == KILLS
        assert twice <= 2 * KILLS, "a process has two lanes: at most what both were handing over"
        assert len({one.content for one in office.server.took}) == EVENTS, "in the same bytes"


async def reads_along(office: PostOffice) -> None:
    """Until the process has its place in the log, from which on it reads."""
    deadline = time.monotonic() + PATIENCE
    asked = "SELECT EXISTS (SELECT FROM event_cursors WHERE consumer = 'mails')"
    while not await office.parts.database.pool.fetchval(asked):
        assert time.monotonic() < deadline, "the process does not read"
        await asyncio.sleep(0.05)
