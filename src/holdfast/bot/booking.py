"""A client in a chat chooses a service, how long, where, with whom, a day and a time, which is held
as over HTTP."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Final
from uuid import UUID

from holdfast.booking.bookings import Booking, booking_of, bookings_by_time, takings_of
from holdfast.booking.services import Service, load_services
from holdfast.bot.booked import told
from holdfast.bot.choosing import (
    MOST_ON_BUTTON,
    Choice,
    Chosen,
    chosen_of,
    where_buttons,
    whom_buttons,
)
from holdfast.bot.offering import (
    DAYS,
    day_buttons,
    day_there,
    days_after,
    days_free,
    later_button,
    next_times,
    prices_of,
    rows,
    served_at,
    time_buttons,
    times_of,
)
from holdfast.bot.saying import Button, Said
from holdfast.bot.spots import spot_texts
from holdfast.bot.visitor import Rooms, Visitor
from holdfast.bot.words import clock_text, day_text, short_id
from holdfast.flows.booking.holding import hold_booking
from holdfast.flows.booking.nearness import TooFar
from holdfast.flows.booking.planning import StudioClosed, TooSoon, Wanted
from holdfast.flows.booking.unavailable import LeavesGap
from holdfast.flows.checkout.time_taken import TimeTaken
from holdfast.kit import shop_now
from holdfast.kit.sentences import say

__all__ = ["INSTEAD", "days", "later_times", "other_times", "services", "take", "times", "whom"]

INSTEAD: Final = (TimeTaken, StudioClosed, TooSoon, TooFar, LeavesGap)
"""Refusals beside which other times are told."""
_MOST_SERVICES: Final = 30
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
    """On which days it can be had, once it is said how long it is to be, where, and with whom."""
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
    found = await chosen_of(rooms, service, choice)
    if found is None or found.is_open:
        return await _again(rooms, who, service, choice, found)
    return await _days(rooms, who, found, since)


async def _days(rooms: Rooms, who: Visitor, found: Chosen, since: date | None = None) -> Said:
    service, query = found.service, found.query()
    choice = found.choice(person=found.person)
    free = await days_free(rooms, service, query, since)
    later = f"{'l' if choice.whom is None else 'f'}:{choice.said}"
    if not free:
        none = who.told(say("No time is free in these {days} days.", days=DAYS))
        after = await days_after(rooms, service, query, since)
        more = [] if after is None else [later_button(after, who, later)]
        return Said(none, [*more, *_others(who, found)])
    words = say("{service}: on which day?", service=service.name_in(who.language))
    text = await _with_place(rooms, who, found, who.told(words))
    return Said(text, day_buttons(free, who, f"t:{choice.said}", later))


async def whom(rooms: Rooms, who: Visitor, choice: Choice, after: int = 0) -> Said:
    """Where and with whom; on which days, where there is nothing to choose among."""
    service = await rooms.slots.service(choice.service)
    found = await chosen_of(rooms, service, choice)
    if found is None:
        return await _again(rooms, who, service, choice, None)
    if found.is_open:
        texts = await spot_texts(rooms, found.spots, who.language, MOST_ON_BUTTON)
        words = say("{service}: where?", service=service.name_in(who.language))
        named = sorted(zip(texts, found.spots, strict=True), key=lambda one: one[0])
        return Said(who.told(words), where_buttons(found, named, who, after))
    if found.person is not None or len(found.crew) < 2:
        return await _days(rooms, who, found)
    words = say("{service}: with whom?", service=service.name_in(who.language))
    text = await _with_place(rooms, who, found, who.told(words))
    return Said(text, whom_buttons(found, who, after))


async def _with_place(rooms: Rooms, who: Visitor, found: Chosen, words: str) -> str:
    """With where it is, which was chosen among several."""
    if found.spot is None:
        return words
    (text,) = await spot_texts(rooms, [found.spot], who.language)
    return f"{words}\n{text}"


async def _again(
    rooms: Rooms, who: Visitor, service: Service, choice: Choice, found: Chosen | None
) -> Said:
    """What is to be chosen anew: what was chosen can not be had any more, or does not say where."""
    if found is not None:
        return await whom(rooms, who, found.choice(person=found.person))
    bare = Choice(service.id, choice.minutes or service.lengths.allowed()[0])
    said = await whom(rooms, who, bare)
    gone = who.told(say("Who you chose can not be booked for this any more."))
    return Said(f"{gone}\n\n{said.text}", said.buttons)


def _others(who: Visitor, found: Chosen) -> list[list[Button]]:
    """Somebody else there, or somewhere else."""
    somebody, elsewhere = who.told(say("Somebody else")), who.told(say("Somewhere else"))
    others = []
    if found.person is not None:
        others.append([Button(somebody, f"k:{found.choice().said}:0")])
    if found.spot is not None:
        anywhere = Choice(found.service.id, found.minutes)
        others.append([Button(elsewhere, f"k:{anywhere.said}:0")])
    return others


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
    found = await chosen_of(rooms, service, choice)
    if found is None or found.is_open:
        return await _again(rooms, who, service, choice, found)
    day = await day_there(rooms, service, found.query(), since)
    return await times(rooms, who, choice, day, since)


async def times(
    rooms: Rooms, who: Visitor, choice: Choice, day: date, since: datetime | None = None
) -> Said:
    """At which times of the day, by the clock of the place, and for how much; from ``since`` on."""
    service = await rooms.slots.service(choice.service)
    found = await chosen_of(rooms, service, choice)
    if found is None or found.is_open:
        return await _again(rooms, who, service, choice, found)
    offered = await times_of(rooms, service, found.query(), day, since)
    if not offered:
        said = await _days(rooms, who, found)
        gone = who.told(say("No time of this day is free any more."))
        return Said(f"{gone}\n\n{said.text}", said.buttons)
    words = say(
        "{service}, {day}: at what time? {minutes} minutes, by the clock of {clock}.",
        service=service.name_in(who.language),
        day=day_text(day, who.language),
        minutes=found.minutes,
        clock=clock_text(offered[0].zone),
    )
    text = await _with_place(rooms, who, found, who.told(words))
    costs = [one.text(who.language) for one in prices_of(service, found.minutes, offered)]
    if len(set(costs)) == 1:
        text, costs = f"{text}\n{costs[0]}", []
    chosen = found.choice(person=found.person).said
    return Said(text, time_buttons(offered, who, f"h:{chosen}", later=f"g:{chosen}", costs=costs))


async def take(rooms: Rooms, who: Visitor, choice: Choice, start: datetime) -> Said:
    """Hold it, for as long as the shop holds what is to be paid."""
    service = await rooms.slots.service(choice.service)
    found = await chosen_of(rooms, service, choice)
    if found is None or found.is_open:
        return await _again(rooms, who, service, choice, found)
    held = await _held_already(rooms, who, found, start)
    if held is not None:
        return await told(rooms, who, held)
    offered = await served_at(rooms, service, found.query(_COMBINATIONS), start)
    some = tuple(
        tuple(one.id for one in those) for offer in offered for those in offer.combinations
    )
    wanted = Wanted(start, found.minutes, some)
    asked = f"{service.id} {start.isoformat()} {found.minutes} {choice.whom or ''}".strip()
    by = who.caller("book", asked)
    placed = await hold_booking(rooms.booker, by, service, wanted, locale=who.language)
    assert placed.booking_id is not None
    booking = await booking_of(rooms.booker.database.pool, placed.booking_id)
    assert booking is not None
    return await told(rooms, who, booking)


async def _held_already(
    rooms: Rooms, who: Visitor, found: Chosen, start: datetime
) -> Booking | None:
    """What they hold or asked for by a press before: a button that is pressed twice at once books
    nobody else beside it."""
    pool, owner = rooms.booker.database.pool, who.principal.id
    there = (start, UUID(int=0))
    ahead = await bookings_by_time(pool, owner, "ahead", shop_now(), there, _COMBINATIONS)
    some = [
        one
        for one in ahead
        if one.starts_at == start
        and one.service_id == found.service.id
        and (one.is_held or one.is_asked)
    ]
    takings = await takings_of(pool, [one.id for one in some])
    for one in some:
        if found.serves([each.resource_id for each in takings[one.id]]):
            return one
    return None


async def other_times(rooms: Rooms, who: Visitor, choice: Choice, start: datetime) -> Said:
    """The next ones that can be had in place of this, there and with whom was chosen."""
    service = await rooms.slots.service(choice.service)
    found = await chosen_of(rooms, service, choice)
    if found is None or found.is_open:
        return await _again(rooms, who, service, choice, found)
    offered = await next_times(rooms, service, found.query(), start)
    others = _others(who, found)
    if not offered:
        return Said("", others)
    chosen = found.choice(person=found.person).said
    buttons = time_buttons(offered, who, f"h:{chosen}", day_too=True)
    return Said(who.told(say("These are free:")), [*buttons, *others])
