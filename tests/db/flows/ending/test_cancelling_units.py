"""Some units of a paid order are cancelled: back on sale once, paid back once, in no parcel."""

import asyncio

import pytest

from holdfast.flows.commit.caller import Caller
from holdfast.flows.commit.idempotency import scoped_key
from holdfast.flows.commit.refusals import NoRefunds, NotPaid, OrderCancelledAlready, OrderNotFound
from holdfast.flows.ending.cancel import cancel
from holdfast.flows.ending.cancel_units import UnitsCancelled, cancel_units
from holdfast.flows.ending.parcels import OrderPacked
from holdfast.flows.fulfilment.packing import (
    make_parcel,
    make_parcels_by_location,
    pick,
)
from holdfast.flows.staff.orders import refund
from holdfast.fulfilment import UnitsNotToPack
from holdfast.kit import Problem
from holdfast.locations import FIRST_LOCATION
from holdfast.orders import Order, load_items
from holdfast.shop import change_settings
from holdfast.views.agreement import audit_shop
from tests.db.flows.breaking import broken
from tests.db.flows.buying import (
    a_customer,
    a_guest,
    confirm,
    new_goods,
    order_now,
    pay_for,
    refundable_of,
    reserve,
    stock_of,
)
from tests.db.flows.fulfilment.test_parcels import STAFF, again, parcels
from tests.db.flows.inventory.places import counted, opened, stock_in
from tests.db.flows.inventory.test_parts import made_of
from tests.db.flows.stage import Stage, events_of


async def bought(stage: Stage, *goods: object, quantity: int = 3) -> tuple[Caller, Order]:
    buyer = a_customer()
    reserved = await reserve(stage, buyer, *goods, quantity=quantity)  # type: ignore[arg-type]
    await confirm(stage, buyer, reserved, await pay_for(stage, buyer, reserved))
    return Caller(buyer), await order_now(stage, reserved)


async def left(stage: Stage, order: Order) -> int:
    assert order.payment_id is not None
    return await refundable_of(stage, order.payment_id)


async def clean(url: str) -> None:
    report = await audit_shop(url)
    assert report.clean, report.text()


async def test_units_go_back_on_sale_and_their_money_to_the_buyer(
    stage: Stage, database_url: str
) -> None:
    one, other = await new_goods(stage, 5), await new_goods(stage, 5, price=1000)
    buyer, order = await bought(stage, one, other, quantity=2)
    items = (await load_items(stage.database.pool, [order.id]))[order.id]
    line = next(at for at, item in enumerate(items) if item.variant_id == other.variant_id)
    asked = Caller(buyer.principal, "r", scoped_key("off", buyer.actor, "k", b""))
    for _ in range(2):  # the second is the first, sent again
        assert await cancel_units(stage, asked, order.id, {line: 1}) == UnitsCancelled(
            order.id, 1000
        )
    assert await stock_of(stage, other) == (4, 0)
    assert await left(stage, order) == 2000
    said = await events_of(stage, order.id)
    assert {"order.units.cancelled", "order.units.refunded"} <= set(said)
    await clean(database_url)
    broke = await broken(
        database_url,
        "UPDATE order_items SET put_back = NULL"
        f" WHERE order_id = '{order.id}' AND put_back IS NOT NULL RETURNING 1",
    )
    assert broke.clean, "what nothing says is not looked for"
    broke = await broken(
        database_url, "UPDATE order_items SET put_back = jsonb_set(put_back, ARRAY"
        "[(SELECT jsonb_object_keys(put_back))], '2') WHERE put_back IS NOT NULL",
    )  # fmt: skip
    assert {str(each.fault) for each in broke.violations} == {"order-items"}
    # The rest is cancelled as a whole, and nothing comes back twice.
    assert (await cancel_units(stage, buyer, order.id, {line: 1, 1 - line: 2})).whole
    assert (await again(stage, order)).is_cancelled
    assert [await stock_of(stage, each) for each in (one, other)] == [(5, 0), (5, 0)]
    assert await left(stage, order) == 0
    await clean(database_url)
    with pytest.raises(OrderCancelledAlready):
        await cancel_units(stage, buyer, order.id, {line: 1})


