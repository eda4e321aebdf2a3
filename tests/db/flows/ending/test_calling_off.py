"""A payment still pending when its order is off is called off at the provider: by a job, once, and
whatever the provider makes of it is right."""

from collections.abc import Awaitable, Callable

import pytest

from holdfast.db.cursors import Consumer
from holdfast.db.events import open_era
from holdfast.flows.checkout.place import Placed
from holdfast.flows.commit.caller import Caller
from holdfast.flows.ending.call_off import CALL_OFF_TYPES, call_off_payments
from holdfast.flows.ending.cancel import cancel
from holdfast.flows.payments.refund_at_provider import refund
from holdfast.flows.payments.resolve import StillPending, resolve
from holdfast.flows.settlement.for_orders import ForOrders
from holdfast.people import Principal
from holdfast.worker import Worker
from tests.db.event_log import drain
from tests.db.flows.buying import (
    a_guest,
    confirm,
    end_hold,
    new_goods,
    pay_for,
    payment_status,
    reserve,
    state_now,
    stock_of,
    sweep_all,
)
from tests.db.flows.stage import Stage, events_of, jobs_due, select
from tests.db.flows.test_worker import eventually

Ending = Callable[[Stage, Principal, Placed], Awaitable[None]]


async def the_buyer_cancels(stage: Stage, buyer: Principal, reserved: Placed) -> None:
    await cancel(stage, Caller(buyer), order_id=reserved.order_id)


async def it_expires(stage: Stage, buyer: Principal, reserved: Placed) -> None:
    await end_hold(stage, reserved)
    await sweep_all(stage)


async def consume(stage: Stage) -> None:
    async with stage.database.transaction() as connection:
        await open_era(connection)
    consumer = Consumer("call-off-payments", CALL_OFF_TYPES, call_off_payments)
    await drain(consumer, stage.database)


@pytest.mark.parametrize("ends", [the_buyer_cancels, it_expires])
async def test_a_worker_calls_off_what_is_pending_when_the_order_ends(
    stage: Stage, ends: Ending
) -> None:
    stage.provider.begins = "pending"
    goods, buyer = await new_goods(stage, 1), a_guest()
    reserved = await reserve(stage, buyer, goods)
    begun = await pay_for(stage, buyer, reserved)
    worker = Worker(stage, partitions=stage.reader.partitions)
    await worker.start()
    try:
        await ends(stage, buyer, reserved)

        async def called_off() -> bool:
            return await payment_status(stage, begun.payment_id) == "failed"

        await eventually(called_off, "the provider was told")
    finally:
        await worker.stop()
    (charge,) = stage.provider.charges.values()
    assert charge.status == "failed"
    assert await events_of(stage, begun.payment_id) == ["payment.failed"]
    assert await stock_of(stage, goods) == (1, 0)


async def test_it_is_called_off_once_however_often_the_job_comes(stage: Stage) -> None:
    stage.provider.begins = "pending"
    goods, buyer = await new_goods(stage, 1), a_guest()
    reserved = await reserve(stage, buyer, goods)
    tries = [await pay_for(stage, buyer, reserved) for _ in range(2)]
    await the_buyer_cancels(stage, buyer, reserved)
    await consume(stage)
    assert await jobs_due(stage) == ["resolve-payment"] * 2
    for begun in tries * 2:
        await resolve(ForOrders(stage), begun.payment_id)
    assert stage.provider.calls["fail"] == 2
    assert [await payment_status(stage, one.payment_id) for one in tries] == ["failed"] * 2
    assert await state_now(stage, reserved) == ("cancelled", "buyer", "none")


async def test_an_order_whose_payments_are_decided_leaves_no_job(stage: Stage) -> None:
    goods, buyer = await new_goods(stage, 2), a_guest()
    for ends in (the_buyer_cancels, it_expires):
        reserved = await reserve(stage, buyer, goods)
        await pay_for(stage, buyer, reserved)
        await ends(stage, buyer, reserved)
    await consume(stage)
    assert await jobs_due(stage) == []


