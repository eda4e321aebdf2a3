"""The own clients of a photographer or a studio: who booked them, and what came of it. Of anybody
else's sessions with these clients nothing is told, nor where they are reached."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any, Final
from uuid import UUID

import asyncpg
import sqlalchemy as sa
from msgspec import Struct
from sqlalchemy.ext.asyncio import AsyncConnection

from holdfast.booking.bookings import STANDS, BookingStatus
from holdfast.clients import own_notes
from holdfast.kit.paging import decode_cursor, page_of
from holdfast.people import is_guest
from holdfast.views.booking.income import CAME_TO, came_to
from holdfast.views.client_names import CALLED, known_clients
from holdfast.views.product_list import like

__all__ = [
    "OwnClient",
    "OwnSession",
    "own_client",
    "own_clients",
    "own_clients_noted",
    "own_sessions",
]

_LAST: Final = UUID(int=2**128 - 1)
_NEWEST: Final = (datetime(9000, 1, 1, tzinfo=UTC), _LAST)
_OPEN: Final = ("requested", "countered", "held", "confirmed")
_TOOK_PLACE: Final = ("in_progress", "completed")

# Who just booked for the first time is a client within a moment.
_MINE: Final = f"""
FROM bookings b JOIN orders o ON o.id = b.order_id JOIN client_accounts a ON a.owner = b.user_id
WHERE {STANDS} AND (b.id, b.moves) IN (
    SELECT t.booking_id, t.move FROM booking_resources t
    WHERE t.resource_id = ANY(CAST(:resources AS uuid[])))
"""
_CLIENTS: Final = f"""
SELECT c.id, {CALLED} AS name, mine.latest
FROM (SELECT a.client_id, max(b.starts_at) AS latest {_MINE} GROUP BY 1) mine
JOIN clients c ON c.id = mine.client_id
"""
_PAGE: Final = sa.text(f"""
{_CLIENTS} WHERE (mine.latest, c.id) < (:at, CAST(:before AS uuid))
  AND (CAST(:pattern AS text) IS NULL OR {CALLED} ILIKE :pattern)
