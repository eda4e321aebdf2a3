"""Tables that are cut by time: partitions made ahead, old ones dropped.

Made at each start, and both by a timer. A row whose partition is missing (the server was off for
weeks) lies in the DEFAULT partition and is moved when its own is made. Locks are waited for
briefly: what does not succeed now is done at the next run, and keeps no other table from its own.
"""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import date, timedelta
from itertools import product
from typing import Final, Literal, TypeAlias

import asyncpg
import structlog
from msgspec import Struct

from holdfast.db.engine import Database
from holdfast.kit.clock import shop_now

__all__ = ["PARTITIONED", "Partitioned", "maintain", "make_partitions"]

log = structlog.get_logger("holdfast.partitions")

LOCK: Final = 0x706172746974696F  # "partitio": one process at a time


class Partitioned(Struct, frozen=True):
    """How a table is cut: by day or month, so many ahead, kept for so many days (None: ever)."""

    table: str
    step: Literal["day", "month"]
    ahead: int
    keep_days: int | None = None


PARTITIONED: Final = (
    Partitioned("events", "day", ahead=7, keep_days=30),
    Partitioned("ledger_entries", "month", ahead=2),
)

TOLD_FOR_GOOD: Final = ("order.%", "parcel.%", "return.%", "booking.%")
"""Types of events that the page of an order, or of a booking, tells as its history."""
KEPT_OF_THEM: Final = (
    "number", "amount", "prepaid", "penalty", "refund", "price", "moveFee", "lateMinutes", "kept",
    "before", "startsAt", "endsAt", "answerBy", "payBy", "by", "rescued",
)  # fmt: skip
"""Of what they say: numbers, times, ids, and the code of why it was cancelled. What somebody wrote
goes with the event."""
PORTION: Final = 10_000
"""Events that one statement looks through: of a day there may be millions."""
# In the order of the log, by its index; what was kept before is there.
_KEEP: Final = """
WITH portion AS (
    SELECT era, xid, id, at, type, subject, data, request FROM {partition}
    WHERE (era, xid, id) > ($3::smallint, $4::text::xid8, $5::bigint)
    ORDER BY era, xid, id LIMIT $6
), kept AS (
    INSERT INTO past_events (id, at, type, subject, data, request)
    SELECT id, at, type, subject,
           coalesce((SELECT jsonb_object_agg(key, value) FROM jsonb_each(data)
                     WHERE key = ANY($2::text[])
                        OR (key = 'reason' AND type LIKE '%.cancelled')), '{{}}'), request
    FROM portion WHERE type LIKE ANY($1::text[])
    ON CONFLICT DO NOTHING
)
SELECT era, xid::text, id FROM portion
ORDER BY portion.era DESC, portion.xid DESC, portion.id DESC LIMIT 1
"""
_Step: TypeAlias = Callable[[asyncpg.Connection, Partitioned, date], Awaitable[list[str]]]


async def make_partitions(
    database: Database,
    tables: tuple[Partitioned, ...] = PARTITIONED,
    today: date | None = None,
) -> list[str]:
    """Make what is missing; what was done, in words."""
    return await _each(database, tables, today, (_make_missing,))


async def maintain(
    database: Database,
    tables: tuple[Partitioned, ...] = PARTITIONED,
    today: date | None = None,
) -> list[str]:
    """Make what is missing, then drop what is too old; what was done, in words."""
    return await _each(database, tables, today, (_make_missing, _drop_old))


async def _each(
    database: Database,
    tables: tuple[Partitioned, ...],
    today: date | None,
    steps: tuple[_Step, ...],
) -> list[str]:
    """Each step with each table, whatever became of the one before; raises the first failure
    then."""
    done: list[str] = []
    failed: Exception | None = None
    async with _alone(database) as connection:
        if connection is None:
            return done
        for step, table in product(steps, tables):
            try:
                done += await step(connection, table, today or shop_now().date())
            except asyncpg.LockNotAvailableError:
                log.warning("partitions are busy; trying again later", table=table.table)
            except (asyncpg.PostgresError, TimeoutError) as error:
                failed = failed or error
    if failed is not None:
        raise failed
    return done


@asynccontextmanager
async def _alone(database: Database) -> AsyncIterator[asyncpg.Connection | None]:
    """A connection that waits for locks briefly; None while another process is at it."""
    async with database.pool.acquire() as connection:
        if not await connection.fetchval("SELECT pg_try_advisory_lock($1)", LOCK):
            yield None
            return
        try:
            await connection.execute("SET lock_timeout = '2s'")
            yield connection
        finally:
            await connection.execute("RESET lock_timeout")
            await connection.execute("SELECT pg_advisory_unlock($1)", LOCK)


