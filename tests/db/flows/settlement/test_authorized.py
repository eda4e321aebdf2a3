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
from tests.db.flows.buying import (
    a_guest,
    confirm,
    end_hold,
    new_goods,
    order_now,
    pay_for,
    payment_status,
    reserve,
    state_now,
    stock_of,
    sweep_all,
)
from tests.db.flows.purses import treasury_of
from tests.db.flows.stage import Stage, events_of
from tests.db.flows.test_worker import eventually

BANK = NextAction(redirect_url="https://bank.example/3ds/1")


@pytest.fixture(autouse=True)
def authorizes(stage: Stage) -> None:
    stage.provider.begins = "authorized"


async def test_an_authorized_payment_is_captured_when_its_buyer_asks_for_the_order(
    stage: Stage,
) -> None:
    goods, buyer = await new_goods(stage, 1), a_guest()
    reserved = await reserve(stage, buyer, goods)
    payment = await pay_for(stage, buyer, reserved)
    assert payment.status == "authorized"
    assert await state_now(stage, reserved) == ("pending", None, "none")
    assert stage.provider.captured == {}
    for _ in range(2):
        assert (await confirm(stage, buyer, reserved, payment)).status == "paid"
    assert stage.provider.captured == {f"capture/{payment.payment_id}": 500}
    assert await payment_status(stage, payment.payment_id) == "succeeded"
    assert await stock_of(stage, goods) == (0, 0)
    assert await events_of(stage, payment.payment_id) == ["payment.authorized", "payment.succeeded"]


async def test_asked_for_by_many_at_once_it_is_captured_once(stage: Stage) -> None:
    goods, buyer = await new_goods(stage, 2), a_guest()
    reserved = await reserve(stage, buyer, goods)
    payment = await pay_for(stage, buyer, reserved)
    purpose = ForOrders(stage)
    await asyncio.gather(
        *(confirm(stage, buyer, reserved, payment) for _ in range(3)),
        *(arrived(purpose, payment.payment_id) for _ in range(2)),
        *(resolve(purpose, payment.payment_id) for _ in range(2)),
    )
    assert stage.provider.captured == {f"capture/{payment.payment_id}": 500}
    assert await stock_of(stage, goods) == (1, 0)
    assert stage.provider.refunded == {}


