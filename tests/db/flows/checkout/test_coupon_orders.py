"""A coupon in a reservation: held with the goods, used with the payment, free again without it."""

import asyncio
from typing import Any

import pytest

from holdfast.flows.checkout.place import Placed, place
from holdfast.flows.checkout.prices import Choice
from holdfast.flows.checkout.redemption import CouponNotUsable
from holdfast.flows.commit.caller import Caller
from holdfast.flows.commit.idempotency import scoped_key
from holdfast.flows.commit.refusals import (
    InsufficientStock,
    PaymentFailedProblem,
    ReservationExpired,
)
from holdfast.flows.ending.cancel import cancel
from holdfast.flows.payments.refund_at_provider import refund
from holdfast.kit import new_id
from holdfast.orders import load_items
from holdfast.people import Principal
from tests.db.flows.buying import (
    a_customer,
    cart_of,
    confirm,
    end_hold,
    new_goods,
    order_now,
    pay_for,
    payment_now,
    reserve,
    state_now,
    stock_of,
    sweep_all,
)
from tests.db.flows.coupons import coupon_account, end_coupon, new_coupon
from tests.db.flows.stage import Stage, select

FREE, HELD, USED = (1, 0), (0, 1), (0, 0)


async def refused(stage: Stage, buyer: Principal, *goods: Any, **asked: Any) -> dict[str, Any]:
    """What the refusal says of the coupon."""
    with pytest.raises(CouponNotUsable) as told:
        await reserve(stage, buyer, *goods, **asked)
    assert told.value.field == "couponId"
    found = told.value.extra["coupon"]
    assert isinstance(found, dict)
    return found


async def test_the_discount_is_spread_and_what_is_paid_is_less(stage: Stage) -> None:
    buyer = a_customer()
    one, other = await new_goods(stage, 5, price=999), await new_goods(stage, 5, price=1)
    coupon = await new_coupon(stage, buyer, value=15)
    reserved = await reserve(stage, buyer, one, other, quantity=3, coupon=coupon)
    order = await order_now(stage, reserved)
    assert (order.total, order.discount, order.coupon_id) == (2550, 450, coupon)
    items = (await load_items(stage.database.pool, [order.id]))[order.id]
    assert [(item.price, item.quantity, item.discount) for item in items] == [
        (999, 3, 450), (1, 3, 0),
    ]  # fmt: skip
    assert await coupon_account(stage, coupon) == HELD
    payment = await pay_for(stage, buyer, reserved)
    assert (await payment_now(stage, payment)).amount == 2550
    assert [charge.amount for charge in stage.provider.charges.values()] == [2550]
    await confirm(stage, buyer, reserved, payment)
    assert await coupon_account(stage, coupon) == USED
    facts = await select(
        stage,
        "SELECT data->>'total' FROM events WHERE subject = $1 ORDER BY xid, id",
        str(order.id),
    )
    assert facts == [("2550",), ("2550",)]


async def test_a_coupon_is_free_again_when_nothing_came_of_it(stage: Stage) -> None:
    buyer, goods = a_customer(), await new_goods(stage, 9)
    coupon = await new_coupon(stage, buyer)

    async def declined(reserved: Placed) -> None:
        stage.provider.begins = "failed"
        assert (await pay_for(stage, buyer, reserved)).status == "failed"
        stage.provider.begins = "succeeded"

    async def ran_out(reserved: Placed) -> None:
        await end_hold(stage, reserved)
        assert await sweep_all(stage) == 1

    async def thought_again(reserved: Placed) -> None:
        await cancel(stage, Caller(buyer), order_id=reserved.order_id)

    for ends in (declined, ran_out, thought_again):
        reserved = await reserve(stage, buyer, goods, coupon=coupon)
        assert await coupon_account(stage, coupon) == HELD
        await ends(reserved)
        assert (await state_now(stage, reserved))[0] == "cancelled"
        assert await coupon_account(stage, coupon) == FREE
    assert await stock_of(stage, goods) == (9, 0)


async def test_every_way_a_coupon_does_not_do(stage: Stage) -> None:
    buyer, stranger = a_customer(), a_customer()
    goods, other = await new_goods(stage, 5), await new_goods(stage, 5)
    unknown = new_id()
    assert await refused(stage, buyer, goods, coupon=unknown) == {
        "couponId": str(unknown), "reason": "not-yours",
    }  # fmt: skip
    theirs = await new_coupon(stage, stranger)
    assert (await refused(stage, buyer, goods, coupon=theirs))["reason"] == "not-yours"
    old = await new_coupon(stage, buyer)
    await end_coupon(stage, old)
    assert (await refused(stage, buyer, goods, coupon=old))["reason"] == "expired"
    dollars = await new_coupon(stage, buyer, rule="fixed", value=5, currency="USD")
    assert (await refused(stage, buyer, goods, coupon=dollars))["reason"] == "currency"
    scoped = await new_coupon(stage, buyer, scope=frozenset({other.product_id}))
    assert (await refused(stage, buyer, goods, coupon=scoped))["reason"] == "scope"
    dear = await new_coupon(stage, buyer, minimum=1501, currency="EUR")
    trouble = await refused(stage, buyer, goods, quantity=3, coupon=dear)
    assert (trouble["reason"], trouble["missing"]) == ("minimum", 1)
    taken = await new_coupon(stage, buyer)
    reserved = await reserve(stage, buyer, other, coupon=taken)
    assert (await refused(stage, buyer, goods, coupon=taken))["reason"] == "held"
    await confirm(stage, buyer, reserved, await pay_for(stage, buyer, reserved))
    assert (await refused(stage, buyer, goods, coupon=taken))["reason"] == "used"
    await end_coupon(stage, taken)
    assert (await refused(stage, buyer, goods, coupon=taken))["reason"] == "used"
    assert await stock_of(stage, goods) == (5, 0)
    for free in (theirs, old, dollars, scoped, dear):
        assert await coupon_account(stage, free) == FREE


