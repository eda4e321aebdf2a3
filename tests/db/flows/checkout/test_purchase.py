"""Reserve, pay, create: what is true after each step, and after each step's failure."""

import asyncio

import pytest

from holdfast.catalog import Selection
from holdfast.flows.checkout.basket import CartLine, TotalTooLarge
from holdfast.flows.checkout.place import place
from holdfast.flows.commit.caller import Caller
from holdfast.flows.commit.idempotency import scoped_key
from holdfast.flows.commit.refusals import (
    AlreadyPaid,
    IdempotencyKeyReused,
    InsufficientStock,
    OrderCancelledAlready,
    PaymentFailedProblem,
    PaymentNotFound,
    ProviderAway,
    ReservationExpired,
    ReservationNotFound,
)
from holdfast.flows.ending.cancel import cancel
from holdfast.flows.settlement.pay import begin_payment
from holdfast.kit import new_id
from tests.db.flows.conftest import World


async def test_a_purchase_in_time_captures_the_hold(world: World) -> None:
    goods, buyer = await world.goods(3), world.buyer()
    reserved = await world.reserve(buyer, goods, quantity=2)
    assert await world.stock(goods) == (1, 2)
    payment = await world.pay(buyer, reserved)
    assert payment.status == "succeeded"
    assert await world.state(reserved) == ("pending", None, "none")
    confirmed = await world.confirm(buyer, reserved, payment)
    assert confirmed.status == "paid"
    assert await world.stock(goods) == (1, 0)
    assert await world.state(reserved) == ("paid", None, "none")
    assert (await world.order(reserved)).payment_id == payment.payment_id
    assert await world.events(reserved.order_id) == ["order.reserved", "order.paid"]


async def test_confirming_again_and_again_changes_nothing(world: World) -> None:
    goods, buyer = await world.goods(1), world.buyer()
    reserved = await world.reserve(buyer, goods)
    payment = await world.pay(buyer, reserved)
    answers = await asyncio.gather(*(world.confirm(buyer, reserved, payment) for _ in range(8)))
    answers.append(await world.confirm(buyer, reserved, payment))
    assert {answer.status for answer in answers} == {"paid"}
    assert await world.events(reserved.order_id) == ["order.reserved", "order.paid"]
    assert await world.stock(goods) == (0, 0)


async def test_a_cart_is_held_whole_or_not_at_all(world: World) -> None:
    plenty, short, none = await world.goods(5), await world.goods(1), await world.goods(0)
    cart = [
        CartLine(plenty.product_id, Selection(plenty.variant_id), 2),
        CartLine(short.product_id, Selection(short.variant_id), 2),
        CartLine(none.product_id, Selection(none.variant_id), 1),
    ]
    with pytest.raises(InsufficientStock) as refused:
        await place(world.platform, Caller(world.buyer()), cart)
    shortages = refused.value.extra["shortages"]
    assert isinstance(shortages, list)
    assert [(one["line"], one["wanted"], one["available"]) for one in shortages] == [
        (1, 2, 1),
        (2, 1, 0),
    ]
    assert await world.stock(plenty) == (5, 0)
    assert await world.rows("SELECT 1 FROM orders") == []
    assert await world.rows("SELECT 1 FROM order_items") == []


async def test_carts_in_opposite_orders_neither_deadlock_nor_oversell(world: World) -> None:
    one, other = await world.goods(20), await world.goods(20)
    carts = [(one, other), (other, one)] * 30
    outcomes = await asyncio.gather(
        *(world.reserve(world.buyer(), *cart) for cart in carts), return_exceptions=True
    )
    refused = [outcome for outcome in outcomes if isinstance(outcome, BaseException)]
    assert len(outcomes) - len(refused) == 20
    assert all(isinstance(outcome, InsufficientStock) for outcome in refused)
    assert await world.stock(one) == (0, 20)
    assert await world.stock(other) == (0, 20)


async def test_a_repeated_key_is_the_same_reservation(world: World) -> None:
    goods, buyer = await world.goods(10), world.buyer()
    cart = [CartLine(goods.product_id, Selection(goods.variant_id), 1)]
    key = scoped_key("reserve", buyer.id, "once", b"body")
    answers = await asyncio.gather(
        *(place(world.platform, Caller(buyer, key=key), cart) for _ in range(6))
    )
    answers.append(await place(world.platform, Caller(buyer, key=key), cart))
    assert len({answer.order_id for answer in answers}) == 1
    assert len({(answer.number, answer.ends_at) for answer in answers}) == 1
    assert await world.stock(goods) == (9, 1)
    with pytest.raises(IdempotencyKeyReused):
        other = scoped_key("reserve", buyer.id, "once", b"another body")
        await place(world.platform, Caller(buyer, key=other), cart)


async def test_a_repeated_key_begins_one_payment(world: World) -> None:
    goods, buyer = await world.goods(1), world.buyer()
    reserved = await world.reserve(buyer, goods)
    key = scoped_key("pay", buyer.id, "once", b"body")
    answers = await asyncio.gather(
        *(
            begin_payment(
                world.platform, Caller(buyer, key=key), reserved.reservation_id, "scripted"
            )
            for _ in range(6)
        )
    )
    assert len({answer.payment_id for answer in answers}) == 1
    assert len(await world.rows("SELECT 1 FROM payments")) == 1
    # Also when the world has moved on: the order is paid, the repetition is told what it was told.
    await world.confirm(buyer, reserved, answers[0])
    again = await begin_payment(
        world.platform, Caller(buyer, key=key), reserved.reservation_id, "scripted"
    )
    assert again == answers[0]


