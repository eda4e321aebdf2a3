"""How long it takes from the commit of a purchase's event to whoever waits for it."""

import asyncio
import time
from collections.abc import Mapping, Sequence
from typing import Final
from uuid import UUID

import asyncpg
import msgspec
from sqlalchemy.ext.asyncio import AsyncConnection

from bench.collector import settle_collector
from holdfast.db.cursors import Consumer
from holdfast.db.engine import Database
from holdfast.db.events import CHANNEL
from holdfast.db.jobs import Job
from holdfast.db.reading import Event
from holdfast.db.turns import Turns
from holdfast.kit import new_id
from holdfast.ledger import Accepted, Command, Deposit, Ledger, defer, tell
from holdfast.orders import OrderPaid
from holdfast.sinks import TOPICS, Envelope, Origin
from holdfast.worker import Outgoing
from holdfast.worker.duties import Duties
from holdfast.worker.jobs import JobRunner

__all__ = ["COUNTER", "JOB", "ORDERS_SQL", "PER_SECOND", "RELAY", "SINK", "Left", "waits"]

RELAY: Final = "consumer, gathering for 10 ms (relays)"
COUNTER: Final = "consumer, gathering for 1 s (figures, best sellers)"
JOB: Final = "job"
SINK: Final = "sink of a data platform"
PER_SECOND: Final = 50
ORDERS_SQL: Final = """
INSERT INTO orders (id, number, owner, status, total, currency, paid_at)
SELECT id, id::text, 'guest:' || id, 'paid', 500, 'EUR', now() FROM unnest($1::uuid[]) AS id
"""
ITEMS_SQL: Final = """
INSERT INTO order_items (order_id, line, product_id, variant_id, product_name, options, quantity,
                         price)
SELECT id, line, id, id, 'Product', '{"color": "black"}', 1, 250
FROM unnest($1::uuid[]) AS id, generate_series(1, 2) AS line
"""


class Left(Job, frozen=True):
    """Left to be done by each order."""

    NAME = "bench"
    order: UUID


class _Clocks:
    """When each order was committed, and when who waits for it had it."""

    def __init__(self) -> None:
        self.committed: dict[str, float] = {}
        self.had: dict[str, dict[str, float]] = {name: {} for name in (RELAY, COUNTER, JOB, SINK)}

    def note(self, name: str, orders: Sequence[str]) -> None:
        now = time.perf_counter()
        for order in orders:
            self.had[name].setdefault(order, now)

    def seconds(self) -> Mapping[str, list[float]]:
        return {
            name: sorted(max(0.0, at - self.committed[order]) for order, at in had.items())
            for name, had in self.had.items()
        }

    @property
    def complete(self) -> bool:
        return all(len(had) == len(self.committed) for had in self.had.values())


class _Noting:
    """A sink that takes everything at once."""

    name = "bench"
    at_once = 64

    def __init__(self, clocks: _Clocks) -> None:
        self._clocks = clocks

    async def send(self, message: Envelope) -> None:
        self._clocks.note(SINK, [msgspec.json.decode(message.body)["subject"]])

    async def close(self) -> None:
        """Nothing to let go of."""


async def waits(database_url: str, seconds: float) -> Mapping[str, list[float]]:
    """Seconds from commit to handler, sorted, for everybody who waits; at so many a second."""
    orders = [new_id() for _ in range(round(seconds * PER_SECOND))]
    await _orders(database_url, orders)
    clocks = _Clocks()
    database = Database(database_url)
    ledger = Ledger(database_url, notify={"events": CHANNEL})
    await database.start()
    await ledger.start()
    noting = _Noting(clocks)
    outgoing = Outgoing(database, [noting], Origin.at(""), {noting.name: TOPICS}, per_second=0.0)
    consumers = _consumers(clocks, outgoing)

    def wake() -> None:
        for consumer in consumers:
            consumer.wake()

    async def job(left: Left, _: str) -> None:
        clocks.note(JOB, [str(left.order)])

    runner = JobRunner(database, {Left: job})
    duties = Duties(database_url, outgoing.duties, wake)
    await runner.start()
    running = [duties.run(), outgoing.run(duties.holds)]
    running += [consumer.run(database) for consumer in consumers]
    tasks = [asyncio.create_task(one) for one in running]
    try:
        await asyncio.sleep(3)  # connections, plans
        settle_collector()
        await _sell(ledger, orders, clocks)
        deadline = time.monotonic() + 60
        while not clocks.complete:
            assert time.monotonic() < deadline, {name: len(had) for name, had in clocks.had.items()}
            await asyncio.sleep(0.05)
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        await runner.stop()
        await ledger.close()
        await database.close()
    return clocks.seconds()


def _consumers(clocks: _Clocks, outgoing: Outgoing) -> list[Consumer]:
    async def relay(events: Sequence[Event]) -> None:
        clocks.note(RELAY, [event.subject for event in events])

    async def count(_: AsyncConnection, events: Sequence[Event]) -> None:
        clocks.note(COUNTER, [event.subject for event in events])

    types = [OrderPaid.TYPE]
    return [
        Consumer("bench-relay", types, relay, effect="outside", collect_for=0.01),
        Consumer("bench-count", types, count),
        *outgoing.consumers(lambda name: print(f"{name} failed"), Turns()),
    ]


async def _sell(ledger: Ledger, orders: Sequence[UUID], clocks: _Clocks) -> None:
    """A command for each order, evenly, whatever became of the one before."""

    async def sell(order: UUID) -> None:
        fact = OrderPaid(order, 500, "EUR")
        riders = (
            tell(fact, order),
            defer(Left(order)),
        )
        done = await ledger.commit(Command((Deposit(f"stock/{order}", 1),), riders))
        clocks.committed[str(order)] = time.perf_counter()
        assert isinstance(done, Accepted), done

    started, selling = time.perf_counter(), []
    for number, order in enumerate(orders):
        await asyncio.sleep(max(0.0, started + number / PER_SECOND - time.perf_counter()))
        selling.append(asyncio.create_task(sell(order)))
    await asyncio.gather(*selling)


async def _orders(database_url: str, orders: Sequence[UUID]) -> None:
    connection = await asyncpg.connect(database_url)
    try:
        await connection.execute(ORDERS_SQL, orders)
        await connection.execute(ITEMS_SQL, orders)
    finally:
        await connection.close()
