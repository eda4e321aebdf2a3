"""A studio's resources, services and their time, put into a database as staff would have."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from uuid import UUID

import asyncpg
import msgspec

from holdfast.booking import Kind, schedule_key
from holdfast.booking.schedule import Schedule, WeeklyRule
from holdfast.kit import new_id
from holdfast.kit.zones import zone_data_version
from holdfast.ledger import Accepted, Command, Deposit, Ledger

EVERY_DAY = tuple(range(1, 8))


def day_ahead(days: int, clock: Any = UTC) -> date:
    """So many days from today, by that clock."""
    return datetime.now(clock).date() + timedelta(days=days)


def noon(days: int) -> datetime:
    return datetime.combine(day_ahead(days), time(12), UTC)


@dataclass(kw_only=True)
class Someone:
    """A resource to be. Open each day from 9 to 18, unless it says otherwise."""

    kind: Kind
    name: str
    zone: str = "UTC"
    id: UUID = field(default_factory=new_id)
    rules: Sequence[WeeklyRule] = (WeeklyRule(EVERY_DAY, 540, 1080),)
    more: dict[str, Any] = field(default_factory=dict)

    @property
    def schedule(self) -> Schedule:
        return Schedule(self.zone, tuple(self.rules))

    def row(self) -> dict[str, object]:
        return {
            "id": self.id,
            "kind": self.kind,
            "name": self.name,
            "texts": "{}",
            "user_id": None,
            "studio_id": None,
            "zone": self.zone,
            "capacity": 1,
            "cell_minutes": 15,
            "buffer_before": 0,
            "buffer_after": 0,
            "lead_minutes": 0,
            "horizon_days": 60,
            "tags": "[]",
            "level": None,
            "address": "",
            "latitude": None,
            "longitude": None,
            "travel_radius_km": None,
            "country": None,
            "revision": 1,
            "status": "active",
            **self.more,
        }

    def schedule_row(self, version: int = 1) -> dict[str, object]:
        return {
            "resource_id": self.id,
            "version": version,
            "data": msgspec.json.encode(self.schedule).decode(),
            "zone_data": zone_data_version(),
            "made_by": "test",
        }


async def move_in(url: str, *some: Someone) -> None:
    """Each with its schedule, before anybody asked."""
    connection = await asyncpg.connect(url)
    try:
        for one in some:
            await _insert(connection, "resources", one.row())
            await _insert(connection, "schedules", one.schedule_row())
    finally:
        await connection.close()


async def new_schedule(url: str, ledger: Ledger, one: Someone, version: int) -> None:
    """Another schedule than it had, and its account says so."""
    connection = await asyncpg.connect(url)
    try:
        await _insert(connection, "schedules", one.schedule_row(version))
    finally:
        await connection.close()
    outcome = await ledger.commit(Command((Deposit(schedule_key(one.id), 1, unit="change"),)))
    assert isinstance(outcome, Accepted), outcome


async def _insert(connection: asyncpg.Connection, table: str, row: dict[str, object]) -> None:
    names = ", ".join(row)
    places = ", ".join(f"${number}" for number in range(1, len(row) + 1))
    await connection.execute(f"INSERT INTO {table} ({names}) VALUES ({places})", *row.values())
