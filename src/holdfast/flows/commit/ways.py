"""Travel between bookings: whoever is booked at a place cannot be booked at another too soon before
or after. Read, and guarded by the stores that every booking of them raises, so that of two that
come too near one is refused."""

import asyncio
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Final, Protocol
from uuid import UUID

from msgspec import Struct

from holdfast.booking import (
    Place,
    Resource,
    Travelling,
    load_resources,
    travel_times_of,
    with_table,
)
from holdfast.booking.bookings import (
    LONGEST_WAY,
    StaysAsked,
    Taking,
    stay_keys,
    stays_asked,
    too_near,
    way,
)
from holdfast.db.engine import Database
from holdfast.kit.positions import Position
from holdfast.ledger import Deposit, Expect, LedgerReader, Operation

__all__ = ["Ways", "raised", "ways", "ways_of_takings"]

_PLACED: Final = ("studio", "room")


class Reads(Protocol):
    """What they are read with."""

    @property
    def database(self) -> Database: ...
    @property
    def reader(self) -> LedgerReader: ...


class Ways(Struct, frozen=True):
    """``late``: of whom it is too near to another place; ``guards`` that this stays so, if they
    are ``raised`` by whatever books them. ``studio``: where it is, if in one; ``away``: of each who
    travels, from when to when they are at another place or on the way."""

    late: tuple[Taking, ...] = ()
    guards: tuple[Expect, ...] = ()
    studio: UUID | None = None
    away: Mapping[UUID, Sequence[tuple[datetime, datetime]]] = {}


def raised(guards: Sequence[Expect]) -> tuple[Operation, ...]:
    """Of two commands with the same guards one is refused."""
    return tuple(
        operation
        for guard in guards
        for operation in (guard, Deposit(guard.key, 1, unit="booking"))
    )


async def ways(
    reads: Reads,
    travelling: Travelling,
    chosen: Sequence[Resource],
    takings: Sequence[Taking],
    besides: UUID | None = None,
    at: Position | None = None,
) -> Ways:
    """Of a booking with these; ``besides``: of itself, if it is there already; ``at``: its client's
    own place, if it is in no studio."""
    studio = next((one.studio_id or one.id for one in chosen if one.kind in _PLACED), None)
    place: Place | None = at if studio is None else studio
    travellers = {one.id for one in chosen if _travels(one)}
    moving = [one for one in takings if one.resource_id in travellers]
    if place is None or not moving:
        return Ways(studio=studio)
    keys = [key for one in moving for key in stay_keys(one.resource_id, one.starts_at, one.ends_at)]
    accounts = await asyncio.gather(*map(reads.reader.account, keys))
    guards = [Expect(account.key, account.version) for account in accounts]
    start = min(one.starts_at for one in moving) - LONGEST_WAY
    end = max(one.ends_at for one in moving) + LONGEST_WAY
    found = await reads.database.gathered(stays_asked).many(
        StaysAsked(one.resource_id, start, end, besides) for one in moving
    )
    elsewhere = [one for some in found.values() for one in some if one.place != place]
    if not elsewhere:
        return Ways(guards=tuple(guards), studio=studio)
    places = {one for one in (place, *(stay.place for stay in elsewhere)) if isinstance(one, UUID)}
    positions, tables = await asyncio.gather(
        _positions(reads, places), reads.database.gathered(travel_times_of).many(places)
    )
    said = with_table(travelling, tables.values())
    late = tuple(
        one
        for one in moving
        if too_near(
            [stay for stay in elsewhere if stay.resource == one.resource_id],
            said,
            place,
            (one.starts_at, one.ends_at),
            positions,
        )
    )
    away: dict[UUID, list[tuple[datetime, datetime]]] = {}
    for stay in elsewhere:
        begins = stay.starts_at - way(said, place, stay.place, positions)
        ends = stay.ends_at + way(said, stay.place, place, positions)
        away.setdefault(stay.resource, []).append((begins, ends))
    return Ways(late, tuple(guards), studio, away)


async def ways_of_takings(
    reads: Reads,
    travelling: Travelling,
    booking_id: UUID | None,
    takings: Sequence[Taking],
    at: Position | None,
) -> Ways:
    """The same of a booking that was made."""
    if not takings:
        return Ways()
    resources = reads.database.gathered(load_resources)
    known = await resources.many(one.resource_id for one in takings)
    return await ways(reads, travelling, list(known.values()), takings, booking_id, at)


def _travels(one: Resource) -> bool:
    return one.kind == "photographer" or (one.kind == "equipment" and one.studio_id is None)


async def _positions(reads: Reads, places: set[UUID]) -> Mapping[UUID, Position]:
    found = await reads.database.gathered(load_resources).many(places)
    return {
        one.id: Position(one.latitude, one.longitude)
        for one in found.values()
        if one.latitude is not None and one.longitude is not None
    }
