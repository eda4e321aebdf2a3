"""Whom the shop always serves, and whom never: by account, card, device, network or country."""

from datetime import datetime
from typing import Final, Literal, TypeAlias
from uuid import UUID

import sqlalchemy as sa
from msgspec import Struct
from sqlalchemy.ext.asyncio import AsyncConnection

from holdfast.fraud.tables import fraud_list
from holdfast.kit import Problem

ListedKind: TypeAlias = Literal["account", "card", "device", "address", "country"]
ListedWord: TypeAlias = Literal["allow", "block"]
MAX_LISTED: Final = 1000

_COLUMNS: Final = tuple(
    fraud_list.c[name]
    for name in ("id", "kind", "value", "word", "note", "ends_at", "added_by", "added_at")
)
_PUT: Final = sa.text("""
INSERT INTO fraud_list (id, kind, value, word, note, ends_at, added_by)
VALUES (:id, :kind, :value, :word, :note, CAST(:ends_at AS timestamptz), :added_by)
ON CONFLICT (kind, value) DO UPDATE
SET word = excluded.word, note = excluded.note, ends_at = excluded.ends_at,
    added_by = excluded.added_by, added_at = clock_timestamp()
RETURNING id
""")


class ListedNotFound(Problem):
    """There is no such line of the list."""

    status = 404
    code = "listed-not-found"
    title = "No such line"


class TooManyListed(Problem):
    """The list is bounded."""

    status = 409
    code = "too-many-listed"
    title = "The list is full"


class Listed(Struct, frozen=True):
    """One of them; ``ends_at``: until when, if not for good."""

    id: UUID
    kind: ListedKind
    value: str
    word: ListedWord
    note: str
    ends_at: datetime | None
    added_by: str
    added_at: datetime


async def listed_now(connection: AsyncConnection) -> list[Listed]:
    """All of them, those added last first."""
    query = sa.select(*_COLUMNS).order_by(fraud_list.c.added_at.desc(), fraud_list.c.id)
    return [Listed(*row) for row in await connection.execute(query.limit(MAX_LISTED))]


async def put_listed(connection: AsyncConnection, line: dict[str, object]) -> UUID:
    """Add one, in place of what was said of it before. Raises :class:`TooManyListed`."""
    await connection.execute(sa.text("LOCK TABLE fraud_list IN SHARE ROW EXCLUSIVE MODE"))
    query = sa.select(sa.func.count()).select_from(fraud_list)
    if (await connection.execute(query)).scalar_one() >= MAX_LISTED:
        raise TooManyListed("Take some off first.")
    found: UUID = (await connection.execute(_PUT, line)).scalar_one()
    return found


async def drop_listed(connection: AsyncConnection, line_id: UUID) -> Listed:
    """Take one off. Raises :class:`ListedNotFound`."""
    query = sa.delete(fraud_list).where(fraud_list.c.id == line_id).returning(*_COLUMNS)
    row = (await connection.execute(query)).first()
    if row is None:
        raise ListedNotFound("There is no such line.")
    return Listed(*row)
