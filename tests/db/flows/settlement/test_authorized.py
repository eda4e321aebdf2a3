"""A payment that its provider only authorizes is captured for an order that waits for it, once, and
called off for one that is gone."""

import asyncio

import pytest

import holdfast.flows.payments.begin as begin_flow
from holdfast.flows.commit.caller import Caller
from holdfast.flows.commit.idempotency import scoped_key
from holdfast.flows.commit.refusals import (
    PaymentFailedProblem,
    PaymentNotFound,
    ProviderAway,
    ScenarioUnknown,
)
from holdfast.flows.ending.cancel import cancel
from holdfast.flows.payments.resolve import StillPending, arrived, resolve
from holdfast.flows.settlement.for_orders import ForOrders
from holdfast.flows.settlement.pay import begin_payment
from holdfast.payments import NextAction
from holdfast.worker import Worker
from tests.db.flows.conftest import World
from tests.db.flows.test_worker import eventually

BANK = NextAction(redirect_url="https://bank.example/3ds/1")


@pytest.fixture(autouse=True)
def authorizes(world: World) -> None:
    world.provider.begins = "authorized"


async def test_an_authorized_payment_is_captured_when_its_buyer_asks_for_the_order(
    world: World,
) -> None:
    goods, buyer = await world.goods(1), world.buyer()
    reserved = await world.reserve(buyer, goods)
    payment = await world.pay(buyer, reserved)
    assert payment.status == "authorized"
    assert await world.state(reserved) == ("pending", None, "none")
    assert world.provider.captured == {}
    for _ in range(2):
        assert (await world.confirm(buyer, reserved, payment)).status == "paid"
    assert world.provider.captured == {f"capture/{payment.payment_id}": 500}
    assert await world.payment_status(payment.payment_id) == "succeeded"
    assert await world.stock(goods) == (0, 0)
    assert await world.events(payment.payment_id) == ["payment.authorized", "payment.succeeded"]


async def test_asked_for_by_many_at_once_it_is_captured_once(world: World) -> None:
    goods, buyer = await world.goods(2), world.buyer()
    reserved = await world.reserve(buyer, goods)
    payment = await world.pay(buyer, reserved)
    purpose = ForOrders(world.platform)
    await asyncio.gather(
        *(world.confirm(buyer, reserved, payment) for _ in range(3)),
        *(arrived(purpose, payment.payment_id) for _ in range(2)),
        *(resolve(purpose, payment.payment_id) for _ in range(2)),
    )
    assert world.provider.captured == {f"capture/{payment.payment_id}": 500}
    assert await world.stock(goods) == (1, 0)
    assert world.provider.refunded == {}