async def test_a_buyer_who_does_not_come_back_is_settled_by_the_job(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(begin_flow, "RESOLVE_AFTER", 0.0)
    goods, buyer = await new_goods(stage, 1), a_guest()
    reserved = await reserve(stage, buyer, goods)
    await pay_for(stage, buyer, reserved)
    worker = Worker(stage, treasury_of(stage), partitions=stage.reader.partitions)
    await worker.start()

    async def paid() -> bool:
        return (await order_now(stage, reserved)).status == "paid"

    try:
        await eventually(paid, "the job captured it")
    finally:
        await worker.stop()


async def test_a_process_that_dies_before_it_keeps_the_capture_leaves_it_to_the_job(
    stage: Stage,
) -> None:
    goods, buyer = await new_goods(stage, 1), a_guest()
    reserved = await reserve(stage, buyer, goods)
    payment = await pay_for(stage, buyer, reserved)
    gate = stage.provider.hang("capture", "after")
    confirming = asyncio.create_task(confirm(stage, buyer, reserved, payment))
    await gate.reached.wait()
    confirming.cancel()
    await asyncio.wait([confirming])
    assert await payment_status(stage, payment.payment_id) == "authorized"
    gate.opened.set()
    await resolve(ForOrders(stage), payment.payment_id)
    assert await state_now(stage, reserved) == ("paid", None, "none")
    assert stage.provider.captured == {f"capture/{payment.payment_id}": 500}


async def test_a_provider_that_is_away_leaves_it_authorized(stage: Stage) -> None:
    goods, buyer = await new_goods(stage, 1), a_guest()
    reserved = await reserve(stage, buyer, goods)
    payment = await pay_for(stage, buyer, reserved)
    stage.provider.away = True
    with pytest.raises(ProviderAway):
        await resolve(ForOrders(stage), payment.payment_id)
    assert await payment_status(stage, payment.payment_id) == "authorized"
    stage.provider.away = False
    assert (await confirm(stage, buyer, reserved, payment)).status == "paid"


async def test_a_capture_that_is_refused_is_called_off_and_the_goods_go_back(stage: Stage) -> None:
    goods, buyer = await new_goods(stage, 1), a_guest()
    reserved = await reserve(stage, buyer, goods)
    payment = await pay_for(stage, buyer, reserved)
    stage.provider.refuses_captures = True
    with pytest.raises(PaymentFailedProblem):
        await confirm(stage, buyer, reserved, payment)
    assert await payment_status(stage, payment.payment_id) == "failed"
    assert await state_now(stage, reserved) == ("cancelled", "unpaid", "none")
    assert await stock_of(stage, goods) == (1, 0)


async def test_a_capture_of_another_amount_pays_nothing(stage: Stage) -> None:
    goods, buyer = await new_goods(stage, 1), a_guest()
    reserved = await reserve(stage, buyer, goods)
    payment = await pay_for(stage, buyer, reserved)
    stage.provider.short = 1
    with pytest.raises(PaymentNotFound):
        await confirm(stage, buyer, reserved, payment)
    with pytest.raises(PaymentNotFound):
        await resolve(ForOrders(stage), payment.payment_id)
    assert await state_now(stage, reserved) == ("pending", None, "none")
    assert await payment_status(stage, payment.payment_id) == "authorized"


@pytest.mark.parametrize("end", ["cancelled", "expired"])
async def test_an_authorization_for_an_order_that_is_gone_is_called_off(
    stage: Stage, end: str
) -> None:
    goods, buyer = await new_goods(stage, 1), a_guest()
    reserved = await reserve(stage, buyer, goods)
    payment = await pay_for(stage, buyer, reserved)
    if end == "cancelled":
        await cancel(stage, Caller(buyer), order_id=reserved.order_id)
    else:
        await end_hold(stage, reserved)
        await sweep_all(stage)
    await resolve(ForOrders(stage), payment.payment_id)
    assert await payment_status(stage, payment.payment_id) == "failed"
    with pytest.raises(PaymentFailedProblem):
        await confirm(stage, buyer, reserved, payment)
    assert stage.provider.captured == {}
    assert await stock_of(stage, goods) == (1, 0)
    assert (await events_of(stage, payment.payment_id))[-1] == "payment.failed"


async def test_one_that_cannot_be_called_off_is_asked_again(stage: Stage) -> None:
    goods, buyer = await new_goods(stage, 1), a_guest()
    reserved = await reserve(stage, buyer, goods)
    payment = await pay_for(stage, buyer, reserved)
    await cancel(stage, Caller(buyer), order_id=reserved.order_id)
    stage.provider.stoppable = False
    with pytest.raises(StillPending):
        await resolve(ForOrders(stage), payment.payment_id)
    stage.provider.decide(reserved.reservation_id, "succeeded")  # taken there, though nobody asked
    await resolve(ForOrders(stage), payment.payment_id)
    assert await payment_status(stage, payment.payment_id) == "refunding"


async def test_a_buyer_is_told_where_to_go_until_the_provider_has_decided(stage: Stage) -> None:
    stage.provider.begins, stage.provider.action = "pending", BANK
    goods, buyer = await new_goods(stage, 1), a_guest()
    reserved = await reserve(stage, buyer, goods)
    key = scoped_key("pay", buyer.id, "mine", b"")
    begun = [
        await begin_payment(
            stage, Caller(buyer, key=key), reserved.reservation_id, "scripted",
            method="card", origin="https://shop.example",
        )
        for _ in range(2)
    ]  # fmt: skip
    assert begun[0] == begun[1]
    assert (begun[0].status, begun[0].next_action) == ("pending", BANK)
    (asked,) = stage.provider.asked_with
    assert asked["method"] == "card"
    assert asked["return_url"] == f"https://shop.example/orders/{reserved.order_id}"
    stage.provider.decide(reserved.reservation_id, "authorized")
    await arrived(ForOrders(stage), begun[0].payment_id)
    assert await state_now(stage, reserved) == ("paid", None, "none")
    assert len(stage.provider.captured) == 1


async def test_who_asks_again_asks_with_the_same_method_and_return_address(stage: Stage) -> None:
    goods, buyer = await new_goods(stage, 1), a_guest()
    reserved = await reserve(stage, buyer, goods)
    stage.provider.away = True
    begun = await begin_payment(
        stage,
        Caller(buyer),
        reserved.reservation_id,
        "scripted",
        method="card",
        origin="https://a",
    )
    stage.provider.away = False
    await resolve(ForOrders(stage), begun.payment_id)
    (asked,) = stage.provider.asked_with
    assert (asked["method"], asked["return_url"]) == (
        "card",
        f"https://a/orders/{reserved.order_id}",
    )
    assert await state_now(stage, reserved) == ("paid", None, "none")


async def test_a_method_that_the_provider_does_not_offer_is_refused(stage: Stage) -> None:
    goods, buyer = await new_goods(stage, 1), a_guest()
    reserved = await reserve(stage, buyer, goods)
    with pytest.raises(ScenarioUnknown) as refused:
        await begin_payment(
            stage, Caller(buyer), reserved.reservation_id, "scripted", method="cheque"
        )
    assert refused.value.field == "scenario"
    assert stage.provider.asked == 0
