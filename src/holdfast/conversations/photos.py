"""Pictures in messages. They are for those who write and read them, and nobody else, so they lie in
the database and not among the shop's pictures, which anybody may see. One is sent first, and then
named by the message that has it; what no message has is gone after a day."""

from collections.abc import Sequence
from typing import Final
from uuid import UUID

import asyncpg
import sqlalchemy as sa
from msgspec import Struct
from sqlalchemy.ext.asyncio import AsyncConnection

from holdfast.kit import new_id
from holdfast.kit.photos import PhotoNotFound, TooManyPhotos
from holdfast.kit.sentences import say

MAX_PHOTOS: Final = 4
"""Of one message."""
MAX_UNUSED: Final = 12
"""Of one person, that no message has."""

_LOCK: Final = sa.text("SELECT pg_advisory_xact_lock(hashtextextended(:author, 92))")
_OLD: Final = sa.text("""
DELETE FROM message_photos WHERE id IN (
    SELECT id FROM message_photos
    WHERE status = 'unused' AND sent_at < now() - interval '1 day'
    ORDER BY sent_at LIMIT 100 FOR UPDATE SKIP LOCKED)
""")
_SENT: Final = sa.text("""
UPDATE message_photos SET sent_at = now()
WHERE author = CAST(:author AS uuid) AND name = :name AND status = 'unused' RETURNING id
""")
_UNUSED: Final = sa.text("""
SELECT count(*) FROM message_photos WHERE author = CAST(:author AS uuid) AND status = 'unused'
""")
_ADD: Final = sa.text("""
INSERT INTO message_photos (id, author, name, webp)
VALUES (:id, CAST(:author AS uuid), :name, :webp)
""")
_THEIRS: Final = """
SELECT id FROM message_photos
WHERE id = ANY($1::uuid[]) AND author = $2 AND status = 'unused'
"""
_ABOUT: Final = """
SELECT p.author, p.conversation_id, c.customer, c.seller_id,
       coalesce(m.status = 'hidden', false) AS hidden
FROM message_photos p
LEFT JOIN conversations c ON c.id = p.conversation_id
LEFT JOIN conversation_messages m
    ON m.conversation_id = p.conversation_id AND m.number = p.number
WHERE p.id = $1
"""


class PhotoAbout(Struct, frozen=True):
    """Whose it is, and in which conversation; None: no message has it. ``hidden``: staff hid the
    message."""

    author: UUID
    conversation_id: UUID | None
    customer: UUID | None
    seller_id: UUID | None
    hidden: bool


async def add_message_photo(
    connection: AsyncConnection, author: UUID, name: str, webp: bytes
) -> UUID:
    """Its id; the one that was sent before, and that no message has, is the same. Raises
    :class:`TooManyPhotos`."""
    about = {"author": str(author)}
    await connection.execute(_OLD)
    await connection.execute(_LOCK, about)
    known: UUID | None = await connection.scalar(_SENT, about | {"name": name})
    if known is not None:
        return known
    if (await connection.scalar(_UNUSED, about) or 0) >= MAX_UNUSED:
        raise TooManyPhotos(
            say("Send the message first: {most} photos wait for one.", most=MAX_UNUSED)
        )
    made = new_id()
    await connection.execute(_ADD, about | {"id": made, "name": name, "webp": webp})
    return made


async def must_be_unused(pool: asyncpg.Pool, author: UUID, photos: Sequence[UUID]) -> None:
    """The author sent them, and no message has them. Raises :class:`PhotoNotFound`."""
    if not photos:
        return
    found = {row[0] for row in await pool.fetch(_THEIRS, list(photos), author)}
    for place, one in enumerate(photos):
        if one not in found:
            raise PhotoNotFound("Upload the picture first.", field=f"photos[{place}]")


async def photo_about(pool: asyncpg.Pool, photo_id: UUID) -> PhotoAbout:
    """Raises :class:`PhotoNotFound`."""
    row = await pool.fetchrow(_ABOUT, photo_id)
    if row is None:
        raise PhotoNotFound("There is no such photo.")
    return PhotoAbout(*row)


async def photo_file(pool: asyncpg.Pool, photo_id: UUID) -> bytes:
    """The file, a WebP. Raises :class:`PhotoNotFound`."""
    found: bytes | None = await pool.fetchval(
        "SELECT webp FROM message_photos WHERE id = $1", photo_id
    )
    if found is None:
        raise PhotoNotFound("There is no such photo.")
    return found
