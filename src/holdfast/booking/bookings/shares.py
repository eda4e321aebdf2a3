"""Shares: what of a booking's price is a photographer's or a studio's, and what of that stands on
their account."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Final, Literal, TypeAlias
from uuid import UUID

import asyncpg
import sqlalchemy as sa
from msgspec import Struct
from sqlalchemy.ext.asyncio import AsyncConnection

from holdfast.booking.bookings.facts import BookingIncomeShared
from holdfast.booking.bookings.sharing import AgreedShare, SharePart
from holdfast.db.jobs import Job
from holdfast.db.metadata import TIME, metadata, written_at
from holdfast.kit import new_id
from holdfast.ledger import NOW, Rider, StateTable, Transition, tell

ShareStatus: TypeAlias = Literal["agreed", "earned"]

booking_shares = sa.Table(
    "booking_shares",
    metadata,
    sa.Column("id", sa.Uuid, primary_key=True),
    sa.Column("booking_id", sa.Uuid, nullable=False),
    sa.Column("resource_id", sa.Uuid, nullable=False, comment="whose it is"),
    sa.Column("part", sa.Text, nullable=False),
    sa.Column("rate", sa.Integer, nullable=False, comment="basis points of what is kept"),
    sa.Column("among", sa.Integer, nullable=False, comment="so many share that in equal parts"),
    sa.Column("currency", sa.Text, nullable=False),
    sa.Column("status", sa.Text, nullable=False, server_default="agreed"),
    sa.Column(
        "amount", sa.BigInteger, nullable=False, server_default="0", comment="on their account"
    ),
    written_at("noted_at"),
    sa.Column("earned_at", TIME),
    sa.CheckConstraint("part IN ('photographer', 'studio')", name="part"),
    sa.CheckConstraint("rate BETWEEN 0 AND 10000 AND among >= 1", name="rate"),
    sa.CheckConstraint("amount >= 0", name="amount"),
    sa.CheckConstraint("status IN ('agreed', 'earned')", name="status"),
    sa.CheckConstraint("(status = 'earned') = (earned_at IS NOT NULL)", name="earned_at"),
    sa.Index("uq_booking_shares_booking_id", "booking_id", "resource_id", unique=True),
    sa.Index("ix_booking_shares_resource_id", "resource_id", "currency", "earned_at"),
)
SHARE_STATES: Final = StateTable(
    "booking_shares",
    "id",
    "status",
    {"amount": "bigint", "earned_at": "timestamptz"},
    {"agreed": ("earned",), "earned": ()},
)

_OF_BOOKING: Final = """
SELECT id, booking_id, resource_id, part, rate, among, currency, status, amount, earned_at
FROM booking_shares WHERE booking_id = $1 ORDER BY part, resource_id
"""
# Who serves it no more has no part in it; who does keeps what was agreed first.
_LEFT: Final = sa.text("""
UPDATE booking_shares SET rate = 0
WHERE booking_id = :booking AND NOT resource_id = ANY(CAST(:resources AS uuid[]))
""")
_ADD: Final = sa.text("""
INSERT INTO booking_shares AS s (id, booking_id, resource_id, part, rate, among, currency)
VALUES (:id, :booking, :resource, :part, :rate, :among, :currency)
ON CONFLICT (booking_id, resource_id) DO UPDATE SET
    rate = excluded.rate, among = excluded.among
""")
# What was earned since: not to be paid out yet.
_FRESH: Final = """
SELECT coalesce(sum(amount), 0)::bigint FROM booking_shares
WHERE resource_id = $1 AND currency = $2 AND earned_at > $3
"""
_AGREED: Final = sa.text("""
SELECT booking_id, resource_id, rate FROM booking_shares
WHERE booking_id = ANY(CAST(:bookings AS uuid[])) AND rate > 0 ORDER BY booking_id FOR UPDATE
""")
_CURRENCIES: Final = """
SELECT currency FROM booking_shares WHERE resource_id = $1
UNION SELECT currency FROM session_cash WHERE resource_id = $1 ORDER BY currency
"""


class ShareBooking(Job, frozen=True):
    """a booking that is shared has ended, or its money was refunded: brings the account of each
    photographer and studio to what is theirs of it now"""

    NAME = "share-booking"
    booking_id: UUID


class BookingShare(Struct, frozen=True):
    """A resource's part of a booking. ``amount`` of it stands on their account: nothing, until the
    booking has ended."""

    id: UUID
    booking_id: UUID
    resource_id: UUID
    part: SharePart
    rate: int
    among: int
    currency: str
    status: ShareStatus
    amount: int
    earned_at: datetime | None

    @property
    def is_earned(self) -> bool:
        """The booking has ended, and the share is on their account."""
        return self.status == "earned"


async def shares_of_booking(pool: asyncpg.Pool, booking_id: UUID) -> list[BookingShare]:
    """The photographers' first; of those too who serve it no more."""
    return [BookingShare(*row) for row in await pool.fetch(_OF_BOOKING, booking_id)]


async def share_currencies_of(pool: asyncpg.Pool, resource_id: UUID) -> list[str]:
    """In which bookings were ever shared with the resource."""
    return [row[0] for row in await pool.fetch(_CURRENCIES, resource_id)]


async def fresh_shares_of(
    pool: asyncpg.Pool, resource_id: UUID, currency: str, since: datetime
) -> int:
    """What a resource has of bookings that ended ``since``."""
    found: int = await pool.fetchval(_FRESH, resource_id, currency, since)
    return found


async def agreed_rates(
    connection: AsyncConnection, bookings: Sequence[UUID]
) -> dict[tuple[UUID, UUID], int]:
    """By booking and resource what was agreed with whoever has a part in it; nobody else agrees
    otherwise until the transaction ends."""
    rows = await connection.execute(_AGREED, {"bookings": list(bookings)})
    return {(row.booking_id, row.resource_id): row.rate for row in rows}


async def note_shares(
    connection: AsyncConnection, agreed: Mapping[tuple[UUID, str], Sequence[AgreedShare]]
) -> None:
    """By booking and its currency who has which part in it, as it stands now (:func:`agreed_rates`
    says what was before); in the caller's transaction."""
    for (booking_id, currency), shares in agreed.items():
        about = {"booking": booking_id, "resources": [one.resource_id for one in shares]}
        await connection.execute(_LEFT, about)
        for one in shares:
            row = {
                "id": new_id(),
                "booking": booking_id,
                "resource": one.resource_id,
                "part": one.part,
                "rate": one.rate,
                "among": one.among,
                "currency": currency,
            }
            await connection.execute(_ADD, row)


def booking_share_brought(share: BookingShare, amount: int) -> tuple[Rider, ...]:
    """So much of the booking is theirs now, on their account."""
    also: list[tuple[str, object]] = [("amount", amount)]
    if not share.is_earned:
        also.append(("earned_at", NOW))
    fact = BookingIncomeShared(share.booking_id, share.resource_id, amount, share.currency)
    move = Transition(SHARE_STATES, share.id, (share.status,), "earned", tuple(also))
    return move, tell(fact, share.id)


def booking_share_moved(subject: str) -> bool:
    """Whether a ``Conflict`` is about a share's state."""
    return subject.startswith(f"{SHARE_STATES.name}/")
