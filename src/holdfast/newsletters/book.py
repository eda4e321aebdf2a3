"""Newsletters as stored."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final
from uuid import UUID

import asyncpg
import msgspec
import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from holdfast.newsletters.newsletter import Counted, Newsletter, Words

_COLUMNS: Final = (
    "n.id, n.status, n.texts::text, n.products::text, n.group_id, n.created_at, n.send_at,"
    " n.begun_at, n.ended_at, n.reached, n.written, n.counted::text"
)
_ONE: Final = f"SELECT {_COLUMNS} FROM newsletters n WHERE n.id = $1 AND n.status <> 'discarded'"
_PAGE: Final = f"""
SELECT {_COLUMNS} FROM newsletters n
WHERE n.status <> 'discarded' AND ($1::uuid IS NULL OR n.id < $1)
ORDER BY n.id DESC LIMIT $2
"""
_DUE: Final = f"""
SELECT {_COLUMNS} FROM newsletters n WHERE n.status = 'scheduled' AND n.send_at <= $1
ORDER BY n.send_at LIMIT 1
"""
_UNDER_WAY: Final = sa.text(f"""
SELECT {_COLUMNS} FROM newsletters n WHERE n.status = 'sending'
ORDER BY n.begun_at, n.id LIMIT :most FOR UPDATE
""")
_GOES_ON: Final = sa.text("""
SELECT EXISTS (SELECT FROM newsletters WHERE id = CAST(:id AS uuid) AND status = 'sending')
""")
_REACH: Final = sa.text("""
UPDATE newsletters SET reached = CAST(:reached AS uuid), written = written + :more
WHERE id = CAST(:id AS uuid)
""")
_texts = msgspec.json.Decoder(dict[str, Words]).decode
_ids = msgspec.json.Decoder(tuple[UUID, ...]).decode
_counts = msgspec.json.Decoder(Counted).decode


async def load_newsletter(pool: asyncpg.Pool, newsletter_id: UUID) -> Newsletter | None:
    row = await pool.fetchrow(_ONE, newsletter_id)
    return None if row is None else _newsletter(row)


async def newsletters_page(pool: asyncpg.Pool, before: UUID | None, limit: int) -> list[Newsletter]:
    """Newest first, before the given one."""
    return [_newsletter(row) for row in await pool.fetch(_PAGE, before, limit)]


async def newsletter_to_begin(pool: asyncpg.Pool, now: datetime) -> Newsletter | None:
    """One whose time has come."""
    row = await pool.fetchrow(_DUE, now)
    return None if row is None else _newsletter(row)


async def newsletters_under_way(connection: AsyncConnection, most: int) -> list[Newsletter]:
    """Those that go out, the first first; nobody stops them while the transaction is open."""
    rows = await connection.execute(_UNDER_WAY, {"most": most})
    return [_newsletter(row) for row in rows]


async def goes_on(connection: AsyncConnection, newsletter_id: UUID) -> bool:
    """Nobody stopped it."""
    return bool(await connection.scalar(_GOES_ON, {"id": newsletter_id}))


async def note_reached(
    connection: AsyncConnection, newsletter_id: UUID, reached: UUID, more: int
) -> None:
    """It was written up to this subscriber, in so many mails more."""
    asked = {"id": newsletter_id, "reached": reached, "more": more}
    await connection.execute(_REACH, asked)


def _newsletter(row: Sequence[Any]) -> Newsletter:
    return Newsletter(
        id=row[0],
        status=row[1],
        texts=_texts(row[2]),
        products=_ids(row[3]),
        group=row[4],
        created_at=row[5],
        send_at=row[6],
        begun_at=row[7],
        ended_at=row[8],
        reached=row[9],
        written=row[10],
        counted=None if row[11] is None else _counts(row[11]),
    )
