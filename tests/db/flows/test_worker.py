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
from tests.db.flows.conftest import World

SOON = 60.0


async def eventually(true: Callable[[], Awaitable[bool]], what: str) -> None:
    """Ask until the answer is yes; what a worker has done it tells nobody."""
    deadline = time.monotonic() + SOON
    while not await true():
        assert time.monotonic() < deadline, f"not in time: {what}"
        await asyncio.sleep(0.05)


def stragglers(world: World, name: str) -> Consumer:
    async def handle(events: Sequence[Event]) -> None:
        purposes: Purposes = {"order": ForOrders(world.platform)}
        await settle_stragglers(world.platform.database, purposes, events)

    return Consumer(name, STRAGGLER_TYPES, handle, effect="outside")


async def read_all(world: World, consumer: Consumer) -> None:
    await drain(consumer, world.platform.database)


async def test_a_buyer_who_never_comes_back_has_paid_all_the_same(world: World) -> None:
    """The process died between payment and settlement; another picks the event up."""
    async with world.platform.database.transaction() as connection:
        await open_era(connection)
    goods, buyer = await world.goods(3), world.buyer()
    in_time, late, done = [await world.reserve(buyer, goods) for _ in range(3)]
    payments = [await world.pay(buyer, one) for one in (in_time, late, done)]
    await world.confirm(buyer, done, payments[2])
    await world.end_hold(late)
    await world.sweep()
    await read_all(world, stragglers(world, "stragglers"))
    for one in (in_time, late, done):
        assert (await world.state(one))[0] == "paid"
    assert await world.stock(goods) == (0, 0)
    # A second reader of the same log, from its start: nothing happens twice.
    await read_all(world, stragglers(world, "stragglers-again"))
    assert await world.stock(goods) == (0, 0)
    assert (await world.events(in_time.order_id)).count("order.paid") == 1


async def test_one_payment_that_does_not_settle_holds_up_no_other(world: World) -> None:
    async with world.platform.database.transaction() as connection:
        await open_era(connection)
    goods, buyer = await world.goods(2), world.buyer()
    broken, sound = [await world.reserve(buyer, goods) for _ in range(2)]
    for one in (broken, sound):
        await world.pay(buyer, one)
    world.altered |= {"order-state", "order-payment"}
    await world.platform.database.pool.execute(
        "UPDATE orders SET status = 'completed', payment_id = NULL WHERE id = $1", broken.order_id
    )
    await world.platform.database.pool.execute(
        "ALTER TABLE payments ADD CONSTRAINT stuck CHECK (status <> 'refunding') NOT VALID"
    )
    await read_all(world, stragglers(world, "stragglers"))
    assert (await world.state(sound))[0] == "paid"
    assert ("payment-arrives",) in await world.rows("SELECT queue FROM jobs")


async def test_word_of_a_payment_may_come_early_twice_and_late(world: World) -> None:
    world.provider.begins = "pending"
    goods, buyer = await world.goods(1), world.buyer()
    reserved = await world.reserve(buyer, goods)
    payment = await world.pay(buyer, reserved)
    with pytest.raises(StillPending):  # so that the job comes again
        await arrived(ForOrders(world.platform), payment.payment_id)
    assert (await world.state(reserved))[0] == "pending"
    world.provider.decide(reserved.reservation_id, "succeeded")
    purpose = ForOrders(world.platform)
    settled = await asyncio.gather(*(arrived(purpose, payment.payment_id) for _ in range(4)))
    assert {one.end for one in settled if isinstance(one, Settled)} == {"paid"}
    assert (await world.payment(payment)).status == "succeeded"
    assert await world.stock(goods) == (0, 0)


async def test_word_of_a_declined_payment_frees_the_units(world: World) -> None:
    world.provider.begins = "pending"
    goods, buyer = await world.goods(1), world.buyer()
    reserved = await world.reserve(buyer, goods)
    payment = await world.pay(buyer, reserved)
    world.provider.decide(reserved.reservation_id, "failed")
    assert await arrived(ForOrders(world.platform), payment.payment_id) is None
    assert await world.stock(goods) == (1, 0)
    assert await world.state(reserved) == ("cancelled", "unpaid", "none")
    assert (await world.payment(payment)).status == "failed"


async def test_one_declined_try_does_not_take_the_goods_from_another(world: World) -> None:
    goods, buyer = await world.goods(2), world.buyer()
    reserved = await world.reserve(buyer, goods)
    good = await world.pay(buyer, reserved)
    world.provider.begins = "failed"
    declined = await world.pay(buyer, reserved)
    assert declined.status == "failed"
    assert await world.stock(goods) == (1, 1)
    with pytest.raises(PaymentFailedProblem):
        await world.confirm(buyer, reserved, declined)
    assert (await world.confirm(buyer, reserved, good)).status == "paid"
    # The same for tries that are decided later.
    world.provider.begins = "pending"
    second = await world.reserve(buyer, goods)
    tries = [await world.pay(buyer, second) for _ in range(2)]
    first_reference, last_reference = list(world.provider.charges)[-2:]
    world.provider.decide_one(first_reference, "failed")
    assert await arrived(ForOrders(world.platform), tries[0].payment_id) is None
    assert (await world.state(second))[0] == "pending"
    world.provider.decide_one(last_reference, "failed")
    assert await arrived(ForOrders(world.platform), tries[1].payment_id) is None
    assert await world.state(second) == ("cancelled", "unpaid", "none")
    assert [(await world.payment(one)).status for one in tries] == ["failed", "failed"]


