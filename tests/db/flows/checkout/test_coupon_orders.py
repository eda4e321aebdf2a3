"""A coupon in a reservation: held with the goods, used with the payment, free again without it."""

import asyncio
from typing import Any

import pytest

from holdfast.flows.checkout.place import Placed, place
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
from tests.db.flows.conftest import World, cart_of

FREE, HELD, USED = (1, 0), (0, 1), (0, 0)


async def refused(world: World, buyer: Principal, *goods: Any, **asked: Any) -> dict[str, Any]:
    """What the refusal says of the coupon."""
    with pytest.raises(CouponNotUsable) as told:
        await world.reserve(buyer, *goods, **asked)
    assert told.value.field == "couponId"
    found = told.value.extra["coupon"]
    assert isinstance(found, dict)
    return found


async def test_the_discount_is_spread_and_what_is_paid_is_less(world: World) -> None:
    buyer = world.customer()
    one, other = await world.goods(5, price=999), await world.goods(5, price=1)
    coupon = await world.coupon(buyer, value=15)
    reserved = await world.reserve(buyer, one, other, quantity=3, coupon=coupon)
    order = await world.order(reserved)
    assert (order.total, order.discount, order.coupon_id) == (2550, 450, coupon)
    items = (await load_items(world.platform.database.pool, [order.id]))[order.id]
    assert [(item.price, item.quantity, item.discount) for item in items] == [
        (999, 3, 450), (1, 3, 0),
    ]  # fmt: skip
    assert await world.coupon_account(coupon) == HELD
    payment = await world.pay(buyer, reserved)
    assert (await world.payment(payment)).amount == 2550
    assert [charge.amount for charge in world.provider.charges.values()] == [2550]
    await world.confirm(buyer, reserved, payment)
    assert await world.coupon_account(coupon) == USED
    facts = await world.rows(
        "SELECT data->>'total' FROM events WHERE subject = $1 ORDER BY xid, id", str(order.id)
    )
    assert facts == [("2550",), ("2550",)]


async def test_a_coupon_is_free_again_when_nothing_came_of_it(world: World) -> None:
    buyer, goods = world.customer(), await world.goods(9)
    coupon = await world.coupon(buyer)

    async def declined(reserved: Placed) -> None:
        world.provider.begins = "failed"
        assert (await world.pay(buyer, reserved)).status == "failed"
        world.provider.begins = "succeeded"

    async def ran_out(reserved: Placed) -> None:
        await world.end_hold(reserved)
        assert await world.sweep() == 1

    async def thought_again(reserved: Placed) -> None:
        await cancel(world.platform, Caller(buyer), order_id=reserved.order_id)

    for ends in (declined, ran_out, thought_again):
        reserved = await world.reserve(buyer, goods, coupon=coupon)
        assert await world.coupon_account(coupon) == HELD
        await ends(reserved)
        assert (await world.state(reserved))[0] == "cancelled"
        assert await world.coupon_account(coupon) == FREE
    assert await world.stock(goods) == (9, 0)


async def test_every_way_a_coupon_does_not_do(world: World) -> None:
    buyer, stranger = world.customer(), world.customer()
    goods, other = await world.goods(5), await world.goods(5)
    unknown = new_id()
    assert await refused(world, buyer, goods, coupon=unknown) == {
        "couponId": str(unknown), "reason": "not-yours",
    }  # fmt: skip
    theirs = await world.coupon(stranger)
    assert (await refused(world, buyer, goods, coupon=theirs))["reason"] == "not-yours"
    old = await world.coupon(buyer)
    await world.end_coupon(old)
    assert (await refused(world, buyer, goods, coupon=old))["reason"] == "expired"
    dollars = await world.coupon(buyer, rule="fixed", value=5, currency="USD")
    assert (await refused(world, buyer, goods, coupon=dollars))["reason"] == "currency"
    scoped = await world.coupon(buyer, scope=frozenset({other.product_id}))
    assert (await refused(world, buyer, goods, coupon=scoped))["reason"] == "scope"
    dear = await world.coupon(buyer, minimum=1501, currency="EUR")
    trouble = await refused(world, buyer, goods, quantity=3, coupon=dear)
    assert (trouble["reason"], trouble["missing"]) == ("minimum", 1)
    taken = await world.coupon(buyer)
    reserved = await world.reserve(buyer, other, coupon=taken)
    assert (await refused(world, buyer, goods, coupon=taken))["reason"] == "held"
    await world.confirm(buyer, reserved, await world.pay(buyer, reserved))
    assert (await refused(world, buyer, goods, coupon=taken))["reason"] == "used"
    await world.end_coupon(taken)
    assert (await refused(world, buyer, goods, coupon=taken))["reason"] == "used"
    assert await world.stock(goods) == (5, 0)
    for free in (theirs, old, dollars, scoped, dear):
        assert await world.coupon_account(free) == FREE


