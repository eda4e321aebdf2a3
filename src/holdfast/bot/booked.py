"""What a client booked, in a chat: how it stands, where it is and by whose clock; and cancelling
it."""

from datetime import datetime
from typing import Final
from uuid import UUID

from holdfast.booking.bookings import Booking, booking_of, bookings_by_time
from holdfast.bot.saying import Button, Entry, Said, listed
from holdfast.bot.visitor import Rooms, Visitor
from holdfast.bot.words import clock_text, moment_text, place_text, short_id
from holdfast.flows.booking.cancelling import (
    CancellationChanged,
    cancel_booking,
    cancellation_of,
)
from holdfast.kit import Money, shop_now
from holdfast.kit.sentences import say
from holdfast.views.booking.booking_pages import booking_pages
from holdfast.views.names_now import bookings_named

__all__ = ["line_of", "mine", "named", "really_cancel", "to_cancel", "told", "where_of"]

_MOST_MINE: Final = 8


async def told(rooms: Rooms, who: Visitor, booking: Booking) -> Said:
    """How it stands, and what is to be done about it."""
    booking = await named(rooms, who, booking)
    order = await rooms.booker.orders.known(booking.order_id)
    when = moment_text(booking.starts_at, booking.zone, who.language)
    page = f"{rooms.url}/bookings"
    if booking.is_asked:
        words = say(
            "You asked for {service}, {when} ({number}). You are told when it is answered. See"
            " it here: {url}",
            service=booking.service_name, when=when, number=booking.number, url=page,
        )  # fmt: skip
    elif booking.is_held:
        words = say(
            "{service}, {when} is held for you ({number}) until {until} ({clock}). Pay {total}"
            " here, and it is booked: {url}",
            service=booking.service_name, when=when, number=booking.number,
            until=moment_text(
                await _held_until(rooms, order.reservation_id), booking.zone, who.language
            ),
            clock=clock_text(booking.zone),
            total=Money(order.total, booking.currency),
            url=f"{rooms.url}/checkout/{order.id}",
        )  # fmt: skip
    elif booking.is_cancelled:
        words = say("It is cancelled.")
    else:
        words = say(
            "{service}, {when} is booked ({number}). See it here: {url}",
            service=booking.service_name, when=when, number=booking.number, url=page,
        )  # fmt: skip
    where = "" if booking.is_cancelled else await where_of(rooms, who, booking)
    return Said("\n".join(filter(None, (who.told(words), where))))


async def named(rooms: Rooms, who: Visitor, booking: Booking) -> Booking:
    """What it is of in their language."""
    (found,) = await bookings_named(rooms.booker.database, [booking], who.language)
    return found


async def where_of(rooms: Rooms, who: Visitor, booking: Booking) -> str:
    """In which studio and with whom."""
    (page,) = await booking_pages(rooms.booker.database, [booking], who.language)
    names = ", ".join(one.name for one in page.takings)
    place = "" if page.studio is None else place_text(page.studio, who.language)
    return " · ".join(filter(None, (place, names)))


async def _held_until(rooms: Rooms, hold_id: UUID) -> datetime:
    held = await rooms.booker.held_orders.held(hold_id)
    return shop_now() if held is None or held.ends_at is None else held.ends_at


async def mine(rooms: Rooms, who: Visitor) -> Said:
    """What they booked and what is to come, the soonest first."""
    pool = rooms.booker.database.pool
    owner, now = who.principal.id, shop_now()
    stands = await bookings_by_time(pool, owner, "ahead", now, None, _MOST_MINE)
    if not stands:
        return Said(who.told(say("You have nothing booked. Write /book to change that.")))
    stands = await bookings_named(rooms.booker.database, stands, who.language)
    entries = [
        Entry(_state(one, who), [some] if (some := _can(who, one)) else []) for one in stands
    ]
    page = f"{rooms.url}/bookings"
    return listed(entries, more=page, last=page, apart="\n")


async def to_cancel(rooms: Rooms, who: Visitor, booking_id: UUID) -> Said:
    """Ask first, and say what comes back."""
    comes = await cancellation_of(rooms.booker, who.principal, booking_id)
    booking = await booking_of(rooms.booker.database.pool, booking_id)
    assert booking is not None, "it was just found"
    booking = await named(rooms, who, booking)
    money = Money(comes.refund, comes.currency)
    if not comes.paid:
        costs = say("Nothing was paid of it.")
    elif comes.penalty:
        costs = say(
            "{refund} comes back, {kept} is kept.",
            refund=money, kept=Money(comes.penalty, comes.currency),
        )  # fmt: skip
    else:
        costs = say("All of it comes back: {refund}.", refund=money)
    words = say("Cancel {booking}? {costs}", booking=line_of(booking, who), costs=costs)
    yes = Button(who.told(say("Yes, cancel it")), f"x:{short_id(booking_id)}:{comes.refund}")
    return Said(who.told(words), [[yes]])


async def really_cancel(rooms: Rooms, who: Visitor, booking_id: UUID, refund: int) -> Said:
    """Cancel it, if no less comes back than was said; else ask again."""
    by = who.caller("cancel", f"{booking_id} {refund}")
    try:
        done = await cancel_booking(rooms.booker, by, booking_id, expected=refund)
    except CancellationChanged as changed:
        again = await to_cancel(rooms, who, booking_id)
        return Said(f"{who.told(changed.detail)}\n\n{again.text}", again.buttons)
    if not done.refund:
        return Said(who.told(say("It is cancelled.")))
    money = Money(done.refund, done.currency)
    return Said(who.told(say("It is cancelled. {refund} comes back.", refund=money)))


def _can(who: Visitor, one: Booking) -> list[Button]:
    """What can be done with it. Whether it still may be moved is said when that is pressed."""
    cancel, move = who.told(say("Cancel")), who.told(say("Move"))
    buttons: list[Button] = []
    if one.is_clients_to_cancel:
        buttons.append(Button(f"{cancel}: {one.number}", f"c:{short_id(one.id)}"))
    if one.status == "countered":
        take, not_this = who.told(say("Take it")), who.told(say("Not this one"))
        buttons = [
            Button(f"{take}: {one.number}", f"y:{short_id(one.id)}"),
            Button(f"{not_this}: {one.number}", f"w:{short_id(one.id)}"),
        ]
    if one.is_held or one.is_confirmed:
        buttons.insert(0, Button(f"{move}: {one.number}", f"m:{short_id(one.id)}"))
    return buttons


def _state(one: Booking, who: Visitor) -> str:
    """With what it waits for, if it does."""
    line = line_of(one, who)
    if one.status == "countered":
        return who.told(say("{booking}: offered to you instead", booking=line))
    if one.status == "requested":
        return who.told(say("{booking}: not answered yet", booking=line))
    return who.told(say("{booking}: not paid yet", booking=line)) if one.is_held else line


def line_of(one: Booking, who: Visitor) -> str:
    """What, when and its number."""
    when = moment_text(one.starts_at, one.zone, who.language)
    return f"{one.service_name}, {when} ({one.number})"
