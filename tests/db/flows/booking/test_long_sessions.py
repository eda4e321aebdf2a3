"""Sessions of hundreds of cells are moved, made longer and given back; longer ones are refused."""

from datetime import datetime, timedelta
from uuid import UUID

import pytest

from holdfast.booking import ResourceTerms
from holdfast.booking.bookings import Taking, takings_of
from holdfast.booking.schedule import Schedule, WeeklyRule
from holdfast.booking.services import Grid, Lengths, Need, Price, Service
from holdfast.flows.booking.adjusting import Adjustment, BadEnd, adjust_booking
from holdfast.flows.booking.cancelling import cancel_booking
from holdfast.flows.booking.holding import hold_booking
from holdfast.flows.booking.moving import move_to
from holdfast.flows.booking.planning import NotOffered, Wanted
from holdfast.flows.booking.resources import make_resource
from holdfast.flows.booking.schedules import set_schedule
from holdfast.flows.commit.caller import Caller
from holdfast.kit import new_id
from tests.db.flows.booking.making import (
    a_booking,
    a_taking,
    booked,
    booking_now,
    cells_now,
    in_minutes,
)
from tests.db.flows.booking.series import STAFF
from tests.db.flows.booking.test_cancelling_bookings import a_manager
from tests.db.flows.buying import a_customer, a_guest
from tests.db.flows.stage import Stage
from tests.support.studio import noon
from tests.support.time_auditor import faults_of_time

LATER = 3000
HOURS, DAY = 60, 1440


def three(start: int, hours: int) -> list[Taking]:
    """Of a photographer, a room and a camera, by five minutes."""
    return [a_taking(new_id(), start, hours * HOURS, cell=5) for _ in range(3)]


async def test_a_long_day_of_three_is_moved_made_longer_and_given_back(stage: Stage) -> None:
    start, manager = in_minutes(LATER), Caller(a_manager())
    had, other = three(start, 12), three(start + DAY, 12)
    placed = await booked(stage, a_guest(), *had)
    booking = await booking_now(stage, placed)
    assert await move_to(stage, manager, booking, a_booking(*other)) is not None
    assert await cells_now(stage, *had) == {(0, 0)}
    booking = await booking_now(stage, placed)
    ends = booking.ends_at + timedelta(hours=1)
    await adjust_booking(stage, manager, booking.id, Adjustment("Goes on", ends_at=ends))
    for days in (3, 20):
        later = Adjustment("Goes on", ends_at=booking.starts_at + timedelta(days=days))
        with pytest.raises(BadEnd):
            await adjust_booking(stage, manager, booking.id, later)
    now = (await takings_of(stage.database.pool, [booking.id]))[booking.id]
    assert {one.ends_at for one in now} == {ends} and await cells_now(stage, *now) == {(1, 0)}
    await cancel_booking(stage, manager, booking.id)
    assert await cells_now(stage, *now) == {(0, 0)}
    assert await faults_of_time(stage.database.url) == []


async def an_open_kit(stage: Stage) -> UUID:
    terms = ResourceTerms(kind="equipment", name="Kit", zone="Europe/Berlin", cell_minutes=5)
    kit = await make_resource(stage, STAFF, terms)
    always = Schedule("Europe/Berlin", (WeeklyRule((1, 2, 3, 4, 5, 6, 7), 0, DAY),))
    await set_schedule(stage, STAFF, kit, always, 0)
    return kit


async def test_what_is_too_long_to_be_held_is_not_offered(stage: Stage) -> None:
    kit, start = await an_open_kit(stage), noon(5)
    hire = Service(
        id=new_id(),
        name="Kit",
        currency="EUR",
        lengths=Lengths(minutes=(DAY, 2 * DAY)),
        grid=Grid(),
        price=Price(rule="hourly", amount=500),
        needs=(Need(role="kit", kind="equipment"),),
    )

    async def hold(at: datetime, minutes: int) -> None:
        wanted = Wanted(at, minutes, ((kit,),))
        await hold_booking(stage, Caller(a_customer()), hire, wanted)

    with pytest.raises(NotOffered):
        await hold(start, 2 * DAY)
    await hold(start, DAY)
