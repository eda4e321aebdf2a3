"""Answers in a chat: of who is booked to who asks for a time, of a client to another time that was
offered. By the flows that answer over HTTP."""

from typing import Final
from uuid import UUID

from holdfast.booking.bookings import Booking, booking_of
from holdfast.bot.booked import line_of, named
from holdfast.bot.saying import Button, Entry, Said, cut, listed
from holdfast.bot.visitor import Rooms, Visitor
from holdfast.bot.words import moment_text, short_id
from holdfast.flows.booking.answering import agree, decline
from holdfast.flows.booking.own_calendar import own_person
from holdfast.flows.booking.replying import accept_offer, refuse_offer
from holdfast.kit import Money, shop_now
from holdfast.kit.sentences import say
from holdfast.views.booking.requests import open_requests
from holdfast.views.client_names import known_clients

__all__ = ["accept", "agreed", "declined", "offer_refused", "requests", "to_decline"]

_MOST: Final = 8
_PAGE: Final = "/my/calendar"


async def requests(rooms: Rooms, who: Visitor) -> Said:
    """Who asks for their time, the most pressing first, to be answered."""
    await own_person(rooms.studio, who.principal)
    pool, user = rooms.studio.database.pool, who.principal.user_id
    waiting = [one for one in await open_requests(pool, user) if one.status == "requested"]
    if not waiting:
        return Said(who.told(say("Nobody waits for your answer.")))
    some = waiting[:_MOST]
    clients = await known_clients(pool, [one.user_id for one in some], public=True)
    entries = []
    for one in some:
        name = clients[one.user_id].name if one.user_id in clients else None
        answers = [
            Button(f"{who.told(say('Agree'))}: {one.number}", f"a:{short_id(one.id)}"),
            Button(f"{who.told(say('Decline'))}: {one.number}", f"r:{short_id(one.id)}"),
        ]
        told = await named(rooms, who, one)
        entries.append(Entry(_asked(who, told, name or ""), [answers]))
    page = f"{rooms.url}{_PAGE}"
    return listed(
        entries,
        more=who.told(say("There are more: {url}", url=page)),
        last=who.told(say("Another time is offered on the shop's page: {url}", url=page)),
        whole=len(waiting) <= _MOST,
    )


async def agreed(rooms: Rooms, who: Visitor, booking_id: UUID) -> Said:
    """Its client can pay from now on."""
    await agree(rooms.booker, who.caller("agree", str(booking_id)), booking_id)
    booking = await _now(rooms, who, booking_id)
    return Said(
        who.told(
            say("You agreed: {booking}. Its client can pay now.", booking=line_of(booking, who))
        )
    )


async def to_decline(rooms: Rooms, who: Visitor, booking_id: UUID) -> Said:
    """Ask first: what is declined cannot be agreed to any more."""
    await own_person(rooms.studio, who.principal)
    yes = Button(who.told(say("Yes, decline it")), f"q:{short_id(booking_id)}")
    return Said(who.told(say("Decline it? Its client is told, and the time is free.")), [[yes]])


async def declined(rooms: Rooms, who: Visitor, booking_id: UUID) -> Said:
    await decline(rooms.booker, who.caller("decline", str(booking_id)), booking_id)
    return Said(who.told(say("You declined it. Its client is told.")))


async def accept(rooms: Rooms, who: Visitor, booking_id: UUID) -> Said:
    """The other time it is, to be paid until then."""
    done = await accept_offer(rooms.booker, who.caller("accept", str(booking_id)), booking_id)
    booking = await _now(rooms, who, booking_id)
    order = await rooms.booker.orders.known(booking.order_id)
    words = say(
        "{booking} is held for you until {until}. Pay {total} here, and it is booked: {url}",
        booking=line_of(booking, who),
        until=moment_text(done.ends_at or shop_now(), booking.zone, who.language),
        total=Money(order.total, booking.currency),
        url=f"{rooms.url}/checkout/{order.id}",
    )
    return Said(who.told(words))


async def offer_refused(rooms: Rooms, who: Visitor, booking_id: UUID) -> Said:
    """What was asked for waits again, if it was kept; else all is off."""
    done = await refuse_offer(rooms.booker, who.caller("refuse", str(booking_id)), booking_id)
    if done.status == "cancelled":
        return Said(who.told(say("It is off. Write /book for another one.")))
    return Said(who.told(say("What you asked for waits for an answer again. You are told.")))


async def _now(rooms: Rooms, who: Visitor, booking_id: UUID) -> Booking:
    booking = await booking_of(rooms.booker.database.pool, booking_id)
    assert booking is not None, "it was just answered"
    return await named(rooms, who, booking)


def _asked(who: Visitor, one: Booking, name: str) -> str:
    until = moment_text(one.answer_by or one.starts_at, one.zone, who.language)
    words = say(
        "{booking}{who}. Answer until {until}.",
        booking=line_of(one, who),
        who=f", {name}" if name else "",
        until=until,
    )
    note = f"\n“{cut(one.note)}”" if one.note else ""
    return f"{who.told(words)}{note}"
