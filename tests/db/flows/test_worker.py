"""What happens without the buyer: stragglers settled, word from providers, refunds tried again."""

import asyncio
import time
from collections.abc import Awaitable, Callable, Sequence

import pytest

from holdfast.db.cursors import Consumer
from holdfast.db.events import open_era
from holdfast.db.reading import Event
from holdfast.flows.commit.caller import Caller
from holdfast.flows.commit.refusals import PaymentFailedProblem, ProviderAway
from holdfast.flows.ending.cancel import cancel
from holdfast.flows.payments.purpose import Purposes
from holdfast.flows.payments.refund_at_provider import refund
from holdfast.flows.payments.resolve import StillPending, arrived
from holdfast.flows.payments.stragglers import STRAGGLER_TYPES, settle_stragglers
from holdfast.flows.settlement.for_orders import ForOrders
from holdfast.flows.settlement.settler import Settled
from holdfast.ledger import Accepted, Command, defer
from holdfast.payments import RefundPayment
from holdfast.worker import Worker
from tests.db.event_log import drain
from tests.db.flows.buying import (
    a_guest,
    confirm,
    end_hold,
    new_goods,
    pay_for,
    payment_now,
    reserve,
    state_now,
    stock_of,
    sweep_all,
)
from tests.db.flows.stage import Stage, events_of, jobs_due, select

SOON = 60.0


async def eventually(true: Callable[[], Awaitable[bool]], what: str) -> None:
    """Ask until the answer is yes; what a worker has done it tells nobody."""
    deadline = time.monotonic() + SOON
    while not await true():
        assert time.monotonic() < deadline, f"not in time: {what}"
        await asyncio.sleep(0.05)


def stragglers(stage: Stage, name: str) -> Consumer:
    async def handle(events: Sequence[Event]) -> None:
        purposes: Purposes = {"order": ForOrders(stage)}
        await settle_stragglers(stage.database, purposes, events)

    return Consumer(name, STRAGGLER_TYPES, handle, effect="outside")


async def read_all(stage: Stage, consumer: Consumer) -> None:
    await drain(consumer, stage.database)


async def test_a_buyer_who_never_comes_back_has_paid_all_the_same(stage: Stage) -> None:
    """The process died between payment and settlement; another picks the event up."""
    async with stage.database.transaction() as connection:
        await open_era(connection)
    goods, buyer = await new_goods(stage, 3), a_guest()
    in_time, late, done = [await reserve(stage, buyer, goods) for _ in range(3)]
    payments = [await pay_for(stage, buyer, one) for one in (in_time, late, done)]
    await confirm(stage, buyer, done, payments[2])
    await end_hold(stage, late)
    await sweep_all(stage)
    await read_all(stage, stragglers(stage, "stragglers"))
    for one in (in_time, late, done):
        assert (await state_now(stage, one))[0] == "paid"
    assert await stock_of(stage, goods) == (0, 0)
    # A second reader of the same log, from its start: nothing happens twice.
    await read_all(stage, stragglers(stage, "stragglers-again"))
    assert await stock_of(stage, goods) == (0, 0)
    assert (await events_of(stage, in_time.order_id)).count("order.paid") == 1


async def test_one_payment_that_does_not_settle_holds_up_no_other(stage: Stage) -> None:
    async with stage.database.transaction() as connection:
        await open_era(connection)
    goods, buyer = await new_goods(stage, 2), a_guest()
    broken, sound = [await reserve(stage, buyer, goods) for _ in range(2)]
    for one in (broken, sound):
        await pay_for(stage, buyer, one)
    stage.altered.update({"order-state", "order-payment"})
    await stage.database.pool.execute(
        "UPDATE orders SET status = 'completed', payment_id = NULL WHERE id = $1", broken.order_id
    )
    await stage.database.pool.execute(
        "ALTER TABLE payments ADD CONSTRAINT stuck CHECK (status <> 'refunding') NOT VALID"
    )
    await read_all(stage, stragglers(stage, "stragglers"))
    assert (await state_now(stage, sound))[0] == "paid"
    assert ("payment-arrives",) in await select(stage, "SELECT queue FROM jobs")


