"""Who is booked says in a chat what came of a session of theirs, or moves it. By the flow that is
told so over HTTP."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from holdfast.booking.bookings import Booking
from holdfast.bot.booked import line_of, named, where_of
from holdfast.bot.saying import Button, Said
from holdfast.bot.visitor import Rooms, Visitor
from holdfast.bot.words import short_id
from holdfast.flows.booking.attending import Attendance, attend
from holdfast.flows.booking.own_calendar import own_booking
from holdfast.kit import shop_now
from holdfast.kit.sentences import say

__all__ = ["attended", "session", "to_miss"]

_SAID: Final[dict[str, Attendance]] = {"s": "start", "c": "complete", "n": "no-show"}
"""By what a button says."""
_SOON: Final = timedelta(hours=12)
"""Before its start: that its client is there is not said days ahead."""


async def session(rooms: Rooms, who: Visitor, booking_id: UUID) -> Said:
    """What it is, and what can be done with it now."""
    booking = await _own(rooms, who, booking_id)
    buttons = [[one] for one in _can(who, booking, shop_now())]
    page = who.told(say("All else is on the shop's page: {url}", url=f"{rooms.url}/my/calendar"))
    where = await where_of(rooms, who, booking)
    return Said("\n".join(filter(None, (line_of(booking, who), where, page))), buttons)


async def _own(rooms: Rooms, who: Visitor, booking_id: UUID) -> Booking:
    return await named(rooms, who, await own_booking(rooms.booker, who.principal, booking_id))


def _can(who: Visitor, booking: Booking, now: datetime) -> Iterator[Button]:
    """What may be said of it by now; the flow has the last word."""
    one, begun = short_id(booking.id), booking.starts_at <= now
    if booking.is_confirmed:
        yield Button(who.told(say("Move")), f"M:{one}")
        yield Button(who.told(say("Cancel")), f"Z:{one}")
    if (booking.is_confirmed and booking.starts_at - now < _SOON) or (
        booking.is_missed and now < booking.ends_at
    ):
        yield Button(who.told(say("The client is there")), f"i:{one}:s")
    if begun and (booking.is_paid or (booking.is_missed and booking.ends_at <= now)):
        yield Button(who.told(say("It took place")), f"i:{one}:c")
    if booking.is_confirmed and begun:
        yield Button(who.told(say("Nobody came")), f"z:{one}")


async def to_miss(rooms: Rooms, who: Visitor, booking_id: UUID) -> Said:
    """Ask first: of who does not come all is paid beforehand the next time."""
    booking = await _own(rooms, who, booking_id)
    words = say("Nobody came to {booking}?", booking=line_of(booking, who))
    yes = Button(who.told(say("Yes, nobody came")), f"i:{short_id(booking_id)}:n")
    return Said(who.told(words), [[yes]])


async def attended(rooms: Rooms, who: Visitor, booking_id: UUID, letter: str) -> Said:
    """Say what came of it. Raises :class:`ValueError` of what can not come of one."""
    if letter not in _SAID:
        raise ValueError(letter)
    what = _SAID[letter]
    by = who.caller(what, str(booking_id))
    await attend(rooms.booker, by, booking_id, what, find=own_booking)
    booking = await _own(rooms, who, booking_id)
    change = Button(
        who.told(say("Change: {number}", number=booking.number)), f"e:{short_id(booking_id)}"
    )
    return Said(who.told(_of(what, line_of(booking, who))), [[change]])


def _of(what: Attendance, line: str) -> str:
    match what:
        case "start":
            return say("It has begun: {booking}.", booking=line)
        case "complete":
            return say("It took place: {booking}.", booking=line)
    return say("Nobody came: {booking}.", booking=line)
