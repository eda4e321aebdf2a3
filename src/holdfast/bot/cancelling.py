"""Who is booked cannot make a session of theirs, and cancels it in a chat, by the flow that cancels
it over HTTP."""

from typing import Final
from uuid import UUID

from holdfast.bot.booked import line_of, named
from holdfast.bot.saying import Button, Said
from holdfast.bot.visitor import Rooms, Visitor
from holdfast.bot.words import short_id
from holdfast.flows.booking.cancelling_own import cancel_own_session, cancellation_of_own
from holdfast.flows.booking.own_calendar import own_booking
from holdfast.kit import Money
from holdfast.kit.sentences import in_language, say

__all__ = ["really_cancel", "to_cancel"]

_WHY: Final = {
    "i": say("I am ill."),
    "u": say("Something urgent came up."),
    "w": say("The weather does not allow it."),
}
"""By what a button says. Its client reads it in their language."""


async def to_cancel(rooms: Rooms, who: Visitor, booking_id: UUID) -> Said:
    """Ask first why, and say what goes back."""
    comes = await cancellation_of_own(rooms.booker, who.principal, booking_id)
    booking = await named(rooms, who, await own_booking(rooms.booker, who.principal, booking_id))
    refund = Money(comes.refund, comes.currency)
    back = say("All that was paid goes back: {refund}.", refund=refund)
    words = say(
        "Cancel {booking}? {costs} Its client is told why: choose it, or write it in your own words"
        " on the shop's page: {url}",
        booking=line_of(booking, who),
        costs=back if comes.paid else say("Nothing was paid of it."),
        url=f"{rooms.url}/my/calendar",
    )
    reasons = [
        [Button(who.told(why), f"X:{short_id(booking_id)}:{letter}")]
        for letter, why in _WHY.items()
    ]
    return Said(who.told(words), reasons)


async def really_cancel(rooms: Rooms, who: Visitor, booking_id: UUID, letter: str) -> Said:
    """Raises :class:`ValueError` of what is no reason."""
    if letter not in _WHY:
        raise ValueError(letter)
    booking = await own_booking(rooms.booker, who.principal, booking_id)
    order = await rooms.booker.orders.known(booking.order_id)
    why = in_language(_WHY[letter], order.locale or who.language)
    by = who.caller("cancel-own", f"{booking_id} {letter}")
    done = await cancel_own_session(rooms.booker, rooms.studio, by, booking_id, why)
    line = line_of(await named(rooms, who, booking), who)
    if not done.refund:
        return Said(who.told(say("{booking} is cancelled. Its client is told.", booking=line)))
    money = Money(done.refund, done.currency)
    words = say(
        "{booking} is cancelled. {refund} goes back, and its client is told.",
        booking=line, refund=money,
    )  # fmt: skip
    return Said(who.told(words))
