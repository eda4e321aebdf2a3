"""What is announced is sold before it is there, never more of it, and goes to those who paid first;
stock is sold before it, and no unit of either stands for one of the other."""

import asyncio
from datetime import date

import pytest

from holdfast.flows.commit.refusals import InsufficientStock
from holdfast.flows.ending.cancel import cancel
from holdfast.flows.ending.cancel_units import cancel_units
from holdfast.flows.ending.parcels import PreorderAwaited
from holdfast.flows.fulfilment.packing import deliver, make_parcel, ship
from holdfast.flows.inventory.preorders import MoreThanAnnounced, PreorderSold
from holdfast.flows.inventory.purchases import order_goods
from holdfast.flows.inventory.receiving import receive_goods
from holdfast.flows.staff.orders import complete
from holdfast.flows.waiting.offering import GoodsLine
from holdfast.fulfilment import NothingToPack
from holdfast.kit import Problem, new_id
from holdfast.locations import FIRST_LOCATION
from holdfast.purchasing import Purchase, PurchaseLine
from tests.db.flows.buying import (
    a_customer,
    confirm,
    end_hold,
    new_goods,
    pay_for,
    reserve,
    stock_of,
    sweep_all,
)
from tests.db.flows.preorders.announcing import (
    BUYERS,
    STAFF,
    announced,
    bought,
    buyer_of,
    comes,
    counts,
    goods_of,
    preorder,
    serve,
)
from tests.db.flows.stage import Stage


async def test_the_last_announced_unit_is_sold_once_and_stock_before_it(stage: Stage) -> None:
    goods = await new_goods(stage, 10)
    await announced(stage, goods, 20)

    async def tries() -> bool:
        try:
            await preorder(stage, a_customer(), goods)
        except InsufficientStock:
            return False
        return True

    assert sum(await asyncio.gather(*(tries() for _ in range(BUYERS)))) == 30
    assert await stock_of(stage, goods) == (0, 10)
    assert await counts(stage, goods.variant_id) == (0, 20, 20, 0)


async def test_who_does_not_take_what_is_announced_is_not_sold_it(stage: Stage) -> None:
    goods = await new_goods(stage, 1)
    await announced(stage, goods, 5)
    with pytest.raises(InsufficientStock):
        await reserve(stage, a_customer(), goods, quantity=2)
    order = await bought(stage, goods, 3)
    assert await stock_of(stage, goods) == (0, 0)
    assert await counts(stage, goods.variant_id) == (3, 0, 5, 0)
    assert (await goods_of(stage, order)).awaited == {0: 2}, "one was there"


async def test_what_came_goes_to_who_paid_first_and_only_the_rest_on_sale(stage: Stage) -> None:
    goods = await new_goods(stage, 0)
    await announced(stage, goods, 6)
    first, second = await bought(stage, goods, 2), await bought(stage, goods, 2)
    with pytest.raises(NothingToPack):
        await make_parcel(stage, STAFF, first.id, None, packed=True)
    with pytest.raises(PreorderAwaited):
        await complete(stage, STAFF, first.id)
    with pytest.raises(MoreThanAnnounced):
        await comes(stage, goods, 7)
    await comes(stage, goods, 3)
    assert (await goods_of(stage, first)).awaited == {0: 0}
    assert (await goods_of(stage, second)).awaited == {0: 1}, "a part of it, and it waits"
    assert await stock_of(stage, goods) == (0, 0)
    await make_parcel(stage, STAFF, first.id, None, packed=True)
    await make_parcel(stage, STAFF, second.id, None, packed=True)
    assert [one.lines for one in (await goods_of(stage, second)).parcels] == [{0: 1}]
    await comes(stage, goods, 5, more=True)
    assert await stock_of(stage, goods) == (4, 0), "two that nobody had ordered, two besides"
    assert await counts(stage, goods.variant_id) == (0, 0, 0, 0)
    (parcel,) = (await goods_of(stage, first)).parcels
    await ship(stage, STAFF, first.id, parcel.id, "Post", None)
    await deliver(stage, STAFF, first.id, parcel.id)
    assert (await goods_of(stage, first)).order.is_completed


