"""An order paid in parts: paid exactly when they come to its total, never more kept than that, and
all of them back when it ends otherwise."""

import asyncio
from collections.abc import Awaitable, Callable

import pytest

from holdfast.flows.checkout.change_coupon import change_coupon
from holdfast.flows.checkout.place import Placed
from holdfast.flows.commit.caller import Caller
from holdfast.flows.commit.refusals import (
    AlreadyPaid,
    CannotBuy,
    OrderChangedMeanwhile,
    PaymentFailedProblem,
    PaymentUnderWay,
)
from holdfast.flows.ending.cancel import cancel, cancel_by_staff
from holdfast.flows.payments.due import MOST_PARTS, AmountAboveDue, TooManyParts
from holdfast.flows.payments.pay_from_wallet import pay_from_wallet
from holdfast.flows.payments.resolve import arrived
from holdfast.flows.settlement.for_orders import ForOrders
from holdfast.flows.settlement.settler import Settled
from holdfast.people import Principal
from tests.db.flows.buying import (
    a_customer,
    a_guest,
    confirm,
    end_hold,
    new_goods,
    order_now,
    payment_now,
    payment_status,
    reserve,
    state_now,
    stock_of,
    sweep_all,
)
from tests.db.flows.coupons import new_coupon
from tests.db.flows.purses import balance_of, new_wallet
from tests.db.flows.settlement.part_paying import (
    TOTAL,
    by_card,
    due,
    kept,
    reserved_for,
    settled,
    work,
)
from tests.db.flows.stage import Stage, events_of, select

Ending = Callable[[Stage, Principal, Placed], Awaitable[None]]


async def the_buyer_cancels(stage: Stage, buyer: Principal, reserved: Placed) -> None:
    await cancel(stage, Caller(buyer), order_id=reserved.order_id)


async def it_expires(stage: Stage, _: Principal, reserved: Placed) -> None:
    await end_hold(stage, reserved)
    assert await sweep_all(stage) == 1


async def test_parts_that_come_to_the_total_pay_the_order(stage: Stage) -> None:
    goods, buyer = await new_goods(stage, 2, price=TOTAL), a_guest()
    reserved = await reserve(stage, buyer, goods)
    first = await by_card(stage, buyer, reserved, 200)
    assert (await confirm(stage, buyer, reserved, first)).status == "pending"
    assert await state_now(stage, reserved) == ("pending", None, "none")
    assert await stock_of(stage, goods) == (1, 1)
    assert await due(stage, reserved) == 300
    before = (await order_now(stage, reserved)).version
    second = await by_card(stage, buyer, reserved)  # the rest, unless an amount is said
    assert (await payment_now(stage, second)).amount == 300
    assert (await confirm(stage, buyer, reserved, second)).status == "paid"
    assert await state_now(stage, reserved) == ("paid", None, "none")
    assert await stock_of(stage, goods) == (1, 0)
    assert (await order_now(stage, reserved)).version > before
    assert (await due(stage, reserved), await kept(stage, reserved)) == (0, TOTAL)
    for begun in (first, second):  # told again, by the buyer and by the provider
        assert (await confirm(stage, buyer, reserved, begun)).status == "paid"
        assert await arrived(ForOrders(stage, "part"), begun.payment_id) == Settled(
            "paid", before=True
        )
    assert await events_of(stage, reserved.order_id) == ["order.reserved", "order.paid"]


async def test_a_wallet_pays_what_it_has_and_a_card_the_rest(stage: Stage) -> None:
    buyer = a_customer()
    wallet = await new_wallet(stage, buyer, 120)
    reserved = await reserved_for(stage, buyer)
    with pytest.raises(CannotBuy):
        await pay_from_wallet(stage, Caller(buyer), reserved.reservation_id, 121)
    begun = await pay_from_wallet(stage, Caller(buyer), reserved.reservation_id, 120)
    assert begun.status == "succeeded"
    assert (await balance_of(stage, wallet), await due(stage, reserved)) == (0, 380)
    await confirm(stage, buyer, reserved, await by_card(stage, buyer, reserved))
    assert await state_now(stage, reserved) == ("paid", None, "none")


