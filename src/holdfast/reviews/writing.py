"""Reviews as stored: whoever changes one has locked it."""

from collections.abc import Sequence
from typing import Final
from uuid import UUID

import asyncpg
import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from holdfast.kit.ids import new_id
from holdfast.reviews.rules import Review, Subject

REVIEW_COLUMNS: Final = (
    "r.id, r.subject, r.subject_id, r.author, r.stars, r.text, r.version, r.created_at,"
    " r.changed_at, r.removed_at, r.looked_at, r.hidden_at, r.hidden_by, r.hidden_reason,"
    " r.reply, r.replied_at, r.replied_by"
)
"""A :class:`Review` as a row, of reviews called ``r``."""
_ADD: Final = sa.text("""
INSERT INTO reviews (id, subject, subject_id, author, stars, text, created_at, changed_at)
VALUES (:id, :kind, :subject, :author, :stars, :text, statement_timestamp(), statement_timestamp())
ON CONFLICT (author, subject_id) DO NOTHING RETURNING id
""")
_OWN: Final = f"SELECT {REVIEW_COLUMNS} FROM reviews r WHERE r.author = $1 AND r.subject_id = $2"
_ONE: Final = f"SELECT {REVIEW_COLUMNS} FROM reviews r WHERE r.id = $1"
_LOCK_OWN: Final = sa.text(
    f"SELECT {REVIEW_COLUMNS} FROM reviews r"
    " WHERE r.author = :author AND r.subject_id = :subject FOR UPDATE"
)
_LOCK: Final = sa.text(
    f"SELECT {REVIEW_COLUMNS} FROM reviews r"
    " WHERE r.id = ANY(CAST(:ids AS uuid[])) ORDER BY r.id FOR UPDATE"
)
# One that was taken back begins anew.
_SAY: Final = sa.text("""
UPDATE reviews SET stars = :stars, text = :text, version = version + 1, looked_at = NULL,
    created_at = CASE WHEN removed_at IS NULL THEN created_at ELSE statement_timestamp() END,
    changed_at = statement_timestamp(), removed_at = NULL
WHERE id = :id
""")
_TAKE_BACK: Final = sa.text("""
UPDATE reviews SET removed_at = clock_timestamp(), text = '', version = version + 1,
    changed_at = clock_timestamp(), looked_at = NULL, reply = '', replied_at = NULL,
    replied_by = NULL
WHERE id = :id
""")
_HIDE: Final = sa.text("""
UPDATE reviews SET hidden_at = clock_timestamp(), hidden_by = :by, hidden_reason = :reason,
    looked_at = clock_timestamp()
WHERE id = :id
""")
_ANSWER: Final = sa.text("""
UPDATE reviews SET reply = :reply, replied_at = CASE WHEN :reply <> '' THEN clock_timestamp() END,
    replied_by = CASE WHEN :reply <> '' THEN :by END
WHERE id = :id
""")
_LET_SHOW: Final = sa.text("""
UPDATE reviews SET hidden_at = NULL, hidden_by = NULL, hidden_reason = NULL,
    looked_at = clock_timestamp()
WHERE id = :id
""")


async def own_review(pool: asyncpg.Pool, author: UUID, subject_id: UUID) -> Review | None:
    """What the user wrote of it, also if it does not show; None if it was taken back."""
    row = await pool.fetchrow(_OWN, author, subject_id)
    found = None if row is None else Review(*row)
    return None if found is None or found.is_removed else found


async def review_of(pool: asyncpg.Pool, review_id: UUID) -> Review | None:
    """Whatever becomes of it, what it is of and who wrote it stays."""
    row = await pool.fetchrow(_ONE, review_id)
    return None if row is None else Review(*row)


async def add_review(
    connection: AsyncConnection, author: UUID, subject: Subject, stars: int, text: str
) -> UUID | None:
    """The new review's id; None if there is one, which the same user may write at this moment."""
    about = {
        "id": new_id(), "kind": subject.kind, "subject": subject.id, "author": author,
        "stars": stars, "text": text,
    }  # fmt: skip
    made: UUID | None = (await connection.execute(_ADD, about)).scalar()
    return made


async def lock_own(connection: AsyncConnection, author: UUID, subject_id: UUID) -> Review | None:
    """The user's review of it, which nobody else changes before the transaction ends."""
    about = {"author": author, "subject": subject_id}
    row = (await connection.execute(_LOCK_OWN, about)).first()
    return None if row is None else Review(*row)


async def lock_reviews(connection: AsyncConnection, ids: Sequence[UUID]) -> list[Review]:
    """Those that there are, locked in one order, whoever else locks some of them."""
    rows = await connection.execute(_LOCK, {"ids": list(ids)})
    return [Review(*row) for row in rows]


async def lock_review(connection: AsyncConnection, review_id: UUID) -> Review | None:
    """One of them."""
    return next(iter(await lock_reviews(connection, [review_id])), None)


async def say_anew(connection: AsyncConnection, review_id: UUID, stars: int, text: str) -> None:
    await connection.execute(_SAY, {"id": review_id, "stars": stars, "text": text})


async def take_back(connection: AsyncConnection, review_id: UUID) -> None:
    """Its words go, its row stays."""
    await connection.execute(_TAKE_BACK, {"id": review_id})


async def answer_review(connection: AsyncConnection, review_id: UUID, reply: str, by: str) -> None:
    """Reply to it in place of what was replied before; without words, take that back."""
    await connection.execute(_ANSWER, {"id": review_id, "reply": reply, "by": by})


async def hide(connection: AsyncConnection, review_id: UUID, by: str, reason: str) -> None:
    await connection.execute(_HIDE, {"id": review_id, "by": by, "reason": reason})


async def let_show(connection: AsyncConnection, review_id: UUID) -> None:
    """Looked at, and found good to be shown."""
    await connection.execute(_LET_SHOW, {"id": review_id})
