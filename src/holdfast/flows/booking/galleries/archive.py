"""All delivered pictures in one archive, made while it is sent: one picture at a time is in
memory, whatever all of them come to."""

import zipfile
from collections.abc import AsyncIterator
from typing import IO, Final, cast
from uuid import UUID

from msgspec import Struct

from holdfast.booking.galleries import GalleryPicture, file_names, gallery_pictures_of
from holdfast.catalog.pictures import Store
from holdfast.flows.booking.galleries.looking import key_opens, read_file
from holdfast.flows.booking.galleries.refusals import NothingDelivered
from holdfast.flows.settlement.settler import Settler
from holdfast.kit import utc_now

__all__ = ["InArchive", "archive", "pictures_in_archive"]

_PLAIN_FILE: Final = 0o644 << 16


class InArchive(Struct, frozen=True):
    """``by_link``: of the client's family, not by the client or who photographed."""

    pictures: list[GalleryPicture]
    by_link: bool


async def pictures_in_archive(settler: Settler, booking_id: UUID, key: str) -> InArchive:
    """Those that its client may download, for whom the key was made. Raises
    :class:`NothingDelivered`."""
    eyes = await key_opens(settler, booking_id, key)
    found = (
        []
        if eyes in (None, "family")
        else await gallery_pictures_of(settler.database.pool, booking_id)
    )
    mine = [one for one in found if one.is_theirs and (one.shown or eyes == "own")]
    if not mine:
        raise NothingDelivered("There is nothing to download here. Open the gallery again.")
    return InArchive(mine, eyes == "takers")


async def archive(store: Store, pictures: list[GalleryPicture]) -> AsyncIterator[bytes]:
    """A ZIP without compression: pictures have theirs. A file that is away breaks it off, so that
    nobody takes a part for the whole."""
    sent = _Sent()
    out = cast("IO[bytes]", sent)  # which is asked for no more than these two
    at = utc_now().timetuple()[:6]
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as made:
        for picture, name in zip(pictures, file_names(pictures), strict=True):
            about = zipfile.ZipInfo(name, at)
            about.external_attr = _PLAIN_FILE
            made.writestr(about, await read_file(store, picture, "full"))
            yield sent.taken()
    yield sent.taken()


class _Sent:
    """A file that is written once and never read: what is written waits to be sent."""

    def __init__(self) -> None:
        self._parts: list[bytes] = []

    def write(self, data: bytes) -> int:
        self._parts.append(bytes(data))
        return len(data)

    def flush(self) -> None:
        """Nothing waits but for who sends it."""

    def taken(self) -> bytes:
        """What came since the last time."""
        found = b"".join(self._parts)
        self._parts.clear()
        return found
