"""A place in line planned anew, by the hours of now. What it was planned with says who is to serve
it; of one whose plans are gone, the resources that it waits for do."""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from itertools import islice, product
from typing import Final
from uuid import UUID

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from holdfast.booking import Resource, load_resources
from holdfast.booking.bookings import NewBooking, minutes_asked
from holdfast.booking.services import (
    Need,
    Service,
    ServiceNotFound,
    extras_asked,
)
from holdfast.flows.booking.booker import Booker
from holdfast.flows.booking.holding import planned_with
from holdfast.flows.booking.outside.hearing import asking
from holdfast.flows.booking.planning import Wanted
from holdfast.flows.booking.visits import visit_wanted
from holdfast.flows.commit.caller import Caller
from holdfast.flows.ending.firsts import read_plans
from holdfast.kit import Problem
from holdfast.kit.positions import Position
from holdfast.people import of_owner
from holdfast.waiting import InLine, planned_anew

__all__ = ["MOST_PLANS", "minutes_planned", "plan_anew", "plans_text"]

MOST_PLANS: Final = 5
"""Of one place: with so many candidates one waits at once."""
_MOST_TRIED: Final = 25
_MOST_LOOKED_AT: Final = 1000


class _Before(Struct, frozen=True):
    """What a place is for beside its service: those who could serve it, and what was said."""

    candidates: Sequence[tuple[UUID, ...]]
    minutes: int
    note: str = ""
    near: Position | None = None
    network: str = ""


def plans_text(plans: Sequence[NewBooking]) -> str:
    """Without the ways, which are those of the moment."""
    return msgspec.json.encode([replace(one, ways=()) for one in plans]).decode()


def minutes_planned(new: NewBooking) -> int:
    return minutes_asked(new.when.starts_at, new.when.ends_at, new.takings)


async def plan_anew(booker: Booker, place: InLine, known: Mapping[UUID, Service]) -> None:
    """With the services ``known``. What cannot be had any more stays as it is planned, and is not
    offered."""

    async def find(service_id: UUID) -> Service:
        service = known.get(service_id)
        if service is None or not service.active:
            raise ServiceNotFound("There is no such service.")
        return service

    try:
        service = await visit_wanted(find, place.service_id, *extras_asked(place.added))
    except Problem:  # it is not offered any more
        return
    before = _planned(place) or await _unplanned(booker, place, service)
    some = before.candidates
    wanted = Wanted(
        place.starts_at,
        before.minutes,
        tuple(some),
        place.people,
        before.note,
        near=before.near,
    )
    owner = Caller(of_owner(place.owner))
    plans: list[NewBooking] = []
    async with asking(booker.hearing, some) as asked:
        for who in some:
            with suppress(Problem):
                new = await planned_with(booker, owner, service, wanted, who, asked)
                plans.append(replace(new, asking=replace(new.asking, network=before.network)))
            if len(plans) == MOST_PLANS:
                break
    if plans:
        await planned_anew(booker.database.pool, place.id, plans_text(plans))


def _planned(place: InLine) -> _Before | None:
    plans = read_plans(place.plans_text)
    if not plans:
        return None
    first = plans[0]
    some = [tuple(one.resource_id for one in new.takings) for new in plans]
    return _Before(some, minutes_planned(first), first.note, first.at, first.asking.network)


async def _unplanned(booker: Booker, place: InLine, service: Service) -> _Before:
    """By those whom it waits for; where its client is, and what they said, went with the plans."""
    found = await booker.database.gathered(load_resources).many(place.resources)
    known = [found[one] for one in place.resources if one in found]
    of_each = [[one.id for one in known if _may_serve(need, one)] for need in service.needs]
    together = islice(product(*of_each), _MOST_LOOKED_AT)
    some = islice((one for one in together if len(set(one)) == len(one)), _MOST_TRIED)
    return _Before(list(some), minutes_asked(place.starts_at, place.ends_at, known))


def _may_serve(need: Need, one: Resource) -> bool:
    named = not need.resources or one.id in need.resources
    return named and one.kind == need.kind and set(need.tags) <= set(one.tags)
