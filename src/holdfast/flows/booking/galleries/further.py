"""A client orders more pictures than are included. The order is paid as any other is; what it is
for is theirs once that is counted (:mod:`~holdfast.flows.booking.galleries.settling`)."""

from collections.abc import Sequence
from typing import Final
from uuid import UUID

from holdfast.booking.bookings import Booking
from holdfast.booking.galleries import (
    MOST_FURTHER,
    FurtherOrder,
    Gallery,
    further_called,
    further_of,
    further_ordered,
    further_priced,
    gallery_as_it_is,
    gallery_of,
    gallery_pictures_of,
)
from holdfast.flows.booking.booker import Booker, found_booking
from holdfast.flows.booking.galleries.refusals import (
    FurtherPriceChanged,
    GalleryEnded,
    NotForSale,
    PictureNotFound,
    TooManyFurther,
    already_yours,
)
from holdfast.flows.booking.own_calendar import own_session
from holdfast.flows.checkout.basket import Basket, order_of
from holdfast.flows.checkout.held import held
from holdfast.flows.checkout.place import Placed
from holdfast.flows.checkout.taxed import session_taxes, with_beside
from holdfast.flows.checkout.till import held_for
from holdfast.flows.commit.caller import Caller
from holdfast.flows.commit.crowds import crowded_out
from holdfast.flows.commit.idempotency import as_before, keep, stored
from holdfast.flows.commit.refusals import refuse
from holdfast.flows.ending.cancel import unpaid_off
from holdfast.flows.payments.selling import must_sell
from holdfast.flows.settlement.settler import Settler
from holdfast.kit import Problem, shop_now
from holdfast.kit.sentences import in_language, say
from holdfast.ledger import Accepted, AlreadyDone, Command, Conflict, Expired, KeyReused, Short
from holdfast.pricing import Quote

__all__ = ["order_further", "price_further"]

_TRIES: Final = 6


async def price_further(
    settler: Settler, caller: Caller, booking_id: UUID, price: int | None
) -> None:
    """What each more costs the client of a session of one's own from now on; None: they are not
    sold. What is ordered already costs what it did. Raises :class:`GalleryEnded` and
    :class:`~holdfast.flows.booking.booker.BookingNotFound`."""
    await own_session(settler, caller.principal, booking_id)
    async with settler.database.transaction() as connection:
        gallery = await gallery_as_it_is(connection, booking_id)
        if gallery.has_ended:
            raise GalleryEnded("The gallery is over. Its pictures were deleted.")
        if gallery.further_price == price:
            return
        await further_priced(connection, booking_id, price)
        about = {"price": price, "was": gallery.further_price}
        await caller.note(connection, "gallery.priced", str(booking_id), about)


async def order_further(
    booker: Booker, caller: Caller, booking_id: UUID, pictures: Sequence[UUID], expected: int
) -> Placed:
    """An order for these pictures, which were shown to the client of the booking and are not
    theirs yet: the one that waits for its money, if it is for the same. One for others is given up
    by it. ``expected``: what who asks was shown that they cost. Raises a Problem for every
    refusal."""
    try:
        return await _ordered(booker, caller, booking_id, frozenset(pictures), expected)
    except Problem as refusal:
        return await as_before(booker, caller.key, refusal, Placed)


async def _ordered(
    booker: Booker, caller: Caller, booking_id: UUID, pictures: frozenset[UUID], expected: int
) -> Placed:
    await must_sell(booker)
    for _ in range(_TRIES):
        booking = await found_booking(booker, caller.principal, booking_id)
        before = await further_of(booker.database.pool, booking_id)
        price = await _price(booker, booking_id, pictures)
        total = price * len(pictures)
        if total != expected:
            raise FurtherPriceChanged(
                "Look at the gallery again. Nothing was ordered.", extra={"total": total}
            )
        waiting = await _waiting(booker, before)
        if waiting is not None and waiting[0].pictures == pictures and waiting[0].price == price:
            return waiting[1]
        if waiting is None:
            since = await further_of(booker.database.pool, booking_id)
            if len(since) != len(before):
                continue  # while it was looked for, it was given up for another, which waits
        off = Command() if waiting is None else await _given_up(booker, caller, waiting[0])
        made = await _make(booker, caller, booking, pictures, price, len(before), off)
        if made is not None:
            return made
    raise crowded_out(f"pictures of booking {booking_id} are not ordered")


