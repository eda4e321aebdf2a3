"""A flash sale through its waiting room, a worker of which is killed in the middle: all of the
allotment is sold and no more, nobody has two, no place is lost or changes its turn, and who is not
served is told within two seconds of the end.

python -m tests.proof.flash_room [--buyers 50000] [--clients 256] [--units 1000] [--per-second 200]
"""

import argparse
import asyncio
import itertools
import os
import random
import signal
import time
from contextlib import AsyncExitStack, ExitStack, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final
from uuid import uuid4

from socketio.exceptions import SocketIOError

from tests.proof.audited import audit
from tests.proof.coupon_stampede import people_with_tokens
from tests.proof.crowd import Answer, Visitor, visitors
from tests.proof.stampede import market_of_workers
from tests.support.flash_sales import SaleWatcher, moment, new_sale, sale_now
from tests.support.market import Market
from tests.support.postgres import execute, fetch

__all__ = ["Told", "flash_room", "main"]

PAGES: Final = 20
WITHIN: Final = 2.0
LONGEST: Final = 1200.0
BEFORE: Final = 0.8
"""The share of people who come before the start."""
_OPEN: Final = "UPDATE flash_sales SET starts_at = clock_timestamp() WHERE id = '{}'"
_PLACES: Final = "SELECT owner, turn FROM flash_sale_places WHERE sale_id = $1::text::uuid"
_PAID: Final = """
SELECT owner, id::text FROM orders
WHERE status = 'paid' AND breakdown -> 'sale' ->> 'id' = $1
"""
_KEPT: Final = "SELECT pg_total_relation_size('flash_sale_places')"


@dataclass
class Told:
    """What came of it: ``orders`` by owner; seconds from the last unit's sale until every page
    showed that all is sold; bytes of each place on disk and in the workers."""

    orders: dict[str, str] = field(default_factory=dict)
    sold_out: int = 0
    ended: float = 0.0
    told: float = 0.0
    stored: float = 0.0
    remembered: float = 0.0

    def __str__(self) -> str:
        return (
            f"{len(self.orders):,} bought, {self.sold_out:,} were refused at the till; all pages"
            f" told {self.told:.2f} s after the last unit; a place takes {self.stored:,.0f} bytes"
            f" in the database and {self.remembered:,.0f} in the workers"
        )


@dataclass
class _Room:
    sale: str
    units: int
    idle: "asyncio.Queue[Visitor]"
    told: Told
    half: asyncio.Event = field(default_factory=asyncio.Event)
    over: asyncio.Event = field(default_factory=asyncio.Event)
    faults: list[BaseException] = field(default_factory=list)

    def left(self, task: "asyncio.Task[None]") -> None:
        """Somebody is done; a fault of theirs ends it for all."""
        if not task.cancelled() and (fault := task.exception()) is not None:
            self.faults.append(fault)
            self.half.set()
            self.over.set()

    async def ask(self, token: str, path: str, body: Any = None, key: str | None = None) -> Answer:
        """Over the next connection that is free, until there is an answer."""
        visitor = await self.idle.get()
        try:
            visitor.bearer = token
            return await visitor.insist(path, body or {}, key)
        finally:
            self.idle.put_nowait(visitor)

    async def place(self, token: str) -> dict[str, Any]:
        answer = await self.ask(token, f"/api/flash-sales/{self.sale}/place")
        assert answer.status == 200, answer
        found: dict[str, Any] = answer.body
        return found

    async def comes(self, owner: str, token: str) -> None:
        """Waits for the turn, buys, and tries to have another."""
        dice = random.Random(owner)
        while True:
            now = await self.place(token)
            if now["letIn"] and await self._served(owner, token):
                return
            seconds = min(max((now["expectedSeconds"] or 1) / 4, 1), 20)
            await asyncio.sleep(seconds * (0.75 + dice.random() / 2))  # as Retry-After asks

    async def _served(self, owner: str, token: str) -> bool:
        path = f"/api/flash-sales/{self.sale}/purchase"
        answer = await self.ask(token, path, {}, str(uuid4()))
        if answer.status == 409:
            code = answer.body["code"]
            assert code in ("flash-sale-sold-out", "flash-sale-turn"), answer
            self.told.sold_out += code == "flash-sale-sold-out"
            return bool(code == "flash-sale-sold-out")
        assert answer.status == 201, answer
        assert owner not in self.told.orders, "more than they may"
        self.told.orders[owner] = answer.body["orderId"]
        self._sold()
        named = {"reservationId": answer.body["reservationId"]}
        paid = await self.ask(token, "/api/payments", named | {"provider": "demo"}, str(uuid4()))
        assert paid.status == 200, paid
        body = named | {"paymentId": paid.body["paymentId"]}
        made = await self.ask(token, "/api/orders/create", body, str(uuid4()))
        assert made.status == 200, made
        again = await self.ask(token, path, {}, str(uuid4()))
        assert again.status == 409, "nobody has two"
        return True

    def _sold(self) -> None:
        count = len(self.told.orders)
        if count == self.units // 2:
            self.half.set()
        if count == self.units:
            self.told.ended = time.perf_counter()
            self.over.set()


