"""Resources and services put into a database for a benchmark, open every day from 9 to 18."""

import json
from collections.abc import Sequence
from typing import Any, Final
from uuid import UUID

import asyncpg

from holdfast.kit import new_id

__all__ = ["TAG", "ZONE", "a_resource", "a_service", "some_resources"]

ZONE: Final = "Europe/Berlin"
TAG: Final = "bench"
"""What they have and the demo's have not."""


async def some_resources(
    connection: asyncpg.Connection, kind: str, count: int, studios: Sequence[UUID | None]
) -> list[UUID]:
    """So many, in the studios in turn."""
    return [await a_resource(connection, kind, studios[at % len(studios)]) for at in range(count)]


async def a_resource(
    connection: asyncpg.Connection, kind: str, studio: UUID | None = None, tag: str = ""
) -> UUID:
    made = new_id()
    await connection.execute(
        "INSERT INTO resources (id, kind, name, texts, studio_id, zone, capacity, cell_minutes,"
        " buffer_before, buffer_after, lead_minutes, horizon_days, tags, status, revision)"
        " VALUES ($1, $2, $3, '{}', $4, $5, 1, 15, 0, 0, 0, 90, $6, 'active', 1)",
        made, kind, f"{kind} {tag}", studio, ZONE, json.dumps([TAG]),
    )  # fmt: skip
    rules = [{"weekdays": list(range(1, 8)), "start": 540, "end": 1080}]
    await connection.execute(
        "INSERT INTO schedules (resource_id, version, data, zone_data, made_by)"
        " VALUES ($1, 1, $2, '', 'bench')",
        made, json.dumps({"zone": ZONE, "rules": rules}),
    )  # fmt: skip
    return made


async def a_service(
    connection: asyncpg.Connection, needs: Sequence[dict[str, Any]], minutes: int
) -> UUID:
    made = new_id()
    terms = {
        "name": "Bench",
        "currency": "EUR",
        "lengths": {"minutes": [minutes]},
        "grid": {"step": 30},
        "price": {"rule": "hourly", "amount": 9_000},
        "needs": needs,
    }
    await connection.execute(
        "INSERT INTO services (id, terms, active) VALUES ($1, $2, true)", made, json.dumps(terms)
    )
    return made
