"""At a flat price a session costs the same however long it is: dragged to another length, what was
paid for it stays, by whatever way, and all of that is what comes back once it is cancelled."""

from datetime import UTC, datetime, time, timedelta
from typing import Final

import pytest
from msgspec.structs import replace

from holdfast.booking.services import Price, Service
from holdfast.flows.booking.cancelling import cancel_booking
from holdfast.flows.booking.planning import Wanted
from holdfast.flows.booking.services import make_service
from tests.db.flows.booking.making import booking_now
from tests.db.flows.booking.outside.scene import Scene
from tests.db.flows.booking.outside.test_drags_and_money import STAFF
from tests.db.flows.booking.outside.test_drags_by_ways_of_paying import (
    CARD,
    FULL,
    GIFT,
    HOURS,
    THIRD,
    THREE,
    Drag,
    a_service,
    booked,
    drag,
    dragged,
)
from tests.db.flows.packages.test_mixes import a_purse, now
from tests.support.calendar_server import CalendarServer
from tests.support.length import few

SHORTER: Final = {"to": (2, 1), "moved": True, "price": 12_000}
LONGER: Final = {"hours": 1, "to": (-1, 2), "moved": True, "price": 12_000}

TABLE: Final = {
    "flat by hours, shorter": drag(paid=HOURS, **SHORTER),
    "flat by hours, longer": drag(paid=HOURS, **LONGER),
    "flat by card, shorter": drag(paid=CARD, **SHORTER, cards=(0,)),
    "flat by a certificate, longer": drag(paid=GIFT, **LONGER),
    "flat by three, shorter": drag(paid=THREE, **SHORTER, cards=(0,)),
    "flat, a deposit by hours, shorter": drag(
        paid={"hours": 3_600}, deposit=THIRD, **SHORTER, owes=8_400
    ),
}


def flat(asked: Drag) -> Service:
    return replace(a_service(asked), price=Price(rule="flat", amount=12_000))


@pytest.mark.parametrize("case", few(TABLE, 3))
async def test_what_was_paid_of_a_flat_price_stays_whatever_length_it_is_dragged_to(
    scene: Scene, dav: CalendarServer, case: str
) -> None:
    await dragged(scene, dav, case, TABLE[case], flat(TABLE[case]))


async def test_all_hours_come_back_of_a_flat_price_that_was_dragged_shorter(
    scene: Scene, dav: CalendarServer
) -> None:
    stage, purse = scene.stage, await a_purse(scene.stage, *FULL.values())
    asked = TABLE["flat by hours, shorter"]
    service = await make_service(stage.database, STAFF, flat(asked))
    start = datetime.combine(datetime.now(UTC).date() + timedelta(days=5), time(11), UTC)
    held, _ = await booked(stage, purse, service, Wanted(start, 120, ((scene.anna.id,),)), asked)
    before, address = await now(stage, purse), dav.make("shorter-and-off")
    calendar = await scene.connect(address)
    (name,) = dav.events(address)
    dav.drag(address, name, start, start + timedelta(hours=1))
    await scene.read(calendar)
    assert (await booking_now(stage, held)).ends_at == start + timedelta(hours=1)
    assert held.booking_id is not None
    await cancel_booking(stage, STAFF, held.booking_id, cause="studio")
    assert (await now(stage, purse))["hours"] - before["hours"] == 120
