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
from tests.db.flows.conftest import World
from tests.db.flows.test_worker import eventually

Ending = Callable[[World, Principal, Placed], Awaitable[None]]


async def the_buyer_cancels(world: World, buyer: Principal, reserved: Placed) -> None:
    await cancel(world.platform, Caller(buyer), order_id=reserved.order_id)


async def it_expires(world: World, buyer: Principal, reserved: Placed) -> None:
    await world.end_hold(reserved)
    await world.sweep()


async def consume(world: World) -> None:
    async with world.platform.database.transaction() as connection:
        await open_era(connection)
    consumer = Consumer("call-off-payments", CALL_OFF_TYPES, call_off_payments)
    await drain(consumer, world.platform.database)


@pytest.mark.parametrize("ends", [the_buyer_cancels, it_expires])
async def test_a_worker_calls_off_what_is_pending_when_the_order_ends(
    world: World, ends: Ending
) -> None:
    world.provider.begins = "pending"
    goods, buyer = await world.goods(1), world.buyer()
    reserved = await world.reserve(buyer, goods)
    begun = await world.pay(buyer, reserved)
    worker = Worker(world.platform, partitions=world.partitions)
    await worker.start()
    try:
        await ends(world, buyer, reserved)

        async def called_off() -> bool:
            return await world.payment_status(begun.payment_id) == "failed"

        await eventually(called_off, "the provider was told")
    finally:
        await worker.stop()
    (charge,) = world.provider.charges.values()
    assert charge.status == "failed"
    assert await world.events(begun.payment_id) == ["payment.failed"]
    assert await world.stock(goods) == (1, 0)


async def test_it_is_called_off_once_however_often_the_job_comes(world: World) -> None:
    world.provider.begins = "pending"
    goods, buyer = await world.goods(1), world.buyer()
    reserved = await world.reserve(buyer, goods)
    tries = [await world.pay(buyer, reserved) for _ in range(2)]
    await the_buyer_cancels(world, buyer, reserved)
    await consume(world)
    assert await world.jobs() == ["resolve-payment"] * 2
    for begun in tries * 2:
        await resolve(ForOrders(world.platform), begun.payment_id)
    assert world.provider.calls["fail"] == 2
    assert [await world.payment_status(one.payment_id) for one in tries] == ["failed"] * 2
    assert await world.state(reserved) == ("cancelled", "buyer", "none")


async def test_an_order_whose_payments_are_decided_leaves_no_job(world: World) -> None:
    goods, buyer = await world.goods(2), world.buyer()
    for ends in (the_buyer_cancels, it_expires):
        reserved = await world.reserve(buyer, goods)
        await world.pay(buyer, reserved)
        await ends(world, buyer, reserved)
    await consume(world)
    assert await world.jobs() == []


async def test_money_that_was_taken_before_it_could_be_called_off_goes_back(world: World) -> None:
    world.provider.begins = "pending"
    goods, buyer = await world.goods(1), world.buyer()
    reserved = await world.reserve(buyer, goods)
    begun = await world.pay(buyer, reserved)
    await the_buyer_cancels(world, buyer, reserved)
    world.provider.decide(reserved.reservation_id, "succeeded")
    await resolve(ForOrders(world.platform), begun.payment_id)
    assert await world.state(reserved) == ("cancelled", "buyer", "begun")
    await refund(world.platform, begun.payment_id)
    assert await world.state(reserved) == ("cancelled", "buyer", "done")
    assert world.provider.refunded == {f"refund/{begun.payment_id}": 500}


async def test_what_cannot_be_called_off_stays_pending_until_the_provider_decides(
    world: World,
) -> None:
    world.provider.begins = "pending"
    world.provider.stoppable = False
    goods, buyer = await world.goods(1), world.buyer()
    reserved = await world.reserve(buyer, goods)
    begun = await world.pay(buyer, reserved)
    await it_expires(world, buyer, reserved)
    with pytest.raises(StillPending):
        await resolve(ForOrders(world.platform), begun.payment_id)
    assert await world.payment_status(begun.payment_id) == "pending"
    world.provider.decide(reserved.reservation_id, "succeeded")
    await resolve(
        ForOrders(world.platform), begun.payment_id
    )  # late, and the unit is free: a rescue
    assert await world.state(reserved) == ("paid", None, "none")


async def test_a_payment_nobody_heard_of_is_found_and_called_off(world: World) -> None:
    """The provider took it and its answer was lost; then the buyer cancelled."""
    world.provider.begins = "pending"
    goods, buyer = await world.goods(1), world.buyer()
    reserved = await world.reserve(buyer, goods)
    world.provider.away = True
    begun = await world.pay(buyer, reserved)
    await the_buyer_cancels(world, buyer, reserved)
    world.provider.away = False
    with pytest.raises(StillPending):  # one call to the provider a run: now it is known
        await resolve(ForOrders(world.platform), begun.payment_id)
    await resolve(ForOrders(world.platform), begun.payment_id)
    (charge,) = world.provider.charges.values()
    assert charge.status == "failed"
    assert await world.payment_status(begun.payment_id) == "failed"


async def test_a_second_payment_of_a_paid_order_is_called_off(world: World) -> None:
    goods, buyer = await world.goods(1), world.buyer()
    reserved = await world.reserve(buyer, goods)
    world.provider.begins = "pending"
    left = await world.pay(buyer, reserved)
    world.provider.begins = "succeeded"
    await world.confirm(buyer, reserved, await world.pay(buyer, reserved))
    await resolve(ForOrders(world.platform), left.payment_id)
    assert await world.payment_status(left.payment_id) == "failed"
    assert await world.state(reserved) == ("paid", None, "none")


async def test_every_payment_says_when_it_was_settled(world: World) -> None:
    """Taken or declined, at once or later; taken too late; given back."""
    goods, buyer = await world.goods(9), world.buyer()
    provider = world.provider
    for begins, decided in [
        ("succeeded", None), ("failed", None), ("pending", "failed"), ("pending", "succeeded"),
    ]:  # fmt: skip
        provider.begins = begins  # type: ignore[assignment]
        reserved = await world.reserve(buyer, goods)
        begun = await world.pay(buyer, reserved)
        if decided is not None:
            provider.decide(reserved.reservation_id, decided)  # type: ignore[arg-type]
            await resolve(ForOrders(world.platform), begun.payment_id)
    provider.begins = "pending"
    late = await world.reserve(buyer, goods)
    begun = await world.pay(buyer, late)
    await the_buyer_cancels(world, buyer, late)
    provider.decide(late.reservation_id, "succeeded")
    await resolve(ForOrders(world.platform), begun.payment_id)
    await world.pay(buyer, await world.reserve(buyer, goods))  # and one that nobody has decided
    rows = await world.rows("SELECT status, settled_at IS NOT NULL FROM payments ORDER BY id")
    assert rows == [
        ("succeeded", True), ("failed", True), ("failed", True), ("succeeded", True),
        ("refunding", True), ("pending", False),
    ]  # fmt: skip
