"""A booking with money on it that is dragged or deleted in a calendar elsewhere: what becomes of
it, of whom and what it has, and of its money, to the unit, as worked out by hand."""

from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from typing import Final
from uuid import UUID

import pytest
from msgspec.structs import replace

from holdfast.booking.bookings import MoveFee, Policy, Step, takings_of
from holdfast.booking.outside import Reply, open_questions
from holdfast.booking.services import Extra, Grid, Lengths, Need, Price, Service, visit_of
from holdfast.flows.booking.holding import hold_booking, move_booking
from holdfast.flows.booking.outside.answering import reply_to
from holdfast.flows.booking.planning import Wanted
from holdfast.flows.booking.services import make_service
from holdfast.flows.booking.settling_dues import settle_dues
from holdfast.flows.checkout.place import Placed
from holdfast.flows.commit.caller import Caller
from holdfast.kit import new_id
from holdfast.payments import refundable_key
from holdfast.people import Principal
from tests.db.flows.booking.making import booking_now
from tests.db.flows.booking.outside.scene import Scene
from tests.db.flows.buying import a_guest, confirm, pay_for
from tests.support.calendar_server import CalendarServer
from tests.support.length import few
from tests.support.studio import Someone, move_in

STAFF: Final = Caller(
    Principal("user:0199c1f0-8f6a-7c3e-9d55-2f6f0f6e8f13", "user", frozenset({"admin"}))
)
EARLY: Final = Policy()
"""It may be moved until a day before."""
LATE: Final = Policy(steps=(Step(60 * 24 * 30, 50),), move_minutes=60 * 24 * 30)
"""A month before it is too late to move it, and half is kept of what its client cancels."""
FEE: Final = Policy(moves=9, move_minutes=0, move_fee=MoveFee(60 * 24 * 30, amount=1_500))
"""Its client has moved it once, for 15.00."""


@dataclass(frozen=True, kw_only=True)
class Drag:
    """An hour costs 60.00. ``to``: hours from its start, and how long; None: it is deleted. ``why``
    a person is asked; nothing, if it was moved. What holds after their ``reply``. In one visit with
    it are the ``extras`` by their ids and, if ``family``, an hour of another service for 50.00."""

    hours: int = 2
    extras: tuple[str, ...] = ()
    family: bool = False
    policy: Policy = EARLY
    to: tuple[int, float] | None
    why: str = ""
    reply: Reply | None = None
    moved: bool = False
    price: int
    back: int = 0
    status: str = "confirmed"


TABLE: Final = {
    "as dear, in time": Drag(to=(2, 2), moved=True, price=12_000),
    "shorter, and kept": Drag(to=(2, 1), why="price-changes", reply="keep", price=12_000),
    "shorter, and moved": Drag(
        to=(2, 1), why="price-changes", reply="move", moved=True, price=6_000, back=6_000
    ),
    "longer, and kept": Drag(
        hours=1, to=(-1, 2), why="price-changes", reply="keep", price=6_000
    ),
    # What is dearer is paid at the studio.
    "longer, and moved": Drag(
        hours=1, to=(-1, 2), why="price-changes", reply="move", moved=True, price=12_000
    ),
    "longer, and cancelled": Drag(
        hours=1, to=(-1, 2), why="price-changes", reply="cancel", price=6_000, back=6_000,
        status="cancelled",
    ),
    "of no length that is offered": Drag(
        to=(0, 3), why="not-offered", reply="keep", price=12_000
    ),
    "when it is closed": Drag(to=(9, 2), why="closed", reply="keep", price=12_000),
    "too late, and moved by who is asked": Drag(
        policy=LATE, to=(2, 2), why="too-late-to-move", reply="move", moved=True, price=12_000
    ),
    "too late, and cancelled by who is asked": Drag(
        policy=LATE, to=(2, 2), why="too-late-to-move", reply="cancel", price=12_000, back=12_000,
        status="cancelled",
    ),
    "deleted, and kept": Drag(to=None, why="deleted", reply="keep", price=12_000),
    "deleted, and cancelled": Drag(
        policy=LATE, to=None, why="deleted", reply="cancel", price=12_000, back=12_000,
        status="cancelled",
    ),
    "a visit, as long as it was": Drag(
        hours=1, family=True, to=(2, 2), moved=True, price=11_000
    ),
    # The first of its services is what is longer.
    "a visit, longer, and moved": Drag(
        hours=1, family=True, to=(2, 3), why="price-changes", reply="move", moved=True,
        price=17_000,
    ),
    "a visit, shorter, and moved": Drag(
        family=True, to=(2, 2), why="price-changes", reply="move", moved=True, price=11_000,
        back=6_000,
    ),
    "with an extra that has a kit": Drag(
        hours=1, extras=("lamp",), to=(2, 1), moved=True, price=8_000
    ),
    "with an extra that has a kit, longer, and moved": Drag(
        hours=1, extras=("lamp",), to=(2, 2), why="price-changes", reply="move", moved=True,
        price=14_000,
    ),
    "with an extra of a quarter": Drag(
        hours=1, extras=("retouch",), to=(2, 1.25), moved=True, price=7_000
    ),
    "with an extra of a quarter, dragged without it": Drag(
        hours=1, extras=("retouch",), to=(2, 1), why="not-offered", reply="keep", price=7_000
    ),
    "a visit with extras, when it is closed": Drag(
        hours=1, family=True, extras=("lamp", "retouch"), to=(9, 2.25), why="closed", reply="keep",
        price=14_000,
    ),
    # What an earlier move cost is no part of the price of a time. A drag is the studio's own.
    "once moved for a fee": Drag(policy=FEE, to=(2, 2), moved=True, price=13_500),
    "once moved for a fee, longer, and moved": Drag(
        policy=FEE, hours=1, to=(2, 2), why="price-changes", reply="move", moved=True, price=13_500
    ),
    "once moved for a fee, shorter, and moved": Drag(
        policy=FEE, to=(2, 1), why="price-changes", reply="move", moved=True, price=7_500,
        back=6_000,
    ),
}  # fmt: skip
PHOTOGRAPHER: Final = Need(role="photographer", kind="photographer")
ROOM: Final = Need(role="room", kind="room")
LAMP: Final = Need(role="lamp", kind="equipment")