async def test_a_declined_payment_frees_the_units_at_once(world: World) -> None:
    world.provider.begins = "failed"
    goods, buyer = await world.goods(1), world.buyer()
    reserved = await world.reserve(buyer, goods)
    payment = await world.pay(buyer, reserved)
    assert payment.status == "failed"
    assert await world.stock(goods) == (1, 0)
    assert await world.state(reserved) == ("cancelled", "unpaid", "none")
    with pytest.raises(PaymentFailedProblem):
        await world.confirm(buyer, reserved, payment)
    assert await world.events(payment.payment_id) == ["payment.failed"]
    with pytest.raises(OrderCancelledAlready):
        await world.pay(buyer, reserved)


async def test_a_payment_that_is_declined_after_a_while_frees_the_units_when_asked(
    world: World,
) -> None:
    world.provider.begins = "pending"
    goods, buyer = await world.goods(1), world.buyer()
    reserved = await world.reserve(buyer, goods)
    payment = await world.pay(buyer, reserved)
    assert (await world.confirm(buyer, reserved, payment)).status == "pending"
    assert await world.stock(goods) == (0, 1)
    world.provider.decide(reserved.reservation_id, "failed")
    for _ in range(2):
        with pytest.raises(PaymentFailedProblem):
            await world.confirm(buyer, reserved, payment)
    assert await world.stock(goods) == (1, 0)
    assert (await world.payment(payment)).status == "failed"


async def test_forged_and_foreign_payments_are_not_found(world: World) -> None:
    goods, buyer, other = await world.goods(5), world.buyer(), world.buyer()
    reserved, second = await world.reserve(buyer, goods), await world.reserve(other, goods)
    payment = await world.pay(buyer, reserved)
    forged = type(payment)(new_id(), "succeeded")
    with pytest.raises(PaymentNotFound):
        await world.confirm(buyer, reserved, forged)
    with pytest.raises(PaymentNotFound):  # another's payment for one's own reservation
        await world.confirm(other, second, payment)
    with pytest.raises(PaymentNotFound):  # another's reservation and payment
        await world.confirm(other, reserved, payment)
    with pytest.raises(ReservationNotFound):
        await world.pay(other, reserved)
    assert await world.state(reserved) == ("pending", None, "none")
    assert await world.state(second) == ("pending", None, "none")


async def test_the_provider_is_believed_only_about_this_reservation_and_amount(
    world: World,
) -> None:
    goods, buyer = await world.goods(5), world.buyer()
    reserved = await world.reserve(buyer, goods)
    payment = await world.pay(buyer, reserved)
    (reference,) = world.provider.charges
    charge = world.provider.charges[reference]
    for wrong in (
        {"amount": charge.amount - 1},
        {"currency": "USD"},
        {"reservation_id": new_id()},
    ):
        values = {name: getattr(charge, name) for name in charge.__struct_fields__}
        world.provider.charges[reference] = type(charge)(**{**values, **wrong})
        with pytest.raises(PaymentNotFound):
            await world.confirm(buyer, reserved, payment)
        assert await world.state(reserved) == ("pending", None, "none")
    world.provider.charges[reference] = charge
    assert (await world.confirm(buyer, reserved, payment)).status == "paid"


async def test_a_provider_that_is_away_costs_nothing_and_can_be_asked_again(world: World) -> None:
    goods, buyer = await world.goods(1), world.buyer()
    reserved = await world.reserve(buyer, goods)
    world.provider.away = True
    lost = await world.pay(buyer, reserved)
    assert lost.status == "pending"
    assert (await world.confirm(buyer, reserved, lost)).status == "pending"
    world.provider.away = False
    payment = await world.pay(buyer, reserved)
    world.provider.away = True
    with pytest.raises(ProviderAway):
        await world.confirm(buyer, reserved, payment)
    assert await world.stock(goods) == (0, 1)
    world.provider.away = False
    assert (await world.confirm(buyer, reserved, payment)).status == "paid"


async def test_what_is_over_cannot_be_paid_for(world: World) -> None:
    goods, buyer = await world.goods(5), world.buyer()
    paid = await world.reserve(buyer, goods)
    await world.confirm(buyer, paid, await world.pay(buyer, paid))
    with pytest.raises(AlreadyPaid):
        await world.pay(buyer, paid)
    expired = await world.reserve(buyer, goods)
    await world.end_hold(expired)
    with pytest.raises(ReservationExpired):  # due, though nobody has swept yet
        await world.pay(buyer, expired)
    await world.sweep()
    with pytest.raises(ReservationExpired):
        await world.pay(buyer, expired)
    dropped = await world.reserve(buyer, goods)
    await cancel(world.platform, Caller(buyer), reservation_id=dropped.reservation_id)
    with pytest.raises(OrderCancelledAlready):
        await world.pay(buyer, dropped)
    assert await world.stock(goods) == (4, 0)


async def test_a_total_beyond_what_can_be_counted_is_refused(world: World) -> None:
    goods, buyer = await world.goods(3, price=2**52), world.buyer()
    with pytest.raises(TotalTooLarge):
        await world.reserve(buyer, goods, quantity=3)
    assert await world.stock(goods) == (3, 0)