async def test_a_payment_declined_after_the_hold_ran_out_is_noted_as_failed(world: World) -> None:
    world.provider.begins = "pending"
    goods, buyer = await world.goods(1), world.buyer()
    reserved = await world.reserve(buyer, goods)
    payment = await world.pay(buyer, reserved)
    await world.end_hold(reserved)
    await world.sweep()
    world.provider.decide(reserved.reservation_id, "failed")
    with pytest.raises(PaymentFailedProblem):
        await world.confirm(buyer, reserved, payment)
    assert (await world.payment(payment)).status == "failed"
    assert await world.state(reserved) == ("cancelled", "expired", "none")


async def test_a_refund_waits_for_a_provider_that_is_away(world: World) -> None:
    goods, buyer = await world.goods(1), world.buyer()
    reserved = await world.reserve(buyer, goods)
    payment = await world.pay(buyer, reserved)
    await world.confirm(buyer, reserved, payment)
    await cancel(world.platform, Caller(buyer), order_id=reserved.order_id)
    world.provider.away = True
    with pytest.raises(ProviderAway):
        await refund(world.platform, payment.payment_id)
    assert await world.state(reserved) == ("cancelled", "refunded", "begun")
    world.provider.away = False
    await refund(world.platform, payment.payment_id)
    assert await world.state(reserved) == ("cancelled", "refunded", "done")


async def test_a_refund_the_provider_refuses_is_told_and_stays_visible(world: World) -> None:
    goods, buyer = await world.goods(1), world.buyer()
    reserved = await world.reserve(buyer, goods)
    payment = await world.pay(buyer, reserved)
    await world.confirm(buyer, reserved, payment)
    await cancel(world.platform, Caller(buyer), order_id=reserved.order_id)
    world.provider.refuses_refunds = True
    await refund(world.platform, payment.payment_id)
    assert await world.state(reserved) == ("cancelled", "refunded", "failed")
    assert (await world.payment(payment)).status == "refund-failed"
    assert (await world.events(reserved.order_id))[-1] == "order.refund.failed"


async def test_the_worker_refunds_settles_and_expires_by_itself(world: World) -> None:
    """Everything above, run by a real worker from real rows; the provider away at first."""
    goods, buyer = await world.goods(5), world.buyer()
    cancelled, left, expired = [await world.reserve(buyer, goods) for _ in range(3)]
    payment = await world.pay(buyer, cancelled)
    await world.confirm(buyer, cancelled, payment)
    await cancel(world.platform, Caller(buyer), order_id=cancelled.order_id)
    await world.pay(buyer, left)
    await world.end_hold(expired)
    world.provider.away = True
    worker = Worker(world.platform, partitions=world.partitions)
    await worker.start()
    try:

        async def asked_in_vain() -> bool:
            return world.provider.asked > 4

        async def all_done() -> bool:
            states = [await world.state(one) for one in (cancelled, left, expired)]
            return states == [
                ("cancelled", "refunded", "done"),
                ("paid", None, "none"),
                ("cancelled", "expired", "none"),
            ]

        async def no_jobs() -> bool:
            return not await world.jobs()

        await eventually(asked_in_vain, "the refund was tried while the provider was away")
        world.provider.away = False
        await eventually(all_done, "refunded, settled and expired")
        await eventually(no_jobs, "every job is ticked off")
    finally:
        await worker.stop()
    assert await world.stock(goods) == (4, 0)
    assert len(world.provider.refunded) == 1


async def test_a_job_that_ran_but_was_not_ticked_off_runs_again_harmlessly(world: World) -> None:
    """The process dies after the refund and before the job's row is gone."""
    goods, buyer = await world.goods(1), world.buyer()
    reserved = await world.reserve(buyer, goods)
    payment = await world.pay(buyer, reserved)
    await world.confirm(buyer, reserved, payment)
    await cancel(world.platform, Caller(buyer), order_id=reserved.order_id)
    await refund(world.platform, payment.payment_id)
    job = defer(RefundPayment(payment.payment_id))
    outcome = await world.platform.ledger.commit(Command((), (job,)))
    assert isinstance(outcome, Accepted)
    worker = Worker(world.platform, partitions=world.partitions)
    await worker.start()
    try:

        async def no_jobs() -> bool:
            return not await world.jobs()

        await eventually(no_jobs, "both rows are done")
    finally:
        await worker.stop()
    assert len(world.provider.refunded) == 1
    assert (await world.events(reserved.order_id)).count("order.refund.done") == 1
    assert await world.rows("SELECT 1 FROM dead_jobs") == []
