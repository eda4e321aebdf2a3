"""Ways to book three resources for two hours on PostgreSQL, each written as well as we can. All of
them write the product's rows of bookings and of what they take; only who keeps two from having the
same differs.
"""

import uuid
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Protocol
from uuid import UUID

import asyncpg
from msgspec import Struct

from holdfast.booking.bookings import NewBooking, Taking, When, booking_held, cell_lines
from holdfast.db.events import CHANNEL
from holdfast.kit import new_id
from holdfast.ledger import Accepted, Command, Hold, Ledger

__all__ = ["WAYS", "CheckThenInsert", "HoldfastCells", "RowLock", "UniqueCells", "Way", "doubles"]

TTL, CELL = 14_400.0, 15
ZONE = "UTC"
_BOOK = """
WITH b AS (
    INSERT INTO bookings (id, number, user_id, order_id, service_id, service_name, starts_at,
        ends_at, zone, wall_start, zone_data, price, prepaid, policy, currency, made_by)
    VALUES ($1::uuid, $1::uuid::text, 'bench', $1::uuid, $1::uuid, 'Bench', $3, $4, 'UTC', '', '',
        9000, 9000, '{}', 'EUR',
        'bench') RETURNING id)
INSERT INTO booking_resources (booking_id, move, resource_id, role, name, starts_at, ends_at,
    cell_minutes, seats, capacity, schedule_version, zone)
SELECT $1::uuid, 0, r, r::text, '', $3, $4, 15, 1, 1, 1, 'UTC' FROM unnest($2::uuid[]) r
"""
_CLASH = """
SELECT EXISTS (SELECT FROM booking_resources t
    WHERE t.resource_id = ANY($1::uuid[]) AND t.starts_at < $3 AND t.ends_at > $2)
"""
_DOUBLES = """
SELECT count(*) FROM booking_resources a JOIN booking_resources b
ON b.resource_id = a.resource_id AND b.booking_id > a.booking_id
AND b.starts_at < a.ends_at AND b.ends_at > a.starts_at
"""


class Slot(Struct, frozen=True):
    """So many hours of these, from then on."""

    resources: tuple[UUID, ...]
    start: datetime
    hours: int = 2

    @property
    def end(self) -> datetime:
        return self.start + timedelta(hours=self.hours)


class Way(Protocol):
    name: str

    def __init__(self, url: str) -> None: ...

    async def open(self) -> None:
        """Begin on empty tables."""

    async def book(self, slot: Slot) -> bool:
        """Whether it was got; once it is on disk."""

    async def close(self) -> None: ...


class HoldfastCells:
    """A hold of 24 cells with its rows as riders, gathered with others' into one transaction."""

    name = "Holdfast (cells, group commit)"

    def __init__(self, url: str) -> None:
        self._ledger = Ledger(url, notify={"events": CHANNEL})

    async def open(self) -> None:
        await self._ledger.start()

    async def book(self, slot: Slot) -> bool:
        when = When(slot.start, slot.end, ZONE, "", "")
        takings = tuple(
            Taking(one, str(one), "", slot.start, slot.end, CELL, 1, 1, 0, ZONE)
            for one in slot.resources
        )
        new = NewBooking(new_id(), new_id(), "Bench", when, takings, 9000, "EUR", 9000)
        hold = Hold(new_id(), cell_lines(takings), TTL)
        riders = booking_held(new, str(new.id), "bench", new_id())
        return isinstance(await self._ledger.commit(Command((hold,), riders)), Accepted)

    async def close(self) -> None:
        await self._ledger.close()


class _OnPool:
    def __init__(self, url: str) -> None:
        self._url = url

    async def open(self) -> None:
        self._pool: asyncpg.Pool = await asyncpg.create_pool(self._url, min_size=16, max_size=16)
        await self._pool.execute(
            "CREATE TABLE IF NOT EXISTS bench_resources (id uuid PRIMARY KEY);"
            "CREATE TABLE IF NOT EXISTS bench_cells (resource_id uuid, at timestamptz,"
            " PRIMARY KEY (resource_id, at))"
        )

    async def close(self) -> None:
        await self._pool.close()


class RowLock(_OnPool):
    """Lock the three rows, look, write, commit."""

    name = "row lock (SELECT ... FOR UPDATE)"

    def __init__(self, url: str) -> None:
        super().__init__(url)
        self._known: set[UUID] = set()

    async def book(self, slot: Slot) -> bool:
        some = sorted(slot.resources)
        if not self._known.issuperset(some):  # a shop has them before anybody books
            await self._pool.execute(
                "INSERT INTO bench_resources SELECT unnest($1::uuid[]) ORDER BY 1"
                " ON CONFLICT DO NOTHING",
                some,
            )
            self._known.update(some)
        async with self._pool.acquire() as connection, connection.transaction():
            await connection.fetch(
                "SELECT id FROM bench_resources WHERE id = ANY($1::uuid[]) ORDER BY id FOR UPDATE",
                some,
            )
            if await connection.fetchval(_CLASH, some, slot.start, slot.end):
                return False
            await connection.execute(_BOOK, uuid.uuid4(), some, slot.start, slot.end)
        return True


class UniqueCells(_OnPool):
    """One row for each cell under a unique key, as an exclusion constraint would have it."""

    name = "unique cells (as an exclusion constraint)"

    async def book(self, slot: Slot) -> bool:
        some = sorted(slot.resources)
        try:
            async with self._pool.acquire() as connection, connection.transaction():
                await connection.execute(
                    "INSERT INTO bench_cells SELECT r, at FROM unnest($1::uuid[]) r,"
                    " generate_series($2::timestamptz, $3::timestamptz - interval '1 minute',"
                    " interval '15 minutes') at ORDER BY r, at",
                    some,
                    slot.start,
                    slot.end,
                )
                await connection.execute(_BOOK, uuid.uuid4(), some, slot.start, slot.end)
        except (asyncpg.UniqueViolationError, asyncpg.DeadlockDetectedError):
            return False
        return True


class CheckThenInsert(_OnPool):
    """Look whether it is free; write if it was. What most booking software does."""

    name = "check, then insert"

    async def book(self, slot: Slot) -> bool:
        some = sorted(slot.resources)
        if await self._pool.fetchval(_CLASH, some, slot.start, slot.end):
            return False
        await self._pool.execute(_BOOK, uuid.uuid4(), some, slot.start, slot.end)
        return True


WAYS: Sequence[type[Way]] = (HoldfastCells, RowLock, UniqueCells, CheckThenInsert)


async def doubles(url: str) -> int:
    """Pairs of bookings that have the same resource at the same time."""
    connection = await asyncpg.connect(url)
    try:
        found: int = await connection.fetchval(_DOUBLES)
        return found
    finally:
        await connection.close()
