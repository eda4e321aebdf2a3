"""(i) Events and jobs: how soon they are handled, how many, and what they cost a purchase."""

import asyncio
import tempfile
import time
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Final

import asyncpg
import uvloop
from sqlalchemy.ext.asyncio import AsyncConnection

from bench.event_waits import ITEMS_SQL, ORDERS_SQL, PER_SECOND, Left, waits
from bench.http_turns import processor_seconds
from bench.reserve import plain, reserve_requests
from bench.results import Result, Say, Table, median, ms, percentile, rate
from bench.servers import postgres
from bench.shop import Shop, shop
from bench.wrk import load
from holdfast.db.cursors import Consumer
from holdfast.db.engine import Database
from holdfast.db.jobs import enqueue
from holdfast.db.reading import Event
from holdfast.flows.platforms.deliveries import CONSUMER, DELIVERED_TYPES, Deliveries
from holdfast.kit import new_id
from holdfast.sinks import (
    TOPICS,
    DeliveryBook,
    Origin,
    Sink,
    SinkTerms,
    open_sinks,
    read_targets,
)
from holdfast.worker.deliverer import Deliverer
from holdfast.worker.jobs import JobRunner

__all__ = ["measure"]

SECRET: Final = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
CLIENTS: Final = 64
HOW: Final = f"""
*From commit to handler*: {PER_SECOND} commands a second on the ledger, each with an event and a job
as riders; the time from the answer of the commit to the moment a handler has it. *At once*:
everything waits already, and one process handles it as fast as it can: events by a consumer that
does nothing with them, jobs by a handler that does nothing, messages to a data platform from the
event to the file (with its sync) or to the answer of a receiver over HTTP. *What it costs*: whole
purchases over HTTP (wrk, {CLIENTS} clients) in shops that tell nobody, a file, a webhook. *us a
purchase* is what the shop's process used of the processor for each, with the telling that came
after; all shops take turns in one run.
"""
_EVENTS_SQL: Final = """
INSERT INTO events (type, subject, data)
SELECT 'order.paid', id::text, jsonb_build_object(
    'paymentId', id, 'total', 500, 'currency', 'EUR', 'rescued', false)
FROM unnest($1::uuid[]) AS id
"""
_WAITS: Final = """
SELECT (SELECT count(*) FROM deliveries) + (
    SELECT count(*) FROM events e, event_cursors c
    WHERE c.consumer = 'data-platform' AND (e.era, e.xid, e.id) > (c.era, c.xid, c.id)
      AND e.type = 'order.paid')
"""


@dataclass(frozen=True)
class Size:
    seconds: float
    events: int
    jobs: int
    messages: int
    turns: int
    load_seconds: int


@dataclass
class Costs:
    """Of the purchases of one shop, turn by turn."""

    running: Shop
    rates: list[float] = field(default_factory=list)
    tails: list[float] = field(default_factory=list)
    processor: list[float] = field(default_factory=list)
    behind: list[float] = field(default_factory=list)


def measure(quick: bool, say: Say) -> Result:
    size = Size(3, 50_000, 1_000, 2_000, 1, 2) if quick else Size(30, 500_000, 10_000, 20_000, 5, 3)
    result = Result("(i) Events and jobs", HOW)
    with postgres() as server, plain("raw") as receiver:
        say(f"from commit to handler, {size.seconds:.0f} s")
        _told_waits(result, uvloop.run(waits(server.database(), size.seconds)))
        say("at once")
        rows = [
            ("events", *uvloop.run(_events(server.database(), size.events))),
            ("jobs", *uvloop.run(_jobs(server.database(), size.jobs))),
        ]
        with tempfile.TemporaryDirectory(prefix="holdfast-bench-") as folder:
            for name, sink in _sinks(Path(folder), receiver.port).items():
                found = uvloop.run(_messages(server.database(), sink, size.messages))
                rows.append((f"messages to {name}", *found))
        _told_rates(result, rows)
        say("purchases in three shops")
        _told_costs(result, _costs(receiver.port, size, say))
    return result


# --- at once --------------------------------------------------------------------------------------


async def _events(url: str, count: int) -> tuple[float, float]:
    """Handled a second, and processor seconds of this process for each."""
    connection = await asyncpg.connect(url)
    await connection.execute(
        "INSERT INTO events (type, subject, data) SELECT 'bench', n::text, '{}'"
        " FROM generate_series(1, $1::int) AS n",
        count,
    )
    await connection.close()
    handled = 0

    async def handle(_: AsyncConnection, events: Sequence[Event]) -> None:
        nonlocal handled
        handled += len(events)

    database = Database(url)
    await database.start()
    consumer = Consumer("bench", ["bench"], handle)
    started, used = time.perf_counter(), time.process_time()
    while await consumer.step(database):
        pass
    took, used = time.perf_counter() - started, time.process_time() - used
    await database.close()
    assert handled == count
    return count / took, used / count


async def _jobs(url: str, count: int) -> tuple[float, float]:
    database = Database(url)
    await database.start()
    left, done = count, asyncio.Event()

    async def handle(_: Left, __: str) -> None:
        nonlocal left
        left -= 1
        if left == 0:
            done.set()

    async with database.transaction() as connection:
        await enqueue(connection, [(Left(new_id()), "") for _ in range(count)])
    runner = JobRunner(database, {Left: handle})
    started, used = time.perf_counter(), time.process_time()
    await runner.start()
    await done.wait()
    took, used = time.perf_counter() - started, time.process_time() - used
    await runner.stop()
    await database.close()
    return count / took, used / count


