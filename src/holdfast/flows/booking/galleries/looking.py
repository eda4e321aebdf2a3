"""A gallery as its client, and who photographed, see it; and the addresses of its files, which are
signed and good for some hours: a page shows pictures without asking for each whose they are. Those
made for an account ask whether it still comes in."""

import base64
import hmac
from datetime import datetime
from typing import Final, Literal, TypeAlias
from uuid import UUID

from msgspec import Struct

from holdfast.booking.bookings import Booking
from holdfast.booking.galleries import (
    Gallery,
    GalleryLink,
    GalleryPicture,
    Size,
    file_name,
    gallery_link,
    gallery_of,
    gallery_picture,
    gallery_pictures_of,
)
from holdfast.catalog.pictures import Opened, PicturesAway, Store, StoreAway
from holdfast.flows.booking.booker import found_booking
from holdfast.flows.booking.galleries.refusals import PictureNotFound
from holdfast.flows.booking.own_calendar import own_session
from holdfast.flows.settlement.settler import Settler
from holdfast.kit import shop_now
from holdfast.people import Principal, who_comes_in

__all__ = [
    "Eyes", "GallerySeen", "family_key", "gallery_for_client", "key_opens", "own_gallery",
    "own_key", "picture_file",
]  # fmt: skip

Eyes: TypeAlias = Literal["client", "own", "staff", "family", "takers"]
"""Whose: the client, and staff, see what was delivered, who photographed all of it; by a link of
the client's family sees what they do, and takers may have the files."""
_CLIENT: Final = "client"
_SPAN: Final = 6 * 3600
"""Seconds. An address stays the same for so long, so that a browser need not load it again, and is
good for once or twice as long."""


class GallerySeen(Struct, frozen=True):
    """``key`` opens the files of its pictures."""

    booking: Booking
    gallery: Gallery
    pictures: list[GalleryPicture]
    key: str


async def gallery_for_client(
    settler: Settler, principal: Principal | None, booking_id: UUID
) -> GallerySeen:
    """What was delivered of one's own booking, or of any for staff. Raises
    :class:`~holdfast.flows.booking.booker.BookingNotFound`."""
    booking = await found_booking(settler, principal, booking_id)
    if principal is None or principal.id == booking.user_id:
        key = _signed(settler, booking_id, _CLIENT, _ends())
    else:
        key = _account_key(settler, booking_id, "staff", principal)
    return await _seen(settler, booking, key)


async def own_gallery(
    settler: Settler, principal: Principal | None, booking_id: UUID
) -> GallerySeen:
    """All that was sent of a session of one's own. Raises
    :class:`~holdfast.flows.booking.booker.BookingNotFound`."""
    booking = await own_session(settler, principal, booking_id)
    assert principal is not None, "nobody has a session of their own"
    key = own_key(settler, booking_id, principal)
    return await _seen(settler, booking, key, undelivered=True)


async def _seen(
    settler: Settler, booking: Booking, key: str, *, undelivered: bool = False
) -> GallerySeen:
    pool = settler.database.pool
    gallery = await gallery_of(pool, booking.id)
    found = [] if gallery.has_ended else await gallery_pictures_of(pool, booking.id)
    shown = [one for one in found if one.shown or undelivered]
    return GallerySeen(booking, gallery, shown, key)


async def picture_file(
    settler: Settler, store: Store, picture_id: UUID, size: Size, key: str
) -> tuple[Opened, str]:
    """For whom the key was made, while it is good; and what the file is called. Raises
    :class:`PictureNotFound` and :class:`~holdfast.catalog.pictures.PicturesAway`."""
    pool = settler.database.pool
    found = await gallery_picture(pool, picture_id)
    eyes = None if found is None else await key_opens(settler, found.booking_id, key)
    if found is None or eyes is None:
        raise _none()
    if eyes != "own" and not (found.shown and size in found.sizes):
        raise _none()
    if eyes == "family" and size == "full":
        raise _none()
    try:
        opened = await store.open(found.file(size))
    except StoreAway as error:
        raise PicturesAway from error
    if opened is None:
        raise _none()
    return opened, file_name(found.title)


async def read_file(store: Store, picture: GalleryPicture, size: Size) -> bytes:
    try:
        data = await store.get(picture.file(size))
    except StoreAway as error:
        raise PicturesAway from error
    if data is None:
        raise _none()
    return data


def own_key(settler: Settler, booking_id: UUID, principal: Principal) -> str:
    """Opens the files of the booking's pictures while who photographed comes in as that."""
    return _account_key(settler, booking_id, "own", principal)


def _account_key(
    settler: Settler, booking_id: UUID, eyes: Literal["own", "staff"], principal: Principal
) -> str:
    told = f"{eyes}-{principal.user_id.hex}"
    return f"{told}.{_signed(settler, booking_id, told, _ends())}"


def _ends() -> int:
    return (int(shop_now().timestamp()) // _SPAN + 2) * _SPAN


def family_key(settler: Settler, link: GalleryLink, until: datetime | None) -> str:
    """Opens the same by a link, while that stands, and to the end of its gallery."""
    ends = _ends() if until is None else min(_ends(), int(until.timestamp()))
    return f"{link.id.hex}.{_signed(settler, link.booking_id, link.id.hex, ends)}"


async def key_opens(settler: Settler, booking_id: UUID, key: str) -> Eyes | None:
    """Whose eyes it was made for; None: it is none of this booking, too old, of an account that
    may look no more, or by a link that was taken back."""
    if key.count(".") < 2:
        return "client" if _is_ours(settler, booking_id, _CLIENT, key) else None
    told, _, signed = key.partition(".")
    if not _is_ours(settler, booking_id, told, signed):
        return None
    eyes, of_account, account = told.partition("-")
    if of_account:
        return await _eyes_of_account(settler, eyes, UUID(hex=account))
    return None if told == _CLIENT else await _eyes_of_link(settler, UUID(hex=told))


async def _eyes_of_account(settler: Settler, eyes: str, account: UUID) -> Eyes | None:
    """Whoever was blocked, or does this work no more, opens nothing by what they saw before."""
    who = await who_comes_in(settler.database.pool, account)
    if who is None:
        return None
    if eyes == "own":
        return "own" if who.is_photographer else None
    return "staff" if who.may("bookings:read") else None


async def _eyes_of_link(settler: Settler, link_id: UUID) -> Eyes | None:
    link = await gallery_link(settler.database.pool, link_id)
    if link is None:
        return None
    return "takers" if link.download else "family"


def _is_ours(settler: Settler, booking_id: UUID, eyes: str, key: str) -> bool:
    """Whether it was made here for these eyes, and is good yet."""
    told, _, _ = key.partition(".")
    if not told.isdecimal() or len(told) > 12 or int(told) < shop_now().timestamp():
        return False
    ours = _signed(settler, booking_id, eyes, int(told))
    return hmac.compare_digest(ours.encode(), key.encode(errors="replace"))


def _signed(settler: Settler, booking_id: UUID, eyes: str, ends: int) -> str:
    said = f"gallery {booking_id} {eyes} {ends}".encode()
    made = hmac.digest(settler.link_secret, said, "sha256")[:18]
    return f"{ends}.{base64.urlsafe_b64encode(made).decode()}"


def _none() -> PictureNotFound:
    return PictureNotFound("There is no such picture here. Open the gallery again.")
