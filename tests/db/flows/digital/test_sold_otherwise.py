"""What comes back of goods that are delivered in another way by now is not sold by their stock: of
codes there would be one more on sale than there are, of parcels one that nobody can send."""

from pathlib import Path

import pytest

from holdfast.flows.commit.refusals import ReservationExpired
from holdfast.flows.digital.bringing import bring
from holdfast.flows.digital.delivery import DeliveryFixed, choose_delivery
from holdfast.flows.digital.giving import give
from holdfast.flows.ending.cancel import cancel
from holdfast.flows.ending.cancel_units import cancel_units
from holdfast.flows.returning.asking import approve, ask_for, receive
from holdfast.flows.returning.inspecting import Came, inspect
from holdfast.flows.staff.orders import complete, refund
from holdfast.flows.waiting.offering import GoodsLine
from holdfast.returns import ReturnLine
from tests.db.flows.buying import (
    Goods,
    a_customer,
    confirm,
    end_hold,
    new_goods,
    order_now,
    pay_for,
    reserve,
    stock_of,
    sweep_all,
)
from tests.db.flows.digital.codes import (
    STAFF,
    bought,
    buyer_of,
    count,
    given,
    new_codes,
    some_codes,
)
from tests.db.flows.digital.files import new_file, stocked
from tests.db.flows.stage import Stage


async def codes_instead(stage: Stage, goods: Goods, many: int) -> None:
    """It was sent in parcels, and is delivered as codes from now on."""
    await choose_delivery(stage, STAFF, goods.variant_id, "codes")
    await bring(stage, STAFF, goods.variant_id, some_codes(many), GoodsLine(stage))


async def test_a_parcel_that_is_called_off_is_no_code(stage: Stage) -> None:
    goods = await new_goods(stage, 5)
    whole, part = await bought(stage, goods, quantity=2), await bought(stage, goods, quantity=3)
    await codes_instead(stage, goods, 1)
    await cancel(stage, buyer_of(whole), order_id=whole.id)
    await cancel_units(stage, buyer_of(part), part.id, {0: 1})
    assert await stock_of(stage, goods) == (1, 0)
    await give(stage, (await bought(stage, goods)).id)
    assert await count(stage, goods.variant_id) == (0, 1, 0, 0)


async def test_a_parcel_that_comes_back_is_no_code(stage: Stage) -> None:
    goods = await new_goods(stage, 1)
    order = await bought(stage, goods)
    await complete(stage, STAFF, order.id)
    await codes_instead(stage, goods, 1)
    (asked,) = await ask_for(stage, buyer_of(order), order.id, {0: ReturnLine(1, "other")}, "")
    await approve(stage, STAFF, asked, "")
    await receive(stage, STAFF, asked)
    await inspect(stage, STAFF, asked, {0: Came(1)})
    assert await stock_of(stage, goods) == (1, 0)


async def test_a_code_that_nobody_has_seen_is_no_parcel(stage: Stage) -> None:
    goods = await new_codes(stage, 1)
    order = await bought(stage, goods)
    with pytest.raises(DeliveryFixed):
        await choose_delivery(stage, STAFF, goods.variant_id, "parcel")
    await give(stage, order.id)
    await choose_delivery(stage, STAFF, goods.variant_id, "parcel")
    await refund(stage, STAFF, order.id, {0: 1}, "not wanted")
    assert await stock_of(stage, goods) == (0, 0)
    assert await count(stage, goods.variant_id) == (0, 0, 0, 1)


async def test_a_file_that_nobody_has_yet_is_no_parcel(stage: Stage, tmp_path: Path) -> None:
    goods, _ = await new_file(stage, tmp_path, 2)
    early, late = await bought(stage, goods), await given(stage, goods)
    await choose_delivery(stage, STAFF, goods.variant_id, "parcel")
    await stocked(stage, goods, 3)
    await cancel(stage, buyer_of(early), order_id=early.id)
    await refund(stage, STAFF, late.id, {0: 1}, "not wanted")
    assert await stock_of(stage, goods) == (3, 0)


async def test_a_parcel_that_is_paid_too_late_takes_no_code(stage: Stage) -> None:
    goods, buyer = await new_goods(stage, 1), a_customer()
    placed = await reserve(stage, buyer, goods)
    payment = await pay_for(stage, buyer, placed)
    await end_hold(stage, placed)
    await sweep_all(stage)
    await stocked(stage, goods, 0)
    await codes_instead(stage, goods, 1)
    with pytest.raises(ReservationExpired):
        await confirm(stage, buyer, placed, payment)
    assert (await order_now(stage, placed)).is_cancelled
    assert await stock_of(stage, goods) == (1, 0)
