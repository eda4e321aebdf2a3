"""A webhook receiver that is down, slow, answers 500, or says 200 and loses the connection, all at
random, while orders are paid, cancelled and refunded: everything arrives at least once, in order
per order, and a verifier that is not ours believes every signature. Buyers notice nothing. A JSON
Lines file beside it gets the same. The server's worker process is killed in between.

python -m tests.proof.webhook [--workers 1] [--orders 600] [--clients 16] [--kills 2]
"""

import argparse
import asyncio
import json
import os
import random
import signal
import time
from collections import Counter
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path

import asyncpg

from tests.proof.audited import audit
from tests.proof.crowd import Answer, Figures, Visitor, visitors
from tests.proof.stampede import market_of_workers
from tests.support.folders import on_disk
from tests.support.line_files import files_by_age
from tests.support.market import Goods, Market, eventually
from tests.support.receiver import SECRET, Received, Receiver, Trouble, first_seen
from tests.support.server import free_port

__all__ = ["Platform", "main", "platform_settings", "troubled_deliveries"]

TYPES = ("order.paid", "order.cancelled", "order.refund.done")
# So often everything of one order is refused, while the others go on; and so often, at most, any
# order is in trouble. Each time it waits twice as long: nine tries would outlast all the rest.
STUBBORN = 3
PATIENCE = 300.0


@dataclass
class Platform:
    """The receiver in trouble, and the file beside it."""

    receiver: Receiver
    file: Path
    chance: random.Random
    calm: bool = False
    troubles: Counter[str] = field(default_factory=Counter)
    met: Counter[str] = field(default_factory=Counter)
    """Troubles by order."""
    stubborn: str | None = None

    def trouble(self, got: Received) -> Trouble:
        """Every third message is in trouble; one order's first message in lasting trouble."""
        if self.stubborn is None:
            self.stubborn = got.order
        if got.order == self.stubborn and self.troubles["stubborn"] < STUBBORN:
            self.troubles["stubborn"] += 1
            return "500"
        kinds: Sequence[Trouble] = ("500", "slow", "lost", "cut")
        found = self.chance.choice(kinds) if self.chance.random() < 0.33 else "none"
        if self.calm or self.met[got.order] == STUBBORN:
            found = "none"
        self.met[got.order] += found != "none"
        self.troubles[found] += 1
        return found

    async def come_and_go(self) -> None:
        """Down for half a second, again and again."""
        while not self.calm:
            await asyncio.sleep(self.chance.uniform(0.5, 2.0))
            await self.receiver.stop()
            self.troubles["down"] += 1
            await asyncio.sleep(0.5)
            await self.receiver.start()


def platform_settings(port: int, file: Path) -> dict[str, str]:
    """Of a server that tells both."""
    return {
        "HOLDFAST_SINKS": f"webhook:http://127.0.0.1:{port}/orders?key=1,jsonl:{file}",
        "HOLDFAST_WEBHOOK_SECRET": SECRET,
        "HOLDFAST_WEBHOOK_SECONDS": "1",
        "HOLDFAST_WEBHOOK_PRIVATE": "on",
        "HOLDFAST_JSONL_BYTES": "100000",
    }


async def troubled_deliveries(
    market: Market, port: int, file: Path, orders: int, clients: int, kills: int
) -> tuple[Figures, Platform]:
    """Run it and check everything; what the buyers were answered, and what the platform met."""
    platform = Platform(Receiver(port=port), file, random.Random(orders))
    platform.receiver.trouble = platform.trouble
    await platform.receiver.start()
    going = asyncio.create_task(platform.come_and_go())
    goods = market.goods(orders)
    async with visitors(market.url, clients) as crowd:
        figures = await _sell(market, crowd, goods, orders, kills)
    wanted = await _told(market)

    async def most_arrived() -> bool:
        return len({one.id for one in platform.receiver.received}) > 0.7 * orders * 2

    await eventually(most_arrived, PATIENCE, "most of it arrived in spite of everything")
    platform.calm = True
    await going
    if kills == 0:
        assert set(figures.statuses) == {200}, figures
    assert len(wanted) == orders
    await eventually(lambda: _none_waits(market), PATIENCE, "everything is delivered")
    await platform.receiver.stop()
    _check(platform, wanted, kills)
    audit(market)
    return figures, platform


