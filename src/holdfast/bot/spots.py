"""Where a service can be had: in which studio, or, where it is in none, by which clock those live
who do it. Where there are several, a client says which: their times are not those of one list."""

from collections.abc import Sequence
from typing import Final
from uuid import UUID, uuid5

from msgspec import Struct

from holdfast.booking import load_resources
from holdfast.booking.services import Service
from holdfast.booking.slots import Bookable, places_of
from holdfast.bot.visitor import Rooms
from holdfast.bot.words import clock_text, place_text
from holdfast.views.booking.finding import Query, asked_of

__all__ = ["Spot", "spot_texts", "spots_of"]

_PLACED: Final = ("studio", "room")
_CLOCKS: Final = UUID("5b0c4e0e-8f7a-5d0a-9a4b-5a1d2f9f7c11")
"""Of ids for clocks. It never changes: buttons carry them."""


class Spot(Struct, frozen=True):
    """``resources``: what of it serves the service; ``people``: the photographers who can be there;
    ``studios``: which it is; ``crew``: who lives by that clock, where it is in none."""

    id: UUID
    zone: str
    resources: frozenset[UUID]
    people: frozenset[UUID]
    studios: tuple[UUID, ...]
    crew: tuple[Bookable, ...] = ()

    def has(self, one: Bookable) -> bool:
        return one.id in self.people


def spots_of(
    rooms: Rooms, service: Service, query: Query, fit: Sequence[Sequence[Bookable]]
) -> list[Spot]:
    """All of them, given who is fit for each role."""
    people = [one for some in fit for one in some if one.kind == "photographer"]
    if any(need.kind in _PLACED for need in service.needs):
        rooms_of = [one for some in fit for one in some if one.kind in _PLACED]
        beyond = rooms.slots.availability.ways.beyond
        return [
            Spot(
                place,
                clock,
                frozenset(one.id for one in rooms_of if (one.place or one.id) == place),
                frozenset(one.id for one in people if not beyond(one, place)),
                (place,),
            )
            for place, clock in places_of(asked_of(service, query), fit).items()
        ]
    by_clock: dict[str, list[Bookable]] = {}
    for one in fit[0]:
        by_clock.setdefault(one.zone, []).append(one)
    return [
        Spot(
            uuid5(_CLOCKS, clock),
            clock,
            frozenset(one.id for one in some),
            frozenset(one.id for one in some),
            (),
            tuple(some),
        )
        for clock, some in by_clock.items()
    ]


async def spot_texts(
    rooms: Rooms, spots: Sequence[Spot], language: str, most: int = 500
) -> list[str]:
    """What each is called in so many letters: the studio and its address, or else whose clock it is
    and who lives by it; the clock beside it, where clocks differ."""
    ids = {one for spot in spots for one in spot.studios}
    known = await load_resources(rooms.booker.database.pool, list(ids))
    differ = len({one.zone for one in spots}) > 1
    texts = []
    for spot in spots:
        clock = clock_text(spot.zone)
        (place,) = [known[one] for one in spot.studios if one in known] or (None,)
        if place is None:
            names = ", ".join(one.name_in(language) for one in spot.crew)
            texts.append(f"{clock}: {names}"[:most])
            continue
        beside = f" ({clock})" if differ else ""
        whole = f"{place_text(place, language)}{beside}"
        short = f"{place.name_in(language)}{beside}"
        texts.append(whole if len(whole) <= most else short[:most])
    return texts