@pytest.mark.parametrize("unfit", ["scope", "minimum"])
async def test_a_used_coupon_is_called_used_also_where_it_would_not_fit(
    stage: Stage, unfit: str
) -> None:
    buyer, goods, other = a_customer(), await new_goods(stage, 5), await new_goods(stage, 5)
    terms: dict[str, Any] = (
        {"scope": frozenset({other.product_id})}
        if unfit == "scope"
        else {"minimum": 1000, "currency": "EUR"}
    )
    coupon = await new_coupon(stage, buyer, **terms)
    assert (await refused(stage, buyer, goods, coupon=coupon))["reason"] == unfit
    reserved = await reserve(stage, buyer, other, quantity=2, coupon=coupon)
    await confirm(stage, buyer, reserved, await pay_for(stage, buyer, reserved))
    assert await refused(stage, buyer, goods, coupon=coupon) == {
        "couponId": str(coupon), "reason": "used",
    }  # fmt: skip


@pytest.mark.parametrize("known_before", [True, False], ids=["expired", "held"])
async def test_goods_that_are_short_are_named_beside_the_coupon(
    stage: Stage, known_before: bool
) -> None:
    buyer, goods, plenty = a_customer(), await new_goods(stage, 1), await new_goods(stage, 5)
    coupon = await new_coupon(stage, buyer)
    if known_before:
        await end_coupon(stage, coupon)
    else:
        await reserve(stage, buyer, plenty, coupon=coupon)
    with pytest.raises(InsufficientStock) as told:
        await reserve(stage, buyer, plenty, goods, quantity=2, coupon=coupon)
    shortages = told.value.extra["shortages"]
    assert isinstance(shortages, list)
    assert [(one["line"], one["wanted"], one["available"]) for one in shortages] == [(1, 2, 1)]
    reason = "expired" if known_before else "held"
    assert told.value.extra["coupon"] == {"couponId": str(coupon), "reason": reason}


async def test_a_coupon_is_in_one_reservation_however_many_ask(stage: Stage) -> None:
    buyer, goods = a_customer(), await new_goods(stage, 50)
    coupon = await new_coupon(stage, buyer)
    second = await stage.spare()
    answers = await asyncio.gather(
        *(
            place(parts, Caller(buyer), cart_of(goods), choice=Choice(coupon))
            for parts in (stage, second) * 6
        ),
        return_exceptions=True,
    )
    won = [one for one in answers if isinstance(one, Placed)]
    lost = [one for one in answers if isinstance(one, CouponNotUsable)]
    assert (len(won), len(lost)) == (1, 11), answers
    assert await stock_of(stage, goods) == (49, 1)


async def test_a_repeated_key_stands_though_the_coupon_is_over(stage: Stage) -> None:
    buyer, goods = a_customer(), await new_goods(stage, 2)
    coupon = await new_coupon(stage, buyer)
    key = scoped_key("reserve", buyer.id, "k", b"")
    caller, choice = Caller(buyer, key=key), Choice(coupon)
    first = await place(stage, caller, cart_of(goods), choice=choice)
    await end_coupon(stage, coupon)
    again = await place(stage, caller, cart_of(goods), choice=choice)
    assert again == first
    assert await stock_of(stage, goods) == (1, 1)


async def test_a_coupon_held_in_time_is_used_though_its_end_came(stage: Stage) -> None:
    buyer, goods = a_customer(), await new_goods(stage, 1)
    coupon = await new_coupon(stage, buyer)
    reserved = await reserve(stage, buyer, goods, coupon=coupon)
    await end_coupon(stage, coupon)
    confirmed = await confirm(stage, buyer, reserved, await pay_for(stage, buyer, reserved))
    assert confirmed.status == "paid"
    assert await coupon_account(stage, coupon) == USED


# --- money that comes late ----------------------------------------------------------------------


