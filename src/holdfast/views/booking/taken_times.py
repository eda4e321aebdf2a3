"""Why no time is offered, as staff read it: of each day, what took it, by name."""

import asyncio
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date, timedelta
from typing import Final
from uuid import UUID

import asyncpg
from msgspec import Struct

from holdfast.booking import Place, Resource, load_resources
from holdfast.booking.bookings import Booking, Taking
from holdfast.booking.services import Service
from holdfast.booking.slots import SLOT
from holdfast.views.booking.board import Board, read_board
from holdfast.views.booking.finding import Query, SlotReads, Why, asked_of

__all__ = ["MOST_DAYS", "TakenTimes", "Took", "read_taken_times"]

MOST_DAYS: Final = 14

_OFFERED: Final = """
SELECT order_id FROM waiting_line WHERE order_id = ANY($1::uuid[]) AND status = 'offered'
"""


class Took(Struct, frozen=True):
    """A booking that takes time of a resource, of all of its studio, or of a room of it. ``place``:
    in which studio; ``way_minutes``: how long the way from there to where this service can be
    takes at most. ``offered``: it is held for the first in line."""

    booking: Booking
    taking: Taking
    place: Resource | None
    way_minutes: int
    offered: bool


class TakenTimes(Struct, frozen=True):
    """The days, and what lies on them: ``board`` is of whoever could serve the service, or of those
    among them that the asker may see."""

    days: Sequence[Why]
    board: Board
    took: Sequence[Took]


async def read_taken_times(
    pool: asyncpg.Pool,
    reads: SlotReads,
    service: Service,
    query: Query,
    first: date,
    last: date,
    shown: Collection[UUID] | None = None,
) -> TakenTimes:
    """From the first day until before the last, by the clock of those who are asked for, if they
    have one in common, else by the studio's. With ``shown``, what lies on the days of nobody
    else."""
    zones = {one.zone for one in (await load_resources(pool, [*query.resources])).values()}
    clock = zones.pop() if len(zones) == 1 else await reads.zone_of(asked_of(service, query))
    each = [first + timedelta(days=at) for at in range((last - first).days)]
    days = [await reads.why(service, query, day, clock_of=clock) for day in each]
    ids, places = await reads.who_serves(service, query)
    known = await load_resources(pool, ids)
    some = [known[one] for one in ids if one in known and (shown is None or one in shown)]
    board = await read_board(pool, reads.availability, some, clock, first, last)
    held = [one.order_id for one in board.bookings if one.status == "held"]
    takings = [taken for some in board.takings.values() for taken in some]
    there = {one.resource_id for one in takings} | {
        one.studio_id for one in takings if one.studio_id is not None
    }
    offered, named = await asyncio.gather(
        pool.fetch(_OFFERED, held), load_resources(pool, [*there])
    )
    lined, seen = {row["order_id"] for row in offered}, {one.id for one in some}
    homes = {one.home for one in some if one.kind == "room"}
    took = []
    for booking in board.bookings:
        studio = _studio_of(board.takings[booking.id], named)
        place: Place | None = booking.at if studio is None else studio
        there_at = named.get(studio) if studio is not None else None
        for taken in board.takings[booking.id]:
            whole = taken.whole and taken.resource_id in homes
            part = taken.studio_cell > 0 and taken.studio_id in seen
            if taken.resource_id not in seen and not (whole or part):
                continue
            who = known.get(taken.resource_id)
            way = _way(reads, place, places) if who is not None and _travels(who) else 0
            took.append(Took(booking, taken, there_at, way, booking.order_id in lined))
    return TakenTimes(days, board, took)


def _studio_of(takings: Iterable[Taking], named: Mapping[UUID, Resource]) -> UUID | None:
    """The studio it takes, or whose room it takes."""
    for one in takings:
        here = named.get(one.resource_id)
        if here is not None and here.kind in ("studio", "room"):
            return here.studio_id or here.id
    return None


def _travels(one: Resource) -> bool:
    return one.kind == "photographer" or (one.kind == "equipment" and one.studio_id is None)


def _way(reads: SlotReads, here: Place | None, places: Iterable[Place]) -> int:
    if here is None:
        return 0
    far = (reads.availability.ways.slots(here, there) for there in places if there != here)
    return SLOT * max(far, default=0)
