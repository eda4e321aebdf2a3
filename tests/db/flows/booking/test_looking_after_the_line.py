"""The timer of the line for times looks after everybody in it: however long it is, whatever was
planned before, and whoever's place fails."""

import pytest

from holdfast.booking.services import Extra, visit_of
from holdfast.flows.booking import waiting_in_line
from holdfast.flows.booking.waiting_in_line import look_after_line, take_off_time_line
from holdfast.kit import new_id, shop_now
from holdfast.people import Principal
from tests.db.flows.booking.making import a_taking, booking_now
from tests.db.flows.booking.series import STAFF, a_room
from tests.db.flows.booking.test_line import offer_of, standing, wait
from tests.db.flows.booking.test_line_of_visits import a_service, at_ten, gone, hold, join, place_of
from tests.db.flows.buying import a_customer, a_guest
from tests.db.flows.stage import Stage


async def planned(stage: Stage, who: Principal, plans: str) -> None:
    """What they wait for was planned as this, and by nobody else."""
    changed = "UPDATE waiting_line SET plans = $2::jsonb WHERE owner = $1"
    await stage.database.pool.execute(changed, who.id, plans)


async def test_a_place_whose_plans_are_gone_is_planned_anew_with_whom_it_waits_for(
    stage: Stage,
) -> None:
    north, attic, owner = await a_room(stage, "North"), await a_room(stage, "Attic"), a_guest()
    prints = Extra(id="prints", name="Prints", price=2_000, minutes=30)
    service = await a_service(stage, north, extras=(prints,))
    first, second = a_customer(), a_customer()
    held = await hold(stage, owner, service, at_ten(north))
    await join(stage, first, visit_of(service, ["prints"], ()), at_ten(north, minutes=90))
    await planned(stage, first, "[]")
    await gone(stage, owner, held)
    assert await look_after_line(stage, shop_now()) == 0
    assert await look_after_line(stage, shop_now()) == 1
    booking = await booking_now(stage, await offer_of(stage, first))
    assert [one.name for one in booking.parts] == ["Yoga", "Prints"]
    assert (booking.ends_at - booking.starts_at).total_seconds() == 90 * 60
    # Who asks again has it planned at once; whose service is gone is taken off all the same.
    service = await a_service(stage, attic)
    held = await hold(stage, owner, service, at_ten(attic))
    place = await join(stage, second, service, at_ten(attic))
    await planned(stage, second, "[]")
    assert await join(stage, second, service, at_ten(attic)) == place
    assert (await place_of(stage, second)).plans_text != "[]"
    await planned(stage, second, "[]")
    await take_off_time_line(stage, STAFF, place, "It is painted")
    assert await standing(stage, second) == []


async def test_who_came_last_is_looked_after_as_well(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(waiting_in_line, "AT_ONCE", 2)
    room, owner, last = await a_room(stage, "North"), a_guest(), a_customer()
    service = await a_service(stage, room)
    await hold(stage, owner, service, at_ten(room))
    for _ in range(4):
        await join(stage, a_customer(), service, at_ten(room))
    await wait(stage, last, a_taking(new_id()))
    assert await look_after_line(stage, shop_now()) == 1
    assert await standing(stage, last) == [("offered", 1)]


async def test_a_place_that_fails_keeps_nobody_else_waiting(stage: Stage) -> None:
    broken, second = a_customer(), a_customer()
    for who in (broken, second):
        await wait(stage, who, a_taking(new_id()))
    await planned(stage, broken, '[{"service": "of another time"}]')
    assert await look_after_line(stage, shop_now()) == 1
    assert await standing(stage, second) == [("offered", 1)]
