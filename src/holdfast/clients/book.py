"""Clients as stored: whoever changes one has locked it."""

from collections.abc import Sequence
from typing import Any, Final
from uuid import UUID

import sqlalchemy as sa
from msgspec import Struct
from sqlalchemy.dialects import postgresql as pg
from sqlalchemy.ext.asyncio import AsyncConnection

from holdfast.clients.facts import ClientMade
from holdfast.clients.rules import Client, ClientNotFound, ClientTerms
from holdfast.clients.tables import CLIENT_ACCOUNTS, NEW_CLIENTS, client_accounts, clients
from holdfast.kit.ids import new_id
from holdfast.ledger import Insert, Rider, tell

_FIELDS: Final = (
    "id", "name", "email", "phone", "tags", "consent", "consent_at", "consent_by", "source",
    "merged_into", "revision", "made_by", "created_at",
)  # fmt: skip
_COLUMNS: Final = tuple(clients.c[name] for name in _FIELDS)
# One client for each owner: whoever comes second finds the first's.
_TAKE_IN: Final = sa.text("""
WITH new AS (
    INSERT INTO client_accounts (owner, client_id)
    SELECT owner, client_id FROM unnest(CAST(:owners AS text[]), CAST(:ids AS uuid[]))
        AS asked (owner, client_id) ORDER BY owner
    ON CONFLICT (owner) DO NOTHING RETURNING owner, client_id)
INSERT INTO clients (id, source, made_by)
SELECT client_id, 'booking', owner FROM new RETURNING id
""")
_OF_OWNERS: Final = sa.text("""
SELECT owner, client_id FROM client_accounts WHERE owner = ANY(CAST(:owners AS text[]))
""")
_ADOPT: Final = sa.text("UPDATE client_accounts SET owner = :owner WHERE owner = :guest")
_FORGET: Final = sa.text("DELETE FROM client_accounts WHERE owner = :guest")
_MOVE: Final = tuple(
    sa.text(f"UPDATE {table} SET client_id = :kept WHERE client_id = :gone")
    for table in (
        "client_accounts",
        "client_notes",
        "own_client_notes",
        "client_tasks",
        "client_requests",
    )
)
_GONE: Final = sa.text("""
UPDATE clients SET merged_into = :kept, revision = revision + 1
WHERE id = :gone OR merged_into = :gone
""")


class ClientAdded(Struct, frozen=True):
    """``before``: the request had made it already, with a body of this digest."""

    id: UUID
    before: bool = False
    digest: bytes = b""


async def client_of(connection: AsyncConnection, client_id: UUID) -> Client | None:
    """The client, or who they turned out to be."""
    row = await _row(connection, client_id)
    if row is not None and row.merged_into is not None:
        row = await _row(connection, row.merged_into)
    return row


async def known_client(connection: AsyncConnection, client_id: UUID) -> Client:
    """As :func:`client_of`. Raises :class:`ClientNotFound`."""
    found = await client_of(connection, client_id)
    if found is None:
        raise ClientNotFound("There is no such client.")
    return found


async def _row(connection: AsyncConnection, client_id: UUID) -> Client | None:
    row = (await connection.execute(sa.select(*_COLUMNS).where(clients.c.id == client_id))).first()
    return None if row is None else _client(row)


async def lock_clients(connection: AsyncConnection, ids: Sequence[UUID]) -> dict[UUID, Client]:
    """Those that stand, which nobody else changes before the transaction ends."""
    query = sa.select(*_COLUMNS).where(clients.c.id.in_(ids), clients.c.merged_into.is_(None))
    rows = await connection.execute(query.order_by(clients.c.id).with_for_update())
    return {row.id: _client(row) for row in rows}


async def add_client(
    connection: AsyncConnection,
    terms: ClientTerms,
    by: str,
    source: str = "staff",
    key: tuple[str, bytes] | None = None,
) -> ClientAdded:
    """A new one; the one that the key's request made, if there is one."""
    text, digest = key or (None, None)
    row = {"id": new_id(), "source": source, "made_by": by, "key": text, "digest": digest}
    adding = pg.insert(clients).values(**row, **_written(terms, by, terms.consent))
    made = (
        await connection.execute(
            adding.on_conflict_do_nothing(index_elements=["key"]).returning(clients.c.id)
        )
    ).scalar()
    if made is not None:
        return ClientAdded(made)
    found = sa.select(clients.c.id, clients.c.digest).where(clients.c.key == text)
    before = (await connection.execute(found)).one()
    return ClientAdded(before.id, True, before.digest)


async def change_client(
    connection: AsyncConnection, before: Client, terms: ClientTerms, by: str
) -> None:
    asked = terms.consent != before.consent
    await connection.execute(
        sa.update(clients)
        .where(clients.c.id == before.id)
        .values(**_written(terms, by, asked), revision=before.revision + 1)
    )


async def take_in(connection: AsyncConnection, owners: Sequence[str]) -> list[UUID]:
    """Whoever of these is no client yet is one now; their ids."""
    once = sorted(set(owners))
    about = {"owners": once, "ids": [new_id() for _ in once]}
    return list((await connection.execute(_TAKE_IN, about)).scalars())


async def clients_of_owners(connection: AsyncConnection, owners: Sequence[str]) -> dict[str, UUID]:
    return {row[0]: row[1] for row in await connection.execute(_OF_OWNERS, {"owners": owners})}


def client_begun(client_id: UUID, terms: ClientTerms, owner: str, by: str) -> tuple[Rider, ...]:
    """A new client, whose first booking is made for this owner in the same command."""
    row = (client_id, terms.name, terms.email, terms.phone, "staff", by)
    return (
        Insert(NEW_CLIENTS, (row,)),
        Insert(CLIENT_ACCOUNTS, ((owner, client_id),)),
        tell(ClientMade("staff"), client_id),
    )


async def give_account(connection: AsyncConnection, client_id: UUID, owner: str) -> None:
    """What this owner books and buys is the client's."""
    await connection.execute(sa.insert(client_accounts).values(owner=owner, client_id=client_id))


async def owners_of(connection: AsyncConnection, client_id: UUID) -> list[str]:
    """The accounts that are this client's."""
    query = sa.select(client_accounts.c.owner).where(client_accounts.c.client_id == client_id)
    return list((await connection.execute(query.order_by(client_accounts.c.owner))).scalars())


async def rename_account(connection: AsyncConnection, guest: str, owner: str) -> None:
    """Who was a guest has an account, which is no client's yet."""
    await connection.execute(_ADOPT, {"guest": guest, "owner": owner})


async def forget_account(connection: AsyncConnection, guest: str) -> None:
    """Nothing is this guest's any more."""
    await connection.execute(_FORGET, {"guest": guest})


async def merge_rows(connection: AsyncConnection, kept: UUID, gone: UUID) -> None:
    """What was of the one is of the other. Orders, bookings and money stay with their accounts."""
    for statement in _MOVE:
        await connection.execute(statement, {"kept": kept, "gone": gone})
    await connection.execute(_GONE, {"kept": kept, "gone": gone})


def _written(terms: ClientTerms, by: str, asked: bool) -> dict[str, Any]:
    """``asked``: the consent is new, or was taken back."""
    told = {
        "name": terms.name,
        "email": terms.email,
        "phone": terms.phone,
        "tags": list(terms.tags),
        "consent": terms.consent,
    }
    if asked:
        told |= {"consent_at": sa.func.clock_timestamp(), "consent_by": by}
    return told


def _client(row: Any) -> Client:
    about = dict(row._mapping)
    return Client(**about | {"tags": tuple(about["tags"])})
