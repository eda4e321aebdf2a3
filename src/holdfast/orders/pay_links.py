"""Pay links: secret addresses at which one order is seen and paid by whoever has them. A token is
kept as SHA-256; an order has one link at a time, which opens until staff revoke it."""

import hashlib
from typing import Final
from uuid import UUID

import asyncpg
import sqlalchemy as sa
from msgspec import Struct
from sqlalchemy.ext.asyncio import AsyncConnection

from holdfast.db.metadata import TIME, metadata, written_at
from holdfast.kit import Problem
from holdfast.ledger import RowTable

pay_links = sa.Table(
    "pay_links",
    metadata,
    sa.Column("id", sa.Uuid, primary_key=True, comment="its token is made of it"),
    sa.Column("token_hash", sa.LargeBinary, nullable=False),
    sa.Column("order_id", sa.Uuid, nullable=False, comment="all that it shows and pays"),
    sa.Column("booking_id", sa.Uuid, comment="what the order is for, if it is one"),
    sa.Column("made_by", sa.Text, nullable=False),
    written_at("made_at"),
    sa.Column("revoked_at", TIME),
    sa.Index("uq_pay_links_token_hash", "token_hash", unique=True),
    sa.Index(
        "uq_pay_links_order_id",
        "order_id",
        unique=True,
        postgresql_where=sa.text("revoked_at IS NULL"),
    ),
)

PAY_LINKS: Final = RowTable(
    "pay_links", ("id", "token_hash", "order_id", "made_by"), ("uuid", "bytea", "uuid", "text")
)
_COLUMNS: Final = "id, order_id, booking_id, token_hash, revoked_at IS NOT NULL AS revoked"
_OPENED: Final = f"SELECT {_COLUMNS} FROM pay_links WHERE token_hash = $1"
_OF_ORDER: Final = sa.text(
    f"SELECT {_COLUMNS} FROM pay_links WHERE order_id = :order_id AND revoked_at IS NULL"
)
_KEEP: Final = sa.text(
    "INSERT INTO pay_links (id, token_hash, order_id, booking_id, made_by)"
    " VALUES (:id, :token_hash, :order_id, :booking_id, :made_by)"
    " ON CONFLICT (order_id) WHERE revoked_at IS NULL DO NOTHING"
)
_REVOKE: Final = sa.text(
    "UPDATE pay_links SET revoked_at = clock_timestamp()"
    " WHERE order_id = :order_id AND revoked_at IS NULL"
)


class PayLinkNotFound(Problem):
    """Nobody made this link."""

    status = 404
    code = "pay-link-not-found"
    title = "No such link"


class PayLinkRevoked(Problem):
    """Who made it has taken it back."""

    status = 410
    code = "pay-link-revoked"
    title = "The link was taken back"


class PayLink(Struct, frozen=True):
    """What an address pays."""

    id: UUID
    order_id: UUID
    booking_id: UUID | None
    token_hash: bytes
    revoked: bool = False

    def opened_by(self, token: str) -> bool:
        """Whether this is its token: it is none of a link made with another secret."""
        return self.token_hash == token_hash(token)


def token_hash(token: str) -> bytes:
    """As a token is kept."""
    return hashlib.sha256(token.encode()).digest()


async def keep_pay_link(connection: AsyncConnection, link: PayLink, made_by: str) -> bool:
    """False where the order has one."""
    kept = await connection.execute(
        _KEEP,
        {
            "id": link.id,
            "token_hash": link.token_hash,
            "order_id": link.order_id,
            "booking_id": link.booking_id,
            "made_by": made_by,
        },
    )
    return kept.rowcount > 0


async def standing_pay_link(connection: AsyncConnection, order_id: UUID) -> PayLink | None:
    """The order's, if it was not revoked."""
    row = (await connection.execute(_OF_ORDER, {"order_id": order_id})).one_or_none()
    return None if row is None else PayLink(*row)


async def revoke_pay_link(connection: AsyncConnection, order_id: UUID) -> bool:
    """The order's opens nothing any more. False where it has none."""
    return (await connection.execute(_REVOKE, {"order_id": order_id})).rowcount > 0


async def pay_link(pool: asyncpg.Pool, token: str) -> PayLink:
    """Raises :class:`PayLinkNotFound`, :class:`PayLinkRevoked`."""
    row = await pool.fetchrow(_OPENED, token_hash(token))
    if row is None:
        raise PayLinkNotFound("Its address was not copied whole. Ask who sent it.")
    if row["revoked"]:
        raise PayLinkRevoked("Ask who sent it for another.")
    return PayLink(*row)
