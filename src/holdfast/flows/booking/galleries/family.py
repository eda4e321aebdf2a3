"""A client shows their pictures to family and friends: whoever has the link looks at what the
client was shown, and takes the files if that was allowed, until the link is taken back or the
gallery ends. Nobody chooses or buys by it."""

import base64
import hmac
from uuid import UUID

from msgspec import Struct

from holdfast.booking.bookings import Booking, booking_of
from holdfast.booking.galleries import (
    Gallery,
    GalleryLink,
    GalleryPicture,
    allow_download,
    gallery_as_it_is,
    gallery_link_by_token,
    gallery_link_of,
    gallery_link_seen,
    gallery_of,
    gallery_pictures_of,
    gallery_token_hash,
    keep_gallery_link,
    revoke_gallery_link,
    standing_gallery_link,
)
from holdfast.flows.booking.booker import found_booking
from holdfast.flows.booking.galleries.looking import family_key
from holdfast.flows.booking.galleries.refusals import (
    GalleryEnded,
    GalleryLinkUnknown,
    NothingDelivered,
)
from holdfast.flows.commit.caller import Caller
from holdfast.flows.settlement.settler import Settler
from holdfast.kit import new_id
from holdfast.people import Principal

__all__ = [
    "FamilyLink", "FamilySees", "family_link", "look_by_link", "share_gallery", "unshare_gallery",
]  # fmt: skip


class FamilyLink(Struct, frozen=True):
    """``token``: what the address ends with."""

    link: GalleryLink
    token: str


class FamilySees(Struct, frozen=True):
    """``key`` opens the files of its pictures, while the link stands."""

    booking: Booking
    gallery: Gallery
    pictures: list[GalleryPicture]
    link: GalleryLink
    key: str


async def family_link(
    settler: Settler, principal: Principal | None, booking_id: UUID
) -> FamilyLink | None:
    """The one that stands. Raises :class:`~holdfast.flows.booking.booker.BookingNotFound`."""
    await found_booking(settler, principal, booking_id)
    return _known(settler, await gallery_link_of(settler.database.pool, booking_id))


def _known(settler: Settler, found: GalleryLink | None) -> FamilyLink | None:
    """None, too, of one that was made with another secret: nobody knows its address any more."""
    if found is None:
        return None
    token = _token(settler, found.id)
    return FamilyLink(found, token) if found.token_hash == gallery_token_hash(token) else None


async def share_gallery(
    settler: Settler, caller: Caller, booking_id: UUID, *, download: bool
) -> FamilyLink:
    """The link it has, or one that is made now; ``download``: whether who has it may take the
    files from now on. Raises :class:`GalleryEnded`, :class:`NothingDelivered` and
    :class:`~holdfast.flows.booking.booker.BookingNotFound`."""
    booking = await found_booking(settler, caller.principal, booking_id)
    async with settler.database.transaction() as connection:
        gallery = await gallery_as_it_is(connection, booking_id)
        if gallery.is_over:
            raise GalleryEnded("The gallery is over. Its pictures were deleted.")
        if gallery.delivered_at is None:
            raise NothingDelivered("There is nothing to show yet.")
        before = _known(settler, await standing_gallery_link(connection, booking_id))
        if before is None:
            await revoke_gallery_link(connection, booking_id)
            link_id = new_id()
            token, by = _token(settler, link_id), caller.actor
            await keep_gallery_link(connection, link_id, booking_id, token, by, download=download)
        else:
            await allow_download(connection, before.link.id, download=download)
        if caller.principal.id != booking.user_id:
            about = {"download": download}
            await caller.note(connection, "gallery.shared", str(booking_id), about)
        made = _known(settler, await standing_gallery_link(connection, booking_id))
    assert made is not None, "the gallery is locked"
    return made


async def unshare_gallery(settler: Settler, caller: Caller, booking_id: UUID) -> None:
    """It opens nothing any more, nor do addresses of pictures that came by it; twice is once.
    Raises :class:`~holdfast.flows.booking.booker.BookingNotFound`."""
    booking = await found_booking(settler, caller.principal, booking_id)
    if await gallery_link_of(settler.database.pool, booking_id) is None:
        return
    async with settler.database.transaction() as connection:
        await gallery_as_it_is(connection, booking_id)  # nobody makes another meanwhile
        gone = await revoke_gallery_link(connection, booking_id)
        if gone and caller.principal.id != booking.user_id:
            await caller.note(connection, "gallery.unshared", str(booking_id))


async def look_by_link(settler: Settler, token: str, *, counts: bool) -> FamilySees:
    """What whoever has the link sees; ``counts``: as opened once more. Raises
    :class:`GalleryLinkUnknown`."""
    pool = settler.database.pool
    link = await gallery_link_by_token(pool, token)
    if link is None:
        raise GalleryLinkUnknown("Ask whoever sent it to you.")
    booking = await booking_of(pool, link.booking_id)
    gallery = await gallery_of(pool, link.booking_id)
    if booking is None or gallery.is_over:
        raise GalleryLinkUnknown("The pictures are deleted, as was said before.")
    shown = [one for one in await gallery_pictures_of(pool, booking.id) if one.shown]
    if counts:
        await gallery_link_seen(pool, link.id)
    return FamilySees(booking, gallery, shown, link, family_key(settler, link, gallery.until_at))


def _token(settler: Settler, link_id: UUID) -> str:
    """Nobody guesses it who lacks the secret."""
    made = hmac.digest(settler.link_secret, f"gallery link {link_id}".encode(), "sha256")
    return base64.urlsafe_b64encode(made).decode().rstrip("=")
