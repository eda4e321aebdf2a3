"""Orders placed, paid, given up and given back at random, as their events tell of them."""

import random
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncConnection

from holdfast.db.cursors import Consumer
from holdfast.db.engine import Database
from holdfast.db.reading import Event
from holdfast.flows.insights.best_sellers import SALES_TYPES, advance, count_units
from holdfast.kit import new_id
from tests.db.event_log import drain

__all__ = ["FULL_COUNT", "Counts", "History", "Placed", "catch_up", "consumer", "counted", "kept"]


Counts = dict[tuple[int, UUID], int]


# Said another way than by the code: moments, not minutes, and no event.
FULL_COUNT = """
SELECT d, i.product_id, sum(i.quantity)::bigint
FROM generate_series(1, 30) AS d
JOIN orders o ON o.status IN ('paid', 'completed')
    AND o.paid_at >= $1::timestamptz + interval '1 minute' - d * interval '24 hours'
    AND o.paid_at < $1::timestamptz + interval '1 minute'
JOIN order_items i ON i.order_id = o.id
GROUP BY d, i.product_id
"""


def consumer(now: datetime | None = None, *, span: int = 5000, quiet: int = 100) -> Consumer:
    async def handle(connection: AsyncConnection, events: Sequence[Event]) -> None:
        # More partitions may be asked for than there are.
        await count_units(connection, events, now, quiet, partitions=4)

    return Consumer("best-sellers", SALES_TYPES, handle, span=span)


async def catch_up(
    database: Database, now: datetime | None = None, stride: timedelta = timedelta(days=3)
) -> datetime:
    """Read every event and move on to now; the minute that this is as of."""
    await drain(consumer(now), database)
    behind = True
    while behind:
        async with database.transaction() as connection:
            behind = await advance(connection, now, stride)
    minute: datetime = await database.pool.fetchval("SELECT minute FROM best_sellers_as_of")
    return minute


async def kept(database: Database) -> Counts:
    rows = await database.pool.fetch("SELECT days, product_id, units FROM best_sellers")
    return {(days, product): units for days, product, units in rows}


async def counted(database: Database, minute: datetime) -> Counts:
    rows = await database.pool.fetch(FULL_COUNT, minute)
    return {(days, product): units for days, product, units in rows}


@dataclass
class Placed:
    """An order of a history. ``untold``: the event of its payment is written later, as when two
    processes' transactions end in another order than they began."""

    id: UUID
    status: str = "pending"
    reason: str | None = None
    untold: bool = False


@dataclass
class History:
    """A shop whose orders' rows and events are written as the flows write them, at its own time."""

    database: Database
    chance: random.Random
    now: datetime
    products: list[UUID]
    orders: list[Placed] = field(default_factory=list)

    async def order(self) -> None:
        placed = Placed(new_id())
        self.orders.append(placed)
        async with self.database.pool.acquire() as connection, connection.transaction():
            await connection.execute(
                "INSERT INTO orders (id, number, owner, hold_id, total, currency)"
                " VALUES ($1, $2, 'guest', $3, 0, 'EUR')",
                placed.id, placed.id.hex, new_id(),
            )  # fmt: skip
            for line in range(self.chance.randint(1, 3)):
                await connection.execute(
                    "INSERT INTO order_items (order_id, line, product_id, variant_id, product_name,"
                    " options, quantity, price) VALUES ($1, $2, $3, $4, '', '{}', $5, 0)",
                    placed.id, line, self.chance.choice(self.products), new_id(),
                    self.chance.randint(1, 3),
                )  # fmt: skip

    async def pay(self, one: Placed) -> None:
        """In time or, if it had expired, late: rescued."""
        one.untold = self.chance.random() < 0.2
        await self._move(one, "paid", None, None if one.untold else "order.paid", paid=True)

    async def expire(self, one: Placed) -> None:
        await self._move(one, "cancelled", "expired", "order.cancelled")

    async def drop(self, one: Placed) -> None:
        await self._move(one, "cancelled", "buyer", "order.cancelled")

    async def complete(self, one: Placed) -> None:
        await self._move(one, "completed", None, None)

    async def refund(self, one: Placed) -> None:
        await self._move(one, "cancelled", "refunded", "order.cancelled")

    async def tell(self, one: Placed) -> None:
        await self._event("order.paid", one)
        one.untold = False

    async def _move(
        self, one: Placed, status: str, reason: str | None, event: str | None, *, paid: bool = False
    ) -> None:
        one.status, one.reason = status, reason
        await self.database.pool.execute(
            "UPDATE orders SET status = $2, reason = $3, paid_at = coalesce($4, paid_at)"
            " WHERE id = $1",
            one.id, status, reason, self.now if paid else None,
        )  # fmt: skip
        if event is not None:
            await self._event(event, one)

    async def _event(self, kind: str, one: Placed) -> None:
        # Written a little after the order was: perhaps in the next minute.
        await self.database.pool.execute(
            "INSERT INTO events (type, subject, data, at)"
            " VALUES ($1, $2, jsonb_build_object('reason', $3::text), $4)",
            kind, str(one.id), one.reason, self.now + timedelta(seconds=self.chance.random() * 20),
        )  # fmt: skip

    async def happen(self) -> None:
        """Whatever comes next."""
        deeds: list[tuple[Placed | None, Callable[..., Awaitable[None]]]] = [(None, self.order)]
        for one in self.orders:
            if one.untold:
                deeds.append((one, self.tell))
            if one.status == "pending":
                deeds += [(one, self.pay), (one, self.pay), (one, self.expire), (one, self.drop)]
            elif one.status == "paid":
                deeds += [(one, self.refund), (one, self.complete)]
            elif one.reason == "expired":
                deeds.append((one, self.pay))
        if len(self.orders) < 3:
            await self.order()
            return
        chosen, deed = self.chance.choice(deeds)
        await (deed() if chosen is None else deed(chosen))

    def move_clock(self) -> None:
        """On by anything from seconds to weeks; at times it is put back a little."""
        unit = self.chance.choices(
            [timedelta(seconds=1), timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)],
            [4, 4, 2, 1],
        )[0]
        many = self.chance.choice([1, 2, 7, 23, 24, 30])
        self.now += many * unit
        if self.chance.random() < 0.1:
            self.now -= timedelta(seconds=self.chance.randint(1, 600))

    async def follow(self) -> None:
        """The consumer reads some, or the timer moves on; or neither comes to it."""
        if self.chance.random() < 0.5:
            span, quiet = self.chance.randint(1, 4), self.chance.choice([0, 1, 100])
            await consumer(self.now, span=span, quiet=quiet).step(self.database)
        if self.chance.random() < 0.3:
            async with self.database.transaction() as connection:
                await advance(connection, self.now, self.stride())

    def stride(self) -> timedelta:
        return timedelta(minutes=self.chance.choice([600, 1440, 5000, 60_000]))

    async def settle(self) -> None:
        """Nothing more is under way: now both counts must be the same."""
        for one in self.orders:
            if one.untold:
                await self.tell(one)
        minute = await catch_up(self.database, self.now, self.stride())
        assert await kept(self.database) == await counted(self.database, minute)
