"""The inbox: which messages of the outside world were taken already, so that none counts twice.

The mark is written with the effect: as a rider of the ledger command, or in the transaction that
:func:`take` is called in. A second delivery then meets the primary key.
"""

from collections.abc import Collection
from typing import Final

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from holdfast.db.metadata import metadata, written_at

__all__ = ["INBOX_COLUMNS", "INBOX_DAYS", "clear", "inbox", "take", "taken_of"]

INBOX_COLUMNS: Final = ("source", "message")
INBOX_DAYS: Final = 30
"""How long a mark is kept; no sender of ours repeats a message for longer."""

inbox = sa.Table(
    "inbox",
    metadata,
    sa.Column("source", sa.Text, primary_key=True),
    sa.Column("message", sa.Text, primary_key=True),
    written_at("at"),
    sa.Index("ix_inbox_at", "at"),
)


async def take(connection: AsyncConnection, source: str, message: str) -> bool:
    """Mark the message as taken in this transaction; False if it was taken before."""
    marked = await connection.execute(
        insert(inbox)
        .values(source=source, message=message)
        .on_conflict_do_nothing()
        .returning(inbox.c.message)
    )
    return marked.first() is not None


async def taken_of(connection: AsyncConnection, source: str, messages: Collection[str]) -> set[str]:
    """Those of the messages that were taken before."""
    rows = await connection.scalars(
        sa.select(inbox.c.message).where(
            inbox.c.source == source, inbox.c.message.in_(sorted(messages))
        )
    )
    return set(rows)


async def clear(connection: AsyncConnection, limit: int = 1000) -> int:
    """Forget a slice of the marks older than :data:`INBOX_DAYS`; how many went."""
    gone = await connection.execute(
        sa.text(
            """
            DELETE FROM inbox WHERE (source, message) IN (
                SELECT source, message FROM inbox
                WHERE at < now() - make_interval(days => :days) LIMIT :limit)
            """
        ),
        {"days": INBOX_DAYS, "limit": limit},
    )
    return gone.rowcount