async def test_a_whole_cancel_leaves_alone_what_is_on_sale_again(
    stage: Stage, database_url: str
) -> None:
    goods = await new_goods(stage, 3)
    buyer, order = await bought(stage, goods)
    await cancel_units(stage, STAFF, order.id, {0: 1}, "the last one is torn")
    await cancel(stage, buyer, order_id=order.id)
    assert await stock_of(stage, goods) == (3, 0)
    await clean(database_url)


async def test_what_waits_in_parcels_is_taken_out_and_what_is_packed_stays(
    stage: Stage, database_url: str
) -> None:
    goods, here = await new_goods(stage, 1), await new_goods(stage, 3)
    _, france = await opened(stage, "FR")
    await stock_in(stage, goods, france, 2)
    buyer, order = await bought(stage, goods, here)
    items = (await load_items(stage.database.pool, [order.id]))[order.id]
    line = next(at for at, item in enumerate(items) if item.variant_id == goods.variant_id)
    await make_parcels_by_location(stage, STAFF, order.id, packed=False)
    at_home, abroad = await parcels(stage, order)
    await cancel_units(stage, buyer, order.id, {line: 1})
    assert await counted(stage, goods, [FIRST_LOCATION, france]) == [(0, 0), (1, 0)]
    await cancel_units(stage, buyer, order.id, {line: 1})
    at_home, abroad = await parcels(stage, order)
    assert (at_home.lines[line], abroad.status) == (1, "cancelled")
    assert await counted(stage, goods, [FIRST_LOCATION, france]) == [(0, 0), (2, 0)]
    await pick(stage, STAFF, order.id, at_home.id)
    with pytest.raises(OrderPacked):
        await cancel_units(stage, buyer, order.id, {line: 1})
    with pytest.raises(UnitsNotToPack):
        await cancel_units(stage, STAFF, order.id, {line: 1}, "gone")
    await clean(database_url)


async def test_what_is_in_no_packed_parcel_is_cancelled_by_its_buyer_and_by_staff(
    stage: Stage, database_url: str
) -> None:
    goods, other = await new_goods(stage, 4), await new_goods(stage, 3)
    buyer, order = await bought(stage, goods, other)
    items = (await load_items(stage.database.pool, [order.id]))[order.id]
    many, single = (0, 1) if items[0].variant_id == goods.variant_id else (1, 0)
    await make_parcel(stage, STAFF, order.id, {many: 1}, packed=True)
    with pytest.raises(OrderPacked):
        await cancel_units(stage, buyer, order.id, {many: 3})
    with pytest.raises(OrderPacked):
        await cancel(stage, buyer, order_id=order.id)
    await cancel_units(stage, buyer, order.id, {many: 1, single: 3})
    assert [await stock_of(stage, each) for each in (goods, other)] == [(2, 0), (3, 0)]
    with pytest.raises(UnitsNotToPack):
        await cancel_units(stage, buyer, order.id, {single: 1})
    await cancel_units(stage, STAFF, order.id, {many: 1}, "none left")
    assert (await again(stage, order)).is_paid, "one unit is packed"
    await clean(database_url)


async def test_staff_cancel_no_more_than_is_in_no_packed_parcel(stage: Stage) -> None:
    goods = await new_goods(stage, 3)
    _, order = await bought(stage, goods)
    await make_parcel(stage, STAFF, order.id, {0: 1}, packed=True)
    with pytest.raises(UnitsNotToPack):
        await cancel_units(stage, STAFF, order.id, {0: 3}, "none left")
    await cancel_units(stage, STAFF, order.id, {0: 2}, "none left")
    assert await stock_of(stage, goods) == (2, 0)
    with pytest.raises(Problem):
        await make_parcel(stage, STAFF, order.id, None, packed=True)