async def test_what_is_given_up_may_be_ordered_again_or_is_on_sale_if_it_is_there(
    stage: Stage,
) -> None:
    goods = await new_goods(stage, 0)
    await announced(stage, goods, 3)
    early, late = await bought(stage, goods, 2), await bought(stage, goods)
    with pytest.raises(InsufficientStock):
        await preorder(stage, a_customer(), goods)
    await cancel(stage, buyer_of(late), order_id=late.id)
    await serve(stage, goods)
    assert await counts(stage, goods.variant_id) == (1, 0, 3, 0), "to be ordered again"
    await comes(stage, goods, 2)
    await cancel_units(stage, buyer_of(early), early.id, {0: 1})
    await serve(stage, goods)
    assert await counts(stage, goods.variant_id) == (1, 0, 1, 0)
    assert await stock_of(stage, goods) == (1, 0), "what came is sold from the stock"
    await cancel(stage, buyer_of(early), order_id=early.id)
    await serve(stage, goods)
    assert await stock_of(stage, goods) == (2, 0)


async def test_one_who_pays_after_it_came_has_it_at_once(stage: Stage) -> None:
    goods = await new_goods(stage, 0)
    await announced(stage, goods, 2)
    buyer = a_customer()
    paying = await preorder(stage, buyer, goods)
    leaving = await preorder(stage, a_customer(), goods)
    await comes(stage, goods, 2)
    assert await stock_of(stage, goods) == (0, 0), "both are held"
    assert await counts(stage, goods.variant_id) == (0, 2, 0, 2)
    await confirm(stage, buyer, paying, await pay_for(stage, buyer, paying))
    await end_hold(stage, leaving)
    await sweep_all(stage)
    await serve(stage, goods)
    order = await stage.orders.get(paying.order_id)
    assert order is not None
    assert (await goods_of(stage, order)).awaited == {0: 0}
    assert await stock_of(stage, goods) == (1, 0)
    assert await counts(stage, goods.variant_id) == (0, 0, 0, 0)


async def test_receipts_race_with_buyers_and_with_those_who_give_up(stage: Stage) -> None:
    goods = await new_goods(stage, 0)
    await announced(stage, goods, 24)
    orders = [await bought(stage, goods) for _ in range(12)]

    async def gives_up(at: int) -> None:
        order = orders[at]
        try:
            await cancel(stage, buyer_of(order), order_id=order.id)
        except Problem as problem:
            assert problem.code == "order-packed"

    async def packs(at: int) -> None:
        try:
            await make_parcel(stage, STAFF, orders[at].id, None, packed=True)
        except Problem as problem:
            assert problem.code in ("nothing-to-pack", "order-cancelled")

    async def buys() -> None:
        await bought(stage, goods)

    await asyncio.gather(
        *(comes(stage, goods, 2) for _ in range(6)),
        *(gives_up(at) for at in range(0, 12, 2)),
        *(packs(at) for at in range(12)),
        *(buys() for _ in range(6)),
    )
    await serve(stage, goods)
    free, held, to_come, here = await counts(stage, goods.variant_id)
    assert (held, to_come, here) == (0, 12, 0)
    waiting = 0
    for order in orders:
        now = await goods_of(stage, order)
        waiting += sum(now.awaited.values())
        assert not any(one.counts for one in now.parcels) or not any(now.awaited.values())
    assert waiting == 0, "those that paid first have theirs"
    assert free <= to_come


async def test_no_fewer_are_announced_than_buyers_have(stage: Stage) -> None:
    goods = await new_goods(stage, 0)
    await announced(stage, goods, 5)
    await bought(stage, goods, 2)
    with pytest.raises(PreorderSold) as refused:
        await announced(stage, goods, 1)
    assert refused.value.extra == {"least": 2}
    await announced(stage, goods, 2, date(2032, 1, 31))
    assert await counts(stage, goods.variant_id) == (0, 0, 2, 0)
    with pytest.raises(InsufficientStock):
        await preorder(stage, a_customer(), goods)


async def test_what_a_supplier_brings_is_first_for_who_ordered_it_before(stage: Stage) -> None:
    goods = await new_goods(stage, 0)
    await announced(stage, goods, 4)
    order = await bought(stage, goods, 3)
    lines = (PurchaseLine(goods.variant_id, 10, 100),)
    asked = Purchase(
        id=new_id(), number=0, supplier="S", location_id=FIRST_LOCATION, currency="EUR", lines=lines
    )
    made = await order_goods(stage, STAFF, asked)
    await receive_goods(stage, STAFF, made.id, {goods.variant_id: 10}, GoodsLine(stage))
    await serve(stage, goods)
    assert (await goods_of(stage, order)).awaited == {0: 0}
    assert await stock_of(stage, goods) == (7, 0)
    assert await counts(stage, goods.variant_id) == (0, 0, 0, 0)
