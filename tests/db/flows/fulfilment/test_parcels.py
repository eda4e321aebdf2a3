"""Parcels of a paid order: no unit is in two, however many pack at once; and what their order is by
each step."""

import asyncio
from collections.abc import Awaitable
from datetime import timedelta
from uuid import UUID

import pytest

from holdfast.flows.commit.caller import Caller
from holdfast.flows.commit.refusals import NotPaid, OrderCancelledAlready, OrderCompletedAlready
from holdfast.flows.ending.cancel import cancel
from holdfast.flows.ending.complete import Completion
from holdfast.flows.ending.parcels import OrderPacked, ParcelsUnderWay
from holdfast.flows.fulfilment.packing import (
    deliver,
    fail,
    make_parcel,
    make_parcels_by_location,
    pick,
    ship,
    split,
    take_apart,
)
from holdfast.flows.staff.orders import complete, refund
from holdfast.fulfilment import NothingToPack, Parcel, ParcelNotFound, UnitsNotToPack, parcels_of
from holdfast.kit import Problem, utc_now
from holdfast.locations import FIRST_LOCATION
from holdfast.orders import Order, load_items
from holdfast.people import Principal
from holdfast.views.packing import slips_of
from tests.db.flows.buying import a_customer, confirm, new_goods, order_now, pay_for, reserve
from tests.db.flows.inventory.places import opened, stock_in
from tests.db.flows.stage import Stage, events_of

STAFF = Caller(Principal("user:staff", "user", frozenset({"manager"})), "r-staff")


async def bought(stage: Stage, *, lines: int = 1, quantity: int = 3) -> Order:
    """A paid order of so many lines, each of so many units."""
    buyer = a_customer()
    goods = [await new_goods(stage, quantity) for _ in range(lines)]
    reserved = await reserve(stage, buyer, *goods, quantity=quantity)
    await confirm(stage, buyer, reserved, await pay_for(stage, buyer, reserved))
    return await order_now(stage, reserved)


async def again(stage: Stage, order: Order) -> Order:
    found = await stage.orders.get(order.id)
    assert found is not None
    return found


async def parcels(stage: Stage, order: Order) -> tuple[Parcel, ...]:
    return (await parcels_of(stage.database.pool, [order.id]))[order.id]


async def all_of(*steps: Awaitable[None]) -> list[Problem]:
    """Run at once; the refusals."""
    done = await asyncio.gather(*steps, return_exceptions=True)
    unknown = [
        one for one in done if isinstance(one, BaseException) and not isinstance(one, Problem)
    ]
    assert not unknown
    return [one for one in done if isinstance(one, Problem)]


async def sent(stage: Stage, order: Order, parcel: UUID) -> None:
    await pick(stage, STAFF, order.id, parcel)
    await ship(stage, STAFF, order.id, parcel, "Post", "RR1")


async def test_staff_who_pack_at_once_never_pack_a_unit_twice(stage: Stage) -> None:
    order = await bought(stage, lines=2)
    packing = (
        make_parcel(stage, STAFF, order.id, {0: 2, 1: 1} if at % 2 else {0: 1}, packed=True)
        for at in range(8)
    )
    refused = await all_of(*packing)
    assert {type(one) for one in refused} <= {UnitsNotToPack, NothingToPack}
    made = await parcels(stage, order)
    assert len(made) + len(refused) == 8
    for line in (0, 1):
        assert sum(one.lines.get(line, 0) for one in made) <= 3
    await make_parcel(stage, STAFF, order.id, None, packed=False)
    made = await parcels(stage, order)
    assert [one.number for one in made] == list(range(1, len(made) + 1))
    assert [sum(one.lines.get(line, 0) for one in made) for line in (0, 1)] == [3, 3]


async def test_a_refund_and_a_parcel_at_once_leave_no_unit_in_both(stage: Stage) -> None:
    for _ in range(4):
        order = await bought(stage, quantity=2)
        await all_of(
            refund(stage, STAFF, order.id, {0: 1}, "scratched"),
            make_parcel(stage, STAFF, order.id, {0: 2}, packed=True),
        )
        await all_of(make_parcel(stage, STAFF, order.id, None, packed=True))
        (made, *_) = await parcels(stage, order)
        account = await stage.reader.account(f"returned/{order.id}/0")
        # Either it was packed before, whole, or what was refunded first is not in it.
        assert made.lines[0] == 2 or (account.balance, made.lines[0]) == (1, 1)


async def test_a_cancel_and_a_packing_at_once_never_both_win(stage: Stage) -> None:
    for _ in range(4):
        order = await bought(stage)
        buyer = Caller(Principal(order.owner, "user", frozenset({"customer"})), "r-buyer")
        refused = await all_of(
            _cancelled(stage, buyer, order), make_parcel(stage, STAFF, order.id, None, packed=True)
        )
        assert len(refused) == 1
        packed = (await again(stage, order)).status == "paid"
        assert isinstance(refused[0], OrderPacked if packed else OrderCancelledAlready)


