"""What payment providers moved, by day and one by one; and what they have not settled."""

from collections.abc import AsyncIterator
from datetime import UTC, date, datetime, time, timedelta
from typing import Final
from uuid import UUID

import sqlalchemy as sa
from msgspec import Struct
from sqlalchemy.ext.asyncio import AsyncConnection

from holdfast.db.engine import Database
from holdfast.views.spreadsheet import csv_lines, in_units, last_line
from holdfast.views.statistics import Span

__all__ = [
    "MAX_MOVES", "NEWEST", "MovedOnDay", "SetAside", "Unsettled", "moves_by_day", "moves_csv",
    "set_aside", "unsettled_now",
]  # fmt: skip

MAX_SET_ASIDE: Final = 100
MAX_MOVES: Final = 100_000
"""Rows of one CSV."""
NEWEST: Final = 20_000
"""Of so many payments what is not settled is told: a state has no index."""
_CHUNK: Final = 2000
_COLUMNS: Final = (
    "at", "kind", "provider", "payment_id", "provider_reference", "order_number", "amount",
    "currency", "fee",
)  # fmt: skip

_BY_DAY: Final = sa.text("""
SELECT CAST(at AT TIME ZONE 'UTC' AS date) AS day, provider, currency,
       count(DISTINCT payment_id) FILTER (WHERE kind = 'captured') AS payments,
       coalesce(sum(amount) FILTER (WHERE kind = 'captured'), 0)::bigint AS captured,
       coalesce(-sum(amount) FILTER (WHERE kind = 'refunded'), 0)::bigint AS refunded,
       coalesce(-sum(amount) FILTER (WHERE kind IN ('lost', 'regained')), 0)::bigint AS lost,
       sum(fee)::bigint AS fees,
       count(*) FILTER (WHERE kind = 'captured' AND fee IS NULL) AS fees_unknown
FROM payment_moves WHERE at >= :begin AND at < :until
GROUP BY 1, 2, 3 ORDER BY 1 DESC, 2, 3
""")
_UNSETTLED: Final = sa.text("""
SELECT provider, currency,
       count(*) FILTER (WHERE status IN ('pending', 'authorized')) AS waiting,
       coalesce(sum(amount) FILTER (WHERE status IN ('pending', 'authorized')), 0)::bigint
           AS waiting_amount,
       count(*) FILTER (WHERE status = 'refunding') AS going_back,
       coalesce(sum(back) FILTER (WHERE status = 'refunding'), 0)::bigint AS going_back_amount,
       count(*) FILTER (WHERE status = 'refund-failed') AS refused,
       coalesce(sum(back) FILTER (WHERE status = 'refund-failed'), 0)::bigint AS refused_amount
FROM ((SELECT provider, currency, status, amount, coalesce(going_back, amount) AS back, source
       FROM payments ORDER BY id DESC LIMIT :newest)
      -- Parts: of what was paid by hand, or back from their provider.
      UNION ALL
      SELECT p.provider, p.currency,
             CASE WHEN p.provider = 'manual' THEN 'refunding' ELSE 'refund-failed' END,
             r.amount, r.amount, NULL
      FROM refunds_by_hand r JOIN payments p ON p.id = r.payment_id
      WHERE r.state = 'waiting') AS p
WHERE status IN ('pending', 'authorized', 'refunding', 'refund-failed')
  AND source IS NULL AND provider <> 'wallet'
GROUP BY provider, currency ORDER BY provider, currency
""")
_SET_ASIDE: Final = sa.text("""
SELECT p.id, o.id, o.number, p.provider, p.amount - coalesce(s.taken, 0) - coalesce(s.released, 0),
       p.currency, c.ends_at, CASE WHEN c.state = 'refused' THEN c.detail END,
       coalesce(s.taken, 0)
FROM payment_captures c
JOIN payments p ON p.id = c.payment_id AND p.status IN ('succeeded', 'credited')
JOIN orders o ON o.id = p.subject_id
CROSS JOIN LATERAL (
    SELECT sum(a.amount) FILTER (WHERE a.kind = 'taken' AND a.state = 'done')::bigint AS taken,
           sum(a.amount) FILTER (WHERE a.kind = 'released')::bigint AS released
    FROM capture_parts a WHERE a.payment_id = c.payment_id) AS s
WHERE c.state IN ('held', 'refused')
ORDER BY c.state = 'held', c.ends_at, p.id LIMIT :most
""")
_MOVES: Final = """
SELECT m.id, m.at, m.kind, m.provider, m.payment_id, p.reference, o.number, m.amount, m.currency,
       m.fee
FROM payment_moves m JOIN payments p ON p.id = m.payment_id
LEFT JOIN orders o ON o.id = p.subject_id
WHERE m.at >= $1 AND m.at < $2 AND (m.at, m.id) > ($3, $4)
ORDER BY m.at, m.id LIMIT $5
"""


