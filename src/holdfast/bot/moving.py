"""In a chat a client moves what they booked, or who is booked a session of their own (``own``): a
day, a time of the same people, what it comes to, yes. By the flow that moves it over HTTP, with the
same refusals."""

from datetime import date, datetime
from uuid import UUID

from msgspec import Struct

from holdfast.booking.bookings import Booking, minutes_asked, takings_of
from holdfast.booking.services import Service
from holdfast.bot.booked import line_of, named
from holdfast.bot.offering import (
    DAYS,
    day_buttons,
    day_there,
    days_free,
    next_times,
    served_at,
    time_buttons,
    times_of,
)
from holdfast.bot.saying import Button, Said
from holdfast.bot.visitor import Rooms, Visitor
from holdfast.bot.words import day_text, moment_text, short_id
from holdfast.flows.booking.attending import Find
from holdfast.flows.booking.booker import found_booking
from holdfast.flows.booking.holding import move_booking, move_comes_to
from holdfast.flows.booking.moving import CostsMore, MoveCost, may_move
from holdfast.flows.booking.own_calendar import own_booking
from holdfast.flows.booking.planning import Wanted
from holdfast.flows.booking.visits import visit_booked
from holdfast.kit import Money
from holdfast.kit.sentences import say
from holdfast.views.booking.finding import Query

__all__ = ["days", "later_times", "other_times", "really_move", "times", "to_move"]


class _There(Struct, frozen=True):
    """A booking, the service as it is now, and what is asked for: the same length, with those who
    serve it. ``find`` finds it for who moves it."""

    booking: Booking
    service: Service
    query: Query
    find: Find


async def days(
    rooms: Rooms, who: Visitor, booking_id: UUID, since: date | None = None, *, own: bool = False
) -> Said:
    """To which days it can go."""
    there = await _there(rooms, who, booking_id, own=own)
    may_move(there.booking, by_staff=own)
    free = await days_free(rooms, there.service, there.query, since)
    if not free:
        none = say(
            "Who serves it has no time in these {days} days. With others it can be moved on the"
            " shop's page: {url}",
            days=DAYS, url=f"{rooms.url}/bookings",
        )  # fmt: skip
        return Said(who.told(none))
    words = say("Move {booking}: to which day?", booking=line_of(there.booking, who))
    says, later = (_says(letter, booking_id, own=own) for letter in "nm")
    return Said(who.told(words), day_buttons(free, who, says, later))


async def later_times(
    rooms: Rooms, who: Visitor, booking_id: UUID, since: datetime, *, own: bool = False
) -> Said:
    """To which times from then on, that day."""
    there = await _there(rooms, who, booking_id, own=own)
    day = await day_there(rooms, there.service, there.query, since)
    return await times(rooms, who, booking_id, day, since, own=own)


async def times(
    rooms: Rooms,
    who: Visitor,
    booking_id: UUID,
    day: date,
    since: datetime | None = None,
    *,
    own: bool = False,
) -> Said:
    """To which times of the day, by the studio's clock; from ``since`` on."""
    there = await _there(rooms, who, booking_id, own=own)
    found = await times_of(rooms, there.service, there.query, day, since)
    if not found:
        said = await days(rooms, who, booking_id, own=own)
        gone = who.told(say("No time of this day is free any more."))
        return Said(f"{gone}\n\n{said.text}", said.buttons)
    words = say(
        "Move {booking}: {day}, at what time? By the studio's clock.",
        booking=line_of(there.booking, who), day=day_text(day, who.language),
    )  # fmt: skip
    says, later = (_says(letter, booking_id, own=own) for letter in "pj")
    return Said(who.told(words), time_buttons(found, who, says, later=later))


async def to_move(
    rooms: Rooms, who: Visitor, booking_id: UUID, start: datetime, *, own: bool = False
) -> Said:
    """Ask first, and say what it comes to."""
    there = await _there(rooms, who, booking_id, own=own)
    wanted = await _wanted(rooms, there, start)
    by = who.caller("look")
    cost = await move_comes_to(rooms.booker, by, booking_id, there.service, wanted, find=there.find)
    words = say(
        "Move {booking} to {when}? {costs}",
        booking=line_of(there.booking, who),
        when=moment_text(start, there.booking.zone, who.language),
        costs=_with_fee(cost, _costs(there.booking, cost)),
    )
    minute = int(start.timestamp()) // 60
    data = f"{_says('v', booking_id, own=own)}:{minute}:{cost.fee}:{cost.more}"
    return Said(who.told(words), [[Button(who.told(say("Yes, move it")), data)]])


