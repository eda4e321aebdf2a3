"""A client in a chat: chooses a service, a day and a time, which are held as over HTTP; looks at
what they booked, and cancels it."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Final
from uuid import UUID

from holdfast.booking.bookings import Booking, booking_of, bookings_by_time, takings_of
from holdfast.booking.services import Service, load_services
from holdfast.bot.choosing import Choice, who_does_it, whom_buttons
from holdfast.bot.offering import (
    DAYS,
    day_buttons,
    day_there,
    days_after,
    days_free,
    later_button,
    next_times,
    rows,
    served_at,
    time_buttons,
    times_of,
)
from holdfast.bot.saying import Button, Entry, Said, listed
from holdfast.bot.visitor import Rooms, Visitor
from holdfast.bot.words import day_text, moment_text, short_id
from holdfast.flows.booking.cancelling import (
    CancellationChanged,
    cancel_booking,
    cancellation_of,
)
from holdfast.flows.booking.holding import hold_booking
from holdfast.flows.booking.nearness import TooFar
from holdfast.flows.booking.planning import StudioClosed, TooSoon, Wanted
from holdfast.flows.booking.unavailable import LeavesGap
from holdfast.flows.checkout.time_taken import TimeTaken
from holdfast.kit import Money, shop_now
from holdfast.kit.sentences import say

__all__ = [
    "INSTEAD", "days", "later_times", "line_of", "mine", "other_times", "really_cancel",
    "services", "take", "times", "to_cancel", "whom",
]  # fmt: skip

INSTEAD: Final = (TimeTaken, StudioClosed, TooSoon, TooFar, LeavesGap)
"""Refusals beside which other times are told."""
_MOST_SERVICES: Final = 30
_MOST_MINE: Final = 8
_COMBINATIONS: Final = 5
_MOST_LENGTHS: Final = 12


async def services(rooms: Rooms, who: Visitor, after: int = 0) -> Said:
    """What can be booked; ``after`` so many of it."""
    found = [one for one in await load_services(rooms.booker.database.pool) if one.active]
    some = found[after : after + _MOST_SERVICES]
    if not some:
        return Said(who.told(say("Nothing can be booked at the moment.")))
    buttons = [[Button(one.name_in(who.language)[:60], f"d:{short_id(one.id)}")] for one in some]
    if len(found) > after + _MOST_SERVICES:
        buttons.append([Button(who.told(say("More")), f"s:{after + _MOST_SERVICES}")])
    return Said(who.told(say("What would you like to book?")), buttons)


async def days(rooms: Rooms, who: Visitor, choice: Choice, since: date | None = None) -> Said:
    """On which days it can be had, once it is said how long it is to be, and with whom."""
    service = await rooms.slots.service(choice.service)
    if any(need.near_client for need in service.needs):
        page = say(
            "It is offered near you alone. Say where you are on the shop's page: {url}",
            url=f"{rooms.url}/book?service={service.id}",
        )
        return Said(who.told(page))
    lengths = service.lengths.allowed()
    if choice.minutes is None and since is None:
        if len(lengths) > 1:
            return _how_long(who, service, lengths)
        return await whom(rooms, who, Choice(service.id, lengths[0]))
    gone = await _no_more(rooms, who, service, choice)
    if gone is not None:
        return gone
    query = choice.query(service)
    free = await days_free(rooms, service, query, since)
    later = "d" if choice.minutes is None else "l" if choice.whom is None else "f"
    later = f"{later}:{choice.said}"
    if not free:
        none = who.told(say("No time is free in these {days} days.", days=DAYS))
        after = await days_after(rooms, service, query, since)
        more = [] if after is None else [later_button(after, who, later)]
        return Said(none, [*more, *_somebody_else(who, choice)])
    words = say("{service}: on which day?", service=service.name_in(who.language))
    return Said(who.told(words), day_buttons(free, who, f"t:{choice.said}", later))


async def whom(rooms: Rooms, who: Visitor, choice: Choice, after: int = 0) -> Said:
    """With whom; on which days, where there is nobody to choose among."""
    service = await rooms.slots.service(choice.service)
    found = await who_does_it(rooms, service, choice)
    if len(found) < 2:
        return await days(rooms, who, Choice(choice.service, choice.minutes))
    words = say("{service}: with whom?", service=service.name_in(who.language))
    return Said(who.told(words), whom_buttons(found, who, choice, after))


async def _no_more(rooms: Rooms, who: Visitor, service: Service, choice: Choice) -> Said | None:
    """What is said if who was chosen does not do it any more."""
    if choice.whom is None:
        return None
    if choice.whom in [one.id for one in await who_does_it(rooms, service, choice)]:
        return None
    said = await whom(rooms, who, Choice(choice.service, choice.minutes))
    gone = who.told(say("Who you chose can not be booked for this any more."))
    return Said(f"{gone}\n\n{said.text}", said.buttons)


def _somebody_else(who: Visitor, choice: Choice) -> list[list[Button]]:
    if choice.whom is None:
        return []
    all_of = Choice(choice.service, choice.minutes)
    return [[Button(who.told(say("Somebody else")), f"k:{all_of.said}:0")]]


def _how_long(who: Visitor, service: Service, lengths: Sequence[int]) -> Said:
    """Of very many lengths some, evenly spread, the shortest and the longest among them."""
    step = -(-len(lengths) // _MOST_LENGTHS)
    some = sorted({*lengths[::step], lengths[-1]})
    made = [
        Button(who.told(say("{minutes} min", minutes=one)), f"k:{Choice(service.id, one).said}:0")
        for one in some
    ]
    words = say("{service}: how long?", service=service.name_in(who.language))
    return Said(who.told(words), rows(made, 3))


async def later_times(rooms: Rooms, who: Visitor, choice: Choice, since: datetime) -> Said:
    """At which times from then on, that day."""
    service = await rooms.slots.service(choice.service)
    day = await day_there(rooms, service, choice.query(service), since)
    return await times(rooms, who, choice, day, since)


async def times(
    rooms: Rooms, who: Visitor, choice: Choice, day: date, since: datetime | None = None
) -> Said:
    """At which times of the day, by the studio's clock; from ``since`` on."""
    service = await rooms.slots.service(choice.service)
    no_more = await _no_more(rooms, who, service, choice)
    if no_more is not None:
        return no_more
    query = choice.query(service)
    found = await times_of(rooms, service, query, day, since)
    if not found:
        said = await days(rooms, who, Choice(service.id, query.minutes, choice.whom))
        gone = who.told(say("No time of this day is free any more."))
        return Said(f"{gone}\n\n{said.text}", said.buttons)
    words = say(
        "{service}, {day}: at what time? {minutes} minutes, by the studio's clock.",
        service=service.name_in(who.language),
        day=day_text(day, who.language),
        minutes=query.minutes,
    )
    chosen = choice.said
    return Said(who.told(words), time_buttons(found, who, f"h:{chosen}", later=f"g:{chosen}"))