async def test_word_of_a_payment_may_come_early_twice_and_late(stage: Stage) -> None:
    stage.provider.begins = "pending"
    goods, buyer = await new_goods(stage, 1), a_guest()
    reserved = await reserve(stage, buyer, goods)
    payment = await pay_for(stage, buyer, reserved)
    with pytest.raises(StillPending):  # so that the job comes again
        await arrived(ForOrders(stage), payment.payment_id)
    assert (await state_now(stage, reserved))[0] == "pending"
    stage.provider.decide(reserved.reservation_id, "succeeded")
    purpose = ForOrders(stage)
    settled = await asyncio.gather(*(arrived(purpose, payment.payment_id) for _ in range(4)))
    assert {one.end for one in settled if isinstance(one, Settled)} == {"paid"}
    assert (await payment_now(stage, payment)).status == "succeeded"
    assert await stock_of(stage, goods) == (0, 0)


async def test_word_of_a_declined_payment_frees_the_units(stage: Stage) -> None:
    stage.provider.begins = "pending"
    goods, buyer = await new_goods(stage, 1), a_guest()
    reserved = await reserve(stage, buyer, goods)
    payment = await pay_for(stage, buyer, reserved)
    stage.provider.decide(reserved.reservation_id, "failed")
    assert await arrived(ForOrders(stage), payment.payment_id) is None
    assert await stock_of(stage, goods) == (1, 0)
    assert await state_now(stage, reserved) == ("cancelled", "unpaid", "none")
    assert (await payment_now(stage, payment)).status == "failed"


async def test_one_declined_try_does_not_take_the_goods_from_another(stage: Stage) -> None:
    goods, buyer = await new_goods(stage, 2), a_guest()
    reserved = await reserve(stage, buyer, goods)
    good = await pay_for(stage, buyer, reserved)
    stage.provider.begins = "failed"
    declined = await pay_for(stage, buyer, reserved)
    assert declined.status == "failed"
    assert await stock_of(stage, goods) == (1, 1)
    with pytest.raises(PaymentFailedProblem):
        await confirm(stage, buyer, reserved, declined)
    assert (await confirm(stage, buyer, reserved, good)).status == "paid"
    # The same for tries that are decided later.
    stage.provider.begins = "pending"
    second = await reserve(stage, buyer, goods)
    tries = [await pay_for(stage, buyer, second) for _ in range(2)]
    first_reference, last_reference = list(stage.provider.charges)[-2:]
    stage.provider.decide_one(first_reference, "failed")
    assert await arrived(ForOrders(stage), tries[0].payment_id) is None
    assert (await state_now(stage, second))[0] == "pending"
    stage.provider.decide_one(last_reference, "failed")
    assert await arrived(ForOrders(stage), tries[1].payment_id) is None
    assert await state_now(stage, second) == ("cancelled", "unpaid", "none")
    assert [(await payment_now(stage, one)).status for one in tries] == ["failed", "failed"]


async def test_a_payment_declined_after_the_hold_ran_out_is_noted_as_failed(stage: Stage) -> None:
    stage.provider.begins = "pending"
    goods, buyer = await new_goods(stage, 1), a_guest()
    reserved = await reserve(stage, buyer, goods)
    payment = await pay_for(stage, buyer, reserved)
    await end_hold(stage, reserved)
    await sweep_all(stage)
    stage.provider.decide(reserved.reservation_id, "failed")
    with pytest.raises(PaymentFailedProblem):
        await confirm(stage, buyer, reserved, payment)
    assert (await payment_now(stage, payment)).status == "failed"
    assert await state_now(stage, reserved) == ("cancelled", "expired", "none")


