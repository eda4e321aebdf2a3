"""A book of deliveries, and what is written into it."""

from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

import msgspec
import pytest

from holdfast.db.engine import Database
from holdfast.db.reading import Position
from holdfast.sinks import DeliveryBook, Envelope, ToDeliver, event_id

AT = datetime(2026, 11, 20, tzinfo=UTC)


@dataclass
class Written:
    """The book, and how messages come into it. ``now`` is the clock of who delivers."""

    database: Database
    book: DeliveryBook
    now: datetime = AT
    places: int = 0
    ids: dict[str, list[str]] = field(default_factory=dict)

    async def message(self, *orders: str, sink: str = "platform") -> None:
        """One more message of each of these orders."""
        made = []
        for order in orders:
            self.places += 1
            position = Position(1, 1000 + self.places // 3, self.places)
            body = msgspec.json.encode(
                {"id": event_id(position), "type": "t", "subject": order, "place": self.places}
            )
            envelope = Envelope(event_id(position), "holdfast.order.paid.v1", body)
            made.append(ToDeliver(position, order, self.now, envelope))
            self.ids.setdefault(order, []).append(envelope.id)
        async with self.database.transaction() as connection:
            assert await self.book.put(connection, [sink], made) == len(made)

    def clock(self) -> datetime:
        return self.now

    def pass_by(self, seconds: float) -> None:
        self.now += timedelta(seconds=seconds)

    async def waiting(self) -> int:
        count: int = await self.database.pool.fetchval("SELECT count(*) FROM deliveries")
        return count

    async def troubles(self) -> dict[str, tuple[int, bool]]:
        """Tries, and whether it was given up, by order."""
        rows = await self.database.pool.fetch("SELECT * FROM delivery_troubles")
        return {row["subject"]: (row["tries"], row["dead_at"] is not None) for row in rows}


@pytest.fixture
async def written(database_url: str) -> AsyncIterator[Written]:
    database = Database(database_url)
    await database.start()
    yield Written(database, DeliveryBook(database))
    await database.close()