async def _price(booker: Booker, booking_id: UUID, pictures: frozenset[UUID]) -> int:
    """Of one. Raises the refusal, if one of them cannot be bought."""
    pool = booker.database.pool
    gallery = await gallery_of(pool, booking_id)
    price = _on_sale(gallery)
    if len(pictures) > MOST_FURTHER:
        raise TooManyFurther(say("Buy {most} at a time.", most=MOST_FURTHER), field="pictures")
    known = {one.id: one for one in await gallery_pictures_of(pool, booking_id)}
    for one in (known.get(picture) for picture in sorted(pictures)):
        if one is None or not one.shown:
            raise PictureNotFound("There is no such picture here. Open the gallery again.")
        if not one.for_sale or one.favourite:
            raise already_yours(one.id, one.title)
    return price


def _on_sale(gallery: Gallery) -> int:
    """What one costs now."""
    if gallery.is_over:
        raise GalleryEnded("The gallery is over. Its pictures were deleted.")
    if gallery.further_price is None or gallery.delivered_at is None:
        raise NotForSale("Ask who photographed you: more pictures are not sold here.")
    return gallery.further_price


async def _waiting(
    booker: Booker, orders: Sequence[FurtherOrder]
) -> tuple[FurtherOrder, Placed] | None:
    """The one that can still be paid; there is one at most, since each gives up the one before."""
    for one in orders:
        order = await booker.orders.get(one.id) if one.is_open else None
        if order is None or not order.is_pending or order.hold_id is None:
            continue
        hold = await booker.reader.hold(order.hold_id)
        if hold is not None and hold.expires_at > shop_now():
            hold_id, ends_at = order.hold_id, hold.expires_at
            return one, Placed(order.id, order.number, hold_id, ends_at, one.booking_id)
    return None


async def _given_up(booker: Booker, caller: Caller, waiting: FurtherOrder) -> Command:
    """Should it be paid all the same, that goes back."""
    order = await booker.orders.known(waiting.id)
    return await unpaid_off(booker, caller, order, None)


async def _make(
    booker: Booker,
    caller: Caller,
    booking: Booking,
    pictures: frozenset[UUID],
    price: int,
    before: int,
    off: Command,
) -> Placed | None:
    """None: somebody ordered of the same gallery at this very moment."""
    own = await booker.orders.known(booking.order_id)
    said = in_language(further_called(booking.service_name, len(pictures)), own.locale or "en")
    total = price * len(pictures)
    taxed = session_taxes(await booker.shop.now(), booking.service_id, (), total)
    basket = Basket(
        (),
        booking.currency,
        Quote((), total, 0),
        description=said,
        breakdown=with_beside(None, said, taxed, booking.currency),
    )
    order = order_of(basket, booking.user_id, locale=own.locale)
    taken = held(order, await held_for(booker))
    placed = Placed(order.id, order.number, order.hold_id, booking_id=booking.id)
    command = caller.command(
        (*off.operations, *taken.operations),
        (
            *off.riders,
            *taken.riders,
            further_ordered(order.id, booking.id, price, sorted(pictures)),
        ),
        # Where none waits, the next of this gallery: of two at once the second looks again.
        off.key or f"further/{booking.id}/{before}",
        digest=order.id.bytes,
        request_key=caller.request_key(placed),
    )
    outcome = await booker.ledger.commit(command)
    match outcome:
        case Accepted(expires_at=ends_at):
            return Placed(order.id, order.number, order.hold_id, ends_at, booking.id)
        case AlreadyDone() if command.request_key is not None:
            return stored(await keep(booker.ledger, command.request_key), Placed)
        case AlreadyDone() | Conflict() | KeyReused() | Expired() | Short():
            return None
    raise refuse(outcome)
