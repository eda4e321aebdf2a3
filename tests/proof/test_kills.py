"""Whatever is killed, what was promised is kept."""

import asyncio
from collections.abc import Callable, Iterator
from contextlib import ExitStack

import pytest

from tests.proof.audited import audit
from tests.proof.cards import charge_through_kills
from tests.proof.kills import KINDS, kill_worker, opened_ordeal, run
from tests.support.length import LONG
from tests.support.market import Buyer, Market, eventually, expect
from tests.support.stripe import StripeServer

EACH = [pytest.param([kind], 20, id=kind) for kind in KINDS]
ORDEALS = [
    *(EACH if LONG else []),
    pytest.param(list(KINDS), 5 if LONG else 1, id="every kind in a row"),
]
"""Who is killed, and how many times each. What one of a kind loses is lost in a row too."""


@pytest.fixture(scope="module")
def stripe() -> Iterator[StripeServer]:
    with StripeServer.running() as running:
        yield running


@pytest.fixture(scope="module")
def mortal(stripe: StripeServer) -> Iterator[Market]:
    with ExitStack() as stack:
        yield opened_ordeal(stack, stripe.settings)


@pytest.mark.timeout(1800 if LONG else 600)
@pytest.mark.parametrize(("kinds", "rounds"), ORDEALS)
async def test_what_was_acknowledged_survives_kills_of(
    mortal: Market, kinds: list[str], rounds: int
) -> None:
    print(await run(mortal, kinds, rounds, seed=7))


@pytest.mark.timeout(600)
async def test_a_killed_worker_neither_loses_nor_repeats_a_payment_or_a_refund(
    mortal: Market, visit: Callable[..., Buyer]
) -> None:
    """Killed between a payment and its order, and between a cancel and its refund."""
    goods = mortal.goods(40)
    buyers = [visit(mortal) for _ in range(20)]
    reserved = [expect(await buyer.reserve(goods)) for buyer in buyers]
    scenarios = ["success", "duplicate"] * 10
    paid = await asyncio.gather(
        *(
            buyer.pay(one, scenario)
            for buyer, one, scenario in zip(buyers, reserved, scenarios, strict=True)
        )
    )
    await kill_worker(mortal)
    assert {answer.status_code for answer in paid} == {200}
    await asyncio.to_thread(mortal.server.wait_ready)

    async def all_are(status: str, refund: str) -> bool:
        orders = await asyncio.gather(
            *(buyer.order(one) for buyer, one in zip(buyers, reserved, strict=True))
        )
        return all((order["status"], order["refund"]) == (status, refund) for order in orders)

    await eventually(lambda: all_are("paid", "none"), 120, "every payment made its order")
    assert mortal.stock(goods) == (20, 0)
    cancelled = await asyncio.gather(
        *(buyer.cancel(orderId=one["orderId"]) for buyer, one in zip(buyers, reserved, strict=True))
    )
    await kill_worker(mortal)
    assert {answer.status_code for answer in cancelled} == {200}
    await asyncio.to_thread(mortal.server.wait_ready)
    # What the killed process was just doing is leased to it for a minute.
    await eventually(lambda: all_are("cancelled", "done"), 120, "every refund is done")
    assert mortal.stock(goods) == (40, 0)
    for buyer, one in zip(buyers, reserved, strict=True):
        what = [moment["what"] for moment in (await buyer.order(one))["timeline"]]
        assert [what.count(step) for step in ("paid", "refundBegun", "refunded")] == [1, 1, 1]
    audit(mortal)


@pytest.mark.timeout(1800 if LONG else 600)
async def test_a_card_that_was_charged_has_its_order_or_its_refund(
    mortal: Market, stripe: StripeServer
) -> None:
    till, ends = await charge_through_kills(
        mortal,
        stripe,
        checkouts=200 if LONG else 15,
        rounds=2 if LONG else 1,
        seed=9,
        hurried=not LONG,
    )
    print(till, dict(ends))
    assert ends["has its order"]
    assert ends["not charged"]
