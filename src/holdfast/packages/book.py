"""Packages as they stand, and the writing of them in the caller's transaction."""

from collections.abc import Mapping, Sequence
from typing import Any, Final
from uuid import UUID

import asyncpg
import msgspec
import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from holdfast.kit.errors import Problem
from holdfast.packages.tables import packages
from holdfast.packages.terms import Package, PackageTerms

_COLUMNS: Final = (packages.c.id, packages.c.terms, packages.c.revision)
_READ: Final = "SELECT id, terms::text, revision FROM packages ORDER BY id"
_SOME: Final = "SELECT id, terms::text, revision FROM packages WHERE id = ANY($1::uuid[])"
# One writer at a time: how many there may be is counted.
_ADOPT_BOUGHT: Final = sa.text("UPDATE package_purchases SET owner = :owner WHERE owner = :guest")
# Hours lie on an account that names their owner; a guest has none.
_ADOPT_HELD: Final = sa.text("""
UPDATE package_grants SET owner = :owner WHERE id IN
(SELECT id FROM package_grants WHERE owner = :guest AND kind <> 'hours' ORDER BY id FOR UPDATE)
""")
_FOLLOW: Final = sa.text("""
UPDATE package_grants SET owner = :owner WHERE id IN
(SELECT id FROM package_grants WHERE order_id = :order AND kind <> 'hours' AND owner <> :owner
 AND owner LIKE 'guest:%' ORDER BY id FOR UPDATE)
""")
_LOCK: Final = sa.text("SELECT pg_advisory_xact_lock(hashtext('holdfast packages'))")


class PackageNotFound(Problem):
    """No such package, or none that is offered."""

    status = 404
    code = "package-unknown"
    title = "No such package"


async def load_packages(pool: asyncpg.Pool) -> tuple[Package, ...]:
    """Every one, the oldest first."""
    return tuple(
        _package(row[0], msgspec.json.decode(row[1]), row[2]) for row in await pool.fetch(_READ)
    )


async def packages_by_id(pool: asyncpg.Pool, ids: Sequence[UUID]) -> dict[UUID, Package]:
    """These; unknown ids are left out."""
    rows = await pool.fetch(_SOME, ids)
    return {row[0]: _package(row[0], msgspec.json.decode(row[1]), row[2]) for row in rows}


async def locked_packages(connection: AsyncConnection) -> dict[UUID, Package]:
    """All of them; nobody else writes one until the transaction ends."""
    await connection.execute(_LOCK)
    return {row[0]: _package(*row) for row in await connection.execute(sa.select(*_COLUMNS))}


async def package_under(connection: AsyncConnection, key: str) -> UUID | None:
    """The package that was made under the key."""
    found: UUID | None = await connection.scalar(
        sa.select(packages.c.id).where(packages.c.key == key)
    )
    return found


async def add_package(
    connection: AsyncConnection, made: UUID, terms: PackageTerms, key: str | None
) -> None:
    await connection.execute(
        sa.insert(packages).values(id=made, terms=_kept(terms), active=terms.active, key=key)
    )


async def change_package(
    connection: AsyncConnection, package_id: UUID, terms: PackageTerms
) -> None:
    await connection.execute(
        sa.update(packages)
        .where(packages.c.id == package_id)
        .values(terms=_kept(terms), active=terms.active, revision=packages.c.revision + 1)
    )


async def adopt_certificates(connection: AsyncConnection, guest: str, owner: str) -> None:
    """Make what a guest bought ``owner``'s. After :func:`~holdfast.orders.adopt_orders`, so that
    what one of these orders is issued for meanwhile is seen, or is the new owner's already. In the
    order in which the ledger's lane locks them."""
    about = {"guest": guest, "owner": owner}
    await connection.execute(_ADOPT_BOUGHT, about)
    await connection.execute(_ADOPT_HELD, about)


async def follow_order(connection: AsyncConnection, order_id: UUID, owner: str) -> None:
    """Make what the order bought for a guest its ``owner``'s."""
    await connection.execute(_FOLLOW, {"order": order_id, "owner": owner})


def package_terms(package: PackageTerms) -> PackageTerms:
    """What staff wrote, without what the shop adds."""
    fields = PackageTerms.__struct_fields__
    return PackageTerms(**{name: getattr(package, name) for name in fields})


def _kept(terms: PackageTerms) -> Any:
    return msgspec.to_builtins(package_terms(terms))


def _package(package_id: UUID, terms: Mapping[str, Any], revision: int) -> Package:
    return msgspec.convert({**terms, "id": package_id, "revision": revision}, Package)
