"""Money that staff see to: rests of bookings that are not paid, refunds that are handed back."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final
from uuid import UUID

import asyncpg
from msgspec import Struct

__all__ = ["HandedBack", "Rest", "refunds_by_hand", "rests_due"]

_MOST: Final = 200
_RESTS: Final = """
SELECT id, number, user_id, service_name, starts_at, ends_at, price - prepaid, currency
FROM bookings
WHERE prepaid < price AND status IN ('confirmed', 'in_progress', 'completed')
  AND starts_at < $1 ORDER BY starts_at, id LIMIT $2
"""
_REFUNDS: Final = """
SELECT p.id, o.id, o.number, o.owner, p.amount, p.currency, p.settled_at
FROM payments p JOIN orders o ON o.id = p.subject_id
WHERE p.provider = 'manual' AND p.status = 'refunding' ORDER BY p.id LIMIT $1
"""


class Rest(Struct, frozen=True):
    """What is due of a booking."""

    booking_id: UUID
    number: str
    user_id: str
    service: str
    starts_at: datetime
    ends_at: datetime
    rest: int
    currency: str


class HandedBack(Struct, frozen=True):
    """A payment by hand that is to be handed back."""

    payment_id: UUID
    order_id: UUID
    number: str
    user_id: str
    amount: int
    currency: str
    since: datetime | None


async def rests_due(pool: asyncpg.Pool, until: datetime) -> Sequence[Rest]:
    """Of bookings that begin until then, the oldest first."""
    return [Rest(*row) for row in await pool.fetch(_RESTS, until, _MOST)]


async def refunds_by_hand(pool: asyncpg.Pool) -> Sequence[HandedBack]:
    """The oldest first."""
    return [HandedBack(*row) for row in await pool.fetch(_REFUNDS, _MOST)]
