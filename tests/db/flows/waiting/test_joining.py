"""Who may stand in line for goods, and who may not."""

import asyncio

import pytest

from holdfast.catalog import VariantNotFound
from holdfast.flows.commit.caller import Caller
from holdfast.flows.commit.refusals import TooManyUnits
from holdfast.flows.ending.cancel import cancel
from holdfast.flows.waiting.joining import (
    FreeNow,
    HeldAlready,
    leave_units_line,
    take_off_line,
    wait_for_units,
)
from holdfast.flows.waiting.offering import serve_lines
from holdfast.fraud import OrderDeclined
from holdfast.kit import new_id
from holdfast.waiting import MOST_IN_LINE, NotInLine, TooManyInLine
from tests.db.flows.buying import Goods, a_customer, new_goods, reserve, stock_of
from tests.db.flows.guarding.test_suspects import listed, rules
from tests.db.flows.stage import Stage, events_of, select
from tests.db.flows.waiting.lining import (
    STAFF,
    deposit,
    offer_of,
    place_of,
    standing,
    wait,
)


async def test_who_may_join_and_once_each(stage: Stage) -> None:
    goods, who = await new_goods(stage, 1), a_customer()
    with pytest.raises(FreeNow):
        await wait(stage, who, goods)
    held = await reserve(stage, who, goods)
    with pytest.raises(TooManyUnits, match="up to 20"):
        await wait(stage, who, goods, 21)
    with pytest.raises(VariantNotFound):
        await wait_for_units(stage, Caller(who), goods.product_id, new_id(), 1)
    both = await asyncio.gather(*(wait(stage, who, goods) for _ in range(8)))
    assert len(set(both)) == 1
    assert await standing(stage, who) == [("waiting", 1)]
    await cancel(stage, Caller(who), order_id=held.order_id)
    await serve_lines(stage)
    with pytest.raises(HeldAlready) as refused:
        await wait(stage, who, goods)
    assert refused.value.extra == {"orderId": str((await offer_of(stage, who)).order_id)}


async def test_one_waits_for_so_many_things_and_leaves_once(stage: Stage) -> None:
    who, other = a_customer(), a_customer()
    some = [await new_goods(stage, 0) for _ in range(MOST_IN_LINE + 1)]
    for goods in some[:-1]:
        await wait(stage, who, goods)
    with pytest.raises(TooManyInLine, match="20 products"):
        await wait(stage, who, some[-1])
    place = await wait(stage, other, some[0])
    with pytest.raises(NotInLine):
        await leave_units_line(stage, Caller(who), place)
    await leave_units_line(stage, Caller(other), place)
    await leave_units_line(stage, Caller(other), place)  # told again what was done
    with pytest.raises(NotInLine):
        await leave_units_line(stage, Caller(other), new_id())


async def test_staff_take_somebody_off_with_a_reason_that_they_are_told(stage: Stage) -> None:
    goods, first, second = await new_goods(stage, 0), a_customer(), a_customer()
    await wait(stage, first, goods)
    await wait(stage, second, goods)
    place = await place_of(stage, first)
    await take_off_line(stage, STAFF, place.id, "a reseller")
    assert await events_of(stage, place.id) == ["waiting.ended"]
    assert await select(stage, "SELECT why FROM waiting_line WHERE id = $1", place.id) == [
        ("a reseller",)
    ]
    await deposit(stage, goods)
    assert await standing(stage, second) == [("offered", 0)]
    with pytest.raises(NotInLine):
        await take_off_line(stage, STAFF, (await place_of(stage, second)).id, "too late")
    with pytest.raises(NotInLine):
        await take_off_line(stage, STAFF, new_id(), "nobody")


async def test_nobody_waits_for_ever_for_what_is_not_sold_any_more(stage: Stage) -> None:
    goods, who = await new_goods(stage, 0), a_customer()
    await wait(stage, who, goods)
    place = await place_of(stage, who)
    await archived(stage, goods)
    await deposit(stage, goods, 2)
    assert await standing(stage, who) == []
    assert await events_of(stage, place.id) == ["waiting.ended"]
    assert await stock_of(stage, goods) == (2, 0)


async def archived(stage: Stage, goods: Goods) -> None:
    await stage.database.pool.execute(
        "UPDATE products SET status = 'archived', revision = revision + 1 WHERE id = $1",
        goods.product_id,
    )


async def test_whom_fraud_rules_refuse_gets_no_place(stage: Stage) -> None:
    goods, other, blocked = (
        await new_goods(stage, 0, 2_000),
        await new_goods(stage, 0),
        a_customer(),
    )
    before = await wait(stage, blocked, other)
    await listed(stage, "account", blocked.id, "block")
    dear = {"kind": "first-order", "points": 100, "amount": 6_000, "currency": "EUR"}
    await rules(stage, dear)
    with pytest.raises(OrderDeclined):
        await wait(stage, blocked, goods)
    assert await wait(stage, blocked, other) == before
    await wait(stage, a_customer(), goods, 2)
    with pytest.raises(OrderDeclined):
        await wait(stage, a_customer(), goods, 3)
    await rules(stage, on=False)
    await wait(stage, blocked, goods)
