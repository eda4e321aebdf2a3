"""Galleries as they are kept, and how their rows change. A picture's row is there before its files
and gone after them, and never while they may still come, so no file is without a row, whoever is
killed when."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final
from uuid import UUID

import asyncpg
import sqlalchemy as sa
from msgspec import Struct
from sqlalchemy.ext.asyncio import AsyncConnection

from holdfast.booking.galleries.gallery import (
    MAX_BYTES,
    MAX_PICTURES,
    Gallery,
    GalleryPicture,
    GalleryStatus,
    Part,
)
from holdfast.kit import new_id
from holdfast.kit.photos import TooManyPhotos
from holdfast.kit.sentences import say

_PICTURE: Final = """
id, booking_id, part, title, place, width, height, stand_in, bytes, state = 'ready',
shown_at IS NOT NULL, favourite,
EXISTS (SELECT FROM bought_pictures b WHERE b.picture_id = gallery_pictures.id)
"""
_GALLERY: Final = """
SELECT booking_id, status, choose, delivered_at, until_at, further_price FROM galleries
"""
_OPEN: Final = sa.text(
    "INSERT INTO galleries (booking_id) VALUES (:id) ON CONFLICT (booking_id) DO NOTHING"
)
_LOCK: Final = sa.text(f"{_GALLERY} WHERE booking_id = :id FOR UPDATE")
_SAME: Final = sa.text(f"""
SELECT {_PICTURE} FROM gallery_pictures
WHERE booking_id = :id AND part = :part AND name = :name AND state <> 'going' FOR UPDATE
""")
_AGAIN: Final = sa.text("""
UPDATE gallery_pictures SET sent_at = clock_timestamp()
WHERE id = :picture AND state = 'unfinished'
""")
_TAKEN: Final = sa.text("""
SELECT count(*) FILTER (WHERE part = :part), coalesce(sum(bytes), 0)
FROM gallery_pictures WHERE booking_id = :id AND state <> 'going'
""")
_ADD: Final = sa.text(f"""
INSERT INTO gallery_pictures
    (id, booking_id, part, name, title, place, width, height, stand_in, bytes, sent_by)
VALUES (:picture, :id, :part, :name, :title, :place, :width, :height, :stand_in, :bytes, :by)
RETURNING {_PICTURE}
""")
_TOUCH: Final = sa.text(
    "UPDATE galleries SET changed_at = clock_timestamp() WHERE booking_id = :id"
)
_FINISH: Final = sa.text(
    "UPDATE gallery_pictures SET state = 'ready' WHERE id = :picture AND state <> 'going'"
)
_OF_BOOKING: Final = f"""
SELECT {_PICTURE} FROM gallery_pictures
WHERE booking_id = $1 AND state = 'ready' ORDER BY part DESC, title, id
"""
_ONE: Final = f"SELECT {_PICTURE} FROM gallery_pictures WHERE id = $1 AND state = 'ready'"
_ALONE: Final = sa.text(f"""
SELECT {_PICTURE} FROM gallery_pictures
WHERE booking_id = :id AND id = :picture AND state <> 'going' FOR UPDATE
""")
_LEAVE: Final = sa.text("""
UPDATE gallery_pictures SET state = 'going'
WHERE booking_id = :id AND id = :picture AND state <> 'going' RETURNING shown_at IS NOT NULL
""")
_SHOW: Final = sa.text("""
UPDATE gallery_pictures SET shown_at = clock_timestamp()
WHERE booking_id = :id AND part = :part AND state = 'ready' AND shown_at IS NULL RETURNING id
""")
_DELIVER: Final = sa.text("""
UPDATE galleries SET status = :status, choose = :choose,
    until_at = greatest(until_at, CAST(:until AS timestamptz)), ending_told_at = NULL,
    delivered_at = clock_timestamp(), changed_at = clock_timestamp()
WHERE booking_id = :id RETURNING until_at
""")
_STAND: Final = sa.text("UPDATE galleries SET status = :status WHERE booking_id = :id")
_SHOWN: Final = sa.text("""
SELECT count(*) FROM gallery_pictures
WHERE booking_id = :id AND part = :part AND state = 'ready' AND shown_at IS NOT NULL
""")
_MARK: Final = sa.text("""
UPDATE gallery_pictures SET favourite = :favourite
WHERE booking_id = :id AND id = :picture AND part = 'proof' AND state = 'ready'
  AND shown_at IS NOT NULL RETURNING id
""")
_MARKED: Final = sa.text("""
SELECT count(*) FROM gallery_pictures
WHERE booking_id = :id AND part = 'proof' AND favourite AND state = 'ready'
  AND NOT EXISTS (SELECT FROM bought_pictures b WHERE b.picture_id = gallery_pictures.id)
""")
_COUNTS: Final = """
SELECT g.booking_id, g.status,
       (SELECT count(*) FROM gallery_pictures p WHERE p.booking_id = g.booking_id
        AND p.state = 'ready' AND p.shown_at IS NOT NULL)