async def take(rooms: Rooms, who: Visitor, choice: Choice, start: datetime) -> Said:
    """Hold it, for as long as the shop holds what is to be paid."""
    service = await rooms.slots.service(choice.service)
    no_more = await _no_more(rooms, who, service, choice)
    if no_more is not None:
        return no_more
    held = await _held_already(rooms, who, choice, start)
    if held is not None:
        return await _told(rooms, who, held)
    query = choice.query(service, _COMBINATIONS)
    found = await served_at(rooms, service, query, start)
    some = tuple(tuple(one.id for one in those) for offer in found for those in offer.combinations)
    assert query.minutes is not None, "it says how long"
    wanted = Wanted(start, query.minutes, some)
    asked = f"{service.id} {start.isoformat()} {query.minutes} {choice.whom or ''}".strip()
    by = who.caller("book", asked)
    placed = await hold_booking(rooms.booker, by, service, wanted, locale=who.language)
    assert placed.booking_id is not None
    booking = await booking_of(rooms.booker.database.pool, placed.booking_id)
    assert booking is not None
    return await _told(rooms, who, booking)


async def _held_already(
    rooms: Rooms, who: Visitor, choice: Choice, start: datetime
) -> Booking | None:
    """What they hold or asked for by a press before: a button that is pressed twice at once books
    nobody else beside it."""
    pool, owner = rooms.booker.database.pool, who.principal.id
    there = (start, UUID(int=0))
    found = await bookings_by_time(pool, owner, "ahead", shop_now(), there, _COMBINATIONS)
    some = [
        one
        for one in found
        if one.starts_at == start
        and one.service_id == choice.service
        and (one.is_held or one.is_asked)
    ]
    takings = await takings_of(pool, [one.id for one in some])
    for one in some:
        if choice.whom is None or choice.whom in {each.resource_id for each in takings[one.id]}:
            return one
    return None


async def _told(rooms: Rooms, who: Visitor, booking: Booking) -> Said:
    """How it stands, and what is to be done about it."""
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
            "{service}, {when} is held for you ({number}) until {until}. Pay {total} here, and it"
            " is booked: {url}",
            service=booking.service_name, when=when, number=booking.number,
            until=moment_text(
                await _held_until(rooms, order.reservation_id), booking.zone, who.language
            ),
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
    return Said(who.told(words))


async def _held_until(rooms: Rooms, hold_id: UUID) -> datetime:
    held = await rooms.booker.held_orders.held(hold_id)
    return shop_now() if held is None or held.ends_at is None else held.ends_at


async def other_times(rooms: Rooms, who: Visitor, choice: Choice, start: datetime) -> Said:
    """The next ones that can be had in place of this, with whom was chosen."""
    service = await rooms.slots.service(choice.service)
    found = await next_times(rooms, service, choice.query(service), start)
    others = _somebody_else(who, choice)
    if not found:
        return Said("", others)
    buttons = time_buttons(found, who, f"h:{choice.said}", day_too=True)
    return Said(who.told(say("These are free:")), [*buttons, *others])


async def mine(rooms: Rooms, who: Visitor) -> Said:
    """What they booked and what is to come, the soonest first."""
    pool = rooms.booker.database.pool
    owner, now = who.principal.id, shop_now()
    stands = await bookings_by_time(pool, owner, "ahead", now, None, _MOST_MINE)
    if not stands:
        return Said(who.told(say("You have nothing booked. Write /book to change that.")))
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
