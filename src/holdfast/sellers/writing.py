"""Writing sellers and who works for them, in the caller's transaction."""

from typing import Final
from uuid import UUID

import msgspec
import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from holdfast.sellers.book import SELLER_COLUMNS, Seller, found_seller, seller_row

# One writer at a time: slugs are chosen among those that are there.
_LOCK: Final = sa.text("SELECT pg_advisory_xact_lock(hashtext('holdfast sellers'))")
_ALL: Final = sa.text(f"SELECT {SELLER_COLUMNS} FROM sellers s")
_BY_KEY: Final = sa.text("SELECT id FROM sellers WHERE key = :key")
_ADD: Final = sa.text("""
INSERT INTO sellers (id, slug, name, about, abouts, logo, active, standing, note, revision, key)
VALUES (:id, :slug, :name, :about, CAST(:abouts AS jsonb), :logo, :active, :standing, :note,
        :revision, :key)
""")
_CHANGE: Final = sa.text("""
UPDATE sellers SET slug = :slug, name = :name, about = :about, abouts = CAST(:abouts AS jsonb),
                   logo = :logo, active = :active, standing = :standing, note = :note,
                   revision = revision + 1
WHERE id = :id
""")
_JOIN: Final = sa.text("""
INSERT INTO seller_people (seller_id, user_id) VALUES (:seller, :person) ON CONFLICT DO NOTHING
""")
_LEAVE: Final = sa.text("""
DELETE FROM seller_people WHERE seller_id = :seller AND user_id = :person RETURNING user_id
""")


async def locked_sellers(connection: AsyncConnection) -> dict[UUID, Seller]:
    """All of them; nobody else writes one until the transaction ends."""
    await connection.execute(_LOCK)
    return {row[0]: seller_row(row) for row in await connection.execute(_ALL)}


async def locked_seller(connection: AsyncConnection, seller_id: UUID) -> Seller:
    """One; nobody else writes any until the transaction ends. Raises :class:`SellerNotFound`."""
    return found_seller((await locked_sellers(connection)).get(seller_id))


async def seller_under(connection: AsyncConnection, key: str) -> UUID | None:
    """The seller that was made under the key."""
    found: UUID | None = (await connection.execute(_BY_KEY, {"key": key})).scalar()
    return found


async def add_seller(connection: AsyncConnection, seller: Seller, key: str | None) -> None:
    await connection.execute(_ADD, _values(seller) | {"key": key})


async def change_seller(connection: AsyncConnection, seller: Seller) -> None:
    await connection.execute(_CHANGE, _values(seller))


async def let_join(connection: AsyncConnection, seller_id: UUID, person: UUID) -> None:
    await connection.execute(_JOIN, {"seller": seller_id, "person": person})


async def let_leave(connection: AsyncConnection, seller_id: UUID, person: UUID) -> bool:
    """Whether the person worked for the seller."""
    gone = await connection.execute(_LEAVE, {"seller": seller_id, "person": person})
    return gone.first() is not None


def _values(seller: Seller) -> dict[str, object]:
    plain = {field: getattr(seller, field) for field in seller.__struct_fields__}
    return plain | {"abouts": msgspec.json.encode(seller.abouts).decode()}
