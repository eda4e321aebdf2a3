"""What reviews and questions have in common, as stored: whoever changes one has locked it."""

from collections.abc import Mapping
from typing import Final, Literal, TypeAlias
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

WordsTable: TypeAlias = Literal["reviews", "questions"]

WORDS_COLUMNS: Final = (
    "r.id, r.author, r.text, r.version, r.created_at, r.changed_at, r.removed_at, r.looked_at,"
    " r.hidden_at, r.hidden_by, r.hidden_reason, r.reply, r.replied_at, r.replied_by"
)
"""The columns of :class:`Words` as a row, of a table called ``r``."""


def _of_each(statement: str) -> Mapping[WordsTable, sa.TextClause]:
    """``{emptied}``: what only one of them has, taken away."""
    return {
        "reviews": sa.text(statement.format(table="reviews", emptied=", images = '[]'")),
        "questions": sa.text(statement.format(table="questions", emptied="")),
    }


_TAKE_BACK: Final = _of_each("""
UPDATE {table} SET removed_at = clock_timestamp(), text = '', version = version + 1,
    changed_at = clock_timestamp(), looked_at = NULL, reply = '', replied_at = NULL,
    replied_by = NULL{emptied}
WHERE id = :id
""")
_HIDE: Final = _of_each("""
UPDATE {table} SET hidden_at = clock_timestamp(), hidden_by = :by, hidden_reason = :reason,
    looked_at = clock_timestamp()
WHERE id = :id
""")
_LET_SHOW: Final = _of_each("""
UPDATE {table} SET hidden_at = NULL, hidden_by = NULL, hidden_reason = NULL,
    looked_at = clock_timestamp()
WHERE id = :id
""")
_REPLY: Final = _of_each("""
UPDATE {table} SET reply = :reply, replied_at = CASE WHEN :reply <> '' THEN clock_timestamp() END,
    replied_by = CASE WHEN :reply <> '' THEN :by END
WHERE id = :id
""")


async def take_back(connection: AsyncConnection, table: WordsTable, words_id: UUID) -> None:
    """Its words and pictures go, its row stays."""
    await connection.execute(_TAKE_BACK[table], {"id": words_id})


async def reply_to(
    connection: AsyncConnection, table: WordsTable, words_id: UUID, reply: str, by: str
) -> None:
    """In place of what was replied before; without words, take that back."""
    await connection.execute(_REPLY[table], {"id": words_id, "reply": reply, "by": by})


async def hide(
    connection: AsyncConnection, table: WordsTable, words_id: UUID, by: str, reason: str
) -> None:
    await connection.execute(_HIDE[table], {"id": words_id, "by": by, "reason": reason})


async def let_show(connection: AsyncConnection, table: WordsTable, words_id: UUID) -> None:
    """Looked at, and found good to be shown."""
    await connection.execute(_LET_SHOW[table], {"id": words_id})
