"""What becomes of codes whose order is refunded, cancelled or paid late: none is sold twice."""

import asyncio
from pathlib import Path

import pytest

from holdfast.digital import CodeNotFound
from holdfast.flows.digital.bringing import restore
from holdfast.flows.digital.giving import give
from holdfast.flows.digital.showing import show
from holdfast.flows.ending.cancel import cancel, cancel_by_staff
from holdfast.flows.ending.cancel_units import cancel_units
from holdfast.flows.ending.codes_back import CodesNotGiven
from holdfast.flows.ending.parcels import CodesGiven
from holdfast.flows.ending.refunded_units import (
    AmountBelowCodes,
    NothingToTakeBack,
    refund_of_units,
)
from holdfast.flows.payments.give_back import RefundedMeanwhile, refund_part
from holdfast.flows.payments.tries import paid_with
from holdfast.flows.returning.standing import returns_now
from holdfast.flows.staff.orders import refund
from holdfast.flows.waiting.offering import GoodsLine
from holdfast.kit import Problem
from holdfast.returns import NotReturnable
from tests.db.flows.buying import (
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
    again,
    bought,
    buyer_of,
    codes_of,
    count,
    given,
    new_codes,
)
from tests.db.flows.digital.files import grant_of, new_file
from tests.db.flows.stage import Stage, last_refund_job


async def test_a_refunded_code_that_nobody_has_seen_is_on_sale_again(stage: Stage) -> None:
    goods = await new_codes(stage, 1)
    order = await given(stage, goods)
    (code,) = await codes_of(stage, order)
    await refund(stage, STAFF, order.id, {0: 1}, "not wanted")
    assert await count(stage, goods.variant_id) == (1, 0, 0, 0)
    assert await stock_of(stage, goods) == (1, 0)
    with pytest.raises(CodeNotFound):
        await show(stage, buyer_of(order), order.id, code.id)
    other = await given(stage, goods)
    assert [one.id for one in await codes_of(stage, other)] == [code.id]


async def test_a_refunded_code_that_was_seen_is_void_until_staff_put_it_back(stage: Stage) -> None:
    goods = await new_codes(stage, 1)
    order = await given(stage, goods)
    (code,) = await codes_of(stage, order)
    await show(stage, buyer_of(order), order.id, code.id)
    await refund(stage, STAFF, order.id, {0: 1}, "does not work")
    assert await count(stage, goods.variant_id) == (0, 0, 0, 1)
    assert await stock_of(stage, goods) == (0, 0)
    with pytest.raises(CodeNotFound):
        await show(stage, buyer_of(order), order.id, code.id)
    await restore(stage, STAFF, code.id, "it was never used", GoodsLine(stage))
    assert await count(stage, goods.variant_id) == (1, 0, 0, 0)
    assert await stock_of(stage, goods) == (1, 0)


async def test_of_several_units_that_are_refunded_what_nobody_has_seen_comes_back_first(
    stage: Stage,
) -> None:
    goods = await new_codes(stage, 3)
    order = await given(stage, goods, quantity=3)
    first, *_ = await codes_of(stage, order)
    await show(stage, buyer_of(order), order.id, first.id)
    await refund(stage, STAFF, order.id, {0: 2}, "two too many")
    assert await count(stage, goods.variant_id) == (2, 0, 1, 0)
    await refund(stage, STAFF, order.id, {0: 1}, "and that one")
    assert await count(stage, goods.variant_id) == (2, 0, 0, 1)
    assert await stock_of(stage, goods) == (2, 0)


async def test_a_look_and_a_refund_at_once_never_sell_what_was_seen(stage: Stage) -> None:
    for _ in range(6):
        goods = await new_codes(stage, 1)
        order = await given(stage, goods)
        (code,) = await codes_of(stage, order)
        looked, refunded = await asyncio.gather(
            show(stage, buyer_of(order), order.id, code.id),
            refund(stage, STAFF, order.id, {0: 1}, "not wanted"),
            return_exceptions=True,
        )
        was_seen = not isinstance(looked, BaseException)
        if refunded is not None:  # the look came first: staff are told to look again
            assert isinstance(refunded, Problem), refunded
            await refund(stage, STAFF, order.id, {0: 1}, "not wanted")
        free = (await stock_of(stage, goods))[0]
        assert free == (0 if was_seen else 1)


async def test_who_refunds_a_code_that_is_just_looked_at_is_told_to_look_again(
    stage: Stage,
) -> None:
    goods = await new_codes(stage, 1)
    order = await given(stage, goods)
    (code,) = await codes_of(stage, order)
    paid = paid_with(order, await stage.payments.of_order(order.id))
    back = await refund_of_units(stage, order, {0: 1})
    await show(stage, buyer_of(order), order.id, code.id)
    with pytest.raises(RefundedMeanwhile):
        await refund_part(
            stage, order, paid, back.sum.total, STAFF,
            by_staff=True, marks=back.riders, units=back.operations,
        )  # fmt: skip
    assert await count(stage, goods.variant_id) == (0, 0, 1, 0)


async def test_units_that_were_cancelled_and_codes_that_came_back_are_told_apart(
    stage: Stage,
) -> None:
    """By the auditor, too, which looks at the end."""
    goods = await new_codes(stage, 3)
    order = await bought(stage, goods, quantity=3)
    await cancel_units(stage, buyer_of(order), order.id, {0: 1})
    await give(stage, order.id)
    await refund(stage, STAFF, order.id, {0: 1}, "one too many")
    assert await count(stage, goods.variant_id) == (2, 1, 0, 0)
    assert await stock_of(stage, goods) == (2, 0)