def _sinks(folder: Path, port: int) -> dict[str, Sink]:
    terms = SinkTerms(webhook_secrets=(SECRET,), webhook_private=True)
    written = [f"jsonl:{folder}/orders.jsonl", f"webhook:http://127.0.0.1:{port}/"]
    file, webhook = open_sinks(read_targets(written), terms)
    return {"a file": file, "a webhook": webhook}


async def _messages(url: str, sink: Sink, count: int) -> tuple[float, float]:
    """From the event to the sink's yes, an order each."""
    orders = [new_id() for _ in range(count)]
    connection = await asyncpg.connect(url)
    for statement in (ORDERS_SQL, ITEMS_SQL, _EVENTS_SQL):
        await connection.execute(statement, orders)
    await connection.execute("VACUUM ANALYZE")
    database = Database(url)
    await database.start()
    book = DeliveryBook(database)
    consumer = Consumer(
        CONSUMER, DELIVERED_TYPES, Deliveries(book, {sink.name: TOPICS}, Origin.at(""))
    )
    deliverer = Deliverer(book, sink, per_second=0.0, poll=0.05)
    started, used = time.perf_counter(), time.process_time()
    delivering = asyncio.create_task(deliverer.run())
    while await consumer.step(database):
        deliverer.wake()
    while await connection.fetchval("SELECT EXISTS (SELECT FROM deliveries)"):
        await asyncio.sleep(0.05)
    took, used = time.perf_counter() - started, time.process_time() - used
    delivering.cancel()
    await asyncio.gather(delivering, return_exceptions=True)
    await sink.close()
    await connection.close()
    await database.close()
    return count / took, used / count


# --- what it costs --------------------------------------------------------------------------------


def _costs(port: int, size: Size, say: Say) -> dict[str, Costs]:
    with ExitStack() as stack:
        folder = stack.enter_context(tempfile.TemporaryDirectory(prefix="holdfast-bench-"))
        sinks = {
            "nobody": "",
            "a file": f"jsonl:{folder}/orders.jsonl",
            "a webhook": f"webhook:http://127.0.0.1:{port}/",
        }
        shops = {
            name: Costs(stack.enter_context(shop(_settings(listed))))
            for name, listed in sinks.items()
        }
        for costs in shops.values():
            load(_purchases(costs.running), CLIENTS, 1)
            _caught_up(costs.running)
        for turn in range(size.turns):
            say(f"turn {turn + 1} of {size.turns}")
            names = list(shops)
            for name in names if turn % 2 == 0 else reversed(names):
                _turn(shops[name], size.load_seconds)
        return shops


def _settings(sinks: str) -> dict[str, object]:
    return {"sinks": sinks, "webhook_secret": SECRET, "webhook_private": True}


def _purchases(running: Shop) -> Any:
    return replace(reserve_requests(running), kind="purchase")


def _turn(costs: Costs, seconds: int) -> None:
    before = processor_seconds(costs.running.pid)
    one = load(_purchases(costs.running), CLIENTS, seconds)
    waited = _caught_up(costs.running)
    costs.processor.append((processor_seconds(costs.running.pid) - before) / one.count)
    costs.behind.append(waited)
    costs.rates.append(one.per_second)
    costs.tails.append(one.p99)


def _caught_up(running: Shop) -> float:
    """Until everything is told; how long that took."""

    async def wait() -> float:
        started = time.perf_counter()
        connection = await asyncpg.connect(running.database_url)
        try:
            while await connection.fetchval(_WAITS):
                await asyncio.sleep(0.2)
        finally:
            await connection.close()
        return time.perf_counter() - started

    return asyncio.run(wait())


# --- for the reader -------------------------------------------------------------------------------


def _told_waits(result: Result, found: Any) -> None:
    rows = []
    for name, seconds in found.items():
        middle, tail = percentile(seconds, 0.5), percentile(seconds, 0.99)
        rows.append((name, ms(middle), ms(tail)))
        result.figures[f"wait, {name}"] = {
            "p50_ms": round(middle * 1000, 1),
            "p99_ms": round(tail * 1000, 1),
        }
    title = f"From commit to handler, {PER_SECOND} a second"
    result.tables.append(Table(title, ("who waits", "p50 ms", "p99 ms"), rows))


def _told_rates(result: Result, found: Sequence[tuple[str, float, float]]) -> None:
    rows = []
    for name, per_second, used in found:
        rows.append((name, rate(per_second), f"{used * 1e6:,.0f}"))
        result.figures[name] = {
            "per_second": round(per_second),
            "processor_us": round(used * 1e6, 1),
        }
    result.tables.append(Table("At once", ("what", "per second", "processor us each"), rows))


def _told_costs(result: Result, shops: dict[str, Costs]) -> None:
    rows = []
    for name, costs in shops.items():
        used = median(costs.processor)
        rows.append(
            (
                name, rate(median(costs.rates)), ms(median(costs.tails)), f"{used * 1e6:,.0f}",
                f"{median(costs.behind):.1f}",
            )
        )  # fmt: skip
        result.figures[f"purchase, told {name}"] = {
            "per_second": round(median(costs.rates)),
            "p99_ms": round(median(costs.tails) * 1000, 1),
            "processor_us": round(used * 1e6),
            "behind_s": round(median(costs.behind), 1),
        }
    columns = ("told", "purchases a second", "p99 ms", "us a purchase", "s to catch up")
    note = "*s to catch up*: how long after the load everything was told; a sink gets 500 a second."
    result.tables.append(Table("What it costs a purchase", columns, rows, note))