@pytest.mark.parametrize("unfit", ["scope", "minimum"])
async def test_a_used_coupon_is_called_used_also_where_it_would_not_fit(
    world: World, unfit: str
) -> None:
    buyer, goods, other = world.customer(), await world.goods(5), await world.goods(5)
    terms: dict[str, Any] = (
        {"scope": frozenset({other.product_id})}
        if unfit == "scope"
        else {"minimum": 1000, "currency": "EUR"}
    )
    coupon = await world.coupon(buyer, **terms)
    assert (await refused(world, buyer, goods, coupon=coupon))["reason"] == unfit
    reserved = await world.reserve(buyer, other, quantity=2, coupon=coupon)
    await world.confirm(buyer, reserved, await world.pay(buyer, reserved))
    assert await refused(world, buyer, goods, coupon=coupon) == {
        "couponId": str(coupon), "reason": "used",
    }  # fmt: skip


@pytest.mark.parametrize("known_before", [True, False], ids=["expired", "held"])
async def test_goods_that_are_short_are_named_beside_the_coupon(
    world: World, known_before: bool
) -> None:
    buyer, goods, plenty = world.customer(), await world.goods(1), await world.goods(5)
    coupon = await world.coupon(buyer)
    if known_before:
        await world.end_coupon(coupon)
    else:
        await world.reserve(buyer, plenty, coupon=coupon)
    with pytest.raises(InsufficientStock) as told:
        await world.reserve(buyer, plenty, goods, quantity=2, coupon=coupon)
    shortages = told.value.extra["shortages"]
    assert isinstance(shortages, list)
    assert [(one["line"], one["wanted"], one["available"]) for one in shortages] == [(1, 2, 1)]
    reason = "expired" if known_before else "held"
    assert told.value.extra["coupon"] == {"couponId": str(coupon), "reason": reason}


async def test_a_coupon_is_in_one_reservation_however_many_ask(world: World) -> None:
    buyer, goods = world.customer(), await world.goods(50)
    coupon = await world.coupon(buyer)
    second = await world.spare()
    answers = await asyncio.gather(
        *(
            place(platform, Caller(buyer), cart_of(goods), coupon_id=coupon)
            for platform in (world.platform, second) * 6
        ),
        return_exceptions=True,
    )
    won = [one for one in answers if isinstance(one, Placed)]
    lost = [one for one in answers if isinstance(one, CouponNotUsable)]
    assert (len(won), len(lost)) == (1, 11), answers
    assert await world.stock(goods) == (49, 1)


async def test_a_repeated_key_stands_though_the_coupon_is_over(world: World) -> None:
    buyer, goods = world.customer(), await world.goods(2)
    coupon = await world.coupon(buyer)
    key = scoped_key("reserve", buyer.id, "k", b"")
    first = await place(world.platform, Caller(buyer, key=key), cart_of(goods), coupon_id=coupon)
    await world.end_coupon(coupon)
    again = await place(world.platform, Caller(buyer, key=key), cart_of(goods), coupon_id=coupon)
    assert again == first
    assert await world.stock(goods) == (1, 1)


async def test_a_coupon_held_in_time_is_used_though_its_end_came(world: World) -> None:
    buyer, goods = world.customer(), await world.goods(1)
    coupon = await world.coupon(buyer)
    reserved = await world.reserve(buyer, goods, coupon=coupon)
    await world.end_coupon(coupon)
    confirmed = await world.confirm(buyer, reserved, await world.pay(buyer, reserved))
    assert confirmed.status == "paid"
    assert await world.coupon_account(coupon) == USED


# --- money that comes late ----------------------------------------------------------------------


async def test_a_rescue_takes_the_coupon_again(world: World) -> None:
    buyer, goods = world.customer(), await world.goods(1)
    coupon = await world.coupon(buyer)
    reserved = await world.reserve(buyer, goods, coupon=coupon)
    payment = await world.pay(buyer, reserved)
    await world.end_hold(reserved)
    await world.sweep()
    assert await world.coupon_account(coupon) == FREE
    assert (await world.confirm(buyer, reserved, payment)).status == "paid"
    assert await world.coupon_account(coupon) == USED
    assert (await world.order(reserved)).rescue_hold_id is not None