async def test_what_is_made_of_others_comes_back_in_its_parts(
    stage: Stage, database_url: str
) -> None:
    lamp, bulb = await new_goods(stage, 4), await new_goods(stage, 8)
    both = await made_of(stage, lamp=(lamp, 1), bulb=(bulb, 2))
    buyer, order = await bought(stage, both)
    await cancel_units(stage, buyer, order.id, {0: 2})
    assert [await stock_of(stage, each) for each in (lamp, bulb)] == [(3, 0), (6, 0)]
    await clean(database_url)


async def test_two_who_cancel_one_unit_and_one_who_packs_it_never_both_win(stage: Stage) -> None:
    goods = await new_goods(stage, 4)
    for _ in range(4):
        buyer, order = await bought(stage, goods, quantity=2)
        ends = await asyncio.gather(
            cancel_units(stage, buyer, order.id, {0: 1}),
            cancel_units(stage, STAFF, order.id, {0: 1}, "torn"),
            make_parcel(stage, STAFF, order.id, {0: 1}, packed=True),
            return_exceptions=True,
        )
        assert all(isinstance(one, Problem) for one in ends if isinstance(one, BaseException)), ends
        packed = sum(one.lines[0] for one in await parcels(stage, order) if one.counts)
        now = await again(stage, order)
        item = (await load_items(stage.database.pool, [order.id]))[order.id][0]
        back = 2 if now.is_cancelled else sum((item.put_back or {}).values())
        assert packed + back == 2, (packed, back, ends)
        assert await left(stage, order) == (0 if now.is_cancelled else (2 - back) * 500)
        free, _ = await stock_of(stage, goods)
        assert free == 4 - (2 - back)
        await stock_again(stage, goods, 2 - back)


async def stock_again(stage: Stage, goods: object, units: int) -> None:
    if units:
        await stock_in(stage, goods, FIRST_LOCATION, units)  # type: ignore[arg-type]


async def test_two_who_cancel_the_last_unit_cancel_it_once(stage: Stage) -> None:
    one, other = await new_goods(stage, 2), await new_goods(stage, 2)
    buyer, order = await bought(stage, one, other, quantity=1)
    ends = await asyncio.gather(
        *(cancel_units(stage, buyer, order.id, {line: 1}) for line in (0, 0, 1, 1)),
        return_exceptions=True,
    )
    done = [each for each in ends if isinstance(each, UnitsCancelled)]
    assert len(done) >= 2, ends  # who cancels the whole of it twice is answered twice
    assert (await again(stage, order)).is_cancelled
    assert [await stock_of(stage, each) for each in (one, other)] == [(2, 0), (2, 0)]


async def test_what_went_back_before_is_not_given_back_again(stage: Stage) -> None:
    goods = await new_goods(stage, 2)
    buyer, order = await bought(stage, goods, quantity=2)
    await refund(stage, STAFF, order.id, 700, "late")
    assert (await cancel_units(stage, buyer, order.id, {0: 1})).refunded == 300


async def test_who_may_not(stage: Stage) -> None:
    goods = await new_goods(stage, 4)
    buyer, order = await bought(stage, goods, quantity=2)
    with pytest.raises(OrderNotFound):
        await cancel_units(stage, Caller(a_guest()), order.id, {0: 1})
    with pytest.raises(UnitsNotToPack):
        await cancel_units(stage, buyer, order.id, {3: 1})
    waits = await reserve(stage, buyer.principal, goods)
    with pytest.raises(NotPaid):
        await cancel_units(stage, buyer, waits.order_id, {0: 1})
    async with stage.database.transaction() as connection:
        await change_settings(connection, {"refunds": "none"})
    stage.shop.forget()
    with pytest.raises(NoRefunds):
        await cancel_units(stage, buyer, order.id, {0: 1})
    assert (await cancel_units(stage, STAFF, order.id, {0: 1}, "kind")).refunded == 500
