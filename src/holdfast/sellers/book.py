"""Sellers as they stand, and who works for them."""

from collections.abc import Collection, Iterable
from typing import Any, Final, Literal, TypeAlias
from uuid import UUID

import asyncpg
import msgspec
import sqlalchemy as sa
from msgspec import Struct, field
from msgspec.structs import replace
from sqlalchemy.ext.asyncio import AsyncConnection

from holdfast.kit.errors import Problem
from holdfast.ledger import Transition
from holdfast.sellers.tables import SELLER_STATES

SellerState: TypeAlias = Literal["applied", "approved", "refused", "suspended", "leaving", "closed"]
MAX_SELLERS: Final = 10_000
MAX_PEOPLE: Final = 100  # of one seller

SELLER_COLUMNS: Final = (
    "s.id, s.slug, s.name, s.about, s.logo, s.active, s.standing, s.note, s.revision,"
    " CAST(s.abouts AS text)"
)
"""Of sellers called ``s``, as :func:`seller_row` reads them."""
_ALL: Final = f"SELECT {SELLER_COLUMNS} FROM sellers s ORDER BY s.name, s.id"
_ONE: Final = sa.text(f"SELECT {SELLER_COLUMNS} FROM sellers s WHERE s.id = :id")
_SELLING: Final = sa.text("""
SELECT id FROM sellers WHERE id = ANY(CAST(:ids AS uuid[])) AND standing = 'approved'
""")
_OF_PERSON: Final = f"""
SELECT {SELLER_COLUMNS} FROM sellers s JOIN seller_people p ON p.seller_id = s.id
WHERE p.user_id = $1 AND s.standing IN ('approved', 'suspended', 'leaving') ORDER BY s.name, s.id
"""
_APPLIED: Final = f"""
SELECT {SELLER_COLUMNS} FROM sellers s JOIN seller_people p ON p.seller_id = s.id
WHERE p.user_id = $1 ORDER BY s.id
"""
_WORKS: Final = f"""
SELECT {SELLER_COLUMNS} FROM sellers s JOIN seller_people p ON p.seller_id = s.id
WHERE s.id = $1 AND p.user_id = $2 AND s.standing IN ('approved', 'suspended', 'leaving')
"""
_PEOPLE: Final = sa.text("""
SELECT user_id FROM seller_people WHERE seller_id = :id ORDER BY user_id
""")


class SellerNotFound(Problem):
    """No such seller, or one that one does not work for."""

    status = 404
    code = "seller-not-found"
    title = "No such seller"


class SellerSuspended(Problem):
    """Its goods are off sale, and stay as they are until staff let it sell again."""

    status = 403
    code = "seller-suspended"
    title = "This seller is suspended"


class SellerLeaves(Problem):
    """It ends selling: its goods are off sale, and stay as they are."""

    status = 403
    code = "seller-leaves"
    title = "This seller ends selling"


class Seller(Struct, frozen=True):
    """``active``: it has a page of its own in the shop. ``note`` is what was said when it asked to
    sell, or why it was refused or suspended. ``abouts``: what it says of itself, by language."""

    id: UUID
    slug: str
    name: str
    about: str
    logo: str | None
    active: bool
    standing: SellerState = "approved"
    note: str = ""
    revision: int = 1
    abouts: dict[str, str] = field(default_factory=dict)

    def about_in(self, locale: str) -> str:
        """What it says of itself."""
        return self.abouts.get(locale) or self.about

    @property
    def is_suspended(self) -> bool:
        """Its goods are off sale."""
        return self.standing == "suspended"

    @property
    def is_approved(self) -> bool:
        """It sells."""
        return self.standing == "approved"

    @property
    def is_leaving(self) -> bool:
        """It sells no more; what was sold is being finished."""
        return self.standing == "leaving"

    @property
    def is_closed(self) -> bool:
        """It sold, and nobody works for it any more."""
        return self.standing == "closed"

    def may_become(self, standing: SellerState) -> bool:
        """Whether it can come there from where it stands."""
        return standing in SELLER_STATES.moves[self.standing]

    @property
    def has_left(self) -> bool:
        """Its page in the shop says that it no longer sells."""
        return self.active and (self.is_leaving or self.is_closed)

    @property
    def has_page(self) -> bool:
        """Customers see who it is."""
        return self.active and self.is_approved