async def test_a_buyer_who_does_not_come_back_is_settled_by_the_job(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(begin_flow, "RESOLVE_AFTER", 0.0)
    goods, buyer = await world.goods(1), world.buyer()
    reserved = await world.reserve(buyer, goods)
    await world.pay(buyer, reserved)
    worker = Worker(world.platform, world.treasury, partitions=world.partitions)
    await worker.start()

    async def paid() -> bool:
        return (await world.order(reserved)).status == "paid"

    try:
        await eventually(paid, "the job captured it")
    finally:
        await worker.stop()


async def test_a_process_that_dies_before_it_keeps_the_capture_leaves_it_to_the_job(
    world: World,
) -> None:
    goods, buyer = await world.goods(1), world.buyer()
    reserved = await world.reserve(buyer, goods)
    payment = await world.pay(buyer, reserved)
    gate = world.provider.hang("capture", "after")
    confirming = asyncio.create_task(world.confirm(buyer, reserved, payment))
    await gate.reached.wait()
    confirming.cancel()
    await asyncio.wait([confirming])
    assert await world.payment_status(payment.payment_id) == "authorized"
    gate.opened.set()
    await resolve(ForOrders(world.platform), payment.payment_id)
    assert await world.state(reserved) == ("paid", None, "none")
    assert world.provider.captured == {f"capture/{payment.payment_id}": 500}


async def test_a_provider_that_is_away_leaves_it_authorized(world: World) -> None:
    goods, buyer = await world.goods(1), world.buyer()
    reserved = await world.reserve(buyer, goods)
    payment = await world.pay(buyer, reserved)
    world.provider.away = True
    with pytest.raises(ProviderAway):
        await resolve(ForOrders(world.platform), payment.payment_id)
    assert await world.payment_status(payment.payment_id) == "authorized"
    world.provider.away = False
    assert (await world.confirm(buyer, reserved, payment)).status == "paid"


async def test_a_capture_that_is_refused_is_called_off_and_the_goods_go_back(world: World) -> None:
    goods, buyer = await world.goods(1), world.buyer()
    reserved = await world.reserve(buyer, goods)
    payment = await world.pay(buyer, reserved)
    world.provider.refuses_captures = True
    with pytest.raises(PaymentFailedProblem):
        await world.confirm(buyer, reserved, payment)
    assert await world.payment_status(payment.payment_id) == "failed"
    assert await world.state(reserved) == ("cancelled", "unpaid", "none")
    assert await world.stock(goods) == (1, 0)


async def test_a_capture_of_another_amount_pays_nothing(world: World) -> None:
    goods, buyer = await world.goods(1), world.buyer()
    reserved = await world.reserve(buyer, goods)
    payment = await world.pay(buyer, reserved)
    world.provider.short = 1
    with pytest.raises(PaymentNotFound):
        await world.confirm(buyer, reserved, payment)
    with pytest.raises(PaymentNotFound):
        await resolve(ForOrders(world.platform), payment.payment_id)
    assert await world.state(reserved) == ("pending", None, "none")
    assert await world.payment_status(payment.payment_id) == "authorized"


@pytest.mark.parametrize("end", ["cancelled", "expired"])
async def test_an_authorization_for_an_order_that_is_gone_is_called_off(
    world: World, end: str
) -> None:
    goods, buyer = await world.goods(1), world.buyer()
    reserved = await world.reserve(buyer, goods)
    payment = await world.pay(buyer, reserved)
    if end == "cancelled":
        await cancel(world.platform, Caller(buyer), order_id=reserved.order_id)
    else:
        await world.end_hold(reserved)
        await world.sweep()
    await resolve(ForOrders(world.platform), payment.payment_id)
    assert await world.payment_status(payment.payment_id) == "failed"
    with pytest.raises(PaymentFailedProblem):
        await world.confirm(buyer, reserved, payment)
    assert world.provider.captured == {}
    assert await world.stock(goods) == (1, 0)
    assert (await world.events(payment.payment_id))[-1] == "payment.failed"


async def test_one_that_cannot_be_called_off_is_asked_again(world: World) -> None:
    goods, buyer = await world.goods(1), world.buyer()
    reserved = await world.reserve(buyer, goods)
    payment = await world.pay(buyer, reserved)
    await cancel(world.platform, Caller(buyer), order_id=reserved.order_id)
    world.provider.stoppable = False
    with pytest.raises(StillPending):
        await resolve(ForOrders(world.platform), payment.payment_id)
    world.provider.decide(reserved.reservation_id, "succeeded")  # taken there, though nobody asked
    await resolve(ForOrders(world.platform), payment.payment_id)
    assert await world.payment_status(payment.payment_id) == "refunding"


async def test_a_buyer_is_told_where_to_go_until_the_provider_has_decided(world: World) -> None:
    world.provider.begins, world.provider.action = "pending", BANK
    goods, buyer = await world.goods(1), world.buyer()
    reserved = await world.reserve(buyer, goods)
    key = scoped_key("pay", buyer.id, "mine", b"")
    begun = [
        await begin_payment(
            world.platform, Caller(buyer, key=key), reserved.reservation_id, "scripted",
            method="card", origin="https://shop.example",
        )
        for _ in range(2)
    ]  # fmt: skip
    assert begun[0] == begun[1]
    assert (begun[0].status, begun[0].next_action) == ("pending", BANK)
    (asked,) = world.provider.asked_with
    assert asked["method"] == "card"
    assert asked["return_url"] == f"https://shop.example/orders/{reserved.order_id}"
    world.provider.decide(reserved.reservation_id, "authorized")
    await arrived(ForOrders(world.platform), begun[0].payment_id)
    assert await world.state(reserved) == ("paid", None, "none")
    assert len(world.provider.captured) == 1


async def test_who_asks_again_asks_with_the_same_method_and_return_address(world: World) -> None:
    goods, buyer = await world.goods(1), world.buyer()
    reserved = await world.reserve(buyer, goods)
    world.provider.away = True
    begun = await begin_payment(
        world.platform,
        Caller(buyer),
        reserved.reservation_id,
        "scripted",
        method="card",
        origin="https://a",
    )
    world.provider.away = False
    await resolve(ForOrders(world.platform), begun.payment_id)
    (asked,) = world.provider.asked_with
    assert (asked["method"], asked["return_url"]) == (
        "card",
        f"https://a/orders/{reserved.order_id}",
    )
    assert await world.state(reserved) == ("paid", None, "none")


async def test_a_method_that_the_provider_does_not_offer_is_refused(world: World) -> None:
    goods, buyer = await world.goods(1), world.buyer()
    reserved = await world.reserve(buyer, goods)
    with pytest.raises(ScenarioUnknown) as refused:
        await begin_payment(
            world.platform, Caller(buyer), reserved.reservation_id, "scripted", method="cheque"
        )
    assert refused.value.field == "scenario"
    assert world.provider.asked == 0