@pytest.mark.parametrize("gone", ["used", "held", "expired"])
async def test_late_money_goes_back_when_the_coupon_is_gone(world: World, gone: str) -> None:
    buyer, goods = world.customer(), await world.goods(3)
    coupon = await world.coupon(buyer)
    reserved = await world.reserve(buyer, goods, coupon=coupon)
    payment = await world.pay(buyer, reserved)
    await world.end_hold(reserved)
    if gone == "expired":  # before anybody swept
        await world.end_coupon(coupon)
    else:
        await world.sweep()
        other = await world.reserve(buyer, goods, coupon=coupon)
        if gone == "used":
            await world.confirm(buyer, other, await world.pay(buyer, other))
    with pytest.raises(ReservationExpired):
        await world.confirm(buyer, reserved, payment)
    assert await world.state(reserved) == ("cancelled", "expired", "begun")
    await refund(world.platform, payment.payment_id)
    assert world.provider.refunded == {f"refund/{payment.payment_id}": 450}
    assert await world.stock(goods) == {"used": (2, 0), "held": (2, 1), "expired": (3, 0)}[gone]
    assert (await world.coupon_account(coupon)) == {"used": USED, "held": HELD}.get(gone, FREE)


# --- cancelling what is paid --------------------------------------------------------------------


@pytest.mark.parametrize("over", [False, True], ids=["in time", "after its end"])
async def test_a_whole_refund_brings_the_coupon_back_before_its_end(
    world: World, over: bool
) -> None:
    buyer, goods = world.customer(), await world.goods(1)
    coupon = await world.coupon(buyer)
    reserved = await world.reserve(buyer, goods, coupon=coupon)
    payment = await world.pay(buyer, reserved)
    await world.confirm(buyer, reserved, payment)
    if over:
        await world.end_coupon(coupon)
    await asyncio.gather(
        *(cancel(world.platform, Caller(buyer), order_id=reserved.order_id) for _ in range(5))
    )
    assert await world.coupon_account(coupon) == (USED if over else FREE)
    assert await world.stock(goods) == (1, 0)
    await refund(world.platform, payment.payment_id)
    assert world.provider.refunded == {f"refund/{payment.payment_id}": 450}


# --- nothing to pay -----------------------------------------------------------------------------


async def test_an_order_of_nothing_is_paid_without_asking_the_provider(world: World) -> None:
    buyer, goods = world.customer(), await world.goods(1)
    coupon = await world.coupon(buyer, value=100)
    reserved = await world.reserve(buyer, goods, coupon=coupon)
    assert (await world.order(reserved)).total == 0
    world.provider.away = True
    payment = await world.pay(buyer, reserved)
    assert payment.status == "succeeded"
    assert (await world.confirm(buyer, reserved, payment)).status == "paid"
    assert await world.coupon_account(coupon) == USED
    cancelled = await cancel(world.platform, Caller(buyer), order_id=reserved.order_id)
    assert cancelled.refund == "done"
    assert await world.coupon_account(coupon) == FREE
    assert await world.stock(goods) == (1, 0)
    assert world.provider.asked == 0


async def test_an_order_of_nothing_that_ran_out_is_rescued(world: World) -> None:
    buyer, goods = world.customer(), await world.goods(1)
    reserved = await world.reserve(
        buyer, goods, coupon=await world.coupon(buyer, rule="fixed", value=9999, currency="EUR")
    )
    payment = await world.pay(buyer, reserved)
    await world.end_hold(reserved)
    await world.sweep()
    assert (await world.confirm(buyer, reserved, payment)).status == "paid"
    assert await world.stock(goods) == (0, 0)


async def test_a_declined_payment_says_so(world: World) -> None:
    """The provider changes its mind about what was pending: the coupon comes free."""
    buyer, goods = world.customer(), await world.goods(1)
    coupon = await world.coupon(buyer)
    reserved = await world.reserve(buyer, goods, coupon=coupon)
    world.provider.begins = "pending"
    payment = await world.pay(buyer, reserved)
    world.provider.decide(reserved.reservation_id, "failed")
    with pytest.raises(PaymentFailedProblem):
        await world.confirm(buyer, reserved, payment)
    assert await world.coupon_account(coupon) == FREE
