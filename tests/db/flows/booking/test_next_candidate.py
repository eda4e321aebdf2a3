"""Where any of several could serve it: who is taken is passed over for the next, before the client
is told no; so many are tried, and no more."""

import asyncio
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest

from holdfast.booking import ResourceTerms
from holdfast.booking.bookings import takings_of
from holdfast.booking.schedule import Schedule, WeeklyRule
from holdfast.booking.services import Grid, Lengths, Need, Price, Service
from holdfast.flows.booking.holding import MOST_CANDIDATES, hold_booking
from holdfast.flows.booking.planning import Wanted
from holdfast.flows.booking.resources import make_resource
from holdfast.flows.booking.schedules import set_schedule
from holdfast.flows.checkout.place import Placed
from holdfast.flows.checkout.time_taken import TimeTaken
from holdfast.flows.commit.caller import Caller
from holdfast.kit import Problem, new_id
from tests.db.flows.booking.series import STAFF
from tests.db.flows.buying import a_customer
from tests.db.flows.stage import Stage
from tests.support.time_auditor import faults_of_time

PORTRAIT = Service(
    id=new_id(),
    name="Portrait",
    currency="EUR",
    lengths=Lengths(minutes=(60,)),
    grid=Grid(step=60),
    price=Price(amount=9_000),
    needs=(Need(role="photographer", kind="photographer"),),
)


def hour(ahead: int) -> datetime:
    """A day from now and so many hours."""
    now = datetime.now(UTC).replace(minute=0, second=0, microsecond=0)
    return now + timedelta(days=1, hours=ahead)


async def photographers(stage: Stage, count: int) -> list[UUID]:
    always = Schedule("UTC", (WeeklyRule((1, 2, 3, 4, 5, 6, 7), 0, 1440),))
    found = []
    for number in range(count):
        terms = ResourceTerms(kind="photographer", name=f"Photographer {number}", zone="UTC")
        found.append(await make_resource(stage, STAFF, terms))
        await set_schedule(stage, STAFF, found[-1], always, 0)
    return found


async def hold(stage: Stage, start: datetime, candidates: Sequence[UUID]) -> Placed:
    wanted = Wanted(start, 60, tuple((one,) for one in candidates))
    return await hold_booking(stage, Caller(a_customer()), PORTRAIT, wanted)


async def served_by(stage: Stage, placed: Placed) -> UUID:
    assert placed.booking_id is not None
    (taking,) = (await takings_of(stage.database.pool, [placed.booking_id]))[placed.booking_id]
    return taking.resource_id


async def test_who_is_taken_is_passed_over_for_the_next(stage: Stage) -> None:
    anna, boris, clara = await photographers(stage, 3)
    assert await served_by(stage, await hold(stage, hour(0), [anna, boris, clara])) == anna
    assert await served_by(stage, await hold(stage, hour(0), [anna, boris, clara])) == boris
    assert await served_by(stage, await hold(stage, hour(0), [boris, anna, clara])) == clara
    with pytest.raises(TimeTaken) as refused:
        await hold(stage, hour(0), [anna, boris, clara])
    assert str(anna) in str(refused.value.extra["taken"])  # of whom it was the first
    assert await served_by(stage, await hold(stage, hour(1), [anna, boris, clara])) == anna


async def test_so_many_are_tried_and_no_more(stage: Stage) -> None:
    some = await photographers(stage, MOST_CANDIDATES + 1)
    for one in some[: MOST_CANDIDATES - 1]:
        await hold(stage, hour(0), [one])
    assert await served_by(stage, await hold(stage, hour(0), some)) == some[MOST_CANDIDATES - 1]
    with pytest.raises(TimeTaken):
        await hold(stage, hour(0), some)  # the last of them is free
    assert await served_by(stage, await hold(stage, hour(0), some[1:])) == some[-1]


async def test_of_those_who_come_at_once_each_has_another(stage: Stage) -> None:
    """The ledger tells each of them that the first ones are short."""
    some = await photographers(stage, MOST_CANDIDATES)

    async def tried() -> Placed | Problem:
        try:
            return await hold(stage, hour(0), some)
        except TimeTaken as refusal:
            return refusal

    found = await asyncio.gather(*(tried() for _ in range(MOST_CANDIDATES + 3)))
    won = [one for one in found if isinstance(one, Placed)]
    assert {await served_by(stage, one) for one in won} == set(some)
    assert len(won) == MOST_CANDIDATES
    assert await faults_of_time(stage.database.url) == []