def a_service(policy: Policy) -> Service:
    return Service(
        id=new_id(),
        name="Portrait",
        currency="EUR",
        lengths=Lengths(minutes=(60, 120)),
        grid=Grid(step=60),
        price=Price(rule="hourly", amount=6_000),
        policy=policy,
        needs=(PHOTOGRAPHER,),
        extras=(
            Extra(id="lamp", name="Lamp", price=2_000, need=LAMP),
            Extra(id="retouch", name="Retouch", price=1_000, minutes=15),
        ),
    )


def a_family() -> Service:
    return Service(
        id=new_id(),
        name="Family",
        currency="EUR",
        lengths=Lengths(minutes=(60,)),
        price=Price(rule="flat", amount=5_000),
        needs=(PHOTOGRAPHER, ROOM),
    )


async def a_paid_booking(
    scene: Scene, client: Principal, visit: Service, wanted: Wanted, policy: Policy
) -> tuple[Placed, list[UUID]]:
    """And its payments: where a move costs something, it was moved there from an hour before."""
    stage, caller = scene.stage, Caller(client)
    fee = 0 if policy.move_fee is None else policy.move_fee.amount
    first = replace(wanted, start=wanted.start - timedelta(hours=1)) if fee else wanted
    held = await hold_booking(stage, caller, visit, first)
    paid = await pay_for(stage, client, held)
    await confirm(stage, client, held, paid)
    if not fee or held.booking_id is None:
        return held, [paid.payment_id]
    done = await move_booking(stage, caller, held.booking_id, visit, wanted, pay=True, fee=fee)
    assert done.order_id is not None and done.reservation_id is not None
    due = Placed(done.order_id, "", done.reservation_id)
    more = await pay_for(stage, client, due)
    await confirm(stage, client, due, more)
    await settle_dues(stage, [due.order_id])
    return held, [paid.payment_id, more.payment_id]


@pytest.mark.parametrize("case", few(TABLE, 3))
async def test_nothing_with_money_on_it_changes_by_a_drag(
    scene: Scene, dav: CalendarServer, database_url: str, case: str
) -> None:
    drag, stage, client = TABLE[case], scene.stage, a_guest()
    room, lamp = Someone(kind="room", name="Room"), Someone(kind="equipment", name="Lamp")
    await move_in(database_url, room, lamp)
    family = await make_service(stage.database, STAFF, a_family())
    portrait = await make_service(stage.database, STAFF, a_service(drag.policy))
    visit = visit_of(portrait, drag.extras, ((family, 60),) if drag.family else ())
    start = datetime.combine(datetime.now(UTC).date() + timedelta(days=5), time(11), UTC)
    by_role = {"photographer": scene.anna.id, "room": room.id, "lamp": lamp.id}
    who = tuple(by_role[need.role] for need in visit.needs)
    minutes = drag.hours * 60 + drag.family * 60 + ("retouch" in drag.extras) * 15
    wanted = Wanted(start, minutes, (who,))
    held, payments = await a_paid_booking(scene, client, visit, wanted, drag.policy)
    paid = (await booking_now(stage, held)).price
    more = 2_000 * ("lamp" in drag.extras) + 1_000 * ("retouch" in drag.extras)
    more += 1_500 * (drag.policy == FEE)
    assert paid == drag.hours * 6_000 + drag.family * 5_000 + more

    address = dav.make(case.replace(" ", "-").replace(",", ""))
    calendar = await scene.connect(address)
    (name,) = dav.events(address)
    if drag.to is None:
        dav.delete(address, name)
        to = None
    else:
        begins = start + timedelta(hours=drag.to[0])
        to = begins, begins + timedelta(hours=drag.to[1])
        dav.drag(address, name, *to)
    await scene.read(calendar)
    found = await open_questions(stage.database.pool, scene.anna.id)
    assert [one.why for one in found] == ([drag.why] if drag.why else [])
    if found:  # until somebody said what is to be, all stands as it was
        booking = await booking_now(stage, held)
        assert (booking.starts_at, booking.price, booking.status) == (start, paid, "confirmed")
        assert dav.events(address)[name]["DTSTART"].dt.astimezone(UTC) == start
        assert drag.reply is not None
        await reply_to(scene.here, STAFF, found[0].id, drag.reply)
        await scene.read(calendar)

    booking = await booking_now(stage, held)
    assert ((booking.starts_at, booking.ends_at) == to, booking.price) == (drag.moved, drag.price)
    assert (booking.status, booking.reason) == (
        drag.status, "studio" if drag.status == "cancelled" else booking.reason,
    )  # fmt: skip
    takings = (await takings_of(stage.database.pool, [booking.id]))[booking.id]
    assert {(one.resource_id, one.starts_at, one.ends_at) for one in takings} == {
        (one, booking.starts_at, booking.ends_at) for one in who
    }
    left = [await stage.reader.account(refundable_key(one)) for one in payments]
    assert sum(one.balance for one in left) == (paid - drag.back if drag.back else 0)
    there = {one["DTSTART"].dt.astimezone(UTC) for one in dav.events(address).values()}
    assert there == (set() if drag.status == "cancelled" else {booking.starts_at})
    assert await scene.asked() == []