async def test_a_card_pays_a_deposit_and_a_wallet_the_rest(stage: Stage) -> None:
    buyer = a_customer()
    wallet = await new_wallet(stage, buyer, TOTAL)
    reserved = await reserved_for(stage, buyer)
    await confirm(stage, buyer, reserved, await by_card(stage, buyer, reserved, 1))
    await pay_from_wallet(stage, Caller(buyer), reserved.reservation_id)
    assert (await state_now(stage, reserved))[0] == "paid"
    assert (await balance_of(stage, wallet), await kept(stage, reserved)) == (1, TOTAL)


async def test_who_pays_the_whole_has_no_account_of_what_is_due(stage: Stage) -> None:
    buyer = a_guest()
    reserved = await reserved_for(stage, buyer)
    begun = await by_card(stage, buyer, reserved, TOTAL)
    assert (await payment_now(stage, begun)).purpose == "order"
    await confirm(stage, buyer, reserved, begun)
    await work(stage)
    assert (await state_now(stage, reserved))[0] == "paid"
    assert not await select(stage, "SELECT FROM ledger_accounts WHERE key LIKE 'due/%'")


async def test_more_than_is_due_is_refused(stage: Stage) -> None:
    buyer = a_guest()
    reserved = await reserved_for(stage, buyer)
    with pytest.raises(AmountAboveDue) as told:
        await by_card(stage, buyer, reserved, TOTAL + 1)
    assert told.value.extra == {"due": TOTAL}
    await confirm(stage, buyer, reserved, await by_card(stage, buyer, reserved, 400))
    with pytest.raises(AmountAboveDue) as told:
        await by_card(stage, buyer, reserved, 101)
    assert told.value.extra == {"due": 100}
    await confirm(stage, buyer, reserved, await by_card(stage, buyer, reserved, 100))
    with pytest.raises(AlreadyPaid):
        await by_card(stage, buyer, reserved, 1)


async def test_a_part_that_comes_when_less_is_due_goes_back(stage: Stage) -> None:
    buyer = a_guest()
    reserved = await reserved_for(stage, buyer)
    first, second = [await by_card(stage, buyer, reserved, 300) for _ in range(2)]
    await confirm(stage, buyer, reserved, first)
    with pytest.raises(OrderChangedMeanwhile):
        await confirm(stage, buyer, reserved, second)
    await work(stage)
    assert stage.provider.refunded == {f"refund/{second.payment_id}": 300}
    assert await state_now(stage, reserved) == ("pending", None, "none")
    assert (await due(stage, reserved), await kept(stage, reserved)) == (200, 300)


async def test_parts_raced_by_two_processes_are_kept_to_the_total(stage: Stage) -> None:
    buyer, other = a_guest(), await stage.spare()
    reserved = await reserved_for(stage, buyer)
    begun = [await by_card(stage, buyer, reserved, 100) for _ in range(8)]
    ends = sorted(one.end for one in await settled(stage, begun, other))
    assert ends == ["counted"] * 4 + ["paid"] + ["refunding"] * 3
    await work(stage)
    assert (await state_now(stage, reserved))[0] == "paid"
    assert (await due(stage, reserved), await kept(stage, reserved)) == (0, TOTAL)
    assert sorted(stage.provider.refunded.values()) == [100] * 3


async def test_the_whole_and_parts_at_once_are_kept_to_the_total(stage: Stage) -> None:
    buyer, other = a_guest(), await stage.spare()
    for amounts in ((200, None), (None, 200), (300, 200, None), (499, None, 1, None)):
        reserved = await reserved_for(stage, buyer, stock=1)
        begun = [await by_card(stage, buyer, reserved, amount) for amount in amounts]
        await settled(stage, begun, other)
        await work(stage)
        assert (await state_now(stage, reserved))[0] == "paid"
        assert await kept(stage, reserved) == TOTAL


async def test_parts_go_back_when_a_payment_of_the_whole_comes(stage: Stage) -> None:
    buyer = a_customer()
    wallet = await new_wallet(stage, buyer, 100)
    reserved = await reserved_for(stage, buyer)
    whole, part = await by_card(stage, buyer, reserved), await by_card(stage, buyer, reserved, 50)
    await confirm(stage, buyer, reserved, part)
    assert (await confirm(stage, buyer, reserved, whole)).status == "paid"
    await work(stage)
    order = await order_now(stage, reserved)
    assert (order.status, order.payment_id) == ("paid", whole.payment_id)
    assert stage.provider.refunded == {f"refund/{part.payment_id}": 50}
    assert (await kept(stage, reserved), await balance_of(stage, wallet)) == (TOTAL, 100)


