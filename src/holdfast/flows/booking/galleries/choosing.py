"""A client chooses of what they were shown, as many as are included, and says so when done."""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncConnection

from holdfast.booking.bookings import Booking
from holdfast.booking.galleries import (
    Gallery,
    PicturesChosen,
    gallery_as_it_is,
    mark_picture,
    marked_pictures,
    picture_alone,
    pictures_are_chosen,
)
from holdfast.flows.booking.booker import found_booking
from holdfast.flows.booking.galleries.refusals import (
    GalleryEnded,
    NothingChosen,
    NotToChoose,
    PictureNotFound,
    TooManyChosen,
    already_yours,
)
from holdfast.flows.commit.caller import Caller
from holdfast.flows.commit.event_log import write_event
from holdfast.flows.settlement.settler import Settler
from holdfast.kit.sentences import say

__all__ = ["done_choosing", "mark"]


async def mark(
    settler: Settler, caller: Caller, booking_id: UUID, picture_id: UUID, *, favourite: bool
) -> None:
    """Choose a picture, or take that back; twice is once. Raises :class:`GalleryEnded`,
    :class:`NotToChoose`, :class:`PictureNotFound`, ``PictureAlreadyYours`` of one that is bought,
    :class:`TooManyChosen` and :class:`~holdfast.flows.booking.booker.BookingNotFound`."""
    booking = await found_booking(settler, caller.principal, booking_id)
    async with settler.database.transaction() as connection:
        gallery = await gallery_as_it_is(connection, booking_id)
        _must_choose(gallery)
        found = await picture_alone(connection, booking_id, picture_id)
        if favourite and found is not None and found.bought:
            raise already_yours(found.id, found.title)
        if not await mark_picture(connection, booking_id, picture_id, favourite=favourite):
            raise PictureNotFound("There is no such picture to choose.")
        if favourite and await marked_pictures(connection, booking_id) > gallery.choose:
            raise _too_many(gallery.choose)
        await _audit(connection, caller, booking, "marked" if favourite else "unmarked", picture_id)


async def done_choosing(settler: Settler, caller: Caller, booking_id: UUID) -> None:
    """Who photographed hears of it, and nothing more is chosen. Twice is once. Raises
    :class:`GalleryEnded`, :class:`NothingChosen`, :class:`NotToChoose`, :class:`TooManyChosen`
    (fewer may be chosen since) and :class:`~holdfast.flows.booking.booker.BookingNotFound`."""
    booking = await found_booking(settler, caller.principal, booking_id)
    async with settler.database.transaction() as connection:
        gallery = await gallery_as_it_is(connection, booking_id)
        if gallery.is_chosen:
            return
        _must_choose(gallery)
        chosen = await marked_pictures(connection, booking_id)
        if not chosen:
            raise NothingChosen("Choose a picture first.")
        if chosen > gallery.choose:
            raise _too_many(gallery.choose)
        await pictures_are_chosen(connection, booking_id)
        await write_event(connection, PicturesChosen(chosen), booking_id, caller.request)
        await _audit(connection, caller, booking, "chosen", chosen)


async def _audit(
    connection: AsyncConnection, caller: Caller, booking: Booking, what: str, about: object
) -> None:
    """Where somebody else than the client acts for them."""
    if caller.principal.id != booking.user_id:
        await caller.note(connection, f"gallery.{what}", str(booking.id), {"what": str(about)})


def _too_many(most: int) -> TooManyChosen:
    return TooManyChosen(say("{most} are included. Take one out first.", most=most))


def _must_choose(gallery: Gallery) -> None:
    """Raises the refusal: of what is deleted within the hour nobody would make anything."""
    if gallery.is_over:
        raise GalleryEnded("The gallery is over. Its pictures were deleted.")
    if not gallery.can_choose:
        raise NotToChoose("Who photographed you has not asked you to choose, or has your choice.")