async def _make_missing(
    connection: asyncpg.Connection, table: Partitioned, today: date
) -> list[str]:
    return [
        f"made {_name(table, begin)}"
        for begin, end in spans(table, today)
        if await _make(connection, table, begin, end)
    ]


def spans(table: Partitioned, today: date) -> list[tuple[date, date]]:
    """The spans that must exist: the one of ``today`` and ``ahead`` more."""
    begin = today if table.step == "day" else today.replace(day=1)
    found = []
    for _ in range(table.ahead + 1):
        end = _next(table, begin)
        found.append((begin, end))
        begin = end
    return found


def _next(table: Partitioned, begin: date) -> date:
    if table.step == "day":
        return begin + timedelta(days=1)
    return (begin + timedelta(days=32)).replace(day=1)


def _name(table: Partitioned, begin: date) -> str:
    return f"{table.table}_{begin:%Y%m%d}" if table.step == "day" else f"{table.table}_{begin:%Y%m}"


def _instant(day: date) -> str:
    return f"{day:%Y-%m-%d} 00:00:00+00"


async def _make(connection: asyncpg.Connection, table: Partitioned, begin: date, end: date) -> bool:
    name = _name(table, begin)
    if await connection.fetchval("SELECT to_regclass($1)", name) is not None:
        return False
    async with connection.transaction():
        await connection.execute(
            f"CREATE TABLE {name} (LIKE {table.table} INCLUDING DEFAULTS INCLUDING CONSTRAINTS)"
        )
        # What fell into the DEFAULT partition meanwhile would keep this one from being attached.
        await connection.execute(f"LOCK TABLE {table.table}_default IN ACCESS EXCLUSIVE MODE")
        await connection.execute(
            f"""
            WITH moved AS (
                DELETE FROM {table.table}_default
                WHERE at >= '{_instant(begin)}' AND at < '{_instant(end)}' RETURNING *)
            INSERT INTO {name} SELECT * FROM moved
            """
        )
        await connection.execute(
            f"ALTER TABLE {table.table} ATTACH PARTITION {name}"
            f" FOR VALUES FROM ('{_instant(begin)}') TO ('{_instant(end)}')"
        )
    return True


async def _drop_old(connection: asyncpg.Connection, table: Partitioned, today: date) -> list[str]:
    done: list[str] = []
    if table.keep_days is None:
        return done
    names = await connection.fetch(
        "SELECT inhrelid::regclass::text AS name FROM pg_inherits"
        " WHERE inhparent = $1::regclass ORDER BY 1",
        table.table,
    )
    for row in names:
        name = row["name"]
        stamp = name.rpartition("_")[2]
        if not stamp.isdigit():
            continue
        begin = date.fromisoformat(stamp if table.step == "day" else f"{stamp}01")
        age = (today - _next(table, begin)).days
        if age < table.keep_days:
            continue
        # A consumer that is that far behind is an outage: give it as long again, not for ever.
        behind = await _unread(connection, name) if table.table == "events" else []
        if behind and age < 2 * table.keep_days:
            log.error("old events are kept for consumers that lag", partition=name, behind=behind)
            continue
        if table.table == "events":
            await _keep(connection, name)
        await connection.execute(f"DROP TABLE {name}")
        done.append(f"dropped {name}")
    return done


async def _keep(connection: asyncpg.Connection, partition: str) -> None:
    """What is told for good of these events, a portion at a time: whoever is stopped begins again,
    and keeps nothing twice."""
    keep, place = _KEEP.format(partition=partition), (0, "0", 0)
    while True:
        last = await connection.fetchrow(keep, TOLD_FOR_GOOD, KEPT_OF_THEM, *place, PORTION)
        if last is None:
            return
        place = (last["era"], last["xid"], last["id"])


async def _unread(connection: asyncpg.Connection, partition: str) -> list[str]:
    """The consumers that have not passed the last event of a partition."""
    rows = await connection.fetch(
        f"""
        SELECT consumer FROM event_cursors c
        WHERE (c.era, c.xid, c.id) < (SELECT era, xid, id FROM {partition}
                                      ORDER BY era DESC, xid DESC, id DESC LIMIT 1)
        """
    )
    return [row["consumer"] for row in rows]