async def really_move(
    rooms: Rooms,
    who: Visitor,
    booking_id: UUID,
    start: datetime,
    fee: int,
    more: int,
    *,
    own: bool = False,
) -> Said:
    """Move it, if it costs no more than was said; else ask again. What is to be paid ``more`` is
    paid on the shop's page, and the time is held until then."""
    there = await _there(rooms, who, booking_id, own=own)
    wanted = await _wanted(rooms, there, start)
    by = who.caller("move", f"{booking_id} {start.isoformat()} {fee} {more}")
    try:
        done = await move_booking(
            rooms.booker,
            by,
            booking_id,
            there.service,
            wanted,
            pay=more > 0,
            fee=fee,
            find=there.find,
        )
    except CostsMore as changed:
        again = await to_move(rooms, who, booking_id, start, own=own)
        return Said(f"{who.told(changed.detail)}\n\n{again.text}", again.buttons)
    if done.order_id is not None:
        return await _to_pay(rooms, who, there.booking, start, done.order_id)
    moved = await there.find(rooms.booker, who.principal, booking_id)
    line = line_of(await named(rooms, who, moved), who)
    if not done.refund:
        return Said(who.told(say("It is moved: {booking}.", booking=line)))
    money = Money(done.refund, done.currency)
    words = say("It is moved: {booking}. {refund} comes back.", booking=line, refund=money)
    return Said(who.told(words))


async def other_times(
    rooms: Rooms, who: Visitor, booking_id: UUID, start: datetime, *, own: bool = False
) -> Said:
    """The next ones that it can go to in place of this."""
    there = await _there(rooms, who, booking_id, own=own)
    found = await next_times(rooms, there.service, there.query, start)
    if not found:
        return Said("")
    buttons = time_buttons(found, who, _says("p", booking_id, own=own), day_too=True)
    return Said(who.told(say("These are free:")), buttons)


async def _to_pay(
    rooms: Rooms, who: Visitor, booking: Booking, start: datetime, order_id: UUID
) -> Said:
    order = await rooms.booker.orders.known(order_id)
    words = say(
        "{when} is held for you. Pay {more} here, and {booking} moves there: {url}",
        when=moment_text(start, booking.zone, who.language),
        more=Money(order.total, booking.currency),
        booking=booking.number,
        url=f"{rooms.url}/checkout/{order_id}",
    )
    return Said(who.told(words))


def _with_fee(cost: MoveCost, costs: str) -> str:
    if not cost.fee:
        return costs
    fee = Money(cost.fee, cost.currency)
    return say("Moving it costs {fee}. {costs}", fee=fee, costs=costs)


def _costs(booking: Booking, cost: MoveCost) -> str:
    price = Money(cost.price, cost.currency)
    if cost.more:
        more = Money(cost.more, cost.currency)
        return say(
            "It costs {price} then: {more} is to be paid first, on the shop's page.",
            price=price, more=more,
        )  # fmt: skip
    if cost.back:
        return say(
            "It costs {price} then, {refund} comes back.",
            price=price, refund=Money(cost.back, cost.currency),
        )  # fmt: skip
    if cost.price != booking.price:
        return say("It costs {price} then.", price=price)
    return say("It costs nothing.")


def _says(letter: str, booking_id: UUID, *, own: bool) -> str:
    """What a button says of it first: of who is booked in a capital letter."""
    return f"{letter.upper() if own else letter}:{short_id(booking_id)}"


async def _there(rooms: Rooms, who: Visitor, booking_id: UUID, *, own: bool) -> _There:
    find = own_booking if own else found_booking
    booking = await named(rooms, who, await find(rooms.booker, who.principal, booking_id))
    service = await visit_booked(rooms.slots.service, booking)
    takings = (await takings_of(rooms.booker.database.pool, [booking_id]))[booking_id]
    query = Query(
        service=service.id,
        minutes=minutes_asked(booking.starts_at, booking.ends_at, takings),
        people=booking.people,
        near=booking.at,
        resources=frozenset(one.resource_id for one in takings),
        most=1,
    )
    return _There(booking, service, query, find)


async def _wanted(rooms: Rooms, there: _There, start: datetime) -> Wanted:
    """Told again after it was done, nobody has that time: then what was answered stands."""
    query, booking = there.query, there.booking
    found = await served_at(rooms, there.service, query, start)
    some = tuple(tuple(one.id for one in those) for offer in found for those in offer.combinations)
    assert query.minutes is not None
    return Wanted(start, query.minutes, some, booking.people, booking.note)
