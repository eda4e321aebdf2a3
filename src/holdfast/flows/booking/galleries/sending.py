"""Who photographed sends pictures, one by one, and delivers them: only then the client sees them,
and is told. A picture that is sent again is the same, so each is tried until it is there."""

import secrets
from datetime import timedelta
from typing import Final
from uuid import UUID

from holdfast.booking.bookings import Booking
from holdfast.booking.galleries import (
    Gallery,
    GalleryPicture,
    NewPicture,
    Part,
    PicturesDelivered,
    Size,
    begin_picture,
    file_of,
    finish_picture,
    gallery_as_it_is,
    known_picture,
    leave_picture,
    picture_alone,
    send_again,
    show_pictures,
    shown_pictures,
)
from holdfast.catalog import picture_name
from holdfast.catalog.pictures import MadePicture, PicturesAway, StoreAway
from holdfast.db.engine import forbid_open_transaction
from holdfast.flows.booking.attending import NotBegun
from holdfast.flows.booking.booker import BookingEnded
from holdfast.flows.booking.galleries.refusals import (
    GalleryEnded,
    NothingToDeliver,
    PictureBought,
    PictureNotFound,
)
from holdfast.flows.booking.own_calendar import own_session
from holdfast.flows.commit.caller import Caller
from holdfast.flows.commit.event_log import write_event
from holdfast.flows.inventory.pictures import PictureRoom
from holdfast.flows.settlement.settler import Settler
from holdfast.kit import shop_now

__all__ = ["deliver_pictures", "send_picture", "take_picture_out"]

_SIZES: Final[tuple[tuple[Size, str], ...]] = (
    ("small", "image/webp"), ("large", "image/webp"), ("full", "image/jpeg"),
)  # fmt: skip
"""In the order in which they are made."""


async def send_picture(
    settler: Settler,
    room: PictureRoom,
    caller: Caller,
    booking_id: UUID,
    part: Part,
    title: str,
    data: bytes,
) -> GalleryPicture:
    """Keep one for the client of a session of one's own; they do not see it yet. The same one sent
    again is the same. Raises what a picture is refused for, :class:`GalleryEnded`,
    :class:`NotBegun`, :class:`BookingEnded`, :class:`~holdfast.kit.photos.TooManyPhotos`,
    :class:`PictureNotFound` of one that was taken out meanwhile, and
    :class:`~holdfast.flows.booking.booker.BookingNotFound`."""
    _must_have_been(await own_session(settler, caller.principal, booking_id))
    name = picture_name(data)
    async with settler.database.transaction() as connection:
        _must_stand(await gallery_as_it_is(connection, booking_id))
        known = await known_picture(connection, booking_id, part, name)
    if known is not None and known.ready:
        return known
    forbid_open_transaction("making a picture")
    made = await room.workshop.make_whole(data)
    async with settler.database.transaction() as connection:
        _must_stand(await gallery_as_it_is(connection, booking_id))
        known = await known_picture(connection, booking_id, part, name)
        if known is None:
            new = _new(made, name, title)
            known = await begin_picture(connection, booking_id, part, new, caller.actor)
        else:
            await send_again(connection, known.id)
    try:
        for (size, kind), content in zip(_SIZES, made.contents, strict=True):
            await room.store.put(file_of(known.place, size), content, kind)
    except StoreAway as error:
        raise PicturesAway from error
    async with settler.database.transaction() as connection:
        if await finish_picture(connection, known.id):
            return known
        _must_stand(await gallery_as_it_is(connection, booking_id))
    raise PictureNotFound("It was taken out while it was sent.")


def _new(made: MadePicture, name: str, title: str) -> NewPicture:
    picture = made.picture
    return NewPicture(
        name=name,
        title=title,
        place=secrets.token_hex(16),
        width=picture.width,
        height=picture.height,
        stand_in=picture.stand_in,
        bytes=sum(map(len, made.contents)),
    )


async def take_picture_out(
    settler: Settler, caller: Caller, booking_id: UUID, picture_id: UUID
) -> None:
    """It is deleted, whether its client was shown it or not. Raises :class:`PictureNotFound`, and
    :class:`PictureBought` of one that they paid for."""
    await own_session(settler, caller.principal, booking_id)
    async with settler.database.transaction() as connection:
        found = await picture_alone(connection, booking_id, picture_id)
        if found is None:
            raise PictureNotFound("The gallery has no such picture.")
        if found.bought:
            raise PictureBought("Its client paid for it. Give the money back first.")
        await leave_picture(connection, booking_id, picture_id)


async def deliver_pictures(
    settler: Settler, caller: Caller, booking_id: UUID, part: Part, *, days: int, choose: int
) -> None:
    """The client is shown, and told of, what they were not shown of that part; from now on they
    have it for so many days, or as long as they were told before, if that is longer. Of ``proof``
    they may choose so many, also once more after they chose. What is delivered again is delivered
    once. Raises :class:`NothingToDeliver`, and as :func:`send_picture` does."""
    _must_have_been(await own_session(settler, caller.principal, booking_id))
    until = shop_now() + timedelta(days=days)
    async with settler.database.transaction() as connection:
        gallery = await gallery_as_it_is(connection, booking_id)
        _must_stand(gallery)
        before = await shown_pictures(connection, booking_id, part)
        new, ends = await show_pictures(connection, gallery, part, until, choose)
        if not new and not before:
            raise NothingToDeliver("Upload pictures first.")
        if new or (part == "proof" and not gallery.can_choose):
            fact = PicturesDelivered(new, choose if part == "proof" else 0, ends, caller.actor)
            await write_event(connection, fact, booking_id, caller.request)


def _must_have_been(booking: Booking) -> None:
    """It is paid, and has begun."""
    if booking.is_unpaid or (booking.is_paid and shop_now() < booking.starts_at):
        raise NotBegun("Its time has not come yet.")
    if not (booking.is_paid or booking.is_completed):
        raise BookingEnded("It did not take place.", extra={"found": booking.status})


def _must_stand(gallery: Gallery) -> None:
    if gallery.has_ended:
        raise GalleryEnded("The gallery is over. Its pictures were deleted.")
