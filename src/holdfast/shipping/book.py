"""A person's own addresses: several, of which one is taken where none is named."""

from collections.abc import Iterable
from typing import Final
from uuid import UUID

import sqlalchemy as sa
from msgspec import Struct
from sqlalchemy.ext.asyncio import AsyncConnection

from holdfast.kit import Problem
from holdfast.shipping.address import Address, address_text, decode_address

MOST_ADDRESSES: Final = 20
"""Of one person."""

_LOCK: Final = sa.text("SELECT pg_advisory_xact_lock(hashtextextended('addresses/' || :owner, 0))")
_OWN: Final = sa.text("""
SELECT id, address::text AS address, is_default FROM addresses WHERE owner = :owner
ORDER BY is_default DESC, id DESC
""")
_ONE: Final = sa.text("""
SELECT id, address::text AS address, is_default FROM addresses WHERE owner = :owner AND id = :id
""")
_NOT_DEFAULT: Final = sa.text("""
UPDATE addresses SET is_default = false WHERE owner = :owner AND is_default AND id <> :id
""")
_PUT: Final = sa.text("""
INSERT INTO addresses (id, owner, address, is_default)
VALUES (:id, :owner, CAST(:address AS jsonb), :is_default)
ON CONFLICT (id) DO UPDATE
SET address = excluded.address, is_default = excluded.is_default, changed_at = clock_timestamp()
""")
_DROP: Final = sa.text("DELETE FROM addresses WHERE owner = :owner AND id = :id")


class AddressNotFound(Problem):
    """No such address, or somebody else's."""

    status = 404
    code = "address-not-found"
    title = "No such address"


class SavedAddress(Struct, frozen=True):
    """``is_default``: it is taken where its owner names none."""

    id: UUID
    address: Address
    is_default: bool


async def addresses_of(connection: AsyncConnection, owner: str) -> list[SavedAddress]:
    """The default first, then the latest."""
    return _read(await connection.execute(_OWN, {"owner": owner}))


async def saved_address(
    connection: AsyncConnection, owner: str, address_id: UUID
) -> SavedAddress | None:
    """Another's is none."""
    found = _read(await connection.execute(_ONE, {"owner": owner, "id": address_id}))
    return found[0] if found else None


async def lock_addresses(connection: AsyncConnection, owner: str) -> None:
    """Whoever else changes this person's addresses waits until the transaction ends."""
    await connection.execute(_LOCK, {"owner": owner})


async def put_address(connection: AsyncConnection, owner: str, saved: SavedAddress) -> None:
    """Keep it, new or changed; if it is the default, no other is any more."""
    if saved.is_default:
        await connection.execute(_NOT_DEFAULT, {"owner": owner, "id": saved.id})
    row = {
        "id": saved.id,
        "owner": owner,
        "address": address_text(saved.address),
        "is_default": saved.is_default,
    }
    await connection.execute(_PUT, row)


async def drop_address(connection: AsyncConnection, owner: str, address_id: UUID) -> None:
    await connection.execute(_DROP, {"owner": owner, "id": address_id})


def _read(rows: Iterable[sa.Row[tuple[object, ...]]]) -> list[SavedAddress]:
    return [SavedAddress(row.id, decode_address(row.address), row.is_default) for row in rows]
