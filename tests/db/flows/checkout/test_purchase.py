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
from tests.db.flows.buying import (
    a_guest,
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
from tests.db.flows.stage import Stage, events_of, select


async def test_a_purchase_in_time_captures_the_hold(stage: Stage) -> None:
    goods, buyer = await new_goods(stage, 3), a_guest()
    reserved = await reserve(stage, buyer, goods, quantity=2)
    assert await stock_of(stage, goods) == (1, 2)
    payment = await pay_for(stage, buyer, reserved)
    assert payment.status == "succeeded"
    assert await state_now(stage, reserved) == ("pending", None, "none")
    confirmed = await confirm(stage, buyer, reserved, payment)
    assert confirmed.status == "paid"
    assert await stock_of(stage, goods) == (1, 0)
    assert await state_now(stage, reserved) == ("paid", None, "none")
    assert (await order_now(stage, reserved)).payment_id == payment.payment_id
    assert await events_of(stage, reserved.order_id) == ["order.reserved", "order.paid"]


async def test_confirming_again_and_again_changes_nothing(stage: Stage) -> None:
    goods, buyer = await new_goods(stage, 1), a_guest()
    reserved = await reserve(stage, buyer, goods)
    payment = await pay_for(stage, buyer, reserved)
    answers = await asyncio.gather(*(confirm(stage, buyer, reserved, payment) for _ in range(8)))
    answers.append(await confirm(stage, buyer, reserved, payment))
    assert {answer.status for answer in answers} == {"paid"}
    assert await events_of(stage, reserved.order_id) == ["order.reserved", "order.paid"]
    assert await stock_of(stage, goods) == (0, 0)


async def test_a_cart_is_held_whole_or_not_at_all(stage: Stage) -> None:
    plenty, short, none = (
        await new_goods(stage, 5),
        await new_goods(stage, 1),
        await new_goods(stage, 0),
    )
    cart = [
        CartLine(plenty.product_id, Selection(plenty.variant_id), 2),
        CartLine(short.product_id, Selection(short.variant_id), 2),
        CartLine(none.product_id, Selection(none.variant_id), 1),
    ]
    with pytest.raises(InsufficientStock) as refused:
        await place(stage, Caller(a_guest()), cart)
    shortages = refused.value.extra["shortages"]
    assert isinstance(shortages, list)
    assert [(one["line"], one["wanted"], one["available"]) for one in shortages] == [
        (1, 2, 1),
        (2, 1, 0),
    ]
    assert await stock_of(stage, plenty) == (5, 0)
    assert await select(stage, "SELECT 1 FROM orders") == []
    assert await select(stage, "SELECT 1 FROM order_items") == []


async def test_carts_in_opposite_orders_neither_deadlock_nor_oversell(stage: Stage) -> None:
    one, other = await new_goods(stage, 20), await new_goods(stage, 20)
    carts = [(one, other), (other, one)] * 30
    outcomes = await asyncio.gather(
        *(reserve(stage, a_guest(), *cart) for cart in carts), return_exceptions=True
    )
    refused = [outcome for outcome in outcomes if isinstance(outcome, BaseException)]
    assert len(outcomes) - len(refused) == 20
    assert all(isinstance(outcome, InsufficientStock) for outcome in refused)
    assert await stock_of(stage, one) == (0, 20)
    assert await stock_of(stage, other) == (0, 20)


async def test_a_repeated_key_is_the_same_reservation(stage: Stage) -> None:
    goods, buyer = await new_goods(stage, 10), a_guest()
    cart = [CartLine(goods.product_id, Selection(goods.variant_id), 1)]
    key = scoped_key("reserve", buyer.id, "once", b"body")
    answers = await asyncio.gather(*(place(stage, Caller(buyer, key=key), cart) for _ in range(6)))
    answers.append(await place(stage, Caller(buyer, key=key), cart))
    assert len({answer.order_id for answer in answers}) == 1
    assert len({(answer.number, answer.ends_at) for answer in answers}) == 1
    assert await stock_of(stage, goods) == (9, 1)
    with pytest.raises(IdempotencyKeyReused):
        other = scoped_key("reserve", buyer.id, "once", b"another body")
        await place(stage, Caller(buyer, key=other), cart)


async def test_a_repeated_key_begins_one_payment(stage: Stage) -> None:
    goods, buyer = await new_goods(stage, 1), a_guest()
    reserved = await reserve(stage, buyer, goods)
    key = scoped_key("pay", buyer.id, "once", b"body")
    answers = await asyncio.gather(
        *(
            begin_payment(stage, Caller(buyer, key=key), reserved.reservation_id, "scripted")
            for _ in range(6)
        )
    )
    assert len({answer.payment_id for answer in answers}) == 1
    assert len(await select(stage, "SELECT 1 FROM payments")) == 1
    # Also when the world has moved on: the order is paid, the repetition is told what it was told.
    await confirm(stage, buyer, reserved, answers[0])
    again = await begin_payment(stage, Caller(buyer, key=key), reserved.reservation_id, "scripted")
    assert again == answers[0]


async def test_a_declined_payment_frees_the_units_at_once(stage: Stage) -> None:
    stage.provider.begins = "failed"
    goods, buyer = await new_goods(stage, 1), a_guest()
    reserved = await reserve(stage, buyer, goods)
    payment = await pay_for(stage, buyer, reserved)
    assert payment.status == "failed"
    assert await stock_of(stage, goods) == (1, 0)
    assert await state_now(stage, reserved) == ("cancelled", "unpaid", "none")
    with pytest.raises(PaymentFailedProblem):
        await confirm(stage, buyer, reserved, payment)
    assert await events_of(stage, payment.payment_id) == ["payment.failed"]
    with pytest.raises(OrderCancelledAlready):
        await pay_for(stage, buyer, reserved)


async def test_a_payment_that_is_declined_after_a_while_frees_the_units_when_asked(
    stage: Stage,
) -> None:
    stage.provider.begins = "pending"
    goods, buyer = await new_goods(stage, 1), a_guest()
    reserved = await reserve(stage, buyer, goods)
    payment = await pay_for(stage, buyer, reserved)
    assert (await confirm(stage, buyer, reserved, payment)).status == "pending"
    assert await stock_of(stage, goods) == (0, 1)
    stage.provider.decide(reserved.reservation_id, "failed")
    for _ in range(2):
        with pytest.raises(PaymentFailedProblem):
            await confirm(stage, buyer, reserved, payment)
    assert await stock_of(stage, goods) == (1, 0)
    assert (await payment_now(stage, payment)).status == "failed"


async def test_forged_and_foreign_payments_are_not_found(stage: Stage) -> None:
    goods, buyer, other = await new_goods(stage, 5), a_guest(), a_guest()
    reserved, second = await reserve(stage, buyer, goods), await reserve(stage, other, goods)
    payment = await pay_for(stage, buyer, reserved)
    forged = type(payment)(new_id(), "succeeded")
    with pytest.raises(PaymentNotFound):
        await confirm(stage, buyer, reserved, forged)
    with pytest.raises(PaymentNotFound):  # another's payment for one's own reservation
        await confirm(stage, other, second, payment)
    with pytest.raises(PaymentNotFound):  # another's reservation and payment
        await confirm(stage, other, reserved, payment)
    with pytest.raises(ReservationNotFound):
        await pay_for(stage, other, reserved)
    assert await state_now(stage, reserved) == ("pending", None, "none")
    assert await state_now(stage, second) == ("pending", None, "none")


async def test_the_provider_is_believed_only_about_this_reservation_and_amount(
    stage: Stage,
) -> None:
    goods, buyer = await new_goods(stage, 5), a_guest()
    reserved = await reserve(stage, buyer, goods)
    payment = await pay_for(stage, buyer, reserved)
    (reference,) = stage.provider.charges
    charge = stage.provider.charges[reference]
    for wrong in (
        {"amount": charge.amount - 1},
        {"currency": "USD"},
        {"subject_id": new_id()},
    ):
        values = {name: getattr(charge, name) for name in charge.__struct_fields__}
        stage.provider.charges[reference] = type(charge)(**{**values, **wrong})
        with pytest.raises(PaymentNotFound):
            await confirm(stage, buyer, reserved, payment)
        assert await state_now(stage, reserved) == ("pending", None, "none")
    stage.provider.charges[reference] = charge
    assert (await confirm(stage, buyer, reserved, payment)).status == "paid"


async def test_a_provider_that_is_away_costs_nothing_and_can_be_asked_again(stage: Stage) -> None:
    goods, buyer = await new_goods(stage, 1), a_guest()
    reserved = await reserve(stage, buyer, goods)
    stage.provider.away = True
    lost = await pay_for(stage, buyer, reserved)
    assert lost.status == "pending"
    assert (await confirm(stage, buyer, reserved, lost)).status == "pending"
    stage.provider.away = False
    payment = await pay_for(stage, buyer, reserved)
    stage.provider.away = True
    with pytest.raises(ProviderAway):
        await confirm(stage, buyer, reserved, payment)
    assert await stock_of(stage, goods) == (0, 1)
    stage.provider.away = False
    assert (await confirm(stage, buyer, reserved, payment)).status == "paid"


async def test_what_is_over_cannot_be_paid_for(stage: Stage) -> None:
    goods, buyer = await new_goods(stage, 5), a_guest()
    paid = await reserve(stage, buyer, goods)
    await confirm(stage, buyer, paid, await pay_for(stage, buyer, paid))
    with pytest.raises(AlreadyPaid):
        await pay_for(stage, buyer, paid)
    expired = await reserve(stage, buyer, goods)
    await end_hold(stage, expired)
    with pytest.raises(ReservationExpired):  # due, though nobody has swept yet
        await pay_for(stage, buyer, expired)
    await sweep_all(stage)
    with pytest.raises(ReservationExpired):
        await pay_for(stage, buyer, expired)
    dropped = await reserve(stage, buyer, goods)
    await cancel(stage, Caller(buyer), reservation_id=dropped.reservation_id)
    with pytest.raises(OrderCancelledAlready):
        await pay_for(stage, buyer, dropped)
    assert await stock_of(stage, goods) == (4, 0)


async def test_a_total_beyond_what_can_be_counted_is_refused(stage: Stage) -> None:
    goods, buyer = await new_goods(stage, 3, price=2**52), a_guest()
    with pytest.raises(TotalTooLarge):
        await reserve(stage, buyer, goods, quantity=3)
    assert await stock_of(stage, goods) == (3, 0)
