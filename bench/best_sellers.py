"""(g) Best sellers against counting all orders, as there are more and more of them."""

import asyncio
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final

import asyncpg
import uvloop

from bench.collector import settle_collector
from bench.results import Result, Say, Table, Target, median, ms, percentile, ratio
from bench.servers import postgres
from holdfast.catalog import Shelf
from holdfast.db.engine import Database
from holdfast.db.reading import START, Event
from holdfast.flows.insights.best_sellers import advance, count_units
from holdfast.insights import MOST_DAYS
from holdfast.kit.clock import utc_now
from holdfast.views.best_sellers import BestQuery, best_sellers
from holdfast.views.products import ProductReads

__all__ = ["measure"]

PRODUCTS: Final = 10_000
LINES: Final = 2  # of an order
SALES: Final = 1_000  # orders counted at a time
DAYS: Final = 3
HOW = f"""
Databases of several sizes in one PostgreSQL, filled by SQL: orders of {LINES} lines, paid evenly
over the last {MOST_DAYS} days, of {PRODUCTS:,} products, some sold far more than others. The five
best of {DAYS} days are asked for, size after size in turns, by one client: *Holdfast* is all that
`GET /api/products/best-sellers` does but HTTP (ranking, products, live stock); *GROUP BY* is the
full count over orders and order items, with an index on the time of payment that Holdfast itself
does without. Both must give the same. What it costs to keep the ranking is shown, too.
"""

PRODUCTS_SQL: Final = """
INSERT INTO products (id, handle, name, currency, status)
SELECT md5('p' || p)::uuid, 'product-' || p, 'Product ' || p, 'EUR', 'active'
FROM generate_series(0, $1::bigint - 1) AS p
"""
# Ids grow with time, as the product's do.
_ID: Final = """
(lpad(to_hex($1::bigint - o), 12, '0') || '70008000' || substr(md5(o::text), 1, 12))::uuid"""
ORDERS_SQL: Final = f"""
INSERT INTO orders (id, number, owner, hold_id, status, total, currency, paid_at)
SELECT {_ID}, o::text, 'guest:' || o, md5('h' || o)::uuid, 'paid', 1000, 'EUR',
       date_trunc('minute', now()) - o * (interval '{24 * MOST_DAYS} hours' / $1::float8)
FROM generate_series($1::bigint - 1, 0, -1) AS o
"""
ITEMS_SQL: Final = f"""
INSERT INTO order_items (order_id, line, product_id, variant_id, product_name, options, quantity,
                         price)
SELECT {_ID}, line, md5('p' || floor({PRODUCTS} * random() ^ 3)::int)::uuid, md5('v' || o)::uuid,
       'Product', '{{}}', 1 + o % 3, 500
FROM generate_series($1::bigint - 1, 0, -1) AS o, generate_series(1, {LINES}) AS line
"""
# What the consumer would have left, all at once: a day is 24 hours back from the minute it is.
MINUTES_SQL: Final = """
INSERT INTO sales_minutes (minute, product_id, units)
SELECT date_bin('1 minute', o.paid_at, timestamptz 'epoch'), i.product_id, sum(i.quantity)
FROM orders o JOIN order_items i ON i.order_id = o.id GROUP BY 1, 2
"""
WINDOWS_SQL: Final = """
INSERT INTO best_sellers (days, product_id, units)
SELECT d, s.product_id, sum(s.units)
FROM (SELECT m.product_id, sum(m.units) AS units,
             1 + floor(extract(epoch FROM a.minute - m.minute) / 86400)::int AS age
      FROM sales_minutes m, best_sellers_as_of a GROUP BY m.product_id, age) s
JOIN generate_series(1, 30) AS d ON d >= s.age
GROUP BY 1, 2
"""
PLAIN_SQL: Final = """
SELECT i.product_id, sum(i.quantity) AS units
FROM orders o JOIN order_items i ON i.order_id = o.id
WHERE o.status IN ('paid', 'completed')
  AND o.paid_at >= $1::timestamptz + interval '1 minute' - make_interval(hours => 24 * $2)
GROUP BY i.product_id ORDER BY units DESC, i.product_id LIMIT $3
"""


@dataclass
class Size:
    """One database, and what was found with it, in seconds."""

    lines: int
    url: str
    reads: list[float] = field(default_factory=list)
    plain: list[float] = field(default_factory=list)
    sales: list[float] = field(default_factory=list)
    minutes: list[float] = field(default_factory=list)

    @property
    def name(self) -> str:
        return f"{self.lines:,} order lines"


def measure(quick: bool, say: Say) -> Result:
    wanted = (100_000, 1_000_000) if quick else (100_000, 1_000_000, 10_000_000)
    turns, reads, counts = (1, 500, 1) if quick else (5, 1_000, 2)
    with postgres() as server:
        sizes = [Size(lines, server.database()) for lines in wanted]
        for size in sizes:
            say(f"filling {size.name}")
            asyncio.run(_fill(size))
        for turn in range(turns):
            say(f"turn {turn + 1} of {turns}")
            for size in sizes if turn % 2 == 0 else reversed(sizes):
                uvloop.run(_run(size, reads, counts))
    return _result(sizes)


