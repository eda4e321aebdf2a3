"""A code is given to one buyer, once: whoever buys at once, and whatever comes between."""

import asyncio

import pytest

from holdfast.flows.commit.refusals import InsufficientStock, OrderNotFound
from holdfast.flows.digital.giving import CodesMissing, give
from holdfast.flows.digital.showing import show
from holdfast.flows.ending.parcels import CodesToGive
from holdfast.flows.fulfilment.packing import deliver, make_parcel, ship
from holdfast.flows.staff.orders import complete
from holdfast.fulfilment import NothingToPack, parcels_of
from holdfast.kit import Problem
from tests.db.flows.buying import a_customer, confirm, new_goods, pay_for, reserve, stock_of
from tests.db.flows.digital.codes import (
    STAFF,
    again,
    bought,
    buyer_of,
    codes_of,
    count,
    given,
    new_codes,
)
from tests.db.flows.stage import Stage, events_of


async def test_a_paid_order_is_given_a_code_for_each_unit_and_is_completed(stage: Stage) -> None:
    goods = await new_codes(stage, 5)
    order = await bought(stage, goods, quantity=3)
    assert (order.status, order.fulfilment) == ("paid", "unfulfilled")
    await give(stage, order.id)
    order = await again(stage, order)
    assert (order.status, order.fulfilment) == ("completed", "delivered")
    codes = await codes_of(stage, order)
    assert [(one.line, one.unit, one.status) for one in codes] == [
        (0, unit, "given") for unit in range(3)
    ]
    assert await count(stage, goods.variant_id) == (2, 3, 0, 0)
    assert await stock_of(stage, goods) == (2, 0)
    assert "codes.given" in await events_of(stage, order.id)
    await give(stage, order.id)  # again, as a job that was killed after its commit is
    assert await codes_of(stage, order) == codes


async def test_of_three_hundred_buyers_a_hundred_have_a_code_and_no_two_the_same(
    stage: Stage,
) -> None:
    goods = await new_codes(stage, 100)
    buyers = [a_customer() for _ in range(300)]
    came = await asyncio.gather(
        *(reserve(stage, buyer, goods) for buyer in buyers), return_exceptions=True
    )
    both = zip(buyers, came, strict=True)
    held = [(buyer, one) for buyer, one in both if not isinstance(one, BaseException)]
    refused = [one for one in came if isinstance(one, BaseException)]
    assert len(held) == 100
    assert all(isinstance(one, InsufficientStock) for one in refused)

    async def whole(buyer, placed) -> None:  # type: ignore[no-untyped-def]
        await confirm(stage, buyer, placed, await pay_for(stage, buyer, placed))
        # Two workers have the job at once, since the lease of the first ran out.
        await asyncio.gather(give(stage, placed.order_id), give(stage, placed.order_id))

    await asyncio.gather(*(whole(buyer, placed) for buyer, placed in held))
    assert await count(stage, goods.variant_id) == (0, 100, 0, 0)
    rows = await stage.database.pool.fetch(
        "SELECT order_id, count(*) AS many FROM digital_codes WHERE variant_id = $1 GROUP BY 1",
        goods.variant_id,
    )
    assert len(rows) == 100
    assert {row["many"] for row in rows} == {1}


async def test_an_order_of_goods_and_codes_is_right_in_both(stage: Stage) -> None:
    goods, codes = await new_goods(stage, 2), await new_codes(stage, 2)
    order = await given(stage, goods, codes, quantity=2)
    assert (order.status, order.fulfilment) == ("paid", "partly-shipped")
    await make_parcel(stage, STAFF, order.id, None, packed=True)
    (parcel,) = (await parcels_of(stage.database.pool, [order.id]))[order.id]
    assert dict(parcel.lines) == {0: 2}
    with pytest.raises(NothingToPack):
        await make_parcel(stage, STAFF, order.id, None, packed=True)
    await ship(stage, STAFF, order.id, parcel.id, "Post", "RR1")
    assert (await again(stage, order)).fulfilment == "shipped"
    await deliver(stage, STAFF, order.id, parcel.id)
    assert (await again(stage, order)).is_completed


async def test_goods_that_arrive_before_their_codes_leave_the_order_open(stage: Stage) -> None:
    goods, codes = await new_goods(stage, 1), await new_codes(stage, 1)
    order = await bought(stage, goods, codes)
    await make_parcel(stage, STAFF, order.id, None, packed=True)
    (parcel,) = (await parcels_of(stage.database.pool, [order.id]))[order.id]
    await ship(stage, STAFF, order.id, parcel.id, "Post", None)
    await deliver(stage, STAFF, order.id, parcel.id)
    assert (await again(stage, order)).fulfilment == "partly-shipped"
    with pytest.raises(CodesToGive):
        await complete(stage, STAFF, order.id)
    await give(stage, order.id)
    assert (await again(stage, order)).is_completed


async def test_fewer_codes_than_units_are_given_as_far_as_they_go_and_are_told(
    stage: Stage,
) -> None:
    goods = await new_codes(stage, 2)
    order = await bought(stage, goods, quantity=2)
    stage.altered.add("code-stock")
    await stage.database.pool.execute(
        "DELETE FROM digital_codes WHERE id ="
        " (SELECT id FROM digital_codes WHERE variant_id = $1 LIMIT 1)",
        goods.variant_id,
    )
    with pytest.raises(CodesMissing):
        await give(stage, order.id)
    assert len(await codes_of(stage, order)) == 1
    assert (await again(stage, order)).is_paid


async def test_only_its_buyer_sees_a_code_and_when_they_first_did_is_kept(stage: Stage) -> None:
    goods = await new_codes(stage, 1)
    order = await given(stage, goods)
    (code,) = await codes_of(stage, order)
    with pytest.raises(OrderNotFound):
        await show(
            stage, buyer_of(await given(stage, await new_codes(stage, 1))), order.id, code.id
        )
    first = await show(stage, buyer_of(order), order.id, code.id)
    assert first.code.startswith("KEY-")
    assert first.one.seen_at is not None
    later = await show(stage, buyer_of(order), order.id, code.id)
    assert (later.code, later.one.seen_at) == (first.code, first.one.seen_at)
    assert [one for one in await events_of(stage, order.id) if one == "codes.seen"] == [
        "codes.seen"
    ]


async def test_two_looks_at_once_are_one_first_look(stage: Stage) -> None:
    order = await given(stage, await new_codes(stage, 1))
    (code,) = await codes_of(stage, order)
    looks = await asyncio.gather(
        *(show(stage, buyer_of(order), order.id, code.id) for _ in range(8)),
        return_exceptions=True,
    )
    assert not [one for one in looks if isinstance(one, Problem)]
    assert len({one.one.seen_at for one in looks}) == 1  # type: ignore[union-attr]