@pytest.mark.parametrize("back", [False, True])
async def test_a_late_payment_of_the_whole_rescues_and_the_parts_go_back(
    stage: Stage, back: bool
) -> None:
    buyer = a_customer()
    wallet = await new_wallet(stage, buyer, 100)
    reserved = await reserved_for(stage, buyer)
    whole = await by_card(stage, buyer, reserved)
    for amount in (50, 60):
        await confirm(stage, buyer, reserved, await by_card(stage, buyer, reserved, amount))
    await it_expires(stage, buyer, reserved)
    if back:  # they are back before it comes
        await work(stage)
    assert await settled(stage, [whole]) == [Settled("paid", rescued=True)]
    await work(stage)
    assert await state_now(stage, reserved) == ("paid", None, "none")
    assert (await kept(stage, reserved), await balance_of(stage, wallet)) == (TOTAL, 100)
    await the_buyer_cancels(stage, buyer, reserved)
    await work(stage)
    assert await state_now(stage, reserved) == ("cancelled", "refunded", "done")
    assert sorted(stage.provider.refunded.values()) == [50, 60, TOTAL]


@pytest.mark.parametrize("ends", [the_buyer_cancels, it_expires])
async def test_an_order_that_ends_unpaid_gives_all_parts_back(stage: Stage, ends: Ending) -> None:
    goods, buyer = await new_goods(stage, 1, price=TOTAL), a_customer()
    wallet = await new_wallet(stage, buyer, 120)
    reserved = await reserve(stage, buyer, goods)
    await pay_from_wallet(stage, Caller(buyer), reserved.reservation_id, 120)
    cards = [await by_card(stage, buyer, reserved, amount) for amount in (30, 40, 50)]
    for one in cards[:2]:
        await confirm(stage, buyer, reserved, one)
    await ends(stage, buyer, reserved)
    (late,) = await settled(stage, cards[2:])
    assert late == Settled("refunding")
    await work(stage)
    assert (await state_now(stage, reserved))[2] == "done"
    assert (await balance_of(stage, wallet), await stock_of(stage, goods)) == (120, (1, 0))
    assert sorted(stage.provider.refunded.values()) == [30, 40, 50]
    assert (await due(stage, reserved), await kept(stage, reserved)) == (TOTAL, 0)
    statuses = [await payment_status(stage, one.payment_id) for one in cards]
    assert statuses == ["refunded"] * 3


@pytest.mark.parametrize("ends", [the_buyer_cancels, it_expires])
async def test_the_last_part_and_the_end_at_once(stage: Stage, ends: Ending) -> None:
    for _ in range(5):
        buyer = a_guest()
        reserved = await reserved_for(stage, buyer, stock=1)
        begun = [await by_card(stage, buyer, reserved, amount) for amount in (200, 300)]
        await settled(stage, begun[:1])
        await asyncio.gather(
            settled(stage, begun[1:]), ends(stage, buyer, reserved), return_exceptions=True
        )
        await sweep_all(stage)
        await work(stage)
        status = (await state_now(stage, reserved))[0]
        assert await kept(stage, reserved) == (TOTAL if status == "paid" else 0)


async def test_a_part_that_comes_after_the_end_rescues_nothing(stage: Stage) -> None:
    buyer = a_guest()
    reserved = await reserved_for(stage, buyer)
    begun = await by_card(stage, buyer, reserved, 200)
    await end_hold(stage, reserved)
    assert await settled(stage, [begun]) == [Settled("refunding")]  # nobody has swept yet
    assert (await state_now(stage, reserved))[0] == "pending"
    await sweep_all(stage)
    await work(stage)
    assert await state_now(stage, reserved) == ("cancelled", "expired", "done")
    assert await kept(stage, reserved) == 0


async def test_a_declined_part_leaves_the_order_and_the_others(stage: Stage) -> None:
    goods, buyer = await new_goods(stage, 1, price=TOTAL), a_guest()
    reserved = await reserve(stage, buyer, goods)
    await confirm(stage, buyer, reserved, await by_card(stage, buyer, reserved, 200))
    stage.provider.begins = "failed"
    for amount in (100, None):
        begun = await by_card(stage, buyer, reserved, amount)
        assert begun.status == "failed"
        with pytest.raises(PaymentFailedProblem):
            await confirm(stage, buyer, reserved, begun)
    assert await state_now(stage, reserved) == ("pending", None, "none")
    assert await stock_of(stage, goods) == (0, 1)
    assert await due(stage, reserved) == 300