async def _fill(size: Size) -> None:
    """Orders and what is kept of them; most indexes after the rows, which is faster."""
    connection = await asyncpg.connect(size.url)
    try:
        await connection.execute("SET maintenance_work_mem = '512MB'; SET work_mem = '256MB'")
        indexes = await connection.fetch(
            "SELECT indexname, indexdef FROM pg_indexes WHERE tablename = 'orders'"
            " AND indexname <> 'pk_orders'"
        )
        for name, _ in indexes:
            await connection.execute(f"DROP INDEX {name}")
        await connection.execute(PRODUCTS_SQL, PRODUCTS)
        await connection.execute(ORDERS_SQL, size.lines // LINES)
        await connection.execute(ITEMS_SQL, size.lines // LINES)
        await connection.execute(MINUTES_SQL)
        await connection.execute(
            "UPDATE best_sellers_as_of SET minute = (SELECT max(minute) FROM sales_minutes)"
        )
        await connection.execute(WINDOWS_SQL)
        for _, definition in indexes:
            await connection.execute(definition)
        await connection.execute("CREATE INDEX bench_orders_paid_at ON orders (paid_at)")
        for table in ("orders", "order_items", "sales_minutes", "best_sellers", "products"):
            await connection.execute(f"VACUUM (ANALYZE) {table}")
        await connection.execute("CHECKPOINT")
    finally:
        await connection.close()


async def _run(size: Size, reads: int, counts: int) -> None:
    database = Database(size.url)
    await database.start()
    try:
        as_of = await database.pool.fetchval("SELECT minute FROM best_sellers_as_of")
        await _agree(database, as_of)
        shown = ProductReads(database, Shelf(database), lambda _: None)
        query = BestQuery("en", DAYS)

        async def plain() -> None:
            await database.pool.fetch(PLAIN_SQL, as_of, DAYS, 5)

        settle_collector()
        await _timed(reads // 5, lambda: shown.best_sellers(query))  # plans, pages, documents
        size.reads += await _timed(reads, lambda: shown.best_sellers(query))
        size.plain += await _timed(counts, plain)
        size.sales += await _timed(3, lambda: _count(database))
        size.minutes += await _timed(3, lambda: _move_on(database))
    finally:
        await database.close()


async def _timed(times: int, work: Callable[[], Awaitable[object]]) -> list[float]:
    taken = []
    for _ in range(times):
        started = time.perf_counter()
        await work()
        taken.append(time.perf_counter() - started)
    return taken


async def _agree(database: Database, as_of: datetime) -> None:
    """Both counts are the same, or there is nothing to compare."""
    for days in (1, DAYS, MOST_DAYS):
        found = await best_sellers(database.pool, days, 20)
        rows = await database.pool.fetch(PLAIN_SQL, as_of, days, 20)
        counted = [(product, units) for product, units in rows]
        assert list(found.units.items()) == counted, f"{days} days are not the same"


async def _count(database: Database) -> None:
    """Count some orders as if they were new, in a quiet shop, and leave no trace."""
    rows = await database.pool.fetch("SELECT id FROM orders ORDER BY paid_at DESC LIMIT $1", SALES)
    events = [Event(START, utc_now(), "order.paid", str(row[0]), {}, "") for row in rows]
    as_of = await database.pool.fetchval("SELECT minute FROM best_sellers_as_of")
    async with database.engine.connect() as connection:
        await count_units(connection, events, as_of, SALES)
        await connection.rollback()


async def _move_on(database: Database) -> None:
    """One minute passes, and did not."""
    as_of = await database.pool.fetchval("SELECT minute FROM best_sellers_as_of")
    async with database.engine.connect() as connection:
        await advance(connection, as_of + timedelta(minutes=2))
        await connection.rollback()


def _result(sizes: list[Size]) -> Result:
    result = Result("(g) Best sellers", HOW)
    rows, costs = [], []
    first = median(sizes[0].reads)
    for size in sizes:
        size.reads.sort()
        middle, tail, plain = median(size.reads), percentile(size.reads, 0.99), median(size.plain)
        rows.append(
            (size.name, ms(middle), ratio(middle / first), ms(tail), ms(plain),
             ratio(plain / middle))
        )  # fmt: skip
        sale = median(size.sales) / SALES
        costs.append((size.name, f"{sale * 1e6:,.0f}", ms(median(size.minutes))))
        result.figures[size.name] = {
            "p50_ms": round(middle * 1000, 3),
            "p99_ms": round(tail * 1000, 3),
            "group_by_ms": round(plain * 1000, 1),
            "sale_us": round(sale * 1e6),
            "minute_ms": round(median(size.minutes) * 1000, 1),
        }
    columns = ("size", "p50 ms", "ratio", "p99 ms", "GROUP BY ms", "times as long")
    result.tables.append(Table("The five best of three days", columns, rows))
    result.tables.append(
        Table(
            "Keeping it",
            ("size", "us a sale", "ms a minute"),
            costs,
            f"*a sale*: an order of {LINES} lines, counted {SALES:,} at a time straight into "
            f"{MOST_DAYS} windows, as a quiet shop does. *a minute*: moving all windows on by one, "
            "once a minute; in a busy shop what was sold in it comes in with it.",
        )
    )
    largest = sizes[-1]
    result.targets.append(
        Target(
            f"best sellers at {largest.name}, p99",
            5.0,
            percentile(largest.reads, 0.99) * 1000,
            unit="ms",
            at_most=True,
        )
    )
    result.targets.append(
        Target(
            f"best sellers at {largest.name} against {sizes[0].name}, p50",
            1.5,
            median(largest.reads) / first,
            at_most=True,
        )
    )
    return result