async def test_money_that_was_taken_before_it_could_be_called_off_goes_back(stage: Stage) -> None:
    stage.provider.begins = "pending"
    goods, buyer = await new_goods(stage, 1), a_guest()
    reserved = await reserve(stage, buyer, goods)
    begun = await pay_for(stage, buyer, reserved)
    await the_buyer_cancels(stage, buyer, reserved)
    stage.provider.decide(reserved.reservation_id, "succeeded")
    await resolve(ForOrders(stage), begun.payment_id)
    assert await state_now(stage, reserved) == ("cancelled", "buyer", "begun")
    await refund(stage, begun.payment_id)
    assert await state_now(stage, reserved) == ("cancelled", "buyer", "done")
    assert stage.provider.refunded == {f"refund/{begun.payment_id}": 500}


async def test_what_cannot_be_called_off_stays_pending_until_the_provider_decides(
    stage: Stage,
) -> None:
    stage.provider.begins = "pending"
    stage.provider.stoppable = False
    goods, buyer = await new_goods(stage, 1), a_guest()
    reserved = await reserve(stage, buyer, goods)
    begun = await pay_for(stage, buyer, reserved)
    await it_expires(stage, buyer, reserved)
    with pytest.raises(StillPending):
        await resolve(ForOrders(stage), begun.payment_id)
    assert await payment_status(stage, begun.payment_id) == "pending"
    stage.provider.decide(reserved.reservation_id, "succeeded")
    await resolve(ForOrders(stage), begun.payment_id)  # late, and the unit is free: a rescue
    assert await state_now(stage, reserved) == ("paid", None, "none")


async def test_a_payment_nobody_heard_of_is_found_and_called_off(stage: Stage) -> None:
    """The provider took it and its answer was lost; then the buyer cancelled."""
    stage.provider.begins = "pending"
    goods, buyer = await new_goods(stage, 1), a_guest()
    reserved = await reserve(stage, buyer, goods)
    stage.provider.away = True
    begun = await pay_for(stage, buyer, reserved)
    await the_buyer_cancels(stage, buyer, reserved)
    stage.provider.away = False
    with pytest.raises(StillPending):  # one call to the provider a run: now it is known
        await resolve(ForOrders(stage), begun.payment_id)
    await resolve(ForOrders(stage), begun.payment_id)
    (charge,) = stage.provider.charges.values()
    assert charge.status == "failed"
    assert await payment_status(stage, begun.payment_id) == "failed"


async def test_a_second_payment_of_a_paid_order_is_called_off(stage: Stage) -> None:
    goods, buyer = await new_goods(stage, 1), a_guest()
    reserved = await reserve(stage, buyer, goods)
    stage.provider.begins = "pending"
    left = await pay_for(stage, buyer, reserved)
    stage.provider.begins = "succeeded"
    await confirm(stage, buyer, reserved, await pay_for(stage, buyer, reserved))
    await resolve(ForOrders(stage), left.payment_id)
    assert await payment_status(stage, left.payment_id) == "failed"
    assert await state_now(stage, reserved) == ("paid", None, "none")


async def test_every_payment_says_when_it_was_settled(stage: Stage) -> None:
    """Taken or declined, at once or later; taken too late; given back."""
    goods, buyer = await new_goods(stage, 9), a_guest()
    provider = stage.provider
    for begins, decided in [
        ("succeeded", None), ("failed", None), ("pending", "failed"), ("pending", "succeeded"),
    ]:  # fmt: skip
        provider.begins = begins  # type: ignore[assignment]
        reserved = await reserve(stage, buyer, goods)
        begun = await pay_for(stage, buyer, reserved)
        if decided is not None:
            provider.decide(reserved.reservation_id, decided)  # type: ignore[arg-type]
            await resolve(ForOrders(stage), begun.payment_id)
    provider.begins = "pending"
    late = await reserve(stage, buyer, goods)
    begun = await pay_for(stage, buyer, late)
    await the_buyer_cancels(stage, buyer, late)
    provider.decide(late.reservation_id, "succeeded")
    await resolve(ForOrders(stage), begun.payment_id)
    await pay_for(
        stage, buyer, await reserve(stage, buyer, goods)
    )  # and one that nobody has decided
    rows = await select(stage, "SELECT status, settled_at IS NOT NULL FROM payments ORDER BY id")
    assert rows == [
        ("succeeded", True), ("failed", True), ("failed", True), ("succeeded", True),
        ("refunding", True), ("pending", False),
    ]  # fmt: skip
