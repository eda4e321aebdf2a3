"""Links by which family and friends look at the pictures of a session: of each gallery one stands
at a time. Its token is made of its id and the shop's secret, and lies nowhere."""

import hashlib
from datetime import datetime
from typing import Final
from uuid import UUID

import asyncpg
import sqlalchemy as sa
from msgspec import Struct
from sqlalchemy.ext.asyncio import AsyncConnection

from holdfast.db.metadata import TIME, metadata, written_at

gallery_links = sa.Table(
    "gallery_links",
    metadata,
    sa.Column("id", sa.Uuid, primary_key=True, comment="its token is made of it"),
    sa.Column("booking_id", sa.Uuid, nullable=False),
    sa.Column("token_hash", sa.LargeBinary, nullable=False),
    sa.Column("download", sa.Boolean, nullable=False),
    sa.Column("views", sa.BigInteger, nullable=False, server_default="0"),
    sa.Column("seen_at", TIME, comment="last"),
    sa.Column("made_by", sa.Text, nullable=False),
    written_at("made_at"),
    sa.Column("revoked_at", TIME),
    sa.Index("uq_gallery_links_token_hash", "token_hash", unique=True),
    sa.Index(
        "uq_gallery_links_booking_id", "booking_id",
        unique=True, postgresql_where=sa.text("revoked_at IS NULL"),
    ),
    comment="By which whoever has them looks at the pictures of a session",
)  # fmt: skip

_COLUMNS: Final = "id, booking_id, token_hash, download, views, seen_at, made_at"
_STANDING: Final = f"""
SELECT {_COLUMNS} FROM gallery_links WHERE booking_id = $1 AND revoked_at IS NULL
"""
_BY_TOKEN: Final = f"""
SELECT {_COLUMNS} FROM gallery_links WHERE token_hash = $1 AND revoked_at IS NULL
"""
_BY_ID: Final = f"SELECT {_COLUMNS} FROM gallery_links WHERE id = $1 AND revoked_at IS NULL"
_SEEN: Final = """
UPDATE gallery_links SET views = views + 1, seen_at = clock_timestamp()
WHERE id = $1 AND revoked_at IS NULL
"""
_HELD: Final = sa.text(f"""
SELECT {_COLUMNS} FROM gallery_links WHERE booking_id = :booking AND revoked_at IS NULL
""")
_KEEP: Final = sa.text("""
INSERT INTO gallery_links (id, booking_id, token_hash, download, made_by)
VALUES (:id, :booking, :token, :download, :by)
""")
_ALLOW: Final = sa.text("UPDATE gallery_links SET download = :download WHERE id = :id")
_REVOKE: Final = sa.text("""
UPDATE gallery_links SET revoked_at = clock_timestamp()
WHERE booking_id = :booking AND revoked_at IS NULL
""")


class GalleryLink(Struct, frozen=True):
    """``download``: who has it may take what the client may; ``views``: how often it was opened,
    the last time at ``seen_at``."""

    id: UUID
    booking_id: UUID
    token_hash: bytes
    download: bool
    views: int
    seen_at: datetime | None
    made_at: datetime


def gallery_token_hash(token: str) -> bytes:
    """As a token is kept."""
    return hashlib.sha256(token.encode()).digest()


async def gallery_link_of(pool: asyncpg.Pool, booking_id: UUID) -> GalleryLink | None:
    """The one that stands."""
    row = await pool.fetchrow(_STANDING, booking_id)
    return None if row is None else GalleryLink(*row)


async def standing_gallery_link(
    connection: AsyncConnection, booking_id: UUID
) -> GalleryLink | None:
    """The same, of a gallery that is locked."""
    row = (await connection.execute(_HELD, {"booking": booking_id})).one_or_none()
    return None if row is None else GalleryLink(*row)


async def gallery_link_by_token(pool: asyncpg.Pool, token: str) -> GalleryLink | None:
    """What the token opens, if it stands."""
    row = await pool.fetchrow(_BY_TOKEN, gallery_token_hash(token))
    return None if row is None else GalleryLink(*row)


async def gallery_link(pool: asyncpg.Pool, link_id: UUID) -> GalleryLink | None:
    """If it stands."""
    row = await pool.fetchrow(_BY_ID, link_id)
    return None if row is None else GalleryLink(*row)


async def gallery_link_seen(pool: asyncpg.Pool, link_id: UUID) -> None:
    """Somebody opened it."""
    await pool.execute(_SEEN, link_id)


async def keep_gallery_link(
    connection: AsyncConnection, link_id: UUID, booking_id: UUID, token: str, by: str, *,
    download: bool,
) -> None:  # fmt: skip
    """The gallery is locked, and has none."""
    about = {"id": link_id, "booking": booking_id, "token": gallery_token_hash(token)}
    await connection.execute(_KEEP, about | {"download": download, "by": by})


async def allow_download(connection: AsyncConnection, link_id: UUID, *, download: bool) -> None:
    await connection.execute(_ALLOW, {"id": link_id, "download": download})


async def revoke_gallery_link(connection: AsyncConnection, booking_id: UUID) -> bool:
    """It opens nothing any more. False where there is none."""
    return (await connection.execute(_REVOKE, {"booking": booking_id})).rowcount > 0