async def test_a_rescue_takes_the_coupon_again(stage: Stage) -> None:
    buyer, goods = a_customer(), await new_goods(stage, 1)
    coupon = await new_coupon(stage, buyer)
    reserved = await reserve(stage, buyer, goods, coupon=coupon)
    payment = await pay_for(stage, buyer, reserved)
    await end_hold(stage, reserved)
    await sweep_all(stage)
    assert await coupon_account(stage, coupon) == FREE
    assert (await confirm(stage, buyer, reserved, payment)).status == "paid"
    assert await coupon_account(stage, coupon) == USED
    assert (await order_now(stage, reserved)).rescue_hold_id is not None


@pytest.mark.parametrize("gone", ["used", "held", "expired"])
async def test_late_money_goes_back_when_the_coupon_is_gone(stage: Stage, gone: str) -> None:
    buyer, goods = a_customer(), await new_goods(stage, 3)
    coupon = await new_coupon(stage, buyer)
    reserved = await reserve(stage, buyer, goods, coupon=coupon)
    payment = await pay_for(stage, buyer, reserved)
    await end_hold(stage, reserved)
    if gone == "expired":  # before anybody swept
        await end_coupon(stage, coupon)
    else:
        await sweep_all(stage)
        other = await reserve(stage, buyer, goods, coupon=coupon)
        if gone == "used":
            await confirm(stage, buyer, other, await pay_for(stage, buyer, other))
    with pytest.raises(ReservationExpired):
        await confirm(stage, buyer, reserved, payment)
    assert await state_now(stage, reserved) == ("cancelled", "expired", "begun")
    await refund(stage, payment.payment_id)
    assert stage.provider.refunded == {f"refund/{payment.payment_id}": 450}
    assert await stock_of(stage, goods) == {"used": (2, 0), "held": (2, 1), "expired": (3, 0)}[gone]
    assert (await coupon_account(stage, coupon)) == {"used": USED, "held": HELD}.get(gone, FREE)


# --- cancelling what is paid --------------------------------------------------------------------


@pytest.mark.parametrize("over", [False, True], ids=["in time", "after its end"])
async def test_a_whole_refund_brings_the_coupon_back_before_its_end(
    stage: Stage, over: bool
) -> None:
    buyer, goods = a_customer(), await new_goods(stage, 1)
    coupon = await new_coupon(stage, buyer)
    reserved = await reserve(stage, buyer, goods, coupon=coupon)
    payment = await pay_for(stage, buyer, reserved)
    await confirm(stage, buyer, reserved, payment)
    if over:
        await end_coupon(stage, coupon)
    await asyncio.gather(
        *(cancel(stage, Caller(buyer), order_id=reserved.order_id) for _ in range(5))
    )
    assert await coupon_account(stage, coupon) == (USED if over else FREE)
    assert await stock_of(stage, goods) == (1, 0)
    await refund(stage, payment.payment_id)
    assert stage.provider.refunded == {f"refund/{payment.payment_id}": 450}


# --- nothing to pay -----------------------------------------------------------------------------


async def test_an_order_of_nothing_is_paid_without_asking_the_provider(stage: Stage) -> None:
    buyer, goods = a_customer(), await new_goods(stage, 1)
    coupon = await new_coupon(stage, buyer, value=100)
    reserved = await reserve(stage, buyer, goods, coupon=coupon)
    assert (await order_now(stage, reserved)).total == 0
    stage.provider.away = True
    payment = await pay_for(stage, buyer, reserved)
    assert payment.status == "succeeded"
    assert (await confirm(stage, buyer, reserved, payment)).status == "paid"
    assert await coupon_account(stage, coupon) == USED
    cancelled = await cancel(stage, Caller(buyer), order_id=reserved.order_id)
    assert cancelled.refund == "done"
    assert await coupon_account(stage, coupon) == FREE
    assert await stock_of(stage, goods) == (1, 0)
    assert stage.provider.asked == 0


async def test_an_order_of_nothing_that_ran_out_is_rescued(stage: Stage) -> None:
    buyer, goods = a_customer(), await new_goods(stage, 1)
    reserved = await reserve(
        stage,
        buyer,
        goods,
        coupon=await new_coupon(stage, buyer, rule="fixed", value=9999, currency="EUR"),
    )
    payment = await pay_for(stage, buyer, reserved)
    await end_hold(stage, reserved)
    await sweep_all(stage)
    assert (await confirm(stage, buyer, reserved, payment)).status == "paid"
    assert await stock_of(stage, goods) == (0, 0)


async def test_a_declined_payment_says_so(stage: Stage) -> None:
    """The provider changes its mind about what was pending: the coupon comes free."""
    buyer, goods = a_customer(), await new_goods(stage, 1)
    coupon = await new_coupon(stage, buyer)
    reserved = await reserve(stage, buyer, goods, coupon=coupon)
    stage.provider.begins = "pending"
    payment = await pay_for(stage, buyer, reserved)
    stage.provider.decide(reserved.reservation_id, "failed")
    with pytest.raises(PaymentFailedProblem):
        await confirm(stage, buyer, reserved, payment)
    assert await coupon_account(stage, coupon) == FREE
