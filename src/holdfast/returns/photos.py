"""Photos of what is sent back. They are nobody's but the buyer's and the shop's, so they lie in the
database beside the return and not among the shop's pictures, which anybody may see."""

from typing import Final
from uuid import UUID

import asyncpg
import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from holdfast.kit.photos import PhotoNotFound, TooManyPhotos
from holdfast.kit.sentences import say
from holdfast.returns.returned import ReturnNotFound
from holdfast.returns.rules import ReturnEnded, ReturnReceivedAlready

MAX_PHOTOS: Final = 6
"""Of one return."""
_LOCK: Final = sa.text("SELECT status FROM returns WHERE id = :id FOR UPDATE")
_SENT: Final = sa.text("SELECT name FROM return_photos WHERE return_id = :id ORDER BY number")
_ADD: Final = sa.text("""
INSERT INTO return_photos (return_id, number, name, webp) VALUES (:id, :number, :name, :webp)
""")
_PHOTO: Final = "SELECT webp FROM return_photos WHERE return_id = $1 AND number = $2"


async def add_photo(connection: AsyncConnection, return_id: UUID, name: str, webp: bytes) -> int:
    """Its number, from 1; the one that was sent before keeps its. Nothing is added once the parcel
    is here, where staff look themselves."""
    status = await connection.scalar(_LOCK, {"id": return_id})
    if status is None:
        raise ReturnNotFound("There is no such return.")
    if status == "received":
        raise ReturnReceivedAlready("It came back: staff look at it themselves.")
    if status not in ("requested", "approved"):
        raise ReturnEnded("It was refused, cancelled or looked at before.")
    sent = list((await connection.execute(_SENT, {"id": return_id})).scalars())
    if name in sent:
        return sent.index(name) + 1
    if len(sent) >= MAX_PHOTOS:
        raise TooManyPhotos(say("A return can have at most {limit}.", limit=MAX_PHOTOS))
    number = len(sent) + 1
    about = {"id": return_id, "number": number, "name": name, "webp": webp}
    await connection.execute(_ADD, about)
    return number


async def photo_of(pool: asyncpg.Pool, return_id: UUID, number: int) -> bytes:
    """The file, a WebP. Raises :class:`PhotoNotFound`."""
    found: bytes | None = await pool.fetchval(_PHOTO, return_id, number)
    if found is None:
        raise PhotoNotFound("The return has no such photo.")
    return found
