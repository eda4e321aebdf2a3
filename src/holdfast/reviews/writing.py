"""Reviews as stored: whoever changes one has locked it."""

from collections.abc import Sequence
from typing import Final
from uuid import UUID

import asyncpg
import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from holdfast.kit.ids import new_id
from holdfast.reviews.rules import Review, Subject
from holdfast.reviews.words import WORDS_COLUMNS

REVIEW_COLUMNS: Final = f"{WORDS_COLUMNS}, r.subject, r.subject_id, r.stars, r.images::text"
"""A :class:`Review` as a row, of reviews called ``r``."""
_ADD: Final = sa.text("""
INSERT INTO reviews
    (id, subject, subject_id, author, stars, text, images, created_at, changed_at)
VALUES (:id, :kind, :subject, :author, :stars, :text, CAST(:images AS jsonb),
        statement_timestamp(), statement_timestamp())
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
UPDATE reviews SET stars = :stars, text = :text, images = CAST(:images AS jsonb),
    version = version + 1, looked_at = NULL,
    created_at = CASE WHEN removed_at IS NULL THEN created_at ELSE statement_timestamp() END,
    changed_at = statement_timestamp(), removed_at = NULL
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
    connection: AsyncConnection,
    author: UUID,
    subject: Subject,
    stars: int,
    text: str,
    images: str = "[]",
) -> UUID | None:
    """The new review's id; None if there is one, which the same user may write at this moment."""
    about = {
        "id": new_id(), "kind": subject.kind, "subject": subject.id, "author": author,
        "stars": stars, "text": text, "images": images,
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


async def say_anew(
    connection: AsyncConnection, review_id: UUID, stars: int, text: str, images: str = "[]"
) -> None:
    about = {"id": review_id, "stars": stars, "text": text, "images": images}
    await connection.execute(_SAY, about)
