"""What is let by the day: a week is seven of its cells, also when the clocks change in it, and
whoever wants one of the days finds it taken."""

from datetime import UTC, date, datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest
from msgspec.structs import replace

from holdfast.booking import ResourceTerms, schedule_of
from holdfast.booking.bookings import takings_of
from holdfast.booking.outside import Doors
from holdfast.booking.schedule import Exceptional, Schedule, Span, WeeklyRule, at_local
from holdfast.booking.services import Grid, Lengths, Need, Price, Service, terms_of
from holdfast.flows.booking.cancelling import cancel_booking
from holdfast.flows.booking.holding import hold_booking
from holdfast.flows.booking.outside.calendars import Calendars
from holdfast.flows.booking.outside.drags import as_wished
from holdfast.flows.booking.planning import Wanted
from holdfast.flows.booking.resources import make_resource
from holdfast.flows.booking.schedules import set_schedule
from holdfast.flows.booking.services import make_service
from holdfast.flows.booking.waiting_in_line import look_after_line, wait_for_time
from holdfast.flows.checkout.place import Placed
from holdfast.flows.checkout.time_taken import TimeTaken
from holdfast.flows.commit.caller import Caller
from holdfast.flows.ending.cancel import cancel
from holdfast.flows.settlement.sessions import session_of
from holdfast.kit import new_id, shop_now
from holdfast.kit.zones import zone
from holdfast.waiting import places_of
from tests.db.flows.booking.making import booking_now, cells_now
from tests.db.flows.booking.series import STAFF
from tests.db.flows.booking.test_line import offer_of
from tests.db.flows.buying import a_customer, order_now
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


async def a_van(stage: Stage) -> UUID:
    """Open on every day, let by the day."""
    terms = ResourceTerms(kind="equipment", name="Van", zone="Europe/Berlin", cell_minutes=DAY,
                          horizon_days=400)  # fmt: skip
    van = await make_resource(stage, STAFF, terms)
    always = Schedule("Europe/Berlin", (WeeklyRule((1, 2, 3, 4, 5, 6, 7), 0, DAY),))
    await set_schedule(stage, STAFF, van, always, 0)
    return van


async def test_a_week_is_seven_days_whatever_the_clocks_do(stage: Stage) -> None:
    van = await a_van(stage)

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


async def test_a_week_in_which_the_clocks_change_is_waited_for_as_one(stage: Stage) -> None:
    van, service = await a_van(stage), await make_service(stage.database, STAFF, terms_of(HIRE))
    shorter = Schedule(
        "Europe/Berlin",
        (WeeklyRule((1, 2, 3, 4, 5, 6, 7), 0, DAY),),
        (Exceptional(date(2026, 1, 1)),),
    )
    for number, change in enumerate(next_changes(BERLIN)):
        first = change - timedelta(days=3)
        wanted = Wanted(at_local(BERLIN, first, 0), WEEK, ((van,),))
        owner, waits = a_customer(), a_customer()
        held = await hold_booking(stage, Caller(owner), service, wanted)
        place = await wait_for_time(stage, Caller(waits), service, wanted)
        assert await wait_for_time(stage, Caller(waits), service, wanted) == place
        before = await schedule_of(stage.database.pool, van)
        assert before is not None
        other = shorter if number == 0 else replace(shorter, exceptions=())
        await set_schedule(stage, STAFF, van, other, before.version)
        assert await look_after_line(stage, shop_now()) == 0  # by the hours of now
        await cancel(stage, Caller(owner), order_id=held.order_id)
        booking = await booking_now(stage, await offer_of(stage, waits))
        assert booking.ends_at == at_local(BERLIN, first + timedelta(days=7), 0)
        assert booking.price == 7 * 12_000
        ((shown, _),) = await places_of(stage.database.pool, waits.id, shop_now())
        assert shown.ends_at == booking.ends_at


async def test_hours_pay_a_week_and_a_calendar_moves_it_by_its_days(stage: Stage) -> None:
    van, service = await a_van(stage), await make_service(stage.database, STAFF, terms_of(HIRE))
    for change in next_changes(BERLIN):
        first = change - timedelta(days=3)
        wanted = Wanted(at_local(BERLIN, first, 0), WEEK, ((van,),))
        held = await hold_booking(stage, Caller(a_customer()), service, wanted)
        session = await session_of(stage, await order_now(stage, held))
        assert session is not None
        assert [one.minutes for one in session.parts] == [WEEK]
        booking = await booking_now(stage, held)
        takings = (await takings_of(stage.database.pool, [booking.id]))[booking.id]
        here = Calendars(studio=stage, booker=stage, doors=Doors(b"s3cret"))
        for days in (-4, 0, 4):  # over the change, and not
            begins = first + timedelta(days=days)
            to = Span(at_local(BERLIN, begins, 0), at_local(BERLIN, begins + timedelta(days=7), 0))
            _, moved = await as_wished(here, booking, takings, to)
            assert moved.minutes == WEEK
