"""Sellers as they stand, and who works for them."""

from typing import Final
from uuid import UUID

import asyncpg
import sqlalchemy as sa
from msgspec import Struct
from sqlalchemy.ext.asyncio import AsyncConnection

from holdfast.kit.errors import Problem

MAX_SELLERS: Final = 10_000
MAX_PEOPLE: Final = 100  # of one seller

_COLUMNS: Final = "s.id, s.slug, s.name, s.about, s.logo, s.active"
_ALL: Final = f"SELECT {_COLUMNS} FROM sellers s ORDER BY s.name, s.id"
_ONE: Final = sa.text(f"SELECT {_COLUMNS} FROM sellers s WHERE s.id = :id")
_OF_PERSON: Final = f"""
SELECT {_COLUMNS} FROM sellers s JOIN seller_people p ON p.seller_id = s.id
WHERE p.user_id = $1 ORDER BY s.name, s.id
"""
_WORKS: Final = "SELECT EXISTS (SELECT FROM seller_people WHERE seller_id = $1 AND user_id = $2)"
_PEOPLE: Final = sa.text("""
SELECT user_id FROM seller_people WHERE seller_id = :id ORDER BY user_id
""")


class SellerNotFound(Problem):
    """No such seller, or one that one does not work for."""

    status = 404
    code = "seller-not-found"
    title = "No such seller"


class Seller(Struct, frozen=True):
    """``active``: it has a page of its own in the shop."""

    id: UUID
    slug: str
    name: str
    about: str
    logo: str | None
    active: bool


async def seller_of(connection: AsyncConnection, seller_id: UUID) -> Seller | None:
    """The seller of that id."""
    row = (await connection.execute(_ONE, {"id": seller_id})).first()
    return None if row is None else Seller(*row)


async def load_sellers(pool: asyncpg.Pool) -> tuple[Seller, ...]:
    """Every one, by name."""
    return tuple(Seller(*row) for row in await pool.fetch(_ALL))


async def sellers_of(pool: asyncpg.Pool, user: UUID) -> tuple[Seller, ...]:
    """Those that the person works for."""
    return tuple(Seller(*row) for row in await pool.fetch(_OF_PERSON, user))


async def works_for(pool: asyncpg.Pool, user: UUID, seller_id: UUID) -> bool:
    """Whether the person works for the seller."""
    found: bool = await pool.fetchval(_WORKS, seller_id, user)
    return found


async def people_of(connection: AsyncConnection, seller_id: UUID) -> list[UUID]:
    """The ids of those who work for the seller."""
    return list((await connection.execute(_PEOPLE, {"id": seller_id})).scalars())