async def test_an_order_has_so_many_parts_at_most(stage: Stage) -> None:
    buyer = a_guest()
    reserved = await reserved_for(stage, buyer)
    begun = [await by_card(stage, buyer, reserved, 1) for _ in range(MOST_PARTS + 1)]
    ends = [one.end for one in await settled(stage, begun)]
    assert sorted(ends) == ["counted"] * (MOST_PARTS - 1) + ["refunding"] * 2
    with pytest.raises(TooManyParts) as told:
        await by_card(stage, buyer, reserved, 1)
    assert told.value.extra == {"due": TOTAL - MOST_PARTS + 1}
    await confirm(stage, buyer, reserved, await by_card(stage, buyer, reserved))
    assert (await state_now(stage, reserved))[0] == "paid"


async def test_an_authorized_part_is_captured_while_it_is_due(stage: Stage) -> None:
    buyer = a_guest()
    reserved = await reserved_for(stage, buyer)
    stage.provider.begins = "authorized"
    first, second = [await by_card(stage, buyer, reserved, 300) for _ in range(2)]
    assert (await confirm(stage, buyer, reserved, first)).status == "pending"
    with pytest.raises(PaymentFailedProblem):  # never taken, since it is more than is due
        await confirm(stage, buyer, reserved, second)
    assert list(stage.provider.captured.values()) == [300]
    assert (await due(stage, reserved), await kept(stage, reserved)) == (200, 300)


async def test_the_coupon_stays_once_a_part_is_paid(stage: Stage) -> None:
    buyer = a_customer()
    coupon = await new_coupon(stage, buyer)
    reserved = await reserved_for(stage, buyer)
    await confirm(stage, buyer, reserved, await by_card(stage, buyer, reserved, 200))
    with pytest.raises(PaymentUnderWay):
        await change_coupon(stage, Caller(buyer), reserved.order_id, coupon)


async def test_a_part_and_another_coupon_at_once(stage: Stage) -> None:
    """The part counts towards the price it was begun for, or it goes back."""
    for _ in range(5):
        buyer = a_customer()
        wallet = await new_wallet(stage, buyer, TOTAL)
        coupon = await new_coupon(stage, buyer, value=90)
        reserved = await reserved_for(stage, buyer)
        await asyncio.gather(
            pay_from_wallet(stage, Caller(buyer), reserved.reservation_id, 200),
            change_coupon(stage, Caller(buyer), reserved.order_id, coupon),
            return_exceptions=True,
        )
        await work(stage)
        order = await order_now(stage, reserved)
        parts = await kept(stage, reserved)
        assert await balance_of(stage, wallet) == TOTAL - parts
        assert (order.total, parts) in ((TOTAL, 200), (TOTAL // 10, 0))


@pytest.mark.parametrize("staff", [False, True])
async def test_a_paid_order_gives_each_part_back_to_where_it_came_from(
    stage: Stage, staff: bool
) -> None:
    goods, buyer = await new_goods(stage, 1, price=TOTAL), a_customer()
    wallet = await new_wallet(stage, buyer, 120)
    reserved = await reserve(stage, buyer, goods)
    await pay_from_wallet(stage, Caller(buyer), reserved.reservation_id, 120)
    for amount in (180, None):
        await confirm(stage, buyer, reserved, await by_card(stage, buyer, reserved, amount))
    if staff:
        by = Caller(Principal("user:staff", "user", frozenset({"admin"})))
        await cancel_by_staff(stage, by, reserved.order_id, "a mistake")
    else:
        await the_buyer_cancels(stage, buyer, reserved)
    assert await state_now(stage, reserved) == ("cancelled", "refunded", "begun")
    await work(stage)
    assert await state_now(stage, reserved) == ("cancelled", "refunded", "done")
    assert (await balance_of(stage, wallet), await stock_of(stage, goods)) == (120, (1, 0))
    assert sorted(stage.provider.refunded.values()) == [180, 200]
    assert (await due(stage, reserved), await kept(stage, reserved)) == (TOTAL, 0)
