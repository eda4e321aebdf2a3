"""Questions about products as stored: of each product, a person has one that waits."""

from collections.abc import Sequence
from typing import Final
from uuid import UUID

import asyncpg
import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from holdfast.kit.ids import new_id
from holdfast.reviews.rules import Question
from holdfast.reviews.words import WORDS_COLUMNS

QUESTION_COLUMNS: Final = f"{WORDS_COLUMNS}, r.product_id"
"""A :class:`Question` as a row, of questions called ``r``."""

_ONE_AT_A_TIME: Final = sa.text("SELECT pg_advisory_xact_lock(hashtextextended(:author, 169))")
_ADD: Final = sa.text("""
INSERT INTO questions (id, author, product_id, text, created_at, changed_at)
VALUES (:id, :author, :product, :text, statement_timestamp(), statement_timestamp())
""")
_ASK_ANEW: Final = sa.text("""
UPDATE questions SET text = :text, version = version + 1, looked_at = NULL,
    changed_at = clock_timestamp()
WHERE id = :id
""")
_LAST_OWN: Final = f"""
SELECT {QUESTION_COLUMNS} FROM questions r
WHERE r.author = {{author}} AND r.product_id = {{product}} AND r.removed_at IS NULL
ORDER BY r.created_at DESC, r.id DESC LIMIT 1
"""
_OWN: Final = _LAST_OWN.format(author="$1", product="$2")
_LOCK_OWN: Final = sa.text(_LAST_OWN.format(author=":author", product=":product") + " FOR UPDATE")
_ONE: Final = f"SELECT {QUESTION_COLUMNS} FROM questions r WHERE r.id = $1"
_LOCK: Final = sa.text(
    f"SELECT {QUESTION_COLUMNS} FROM questions r"
    " WHERE r.id = ANY(CAST(:ids AS uuid[])) ORDER BY r.id FOR UPDATE"
)
_TODAY: Final = sa.text("""
SELECT count(*) FROM questions WHERE author = :author AND created_at > now() - interval '1 day'
""")


async def lock_own_question(
    connection: AsyncConnection, author: UUID, product_id: UUID
) -> Question | None:
    """The last that the author asked about it and did not take back. Nobody else asks in their
    name before the transaction is over."""
    about = {"author": author, "product": product_id}
    await connection.execute(_ONE_AT_A_TIME, {"author": str(author)})
    row = (await connection.execute(_LOCK_OWN, about)).one_or_none()
    return None if row is None else Question(*row)


async def own_question(pool: asyncpg.Pool, author: UUID, product_id: UUID) -> Question | None:
    """The same, to be read; also if it does not show."""
    row = await pool.fetchrow(_OWN, author, product_id)
    return None if row is None else Question(*row)


async def question_of(pool: asyncpg.Pool, question_id: UUID) -> Question | None:
    """Whatever becomes of it, what it is about and who asked stays."""
    row = await pool.fetchrow(_ONE, question_id)
    return None if row is None else Question(*row)


async def lock_questions(connection: AsyncConnection, ids: Sequence[UUID]) -> list[Question]:
    """Those that there are, locked in one order, whoever else locks some of them."""
    rows = await connection.execute(_LOCK, {"ids": list(ids)})
    return [Question(*row) for row in rows]


async def lock_question(connection: AsyncConnection, question_id: UUID) -> Question | None:
    """One of them."""
    return next(iter(await lock_questions(connection, [question_id])), None)


async def asked_today(connection: AsyncConnection, author: UUID) -> int:
    """How many, also of those that were taken back."""
    return int((await connection.execute(_TODAY, {"author": author})).scalar_one())


async def add_question(
    connection: AsyncConnection, author: UUID, product_id: UUID, text: str
) -> UUID:
    made = new_id()
    about = {"id": made, "author": author, "product": product_id, "text": text}
    await connection.execute(_ADD, about)
    return made


async def ask_anew(connection: AsyncConnection, question_id: UUID, text: str) -> None:
    """In other words."""
    await connection.execute(_ASK_ANEW, {"id": question_id, "text": text})
