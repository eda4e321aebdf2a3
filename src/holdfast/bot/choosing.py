"""What a client has chosen so far: a service, how long, where, with whom. Buttons carry it, so
nothing is remembered between two presses."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Final
from uuid import UUID, uuid5

from msgspec import Struct

from holdfast.booking.bookings import MAX_SESSION
from holdfast.booking.services import Service
from holdfast.booking.slots import Bookable
from holdfast.bot.saying import Button
from holdfast.bot.spots import Spot, spots_of
from holdfast.bot.visitor import Rooms, Visitor
from holdfast.bot.words import read_id, short_id
from holdfast.kit.sentences import say
from holdfast.views.booking.finding import Query, asked_of

__all__ = [
    "MOST_ON_BUTTON",
    "Choice",
    "Chosen",
    "chosen_of",
    "read_choice",
    "where_buttons",
    "whom_buttons",
]

MOST_ON_BUTTON: Final = 60
"""Letters that a button shows."""
_MOST: Final = 8
_LONGEST: Final = MAX_SESSION // timedelta(minutes=1)


class Choice(Struct, frozen=True):
    """``minutes``: none is said yet; ``whom``: that photographer, that place, or that photographer
    at that place (:func:`_both`); None: anyone, anywhere."""

    service: UUID
    minutes: int | None = None
    whom: UUID | None = None

    @property
    def said(self) -> str:
        """As a button carries it."""
        parts = [short_id(self.service)]
        if self.minutes is not None:
            parts.append(str(self.minutes))
            parts += [] if self.whom is None else [short_id(self.whom)]
        return ":".join(parts)


class Chosen(Struct, frozen=True):
    """What a choice means as things are now. ``spots``: among which is still to be chosen;
    ``crew``: the photographers who can be had there, by name, where one can choose among them."""

    service: Service
    minutes: int
    spots: Sequence[Spot]
    crew: Sequence[Bookable]
    spot: Spot | None = None
    person: Bookable | None = None

    @property
    def is_open(self) -> bool:
        """Where it is to be is not said yet."""
        return len(self.spots) > 1

    def query(self, most: int = 1) -> Query:
        only = set() if self.spot is None else set(self.spot.resources)
        if self.person is not None:
            only.add(self.person.id)
        return Query(
            service=self.service.id, minutes=self.minutes, most=most, resources=frozenset(only)
        )

    def choice(self, spot: Spot | None = None, person: Bookable | None = None) -> Choice:
        """The same there, or with them."""
        there, whom = spot or self.spot, person
        if there is None or whom is None:
            either = there or whom
            return Choice(self.service.id, self.minutes, None if either is None else either.id)
        return Choice(self.service.id, self.minutes, _both(there, whom))

    def serves(self, resources: Sequence[UUID]) -> bool:
        """Whether who takes part in a booking is what was chosen."""
        taken = set(resources)
        here = self.spot is None or not taken.isdisjoint(self.spot.resources)
        return here and (self.person is None or self.person.id in taken)


def _both(spot: Spot, person: Bookable) -> UUID:
    """One id for both, since a button has room for one."""
    return uuid5(spot.id, person.id.hex)


def read_choice(service: str, minutes: str = "", whom: str = "") -> Choice:
    """Of a button. Raises :class:`ValueError`, also for so many minutes as nothing lasts: whoever
    writes a program of their own presses what they like."""
    long = int(minutes) if minutes else None
    if long is not None and not 0 < long <= _LONGEST:
        raise ValueError(minutes)
    return Choice(read_id(service), long, read_id(whom) if whom else None)


async def chosen_of(rooms: Rooms, service: Service, choice: Choice) -> Chosen | None:
    """None: what was chosen can not be had any more. Of a place that is the only one nothing is
    said."""
    minutes = choice.minutes or service.lengths.allowed()[0]
    query = Query(service=service.id, minutes=minutes, most=1)
    fit = await rooms.slots.fit(asked_of(service, query))
    spots = spots_of(rooms, service, query, fit)
    several = len(spots) > 1
    roles = [
        some for need, some in zip(service.needs, fit, strict=True) if need.kind == "photographer"
    ]
    crew = sorted(roles[0], key=lambda one: (one.name, one.id)) if len(roles) == 1 else []
    if choice.whom is None:
        return Chosen(service, minutes, spots, crew)
    for spot in spots if several else ():
        there = [one for one in crew if spot.has(one)]
        for person in (None, *there):
            if choice.whom == (spot.id if person is None else _both(spot, person)):
                return Chosen(service, minutes, (), there, spot, person)
    for person in crew:
        if choice.whom == person.id:
            theirs = [one for one in spots if one.has(person)] if several else []
            only = theirs[0] if len(theirs) == 1 else None
            return Chosen(service, minutes, theirs, crew, only, person)
    return None


def where_buttons(
    found: Chosen, named: Sequence[tuple[str, Spot]], who: Visitor, after: int
) -> list[Sequence[Button]]:
    """One of these places, by what each is called; ``after`` so many of them."""
    made: list[Sequence[Button]] = [
        [Button(text, f"k:{found.choice(spot, found.person).said}:0")]
        for text, spot in named[after : after + _MOST]
    ]
    return [*made, *_more(who, found, len(found.spots), after)]


def whom_buttons(found: Chosen, who: Visitor, after: int) -> list[Sequence[Button]]:
    """Anyone, or one of these; ``after`` so many of them."""
    anyone = found.choice()
    begins = "l" if anyone.whom is None else "f"
    made: list[Sequence[Button]] = [[Button(who.told(say("Anyone")), f"{begins}:{anyone.said}")]]
    for one in found.crew[after : after + _MOST]:
        theirs = found.choice(person=one)
        made.append([Button(one.name_in(who.language)[:MOST_ON_BUTTON], f"f:{theirs.said}")])
    return [*made, *_more(who, found, len(found.crew), after)]


def _more(who: Visitor, found: Chosen, count: int, after: int) -> list[Sequence[Button]]:
    if count <= after + _MOST:
        return []
    chosen = found.choice(person=found.person)
    return [[Button(who.told(say("More")), f"k:{chosen.said}:{after + _MOST}")]]