ORDER BY mine.latest DESC, c.id DESC LIMIT :limit
""")
_ONE: Final = sa.text(f"""
{_CLIENTS} WHERE c.id = (SELECT coalesce(merged_into, id) FROM clients WHERE id = :client)
""")
_SUMS: Final = sa.text(f"""
SELECT a.client_id, b.starts_at, b.ends_at, b.currency, b.confirmed_at, {CAME_TO}
{_MINE} AND a.client_id = ANY(CAST(:clients AS uuid[]))
""")
_SESSIONS: Final = sa.text(f"""
SELECT b.id, b.number, b.order_id, b.user_id, b.service_name, b.starts_at, b.ends_at, b.zone,
       b.wall_start, b.currency, b.confirmed_at, {CAME_TO},
       (SELECT w.id FROM conversations w WHERE w.subject = 'order' AND w.subject_id = b.order_id
          AND w.seller_id IS NULL AND w.studio_id IS NOT DISTINCT FROM CAST(:studio AS uuid)
        ORDER BY w.last_at DESC LIMIT 1) AS conversation_id
{_MINE} AND a.client_id = :client AND (b.starts_at, b.id) < (:at, CAST(:before AS uuid))
ORDER BY b.starts_at DESC, b.id DESC LIMIT :limit
""")


class OwnClient(Struct, frozen=True):
    """``sessions``: that took place or are going to; ``spent``: what was kept of what was paid for
    them, by currency; ``latest``: when the last that was ever booked begins."""

    id: UUID
    name: str
    latest: datetime
    sessions: int = 0
    last_at: datetime | None = None
    next_at: datetime | None = None
    spent: Mapping[str, int] = {}


class OwnSession(Struct, frozen=True):
    """``earned``, ``due`` and ``ahead``: as income has them; ``can_write``: its client has an
    account, and so reads what is written to them."""

    id: UUID
    number: str
    order_id: UUID
    service_name: str
    starts_at: datetime
    ends_at: datetime
    zone: str
    local: str
    status: BookingStatus
    price: int
    earned: int
    due: int
    ahead: int
    currency: str
    conversation_id: UUID | None
    can_write: bool


async def own_clients_noted(
    pool: asyncpg.Pool, resource: UUID, users: Sequence[str]
) -> dict[str, tuple[UUID, str]]:
    """By user: which client that is, and what the photographer or studio notes of them."""
    known = await known_clients(pool, list(set(users)), public=True)
    ids = {user: one.client_id for user, one in known.items() if one.client_id is not None}
    notes = await own_notes(pool, resource, list(set(ids.values())))
    return {user: (client, notes.get(client, "")) for user, client in ids.items()}


async def own_clients(
    connection: AsyncConnection,
    partitions: Sequence[int],
    resources: Sequence[UUID],
    now: datetime,
    *,
    q: str | None = None,
    cursor: str | None = None,
    limit: int = 20,
) -> tuple[list[OwnClient], str | None]:
    """Those whose last session is latest first; ``q``: in what they are called."""
    at, before = _NEWEST if cursor is None else decode_cursor(cursor, tuple[datetime, UUID])
    about = {
        "resources": list(resources), "at": at, "before": before, "limit": limit + 1,
        "pattern": None if q is None else like(q),
    }  # fmt: skip
    rows = [OwnClient(*row) for row in await connection.execute(_PAGE, about)]
    page, more = page_of(rows, limit, lambda one: (one.latest, one.id))
    return await _with_sums(connection, partitions, resources, now, page), more


async def own_client(
    connection: AsyncConnection,
    partitions: Sequence[int],
    resources: Sequence[UUID],
    now: datetime,
    client_id: UUID,
) -> OwnClient | None:
    """The client, or who they turned out to be; None: they never booked any of these."""
    about = {"resources": list(resources), "client": client_id}
    rows = [OwnClient(*row) for row in await connection.execute(_ONE, about)]
    return next(iter(await _with_sums(connection, partitions, resources, now, rows)), None)


async def own_sessions(
    connection: AsyncConnection,
    partitions: Sequence[int],
    resources: Sequence[UUID],
    client_id: UUID,
    cursor: str | None,
    limit: int,
    *,
    studio: UUID | None,
) -> tuple[list[OwnSession], str | None]:
    """Of a client, the latest first; what is written about them with the ``studio``, or with the
    photographer, if it is none."""
    at, before = _NEWEST if cursor is None else decode_cursor(cursor, tuple[datetime, UUID])
    about = {
        "resources": list(resources), "client": client_id, "at": at, "before": before,
        "limit": limit + 1, "partitions": list(partitions), "studio": studio,
    }  # fmt: skip
    rows = (await connection.execute(_SESSIONS, about)).mappings()
    return page_of([_session(row) for row in rows], limit, lambda one: (one.starts_at, one.id))


async def _with_sums(
    connection: AsyncConnection,
    partitions: Sequence[int],
    resources: Sequence[UUID],
    now: datetime,
    clients: Sequence[OwnClient],
) -> list[OwnClient]:
    about = {
        "resources": list(resources),
        "clients": [one.id for one in clients],
        "partitions": list(partitions),
    }
    rows = (await connection.execute(_SUMS, about)).mappings().all() if clients else ()
    return [_summed(one, [row for row in rows if row["client_id"] == one.id], now)
            for one in clients]  # fmt: skip


def _summed(client: OwnClient, rows: Sequence[Any], now: datetime) -> OwnClient:
    sessions, spent = 0, dict[str, int]()
    for row in rows:
        if row["confirmed_at"] is not None:
            count, earned, _, _ = came_to(row)
            sessions += count
            spent[row["currency"]] = spent.get(row["currency"], 0) + earned
    past = [row["starts_at"] for row in rows if _took_place(row, now)]
    ahead = [row["starts_at"] for row in rows if row["status"] in _OPEN and row["starts_at"] > now]
    return OwnClient(
        client.id,
        client.name,
        client.latest,
        sessions,
        max(past, default=None),
        min(ahead, default=None),
        {currency: amount for currency, amount in sorted(spent.items()) if amount},
    )


def _took_place(row: Any, now: datetime) -> bool:
    """Or did as far as anybody said."""
    over = row["status"] == "confirmed" and row["ends_at"] < now
    return over or row["status"] in _TOOK_PLACE


def _session(row: Any) -> OwnSession:
    confirmed = row["confirmed_at"] is not None
    _, earned, due, ahead = came_to(row) if confirmed else (0, 0, 0, 0)
    return OwnSession(
        row["id"],
        row["number"],
        row["order_id"],
        row["service_name"],
        row["starts_at"],
        row["ends_at"],
        row["zone"],
        row["wall_start"],
        row["status"],
        row["price"],
        earned,
        due,
        ahead,
        row["currency"],
        row["conversation_id"],
        not is_guest(row["user_id"]),
    )
