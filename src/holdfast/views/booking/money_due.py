"""Money that staff see to: rests of bookings that are not paid, refunds that are handed back."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Final
from uuid import UUID

import asyncpg
from msgspec import Struct

from holdfast.views.product_list import like

__all__ = [
    "HandedBack", "Rest", "RestByHand", "refunds_by_hand", "rests_by_hand", "rests_due",
    "rests_overdue",
]  # fmt: skip

_MOST: Final = 200
_FIRST: Final = datetime(1, 1, 2, tzinfo=UTC)
# Staff find a client by name as they wrote it, or as the account has it.
_RESTS: Final = """
SELECT b.id, b.number, b.user_id, b.order_id, b.service_name, b.starts_at, b.ends_at, b.wall_start,
       b.zone, b.price, b.prepaid, b.currency, b.rest_told_at
FROM bookings b
LEFT JOIN users u ON 'user:' || u.id::text = b.user_id
WHERE b.prepaid < b.price AND b.status IN ('confirmed', 'in_progress', 'completed')
  AND b.starts_at < $1 AND (b.starts_at, b.id) > ($2, $3::uuid)
  AND ($4::timestamptz IS NULL OR b.ends_at <= $4)
  AND ($5::text IS NULL OR b.number ILIKE $5 OR b.service_name ILIKE $5 OR b.note ILIKE $5
       OR u.name ILIKE $5 OR u.email ILIKE $5 OR EXISTS (
           SELECT FROM client_accounts a JOIN clients c ON c.id = a.client_id
           WHERE a.owner = b.user_id
             AND (c.name ILIKE $5 OR c.email ILIKE $5 OR c.phone ILIKE $5)))
ORDER BY b.starts_at, b.id LIMIT $6
"""
_OVERDUE: Final = """
SELECT count(*) FROM (
    SELECT FROM bookings
    WHERE prepaid < price AND status IN ('confirmed', 'in_progress', 'completed')
      AND starts_at < $1 AND ends_at <= $1 LIMIT $2) AS found
"""
# What was noted by hand last, as far as nothing was done with the money since.
_BY_HAND: Final = """
SELECT DISTINCT ON (d.booking_id) d.booking_id, d.id, d.amount
FROM booking_dues d JOIN orders o ON o.id = d.id AND o.status = 'paid'
WHERE d.booking_id = ANY($1::uuid[]) AND d.kind = 'rest' AND d.status = 'settled' AND NOT EXISTS (
    SELECT FROM payments p WHERE p.subject_id = d.id
      AND p.status NOT IN ('pending', 'authorized', 'failed')
      AND NOT (p.provider = 'manual' AND p.status IN ('succeeded', 'credited')))
ORDER BY d.booking_id, d.id DESC
"""
_REFUNDS: Final = """
SELECT * FROM (
    (SELECT p.id, NULL::uuid AS refund_id, o.id AS order_id, o.number, o.owner,
            coalesce(p.going_back, p.amount), p.currency, p.settled_at AS since
     FROM payments p JOIN orders o ON o.id = p.subject_id
     WHERE p.provider = 'manual' AND p.status = 'refunding'
     ORDER BY p.settled_at, p.id LIMIT $1)
    UNION ALL
    (SELECT p.id, r.id, o.id, o.number, o.owner, r.amount, p.currency, r.began_at
     FROM refunds_by_hand r JOIN payments p ON p.id = r.payment_id AND p.provider = 'manual'
     JOIN orders o ON o.id = r.order_id
     WHERE r.state = 'waiting' ORDER BY r.began_at, p.id LIMIT $1)) AS found
ORDER BY since, id LIMIT $1
"""


class RestByHand(Struct, frozen=True):
    """So much of a booking was noted as paid by hand, for the order; minor units of its
    currency."""

    order_id: UUID
    amount: int


class Rest(Struct, frozen=True):
    """What is due of a booking. ``told_at``: when its client was reminded last."""

    booking_id: UUID
    number: str
    user_id: str
    order_id: UUID
    service: str
    starts_at: datetime
    ends_at: datetime
    local: str
    zone: str
    price: int
    prepaid: int
    currency: str
    told_at: datetime | None

    @property
    def rest(self) -> int:
        return self.price - self.prepaid


class HandedBack(Struct, frozen=True):
    """A payment by hand that is to be handed back; with a ``refund_id``, that part of it."""

    payment_id: UUID
    refund_id: UUID | None
    order_id: UUID
    number: str
    user_id: str
    amount: int
    currency: str
    since: datetime | None


async def rests_due(
    pool: asyncpg.Pool,
    until: datetime,
    limit: int,
    *,
    after: tuple[datetime, UUID] | None = None,
    over: datetime | None = None,
    words: str | None = None,
) -> Sequence[Rest]:
    """Of bookings that begin until then, the oldest first; ``over``: only those that were by then;
    ``words``: in number, service, note or what is known of the client."""
    begins, past = after or (_FIRST, UUID(int=0))
    pattern = None if words is None else like(words)
    rows = await pool.fetch(_RESTS, until, begins, past, over, pattern, limit)
    return [Rest(*row) for row in rows]


async def rests_overdue(pool: asyncpg.Pool, now: datetime, most: int) -> int:
    """How many bookings are over and not paid whole; it stops counting there."""
    found: int = await pool.fetchval(_OVERDUE, now, most)
    return found


async def refunds_by_hand(pool: asyncpg.Pool) -> Sequence[HandedBack]:
    """The oldest first."""
    return [HandedBack(*row) for row in await pool.fetch(_REFUNDS, _MOST)]


async def rests_by_hand(pool: asyncpg.Pool, bookings: Sequence[UUID]) -> dict[UUID, RestByHand]:
    """Of each that has one, the latest that may be taken back while the booking stands."""
    rows = await pool.fetch(_BY_HAND, list(bookings))
    return {booking_id: RestByHand(order_id, amount) for booking_id, order_id, amount in rows}
