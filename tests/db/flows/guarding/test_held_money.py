"""A shop that charges at once takes nothing of an order that is held: its money is only set aside
until somebody has looked, and where a provider cannot wait, nobody is sent there."""

from collections.abc import Iterator

import pytest

from holdfast.flows.commit.caller import Caller, process
from holdfast.flows.fulfilment.capturing import take_for_parcels, take_looked_at
from holdfast.flows.settlement.pay import begin_payment
from holdfast.flows.staff.suspects import judge, refuse_order, release
from holdfast.fraud import OrderToBeLookedAt
from holdfast.payments.providers.yookassa import YooKassaProvider
from tests.db.flows.buying import a_customer, new_goods, order_now, pay_for, reserve
from tests.db.flows.guarding.test_suspects import rules
from tests.db.flows.settlement.part_taking import STAFF, SetAside, set_aside
from tests.db.flows.stage import Stage, jobs_due, select
from tests.support.paypal import PayPalServer
from tests.support.yookassa import YooKassaServer
from tests.support.yookassa.server import KEY, SHOP

LARGE = {"kind": "first-order", "points": 60, "amount": 1500, "currency": "EUR"}
LARGER = {**LARGE, "amount": 150_000}


@pytest.fixture(scope="module")
def paypal() -> Iterator[PayPalServer]:
    with PayPalServer.running() as running:
        yield running


async def looked_at(till: SetAside) -> None:
    """As the worker does once an order is paid."""
    caller = process("assess-order")
    await judge(till.stage, till.order.id, caller)
    await take_looked_at(till.stage, till.order.id, "r")


async def test_what_passes_is_charged_at_once(stage: Stage, paypal: PayPalServer) -> None:
    await rules(stage, LARGER)
    till = await set_aside(stage, paypal, on="payment")
    assert till.captured == []
    for _ in range(2):
        await looked_at(till)
    assert till.captured == [1500]
    assert (await till.state(), await till.moved()) == ("captured", {"captured": 1500})


async def test_of_what_is_held_nothing_is_taken_until_it_is_released(
    stage: Stage, paypal: PayPalServer
) -> None:
    await rules(stage, LARGE)
    till = await set_aside(stage, paypal, on="payment")
    await looked_at(till)
    await take_for_parcels(stage, till.payment_id, "r")
    assert (till.captured, till.held) == ([], "CREATED")
    await release(stage, STAFF, till.order.id, "Called them")
    assert "capture-payment" in await jobs_due(stage)
    await take_for_parcels(stage, till.payment_id, "r")
    assert till.captured == [1500]


async def test_what_is_refused_was_never_charged(stage: Stage, paypal: PayPalServer) -> None:
    await rules(stage, LARGE)
    till = await set_aside(stage, paypal, on="payment")
    await looked_at(till)
    await refuse_order(stage, STAFF, till.order.id, "Stolen")
    await till.runs_refunds()
    assert (till.captured, till.held, await till.state()) == ([], "VOIDED", "voided")


async def test_what_the_rules_refuse_by_its_card_was_never_charged(
    stage: Stage, paypal: PayPalServer
) -> None:
    await rules(stage, LARGER)
    till = await set_aside(stage, paypal, on="payment")
    await rules(stage, {**LARGE, "points": 100})
    await looked_at(till)
    await till.runs_refunds()
    assert (till.captured, till.held, await till.state()) == ([], "VOIDED", "voided")


async def test_a_shop_that_charges_by_parcels_waits_for_them_too(
    stage: Stage, paypal: PayPalServer
) -> None:
    await rules(stage, LARGER)
    till = await set_aside(stage, paypal)
    await looked_at(till)
    assert till.captured == []
    await till.sends(1)
    await till.takes()
    assert till.captured == [500]


async def test_who_takes_money_at_once_is_not_asked_for_an_order_that_would_be_held(
    stage: Stage,
) -> None:
    with YooKassaServer.running() as yookassa:
        provider = YooKassaProvider(SHOP, KEY, url=yookassa.url)
        stage.providers["yookassa"] = provider  # type: ignore[index]  # a dict, in tests
        await rules(stage, LARGE)
        buyer = a_customer()
        held = await reserve(stage, buyer, await new_goods(stage, 3), quantity=3)
        with pytest.raises(OrderToBeLookedAt) as refused:
            await begin_payment(
                stage, Caller(buyer), held.reservation_id, "yookassa", origin="https://shop.test"
            )
        assert refused.value.field == "provider"
        assert yookassa.calls == []
        assert (await order_now(stage, held)).status == "pending", "another way may be chosen"
        assert (await pay_for(stage, buyer, held)).status == "authorized", "set aside only"
        fine = await reserve(stage, buyer, await new_goods(stage, 1))
        begun = await begin_payment(
            stage, Caller(buyer), fine.reservation_id, "yookassa", origin="https://shop.test"
        )
        assert begun.next_action is not None
        aside = "SELECT count(*) FROM payment_captures WHERE payment_id = $1"
        assert await select(stage, aside, begun.payment_id) == [(0,)], "charged at once"
        await provider.close()
