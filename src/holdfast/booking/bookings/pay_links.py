"""Secret addresses at which one order of a booking is paid by whoever has them: shown once, kept as
SHA-256, gone when the order's hold ends."""

import hashlib
import secrets
from datetime import datetime
from typing import Final
from uuid import UUID

import asyncpg
import sqlalchemy as sa
from msgspec import Struct
from sqlalchemy.ext.asyncio import AsyncConnection

from holdfast.db.metadata import TIME, metadata, written_at
from holdfast.kit import Problem, shop_now

pay_links = sa.Table(
    "pay_links",
    metadata,
    sa.Column("token_hash", sa.LargeBinary, primary_key=True),
    sa.Column("booking_id", sa.Uuid, nullable=False),
    sa.Column("order_id", sa.Uuid, nullable=False, comment="all that it shows and pays"),
    sa.Column("made_by", sa.Text, nullable=False),
    sa.Column("ends_at", TIME, nullable=False),
    written_at("made_at"),
    sa.Index("uq_pay_links_order_id", "order_id", unique=True),
)

_KEEP: Final = sa.text(
    "INSERT INTO pay_links (token_hash, booking_id, order_id, made_by, ends_at)"
    " VALUES (:token_hash, :booking_id, :order_id, :made_by, :ends_at)"
    " ON CONFLICT (order_id) DO UPDATE SET token_hash = excluded.token_hash,"
    " made_by = excluded.made_by, ends_at = excluded.ends_at, made_at = clock_timestamp()"
)
_FOUND: Final = "SELECT booking_id, order_id, ends_at FROM pay_links WHERE token_hash = $1"


class PayLinkNotFound(Problem):
    """No such link, or its time is over, or another took its place."""

    status = 404
    code = "pay-link-not-found"
    title = "No such link"


class PayLink(Struct, frozen=True):
    """What an address pays."""

    booking_id: UUID
    order_id: UUID
    ends_at: datetime


def _hash(token: str) -> bytes:
    return hashlib.sha256(token.encode()).digest()


async def new_pay_link(connection: AsyncConnection, link: PayLink, made_by: str) -> str:
    """Its token, told this once; an older one of the same order opens nothing any more."""
    token = secrets.token_urlsafe(32)
    await connection.execute(
        _KEEP,
        {
            "token_hash": _hash(token),
            "booking_id": link.booking_id,
            "order_id": link.order_id,
            "made_by": made_by,
            "ends_at": link.ends_at,
        },
    )
    return token


async def pay_link(pool: asyncpg.Pool, token: str) -> PayLink:
    """Raises :class:`PayLinkNotFound`."""
    row = await pool.fetchrow(_FOUND, _hash(token))
    if row is None or row["ends_at"] <= shop_now():
        raise PayLinkNotFound("It has ended, or its address was not copied whole. Ask the studio.")
    return PayLink(*row)