async def _cancelled(stage: Stage, buyer: Caller, order: Order) -> None:
    await cancel(stage, buyer, order_id=order.id)


async def test_the_last_two_that_arrive_at_once_complete_their_order(stage: Stage) -> None:
    order = await bought(stage, lines=2)
    for line in (0, 1):
        await make_parcel(stage, STAFF, order.id, {line: 3}, packed=False)
    one, two = await parcels(stage, order)
    await sent(stage, order, one.id)
    assert (await again(stage, order)).fulfilment == "partly-shipped"
    await sent(stage, order, two.id)
    assert (await again(stage, order)).fulfilment == "shipped"
    assert not await all_of(*(deliver(stage, STAFF, order.id, each.id) for each in (one, two)))
    done = await again(stage, order)
    assert (done.status, done.fulfilment) == ("completed", "delivered")
    told = await events_of(stage, order.id)
    assert told.count("order.completed") == 1
    assert told.count("parcel.delivered") == 2
    with pytest.raises(OrderCompletedAlready):
        await make_parcel(stage, STAFF, order.id, None, packed=False)


async def test_versions_grow_with_every_step(stage: Stage) -> None:
    order = await bought(stage)
    versions = [order.version]
    await make_parcel(stage, STAFF, order.id, {0: 2}, packed=False)
    (parcel,) = await parcels(stage, order)
    for step in (
        pick(stage, STAFF, order.id, parcel.id),
        split(stage, STAFF, order.id, parcel.id, {0: 1}),
        ship(stage, STAFF, order.id, parcel.id, "Post", None),
        fail(stage, STAFF, order.id, parcel.id, "lost"),
    ):
        versions.append((await again(stage, order)).version)
        await step
    versions.append((await again(stage, order)).version)
    assert versions == sorted(set(versions))
    lost, other = await parcels(stage, order)
    assert (lost.status, lost.note, lost.lines, other.status) == (
        "failed",
        "lost",
        {0: 1},
        "picking",
    )
    await take_apart(stage, STAFF, order.id, other.id)
    await make_parcel(stage, STAFF, order.id, {0: 3}, packed=True)  # all of it once more
    with pytest.raises(ParcelNotFound):
        await pick(stage, STAFF, order.id, order.id)


async def test_parcels_that_nobody_packed_go_with_their_order(stage: Stage) -> None:
    order = await bought(stage)
    await make_parcel(stage, STAFF, order.id, None, packed=False)
    buyer = Caller(Principal(order.owner, "user", frozenset({"customer"})), "r-buyer")
    await cancel(stage, buyer, order_id=order.id)
    (parcel,) = await parcels(stage, order)
    assert parcel.status == "cancelled"
    assert (await again(stage, order)).fulfilment is None
    with pytest.raises(OrderCancelledAlready):
        await pick(stage, STAFF, order.id, parcel.id)


async def test_an_unpaid_order_is_not_packed(stage: Stage) -> None:
    goods = await new_goods(stage, 1)
    reserved = await reserve(stage, a_customer(), goods)
    with pytest.raises(NotPaid):
        await make_parcel(stage, STAFF, reserved.order_id, None, packed=False)


async def test_units_refunded_change_what_the_parcels_come_to(stage: Stage) -> None:
    order = await bought(stage)
    await make_parcel(stage, STAFF, order.id, {0: 2}, packed=True)
    (parcel,) = await parcels(stage, order)
    await ship(stage, STAFF, order.id, parcel.id, "Post", None)
    assert (await again(stage, order)).fulfilment == "partly-shipped"
    await refund(stage, STAFF, order.id, {0: 1}, "sold out")
    assert (await again(stage, order)).fulfilment == "shipped"
    with pytest.raises(NothingToPack):
        await make_parcel(stage, STAFF, order.id, None, packed=False)
    with pytest.raises(ParcelsUnderWay):
        await complete(stage, STAFF, order.id)
    await deliver(stage, STAFF, order.id, parcel.id)
    assert (await again(stage, order)).status == "completed"