async def test_an_order_without_its_codes_yet_is_cancelled_whole(stage: Stage) -> None:
    goods = await new_codes(stage, 2)
    order = await bought(stage, goods, quantity=2)
    await cancel(stage, buyer_of(order), order_id=order.id)
    await give(stage, order.id)  # the job came too late
    assert await count(stage, goods.variant_id) == (2, 0, 0, 0)
    assert await stock_of(stage, goods) == (2, 0)


async def test_a_cancel_and_giving_at_once_never_both_win(stage: Stage) -> None:
    for _ in range(6):
        goods = await new_codes(stage, 1)
        order = await bought(stage, goods)
        await asyncio.gather(
            cancel_by_staff(stage, STAFF, order.id, "closed"),
            give(stage, order.id),
            return_exceptions=True,
        )
        off = (await again(stage, order)).is_cancelled
        assert (await stock_of(stage, goods))[0] == (1 if off else 0)
        assert await count(stage, goods.variant_id) == ((1, 0, 0, 0) if off else (0, 1, 0, 0))


async def test_codes_that_are_given_are_not_cancelled_and_the_goods_beside_them_are(
    stage: Stage,
) -> None:
    codes, goods = await new_codes(stage, 1), await new_goods(stage, 1)
    order = await given(stage, codes, goods)
    with pytest.raises(CodesGiven):
        await cancel(stage, buyer_of(order), order_id=order.id)
    with pytest.raises(CodesGiven):
        await cancel_units(stage, buyer_of(order), order.id, {0: 1})
    await cancel_units(stage, buyer_of(order), order.id, {1: 1})
    assert await stock_of(stage, goods) == (1, 0)
    assert await stock_of(stage, codes) == (0, 0)


async def test_units_whose_codes_nobody_has_are_cancelled_not_refunded(stage: Stage) -> None:
    goods = await new_codes(stage, 2)
    order = await bought(stage, goods, quantity=2)
    with pytest.raises(CodesNotGiven):
        await refund(stage, STAFF, order.id, {0: 1}, "one too many")
    await cancel_units(stage, STAFF, order.id, {0: 1}, "one too many")
    assert await stock_of(stage, goods) == (1, 0)
    await give(stage, order.id)
    assert await count(stage, goods.variant_id) == (1, 1, 0, 0)


async def test_a_late_payment_has_a_code_while_there_is_one_and_its_money_back_else(
    stage: Stage,
) -> None:
    goods = await new_codes(stage, 1)
    buyer = a_customer()
    placed = await reserve(stage, buyer, goods)
    payment = await pay_for(stage, buyer, placed)
    await end_hold(stage, placed)
    await sweep_all(stage)
    await confirm(stage, buyer, placed, payment)
    await give(stage, placed.order_id)
    assert await count(stage, goods.variant_id) == (0, 1, 0, 0)

    late = a_customer()
    refused = await asyncio.gather(reserve(stage, late, goods), return_exceptions=True)
    assert isinstance(refused[0], Problem)


async def test_codes_are_not_sent_back_by_a_return(stage: Stage) -> None:
    order = await given(stage, await new_codes(stage, 1))
    now = await returns_now(stage, order)
    (line,) = now.returnable(by_staff=True)
    assert isinstance(line.refusal, NotReturnable)


async def test_an_order_that_ran_out_leaves_its_codes_on_sale(stage: Stage) -> None:
    goods = await new_codes(stage, 1)
    placed = await reserve(stage, a_customer(), goods)
    await end_hold(stage, placed)
    await sweep_all(stage)
    await give(stage, placed.order_id)
    assert (await order_now(stage, placed)).is_cancelled
    assert await count(stage, goods.variant_id) == (1, 0, 0, 0)
    assert await stock_of(stage, goods) == (1, 0)


async def test_an_amount_takes_back_what_its_buyer_has_or_leaves_it(
    stage: Stage, tmp_path: Path
) -> None:
    codes = await new_codes(stage, 2)
    file, _ = await new_file(stage, tmp_path, 2)
    sent = await new_goods(stage, 2)
    order = await given(stage, codes, file, sent, quantity=2)
    first, _ = await codes_of(stage, order)
    await show(stage, buyer_of(order), order.id, first.id)
    await refund(stage, STAFF, order.id, 100, "a scratch")
    assert await count(stage, codes.variant_id) == (0, 1, 1, 0), "they are left"
    with pytest.raises(AmountBelowCodes) as refused:
        await refund(stage, STAFF, order.id, 1_999, "not wanted", take_back=True)
    assert refused.value.extra["least"] == 2_000
    await refund(stage, STAFF, order.id, 2_100, "not wanted", take_back=True)
    assert (await last_refund_job(stage)).lines == (1_000, 1_000, 0, 0)
    assert await count(stage, codes.variant_id) == (1, 0, 0, 1)
    assert (await stock_of(stage, codes), await stock_of(stage, file)) == ((1, 0), (2, 0))
    assert (await grant_of(stage, order)).status == "void"
    await give(stage, order.id)  # nothing more is due
    assert await count(stage, codes.variant_id) == (1, 0, 0, 1)
    with pytest.raises(NothingToTakeBack):
        await refund(stage, STAFF, order.id, 1, "again", take_back=True)