class SellerChangedMeanwhile(Problem):
    """Somebody saved it since it was read."""

    status = 412
    code = "seller-changed"
    title = "The seller was changed meanwhile"


_abouts = msgspec.json.Decoder(dict[str, str])


def seller_row(row: Any) -> Seller:
    """Of a row of ``SELLER_COLUMNS``."""
    *plain, abouts = row
    return replace(Seller(*plain), abouts=_abouts.decode(abouts))


def remembered_as(sellers: Iterable[Seller], name: str) -> Seller | None:
    """The one that is meant by its id or its slug, and has a page in the shop, or had one until it
    left."""
    meant = (one for one in sellers if name in (str(one.id), one.slug))
    return next((one for one in meant if one.has_page or one.has_left), None)


async def seller_of(connection: AsyncConnection, seller_id: UUID) -> Seller | None:
    """The seller of that id."""
    row = (await connection.execute(_ONE, {"id": seller_id})).first()
    return None if row is None else seller_row(row)


async def known_seller(connection: AsyncConnection, seller_id: UUID) -> Seller:
    """Raises :class:`SellerNotFound`."""
    return found_seller(await seller_of(connection, seller_id))


def found_seller(found: Seller | None) -> Seller:
    """Raises :class:`SellerNotFound`."""
    if found is None:
        raise SellerNotFound("There is no such seller.")
    return found


def still_sells(seller_id: UUID) -> Transition:
    """That nobody suspended it since it was read, and that it does not leave."""
    return Transition(SELLER_STATES, seller_id, ("approved",), "approved")


def seller_moved(subject: str) -> bool:
    """Whether a ``Conflict`` is about how a seller stands."""
    return subject.startswith(f"{SELLER_STATES.name}/")


async def sellers_selling(connection: AsyncConnection, ids: Collection[UUID]) -> frozenset[UUID]:
    """Which of these sell."""
    rows = await connection.execute(_SELLING, {"ids": list(ids)})
    return frozenset(row.id for row in rows)


async def sellers_among(pool: asyncpg.Pool, ids: Collection[UUID]) -> set[UUID]:
    """Which of these ids are sellers'."""
    rows = await pool.fetch("SELECT id FROM sellers WHERE id = ANY($1::uuid[])", list(ids))
    return {row[0] for row in rows}


async def load_sellers(pool: asyncpg.Pool) -> tuple[Seller, ...]:
    """Every one, by name."""
    return tuple(seller_row(row) for row in await pool.fetch(_ALL))


async def sellers_of(pool: asyncpg.Pool, user: UUID) -> tuple[Seller, ...]:
    """Those that the person works for."""
    return tuple(seller_row(row) for row in await pool.fetch(_OF_PERSON, user))


async def applications_of(pool: asyncpg.Pool, user: UUID) -> tuple[Seller, ...]:
    """All that the person asked to sell as, or works for, in whatever state."""
    return tuple(seller_row(row) for row in await pool.fetch(_APPLIED, user))


async def works_for(pool: asyncpg.Pool, user: UUID, seller_id: UUID) -> Seller | None:
    """The seller, if it sells or did, and the person works for it."""
    row = await pool.fetchrow(_WORKS, seller_id, user)
    return None if row is None else seller_row(row)


async def people_of(connection: AsyncConnection, seller_id: UUID) -> list[UUID]:
    """The ids of those who work for the seller."""
    return list((await connection.execute(_PEOPLE, {"id": seller_id})).scalars())
