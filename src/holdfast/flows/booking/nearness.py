"""Where the client is, and who may serve them there: looked at again when a time is held."""

from collections.abc import Mapping, Sequence
from typing import Final
from uuid import UUID

from holdfast.booking import Resource, load_resources, reaches
from holdfast.booking.services import Need, Point
from holdfast.booking.slots import near_enough
from holdfast.db.engine import Database
from holdfast.kit import Problem
from holdfast.kit.positions import Position
from holdfast.kit.sentences import say

__all__ = [
    "PLACED", "PlaceNeeded", "TooFar", "beyond_radius", "must_be_near", "must_say_where",
    "too_far",
]  # fmt: skip

PLACED: Final = frozenset({"studio", "room"})
"""Kinds of what has a place: where it is, a booking of it is."""


class PlaceNeeded(Problem):
    """The service is offered within some distance of its client, who did not say where they are."""

    status = 422
    code = "place-needed"
    title = "Say where you are"


class TooFar(Problem):
    """Nobody or nothing that it needs is near enough to where the client is."""

    status = 409
    code = "too-far"
    title = "That is too far away"


def must_say_where(needs: Sequence[Need], near: Position | None) -> None:
    """Raises :class:`PlaceNeeded`, if it is offered so far around its client alone."""
    if near is None and any(need.near_client for need in needs):
        raise PlaceNeeded("Say where you are: it is offered near you alone.", field="near")


async def must_be_near(
    database: Database, needs: Sequence[Need], chosen: Sequence[Resource], near: Position | None
) -> None:
    """Raises :class:`TooFar`; for a session at the client's own place also if somebody does not
    come so far. Who has no place of their own is where their studio is."""
    if near is None and not any(need.around for need in needs):
        return
    studios = await _studios_of(database, chosen)
    visit = not any(one.kind in PLACED for one in chosen)
    far = []
    for need, one in zip(needs, chosen, strict=True):
        at = _place(one, studios)
        if not near_enough(need, at, near):
            if need.around is not None:
                raise _not_there(need, need.around)
            far.append(need)
        elif visit and not reaches(at, one.travel_radius_km, near):
            far.append(need)
    if far:
        raise too_far(far)


async def beyond_radius(
    database: Database, chosen: Sequence[Resource], place: UUID | None
) -> frozenset[UUID]:
    """Who of them does not travel as far as the studio is."""
    going = [
        one for one in chosen if one.kind == "photographer" and one.travel_radius_km is not None
    ]
    if place is None or not going:
        return frozenset()
    studios = await _studios_of(database, going, place)
    there = _own(studios[place]) if place in studios else None
    return frozenset(
        one.id for one in going if not reaches(_place(one, studios), one.travel_radius_km, there)
    )


async def _studios_of(
    database: Database, chosen: Sequence[Resource], *also: UUID
) -> Mapping[UUID, Resource]:
    placeless = {one.studio_id for one in chosen if _own(one) is None and one.studio_id is not None}
    wanted = placeless.union(also)
    return await database.gathered(load_resources).many(wanted) if wanted else {}


def too_far(needs: Sequence[Need]) -> TooFar:
    """Of what these roles ask for."""
    bounds = [need.within_km for need in needs if need.within_km and need.near_client]
    if not bounds:
        return TooFar("Nobody who could serve it comes so far.", field="near")
    return TooFar(
        say("Nothing that it needs is within {km} km of you.", km=min(bounds)), field="near"
    )


def _not_there(need: Need, point: Point) -> TooFar:
    name = point.name or f"{point.latitude}, {point.longitude}"
    detail = say("Not within {km} km of {place}.", km=need.within_km or 0, place=name)
    return TooFar(detail, field="resources")


def _place(one: Resource, studios: Mapping[UUID, Resource]) -> Position | None:
    own = _own(one)
    if own is not None or one.studio_id is None or one.studio_id not in studios:
        return own
    return _own(studios[one.studio_id])


def _own(one: Resource) -> Position | None:
    if one.latitude is None or one.longitude is None:
        return None
    return Position(one.latitude, one.longitude)
