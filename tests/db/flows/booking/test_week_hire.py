"""What is let by the day: a week is seven of its cells, also when the clocks change in it, and
whoever wants one of the days finds it taken."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from holdfast.booking import ResourceTerms
from holdfast.booking.bookings import takings_of
from holdfast.booking.schedule import Schedule, WeeklyRule, at_local
from holdfast.booking.services import Grid, Lengths, Need, Price, Service
from holdfast.flows.booking.cancelling import cancel_booking
from holdfast.flows.booking.holding import hold_booking
from holdfast.flows.booking.planning import Wanted
from holdfast.flows.booking.resources import make_resource
from holdfast.flows.booking.schedules import set_schedule
from holdfast.flows.checkout.place import Placed
from holdfast.flows.checkout.time_taken import TimeTaken
from holdfast.flows.commit.caller import Caller
from holdfast.kit import new_id
from holdfast.kit.zones import zone
from tests.db.flows.booking.making import booking_now, cells_now
from tests.db.flows.booking.series import STAFF
from tests.db.flows.buying import a_customer
from tests.db.flows.stage import Stage
from tests.support.time_auditor import faults_of_time

BERLIN = zone("Europe/Berlin")
DAY, WEEK = 1440, 7 * 1440
HIRE = Service(
    id=new_id(),
    name="Camera van",
    currency="EUR",
    lengths=Lengths(minutes=(DAY, WEEK)),
    grid=Grid(fixed=(0,)),
    price=Price(rule="hourly", amount=500),  # 120 euros a day
    needs=(Need(role="van", kind="equipment"),),
)


def next_changes(clock: ZoneInfo) -> list[date]:
    """The next two days on which its clock is changed."""
    today = datetime.now(UTC).date() + timedelta(days=10)
    days = (today + timedelta(days=number) for number in range(370))
    lengths = (
        (day, at_local(clock, day + timedelta(days=1), 0) - at_local(clock, day, 0)) for day in days
    )
    return [day for day, length in lengths if length != timedelta(days=1)][:2]


async def test_a_week_is_seven_days_whatever_the_clocks_do(stage: Stage) -> None:
    terms = ResourceTerms(kind="equipment", name="Van", zone="Europe/Berlin", cell_minutes=DAY,
                          horizon_days=400)  # fmt: skip
    van = await make_resource(stage, STAFF, terms)
    always = Schedule("Europe/Berlin", (WeeklyRule((1, 2, 3, 4, 5, 6, 7), 0, DAY),))
    await set_schedule(stage, STAFF, van, always, 0)

    async def hire(day: date, minutes: int) -> Placed:
        wanted = Wanted(at_local(BERLIN, day, 0), minutes, ((van,),))
        return await hold_booking(stage, Caller(a_customer()), HIRE, wanted)

    for change in next_changes(BERLIN):
        first = change - timedelta(days=3)
        week = await hire(first, WEEK)
        booking = await booking_now(stage, week)
        assert booking.price == 7 * 12_000
        assert booking.ends_at == at_local(BERLIN, first + timedelta(days=7), 0)
        (taking,) = (await takings_of(stage.database.pool, [booking.id]))[booking.id]
        assert len(taking.cells) == 7
        assert await cells_now(stage, taking) == {(0, 1)}
        for day in (first, change, first + timedelta(days=6)):
            with pytest.raises(TimeTaken):
                await hire(day, DAY)
        await hire(first - timedelta(days=1), DAY)
        await hire(first + timedelta(days=7), DAY)
        await cancel_booking(stage, STAFF, booking.id)
        await hire(change, DAY)
    assert await faults_of_time(stage.database.url) == []