class MovedOnDay(Struct, frozen=True):
    """In minor units. ``fees`` as far as they are known, of all captures but ``fees_unknown``; None
    where none is. ``lost`` by disputes, less what banks gave back."""

    day: date
    provider: str
    currency: str
    payments: int
    captured: int
    refunded: int
    lost: int
    fees: int | None
    fees_unknown: int


class SetAside(Struct, frozen=True):
    """Money that is taken when its order is sent: ``amount`` is still set aside, ``taken`` was
    taken by now; ``ends_at`` is when the provider lets it go, ``refused`` why it did not give
    it."""

    payment_id: UUID
    order_id: UUID
    order_number: str
    provider: str
    amount: int
    currency: str
    ends_at: datetime | None
    refused: str | None
    taken: int


class Unsettled(Struct, frozen=True):
    """Payments that a provider has not decided; refunds under way, by hand too; refunds that it
    refused, or that came back."""

    provider: str
    currency: str
    waiting: int
    waiting_amount: int
    going_back: int
    going_back_amount: int
    refused: int
    refused_amount: int


async def set_aside(connection: AsyncConnection) -> list[SetAside]:
    """Those that end first first."""
    found = await connection.execute(_SET_ASIDE, {"most": MAX_SET_ASIDE})
    return [SetAside(*row) for row in found]


def _bounds(span: Span) -> tuple[datetime, datetime]:
    begin = datetime.combine(span.first, time(), UTC)
    return begin, begin + timedelta(days=span.length)


async def moves_by_day(connection: AsyncConnection, span: Span) -> list[MovedOnDay]:
    """Days on which nothing moved are left out; the latest first."""
    begin, until = _bounds(span)
    found = await connection.execute(_BY_DAY, {"begin": begin, "until": until})
    return [MovedOnDay(*row) for row in found]


async def unsettled_now(connection: AsyncConnection) -> list[Unsettled]:
    """Of the newest payments."""
    found = await connection.execute(_UNSETTLED, {"newest": NEWEST})
    return [Unsettled(*row) for row in found]


async def moves_csv(database: Database, span: Span) -> AsyncIterator[str]:
    """Every movement of these days for a spreadsheet, piece by piece, the oldest first."""
    yield csv_lines([_COLUMNS])
    begin, until = _bounds(span)
    after, told, more = (begin, 0), 0, True
    while more and told < MAX_MOVES:
        rows = await database.pool.fetch(_MOVES, begin, until, *after, _CHUNK + 1)
        more, rows = len(rows) > _CHUNK, rows[:_CHUNK]
        yield csv_lines(_cells(*row) for row in rows)
        told += len(rows)
        if rows:
            after = (rows[-1]["at"], rows[-1]["id"])
    if more:
        yield last_line(f"Later movements: ask from {after[0].date()} on", len(_COLUMNS))


def _cells(
    _: int,
    at: datetime,
    kind: str,
    provider: str,
    payment_id: object,
    reference: str | None,
    number: str | None,
    amount: int,
    currency: str,
    fee: int | None,
) -> list[object]:
    written = None if fee is None else in_units(fee, currency)
    about = [at, kind, provider, payment_id, reference, number]
    return [*about, in_units(amount, currency), currency, written]