async def flash_room(
    market: Market, buyers: int, clients: int, units: int, per_second: int
) -> Told:
    """Run it and check everything."""
    goods = market.goods(units + 10)
    times = {"startTime": moment(3600), "endTime": moment(7200)}
    sale = new_sale(market, goods, units, perSecond=per_second, **times)["id"]
    people = await people_with_tokens(market, buyers)
    early = people[: int(buyers * BEFORE)]
    async with AsyncExitStack() as stack:
        crowd = await stack.enter_async_context(visitors(market.url, clients))
        room = _room(sale, units, crowd)
        pages = [asyncio.create_task(_sees_the_end(market, sale)) for _ in range(PAGES)]
        before = _memory(market)
        answers = await asyncio.gather(*(room.place(token) for _, token in early))
        assert not any(one["letIn"] for one in answers)
        places = await _places(market, sale)
        assert places.keys() == {owner for owner, _ in early}
        room.told.remembered = (_memory(market) - before) / len(early)
        await execute(market.database_url, _OPEN.format(sale))
        tasks = [asyncio.create_task(room.comes(*one)) for one in people]
        for task in tasks:
            task.add_done_callback(room.left)
        await asyncio.wait_for(room.half.wait(), LONGEST)
        os.kill(random.Random(units).choice(market.server.worker_pids), signal.SIGKILL)
        await asyncio.wait_for(room.over.wait(), LONGEST)
        assert not room.faults, room.faults[:3]
        room.told.told = max(await asyncio.gather(*pages)) - room.told.ended
        bought = [one[0] in room.told.orders for one in people]
        await asyncio.gather(*itertools.compress(tasks, bought))
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        assert not room.faults, room.faults[:3]
        after = await _places(market, sale)
    assert {owner: after.get(owner) for owner in places} == places, "a place is lost"
    await _counted(market, sale, room.told, units)
    ((size,),) = await fetch(market.database_url, _KEPT)
    room.told.stored = size / len(after)
    audit(market)
    return room.told


def _room(sale: str, units: int, crowd: list[Visitor]) -> _Room:
    idle: asyncio.Queue[Visitor] = asyncio.Queue()
    for visitor in crowd:
        idle.put_nowait(visitor)
    return _Room(sale, units, idle, Told())


async def _sees_the_end(market: Market, sale: str) -> float:
    """When a page shows that nothing remains. As a browser does, it connects again to another
    worker when its own is gone."""
    while True:
        with suppress(SocketIOError, OSError, TimeoutError):
            async with SaleWatcher(market.url) as page:
                if await _shows_it(page, sale):
                    return time.perf_counter()
        await asyncio.sleep(0.1)


async def _shows_it(page: SaleWatcher, sale: str) -> bool:
    """Once nothing remains; no, when it is cut off before."""
    lost = asyncio.Event()
    page.client.on("disconnect", lambda *_: lost.set())
    await page.subscribe(sale)
    seen = asyncio.ensure_future(page.until(lambda: not page.of(sale)["remaining"]))
    gone = asyncio.ensure_future(lost.wait())
    await asyncio.wait((seen, gone), return_when=asyncio.FIRST_COMPLETED)
    gone.cancel()
    if seen.done():
        await seen
        return True
    seen.cancel()
    return False


async def _places(market: Market, sale: str) -> dict[str, float]:
    return {row[0]: row[1] for row in await fetch(market.database_url, _PLACES, sale)}


async def _counted(market: Market, sale: str, told: Told, units: int) -> None:
    """The store says what buyers were told."""
    now = sale_now(market, {"id": sale})
    assert (now["sold"], now["held"], now["remaining"]) == (units, 0, 0), now
    rows = [(row[0], row[1]) for row in await fetch(market.database_url, _PAID, sale)]
    assert len(rows) == units
    assert dict(rows) == told.orders


def _memory(market: Market) -> int:
    """Of all workers, in bytes."""
    return sum(
        int(line.split()[1]) * 1024
        for pid in market.server.worker_pids
        for line in Path(f"/proc/{pid}/status").read_text().splitlines()
        if line.startswith("VmRSS:")
    )


def main() -> None:
    words = argparse.ArgumentParser(description=__doc__)
    words.add_argument("--buyers", type=int, default=50_000)
    words.add_argument("--clients", type=int, default=256)
    words.add_argument("--units", type=int, default=1000)
    words.add_argument("--per-second", type=int, default=200)
    asked = words.parse_args()
    with ExitStack() as stack:
        market = market_of_workers(stack, 2)
        told = asyncio.run(
            flash_room(market, asked.buyers, asked.clients, asked.units, asked.per_second)
        )
        print(f"2 workers, one killed: {told}")
        assert told.told < WITHIN, "others are told too late"
        print(f"exactly {asked.units} sold, nobody has two, no place lost; audit clean")


if __name__ == "__main__":
    main()