FROM galleries g WHERE g.booking_id = ANY($1::uuid[]) AND g.delivered_at IS NOT NULL
"""


class NewPicture(Struct, frozen=True):
    """``name`` is made of what was sent; ``place`` is a secret."""

    name: str
    title: str
    place: str
    width: int
    height: int
    stand_in: str
    bytes: int


class GalleryCounts(Struct, frozen=True):
    """What the client of a booking is told of its gallery at a glance."""

    status: GalleryStatus
    pictures: int


async def gallery_of(pool: asyncpg.Pool, booking_id: UUID) -> Gallery:
    """Of a booking; an empty draft, if nothing was ever sent."""
    row = await pool.fetchrow(f"{_GALLERY} WHERE booking_id = $1", booking_id)
    return Gallery(booking_id) if row is None else Gallery(*row)


async def gallery_as_it_is(connection: AsyncConnection, booking_id: UUID) -> Gallery:
    """From now on nobody else changes it, until the transaction ends."""
    await connection.execute(_OPEN, {"id": booking_id})
    return Gallery(*(await connection.execute(_LOCK, {"id": booking_id})).one())


async def gallery_pictures_of(pool: asyncpg.Pool, booking_id: UUID) -> list[GalleryPicture]:
    """Those that are there, what is to be chosen from first, by what the files were called."""
    return [GalleryPicture(*row) for row in await pool.fetch(_OF_BOOKING, booking_id)]


async def gallery_picture(pool: asyncpg.Pool, picture_id: UUID) -> GalleryPicture | None:
    row = await pool.fetchrow(_ONE, picture_id)
    return None if row is None else GalleryPicture(*row)


async def known_picture(
    connection: AsyncConnection, booking_id: UUID, part: Part, name: str
) -> GalleryPicture | None:
    """The same picture, as it was sent before: all of it, or begun. Nobody takes it out until the
    transaction ends."""
    about = {"id": booking_id, "part": part, "name": name}
    row = (await connection.execute(_SAME, about)).one_or_none()
    return None if row is None else GalleryPicture(*row)


async def begin_picture(
    connection: AsyncConnection, booking_id: UUID, part: Part, new: NewPicture, by: str
) -> GalleryPicture:
    """Its files come now; the gallery is locked. Raises :class:`TooManyPhotos`."""
    about = {"id": booking_id, "part": part, "by": by, "picture": new_id()}
    count, size = (await connection.execute(_TAKEN, about)).one()
    if count >= MAX_PICTURES:
        raise TooManyPhotos(say("A gallery has {most} pictures at most.", most=MAX_PICTURES))
    if size + new.bytes > MAX_BYTES:
        raise TooManyPhotos(say("A gallery has {most} GB at most.", most=MAX_BYTES // 1024**3))
    values = about | {
        "name": new.name, "title": new.title, "place": new.place, "width": new.width,
        "height": new.height, "stand_in": new.stand_in, "bytes": new.bytes,
    }  # fmt: skip
    made = GalleryPicture(*(await connection.execute(_ADD, values)).one())
    await connection.execute(_TOUCH, about)
    return made


async def send_again(connection: AsyncConnection, picture_id: UUID) -> None:
    """Its files come once more, if they did not all come; it was found in this transaction."""
    await connection.execute(_AGAIN, {"picture": picture_id})


async def finish_picture(connection: AsyncConnection, picture_id: UUID) -> bool:
    """All its files are kept. False: it was taken out meanwhile, so they are deleted soon."""
    return (await connection.execute(_FINISH, {"picture": picture_id})).rowcount > 0


async def picture_alone(
    connection: AsyncConnection, booking_id: UUID, picture_id: UUID
) -> GalleryPicture | None:
    """Nobody else takes it out, or buys it, until the transaction ends."""
    about = {"id": booking_id, "picture": picture_id}
    row = (await connection.execute(_ALONE, about)).one_or_none()
    if row is None:
        return None
    # What was bought while its row was waited for, a statement that began later sees.
    return GalleryPicture(*(await connection.execute(_ALONE, about)).one())


async def leave_picture(
    connection: AsyncConnection, booking_id: UUID, picture_id: UUID
) -> bool | None:
    """Its files are deleted soon. Whether its client had been shown it; None: there is none."""
    about = {"id": booking_id, "picture": picture_id}
    shown: bool | None = await connection.scalar(_LEAVE, about)
    return shown


async def shown_pictures(connection: AsyncConnection, booking_id: UUID, part: Part) -> int:
    """How many of that part its client was shown."""
    return int(await connection.scalar(_SHOWN, {"id": booking_id, "part": part}) or 0)


async def show_pictures(
    connection: AsyncConnection, gallery: Gallery, part: Part, until: datetime, choose: int
) -> tuple[int, datetime]:
    """The client is shown what they were not shown before of that part: how many those are, and
    until when they have them now, never less long than they were told."""
    about = {"id": gallery.booking_id, "part": part}
    new = len((await connection.execute(_SHOW, about)).all())
    most = choose if part == "proof" else gallery.choose
    values = about | {"status": gallery.after(part), "choose": most, "until": until}
    return new, (await connection.execute(_DELIVER, values)).scalar_one()


async def mark_picture(
    connection: AsyncConnection, booking_id: UUID, picture_id: UUID, *, favourite: bool
) -> bool:
    """Whether there is such a picture to choose."""
    about = {"id": booking_id, "picture": picture_id, "favourite": favourite}
    return (await connection.execute(_MARK, about)).one_or_none() is not None


async def marked_pictures(connection: AsyncConnection, booking_id: UUID) -> int:
    """How many are chosen so far of those that are included."""
    return int(await connection.scalar(_MARKED, {"id": booking_id}) or 0)


async def pictures_are_chosen(connection: AsyncConnection, booking_id: UUID) -> None:
    """Its client is done."""
    await connection.execute(_STAND, {"id": booking_id, "status": "chosen"})


async def gallery_counts(pool: asyncpg.Pool, ids: Sequence[UUID]) -> dict[UUID, GalleryCounts]:
    """Of those of these bookings whose clients were shown something."""
    return {row[0]: GalleryCounts(*row[1:]) for row in await pool.fetch(_COUNTS, ids)}