async def _sell(
    market: Market, crowd: Sequence[Visitor], goods: Goods, orders: int, kills: int
) -> Figures:
    """Buy so many, cancel every second; the workers are killed in between, evenly."""
    figures = Figures()
    left = list(range(orders))
    deadly = {round(orders * (kill + 1) / (kills + 1)) for kill in range(kills)}

    async def ask(visitor: Visitor, path: str, body: object) -> Answer:
        answer = await visitor.insist(path, body, met=figures.add)
        assert answer.status == 200, answer
        return answer

    async def keep_buying(visitor: Visitor) -> None:
        while left:
            number = left.pop()
            if number in deadly:
                for pid in market.server.worker_pids:
                    os.kill(pid, signal.SIGKILL)
            held = await ask(visitor, "/api/orders/reserve", {"items": [goods.line()]})
            reservation = held.body["reservationId"]
            asked = {"reservationId": reservation, "provider": "demo"}
            payment = (await ask(visitor, "/api/payments", asked)).body["paymentId"]
            asked = {"reservationId": reservation, "paymentId": payment}
            await ask(visitor, "/api/orders/create", asked)
            if number % 2:
                await ask(visitor, "/api/orders/cancel", {"orderId": held.body["orderId"]})

    started = time.perf_counter()
    await asyncio.gather(*map(keep_buying, crowd))
    figures.seconds = time.perf_counter() - started
    await eventually(lambda: _refunded(market, orders // 2), 120, "refunds are done")
    return figures


async def _rows(market: Market, statement: str, *values: object) -> list[asyncpg.Record]:
    connection = await asyncpg.connect(market.server.database_url)
    try:
        rows: list[asyncpg.Record] = await connection.fetch(statement, *values)
        return rows
    finally:
        await connection.close()


async def _refunded(market: Market, orders: int) -> bool:
    statement = "SELECT count(*) FROM events WHERE type = 'order.refund.done'"
    ((count,),) = await _rows(market, statement)
    return bool(count == orders)


async def _none_waits(market: Market) -> bool:
    """Nothing is left to be told: neither in the book nor before the consumer."""
    ((waiting,),) = await _rows(
        market,
        """
        SELECT (SELECT count(*) FROM deliveries) + (
            SELECT count(*) FROM events e, event_cursors c
            WHERE c.consumer = 'data-platform' AND (e.era, e.xid, e.id) > (c.era, c.xid, c.id)
              AND e.type = ANY($1))
        """,
        list(TYPES),
    )
    return bool(waiting == 0)


async def _told(market: Market) -> dict[str, list[str]]:
    """Ids of what is to be told, by order, in the order it happened."""
    rows = await _rows(
        market,
        "SELECT subject, era || '-' || xid || '-' || id AS id FROM events WHERE type = ANY($1)"
        " ORDER BY era, xid, events.id",
        list(TYPES),
    )
    found: dict[str, list[str]] = {}
    for row in rows:
        found.setdefault(row["subject"], []).append(row["id"])
    return found


def _check(platform: Platform, wanted: dict[str, list[str]], kills: int) -> None:
    received = platform.receiver.received
    assert first_seen(received) == wanted
    assert platform.receiver.forged == 0
    written = [
        json.loads(line)
        for one in files_by_age(platform.file)
        for line in one.read_text().splitlines()
    ]
    in_file: dict[str, list[str]] = {}
    for event in written:
        ids = in_file.setdefault(event["subject"], [])
        if event["id"] not in ids:
            ids.append(event["id"])
    assert in_file == wanted
    if kills == 0:  # then nothing comes again once a later one has come
        for order, ids in wanted.items():
            places = [ids.index(one.id) for one in received if one.order == order]
            assert places == sorted(places), order


def main() -> None:
    words = argparse.ArgumentParser(description=__doc__)
    words.add_argument("--workers", type=int, default=1)
    words.add_argument("--orders", type=int, default=600)
    words.add_argument("--clients", type=int, default=16)
    words.add_argument("--kills", type=int, default=2)
    asked = words.parse_args()
    with ExitStack() as stack:
        folder = Path(stack.enter_context(on_disk()))
        port, file = free_port(), folder / "orders.jsonl"
        market = market_of_workers(stack, asked.workers, platform_settings(port, file))
        figures, platform = asyncio.run(
            troubled_deliveries(market, port, file, asked.orders, asked.clients, asked.kills)
        )
    received = platform.receiver.received
    different = len({one.id for one in received})
    print(f"{asked.workers} worker(s), killed {asked.kills} times: {figures}")
    print(f"the receiver met: {dict(platform.troubles)}")
    print(
        f"{different} messages of {asked.orders} orders, all of them arrived, {len(received)}"
        " times in all; in order per order; every signature good; the file has the same;"
        " audit clean"
    )


if __name__ == "__main__":
    main()