async def test_time_completes_what_was_sent_long_ago_and_waits_for_the_rest(stage: Stage) -> None:
    sent_whole, sent_in_part, packed = [await bought(stage) for _ in range(3)]
    for order, units in ((sent_whole, 3), (sent_in_part, 1), (packed, 3)):
        await make_parcel(stage, STAFF, order.id, {0: units}, packed=True)
        if order is not packed:
            (parcel,) = await parcels(stage, order)
            await ship(stage, STAFF, order.id, parcel.id, "Post", None)
    completion, later = Completion(stage), utc_now() + timedelta(days=15)
    assert await completion.run(utc_now()) == 0
    assert await completion.run(later) == 1
    states = [(await again(stage, one)).status for one in (sent_whole, sent_in_part, packed)]
    assert states == ["completed", "paid", "paid"]
    (parcel,) = await parcels(stage, sent_whole)
    assert parcel.status == "delivered"
    # Once somebody says that the rest goes back, the walk comes to it again.
    await refund(stage, STAFF, sent_in_part.id, {0: 2}, "sold out")
    assert await completion.run(later) == 1


async def test_time_completes_nothing_that_was_lost_until_it_is_sent_again_or_refunded(
    stage: Stage,
) -> None:
    lost, resent, refunded = [await bought(stage) for _ in range(3)]
    for order in (lost, resent, refunded):
        await make_parcel(stage, STAFF, order.id, None, packed=True)
        (parcel,) = await parcels(stage, order)
        await ship(stage, STAFF, order.id, parcel.id, "Post", None)
        await fail(stage, STAFF, order.id, parcel.id, "lost")
    completion, later = Completion(stage), utc_now() + timedelta(days=15)
    assert await completion.run(later) == 0
    await make_parcel(stage, STAFF, resent.id, None, packed=True)
    assert await completion.run(later) == 0
    await ship(stage, STAFF, resent.id, (await parcels(stage, resent))[-1].id, "Post", None)
    await refund(stage, STAFF, refunded.id, {0: 3}, "lost")
    assert await completion.run(later) == 2
    states = [(await again(stage, one)).status for one in (lost, resent, refunded)]
    assert states == ["paid", "completed", "completed"]


async def test_a_slip_says_where_its_goods_lie(stage: Stage) -> None:
    buyer, goods = a_customer(), await new_goods(stage, 1)
    reserved = await reserve(stage, buyer, goods)
    await confirm(stage, buyer, reserved, await pay_for(stage, buyer, reserved))
    assert await picked_from(stage, reserved.order_id) == [[]], "there is one place only"
    _, france = await opened(stage, "FR")
    goods = await new_goods(stage, 1)
    await stock_in(stage, goods, france, 2)
    reserved = await reserve(stage, buyer, goods, quantity=3)
    await confirm(stage, buyer, reserved, await pay_for(stage, buyer, reserved))
    assert await picked_from(stage, reserved.order_id) == [["FR 0: 2", "Main: 1"]]
    whole = await reserve(stage, buyer, await new_goods(stage, 2), quantity=2)
    await confirm(stage, buyer, whole, await pay_for(stage, buyer, whole))
    assert await picked_from(stage, whole.order_id) == [["Main: 2"]], "and of one place whole"


async def test_what_lies_in_each_location_goes_in_a_parcel_of_its_own(stage: Stage) -> None:
    _, france = await opened(stage, "FR")
    buyer, both, here = a_customer(), await new_goods(stage, 1), await new_goods(stage, 3)
    await stock_in(stage, both, france, 2)
    reserved = await reserve(stage, buyer, both, here, quantity=3)
    await confirm(stage, buyer, reserved, await pay_for(stage, buyer, reserved))
    order = await order_now(stage, reserved)
    items = (await load_items(stage.database.pool, [order.id]))[order.id]
    first, second = (0, 1) if items[0].variant_id == both.variant_id else (1, 0)

    await make_parcels_by_location(stage, STAFF, order.id, packed=True)
    at_home, abroad = await parcels(stage, order)
    assert (at_home.location_id, at_home.lines) == (FIRST_LOCATION, {first: 1, second: 3})
    assert (abroad.location_id, abroad.lines) == (france, {first: 2})
    with pytest.raises(NothingToPack):
        await make_parcels_by_location(stage, STAFF, order.id, packed=True)
    # What is split off lies where it lay, and what is packed again too.
    await split(stage, STAFF, order.id, abroad.id, {first: 1})
    assert [one.location_id for one in (await parcels(stage, order))[1:]] == [france, france]
    await take_apart(stage, STAFF, order.id, abroad.id)
    await make_parcels_by_location(stage, STAFF, order.id, packed=False)
    last = (await parcels(stage, order))[-1]
    assert (last.location_id, last.lines, last.status) == (france, {first: 1}, "waiting")


async def picked_from(stage: Stage, order_id: UUID) -> list[list[str]]:
    """Of an order's parcel, by line of its slip."""
    await make_parcel(stage, STAFF, order_id, None, packed=False)
    (parcel,) = (await parcels_of(stage.database.pool, [order_id]))[order_id]
    async with stage.database.read() as connection:
        (slip,) = await slips_of(connection, [parcel.id], None, "en", "Shop")
    return [list(line.picked_from) for line in slip.lines]