async def test_a_refund_waits_for_a_provider_that_is_away(stage: Stage) -> None:
    goods, buyer = await new_goods(stage, 1), a_guest()
    reserved = await reserve(stage, buyer, goods)
    payment = await pay_for(stage, buyer, reserved)
    await confirm(stage, buyer, reserved, payment)
    await cancel(stage, Caller(buyer), order_id=reserved.order_id)
    stage.provider.away = True
    with pytest.raises(ProviderAway):
        await refund(stage, payment.payment_id)
    assert await state_now(stage, reserved) == ("cancelled", "refunded", "begun")
    stage.provider.away = False
    await refund(stage, payment.payment_id)
    assert await state_now(stage, reserved) == ("cancelled", "refunded", "done")


async def test_a_refund_the_provider_refuses_is_told_and_stays_visible(stage: Stage) -> None:
    goods, buyer = await new_goods(stage, 1), a_guest()
    reserved = await reserve(stage, buyer, goods)
    payment = await pay_for(stage, buyer, reserved)
    await confirm(stage, buyer, reserved, payment)
    await cancel(stage, Caller(buyer), order_id=reserved.order_id)
    stage.provider.refuses_refunds = True
    await refund(stage, payment.payment_id)
    assert await state_now(stage, reserved) == ("cancelled", "refunded", "failed")
    assert (await payment_now(stage, payment)).status == "refund-failed"
    assert (await events_of(stage, reserved.order_id))[-1] == "order.refund.failed"


async def test_the_worker_refunds_settles_and_expires_by_itself(stage: Stage) -> None:
    """Everything above, run by a real worker from real rows; the provider away at first."""
    goods, buyer = await new_goods(stage, 5), a_guest()
    cancelled, left, expired = [await reserve(stage, buyer, goods) for _ in range(3)]
    payment = await pay_for(stage, buyer, cancelled)
    await confirm(stage, buyer, cancelled, payment)
    await cancel(stage, Caller(buyer), order_id=cancelled.order_id)
    await pay_for(stage, buyer, left)
    await end_hold(stage, expired)
    stage.provider.away = True
    worker = Worker(stage, partitions=stage.reader.partitions)
    await worker.start()
    try:

        async def asked_in_vain() -> bool:
            return stage.provider.asked > 4

        async def all_done() -> bool:
            states = [await state_now(stage, one) for one in (cancelled, left, expired)]
            return states == [
                ("cancelled", "refunded", "done"),
                ("paid", None, "none"),
                ("cancelled", "expired", "none"),
            ]

        async def no_jobs() -> bool:
            return not await jobs_due(stage)

        await eventually(asked_in_vain, "the refund was tried while the provider was away")
        stage.provider.away = False
        await eventually(all_done, "refunded, settled and expired")
        await eventually(no_jobs, "every job is ticked off")
    finally:
        await worker.stop()
    assert await stock_of(stage, goods) == (4, 0)
    assert len(stage.provider.refunded) == 1


async def test_a_job_that_ran_but_was_not_ticked_off_runs_again_harmlessly(stage: Stage) -> None:
    """The process dies after the refund and before the job's row is gone."""
    goods, buyer = await new_goods(stage, 1), a_guest()
    reserved = await reserve(stage, buyer, goods)
    payment = await pay_for(stage, buyer, reserved)
    await confirm(stage, buyer, reserved, payment)
    await cancel(stage, Caller(buyer), order_id=reserved.order_id)
    await refund(stage, payment.payment_id)
    job = defer(RefundPayment(payment.payment_id))
    outcome = await stage.ledger.commit(Command((), (job,)))
    assert isinstance(outcome, Accepted)
    worker = Worker(stage, partitions=stage.reader.partitions)
    await worker.start()
    try:

        async def no_jobs() -> bool:
            return not await jobs_due(stage)

        await eventually(no_jobs, "both rows are done")
    finally:
        await worker.stop()
    assert len(stage.provider.refunded) == 1
    assert (await events_of(stage, reserved.order_id)).count("order.refund.done") == 1
    assert await select(stage, "SELECT 1 FROM dead_jobs") == []
