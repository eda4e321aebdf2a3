"""What a client has chosen so far: a service, how long, with whom. Buttons carry it, so nothing is
remembered between two presses."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Final
from uuid import UUID

from msgspec import Struct

from holdfast.booking.bookings import MAX_SESSION
from holdfast.booking.services import Service
from holdfast.booking.slots import Bookable
from holdfast.bot.saying import Button
from holdfast.bot.visitor import Rooms, Visitor
from holdfast.bot.words import read_id, short_id
from holdfast.kit.sentences import say
from holdfast.views.booking.finding import Query, asked_of

__all__ = ["Choice", "read_choice", "who_does_it", "whom_buttons"]

_MOST: Final = 8
_LONGEST: Final = MAX_SESSION // timedelta(minutes=1)


class Choice(Struct, frozen=True):
    """``minutes``: none is said yet; ``whom``: that photographer, or anyone."""

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

    def query(self, service: Service, most: int = 1) -> Query:
        """For so long, or the shortest."""
        long = service.lengths.allowed()[0] if self.minutes is None else self.minutes
        only = frozenset() if self.whom is None else frozenset({self.whom})
        return Query(service=service.id, minutes=long, most=most, resources=only)


def read_choice(service: str, minutes: str = "", whom: str = "") -> Choice:
    """Of a button. Raises :class:`ValueError`, also for so many minutes as nothing lasts: whoever
    writes a program of their own presses what they like."""
    long = int(minutes) if minutes else None
    if long is not None and not 0 < long <= _LONGEST:
        raise ValueError(minutes)
    return Choice(read_id(service), long, read_id(whom) if whom else None)


async def who_does_it(rooms: Rooms, service: Service, choice: Choice) -> list[Bookable]:
    """The photographers among whom one can choose, by name; none where it takes several at once."""
    alone = Choice(choice.service, choice.minutes)
    fit = await rooms.slots.fit(asked_of(service, alone.query(service)))
    roles = [
        some for need, some in zip(service.needs, fit, strict=True) if need.kind == "photographer"
    ]
    return sorted(roles[0], key=lambda one: (one.name, one.id)) if len(roles) == 1 else []


def whom_buttons(
    found: Sequence[Bookable], who: Visitor, choice: Choice, after: int
) -> list[Sequence[Button]]:
    """Anyone, or one of these; ``after`` so many of them."""
    some = found[after : after + _MOST]
    made: list[Sequence[Button]] = [[Button(who.told(say("Anyone")), f"l:{choice.said}")]]
    for one in some:
        theirs = Choice(choice.service, choice.minutes, one.id)
        made.append([Button(one.name_in(who.language)[:60], f"f:{theirs.said}")])
    if len(found) > after + _MOST:
        made.append([Button(who.told(say("More")), f"k:{choice.said}:{after + _MOST}")])
    return made
