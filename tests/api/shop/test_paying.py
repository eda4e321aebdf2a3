"""POST /api/payments and /api/orders/create: refusals and repetitions."""

import asyncio
from collections.abc import Callable
from uuid import uuid4

import httpx

from tests.support.market import Buyer, Market, eventually, expect, refusal
from tests.support.patience import PATIENCE

Visit = Callable[..., Buyer]
NOBODY = "00000000-0000-7000-8000-000000000000"


async def test_unknown_providers_and_scenarios_are_named(market: Market, visit: Visit) -> None:
    buyer = visit(market)
    reservation = expect(await buyer.reserve(market.goods(1)))
    asked = {"reservationId": reservation["reservationId"], "provider": "stripe"}
    assert refusal(await buyer.post("/api/payments", asked), 422, "provider-unknown")["field"]
    refusal(await buyer.pay(reservation, "miracle"), 422, "scenario-unknown")
    for wrong in ({}, {**asked, "reservationId": "x"}, {**asked, "provider": ""}, {"provider": 1}):
        refusal(await buyer.post("/api/payments", wrong), 422, "invalid-request")


def test_the_demo_provider_exists_only_under_demo(client: httpx.Client) -> None:
    providers = client.get("/api/config").json()["providers"]
    assert [one["name"] for one in providers] == ["manual"]
    asked = {"reservationId": NOBODY, "provider": "demo"}
    refusal(client.post("/api/payments", json=asked), 422, "provider-unknown")


async def test_a_reservation_that_is_not_mine_is_not_found(market: Market, visit: Visit) -> None:
    buyer, stranger = visit(market), visit(market)
    reservation = expect(await buyer.reserve(market.goods(1)))
    refusal(await stranger.pay(reservation), 404, "reservation-not-found")
    refusal(await buyer.pay({"reservationId": NOBODY}), 404, "reservation-not-found")


async def test_forged_and_foreign_payments_are_not_found(market: Market, visit: Visit) -> None:
    goods = market.goods(5)
    buyer, stranger = visit(market), visit(market)
    mine = expect(await buyer.reserve(goods))
    second = expect(await buyer.reserve(goods))
    theirs = expect(await stranger.reserve(goods))
    payment = expect(await buyer.pay(mine))
    foreign = expect(await stranger.pay(theirs))
    for reservation, paid in (
        (mine, {"paymentId": NOBODY}),  # forged
        (mine, {"paymentId": "payment_xxx"}),  # and not even well
        (mine, foreign),  # another's payment
        (second, payment),  # my payment, for another reservation: it serves one
    ):
        refusal(await buyer.create(reservation, paid), 404, "payment-not-found")
    refusal(await stranger.create(mine, payment), 404, "payment-not-found")
    assert (await buyer.order(second))["status"] == "pending"


async def test_a_declined_payment_is_402_and_stays_so(market: Market, visit: Visit) -> None:
    goods = market.goods(1)
    buyer, rival = visit(market), visit(market)
    reservation = expect(await buyer.reserve(goods))
    payment = expect(await buyer.pay(reservation, "decline"))
    expect(await rival.reserve(goods))  # the units are back at once
    for _ in range(2):
        refusal(await buyer.create(reservation, payment), 402, "payment-failed")
    refusal(await buyer.pay(reservation), 409, "order-cancelled")


async def test_a_pending_payment_is_202_and_can_be_called_off(market: Market, visit: Visit) -> None:
    goods = market.goods(1)
    buyer = visit(market)
    reservation = expect(await buyer.reserve(goods))
    payment = expect(await buyer.pay(reservation, "late"))
    for _ in range(2):
        pending = expect(await buyer.create(reservation, payment), 202)
        assert (pending["success"], pending["status"]) == (False, "pending")
    expect(await buyer.cancel(orderId=reservation["orderId"]))
    assert market.stock(goods) == (1, 0)
    order = await buyer.order(reservation)
    assert (order["status"], order["reason"], order["refund"]) == ("cancelled", "buyer", "none")


async def test_an_authorized_payment_is_taken_with_the_order(market: Market, visit: Visit) -> None:
    goods = market.goods(2)
    buyer = visit(market)
    reservation = expect(await buyer.reserve(goods))
    payment = expect(await buyer.pay(reservation, "authorize"))
    assert payment == {"paymentId": payment["paymentId"], "status": "authorized"}
    waiting = await buyer.order(reservation)
    assert (waiting["status"], waiting["awaits"]) == ("pending", "provider")
    for _ in range(2):
        assert expect(await buyer.create(reservation, payment))["status"] == "paid"
    assert market.stock(goods) == (1, 0)


async def test_an_authorized_payment_of_a_cancelled_order_is_called_off(
    market: Market, visit: Visit
) -> None:
    goods = market.goods(1)
    buyer = visit(market)
    reservation = expect(await buyer.reserve(goods))
    payment = expect(await buyer.pay(reservation, "authorize"))
    expect(await buyer.cancel(orderId=reservation["orderId"]))
    refusal(await buyer.create(reservation, payment), 402, "payment-failed")
    order = await buyer.order(reservation)
    assert (order["status"], order["reason"], order["refund"]) == ("cancelled", "buyer", "none")
    assert market.stock(goods) == (1, 0)


async def test_a_buyer_is_sent_to_the_bank_and_back_to_the_order(
    market: Market, visit: Visit
) -> None:
    goods = market.goods(1)
    buyer = visit(market)
    reservation = expect(await buyer.reserve(goods))
    key = str(uuid4())
    begun = [expect(await buyer.pay(reservation, "redirect", key=key)) for _ in range(2)]
    assert begun[0] == begun[1]
    page = begun[0]["nextAction"]["redirectUrl"]
    assert page == f"{market.url}/orders/{reservation['orderId']}"
    assert begun[0]["status"] == "pending"
    assert (await buyer.order(reservation))["nextAction"] == {"redirectUrl": page}

    async def paid() -> bool:
        return bool((await buyer.order(reservation))["status"] == "paid")

    await eventually(paid, PATIENCE, "the bank approved it")
    assert (await buyer.order(reservation))["nextAction"] is None
    assert market.stock(goods) == (0, 0)


async def test_paying_twice_is_refused(market: Market, visit: Visit) -> None:
    buyer = visit(market)
    reservation = await buyer.buy(market.goods(1))
    refusal(await buyer.pay(reservation), 409, "already-paid")


async def test_of_two_payments_the_second_goes_back(market: Market, visit: Visit) -> None:
    """Two tabs pay at once: one pays, the other is told that its money is on its way back."""
    goods = market.goods(2)
    buyer = visit(market)
    reservation = expect(await buyer.reserve(goods))
    first, second = [expect(await buyer.pay(reservation)) for _ in range(2)]
    answers = await asyncio.gather(*(buyer.create(reservation, one) for one in (first, second)))
    assert sorted(answer.status_code for answer in answers) == [200, 409]
    (refused,) = [answer for answer in answers if answer.status_code == 409]
    assert refusal(refused, 409, "already-paid")["refund"] == "begun"
    assert market.stock(goods) == (1, 0)


async def test_with_a_key_a_repeated_payment_is_the_same(market: Market, visit: Visit) -> None:
    buyer = visit(market)
    reservation = expect(await buyer.reserve(market.goods(1)))
    key = str(uuid4())
    answers = await asyncio.gather(*(buyer.pay(reservation, key=key) for _ in range(6)))
    payments = [expect(answer) for answer in answers]
    assert len({payment["paymentId"] for payment in payments}) == 1
    expect(await buyer.create(reservation, payments[0]))
    assert expect(await buyer.pay(reservation, key=key)) == payments[0]
    refusal(await buyer.pay(reservation, "decline", key=key), 422, "idempotency-key-reused")


async def test_creating_again_with_and_without_a_key_is_the_same_order(
    market: Market, visit: Visit
) -> None:
    goods = market.goods(3)
    buyer = visit(market)
    reservation = expect(await buyer.reserve(goods))
    payment = expect(await buyer.pay(reservation))
    answers = await asyncio.gather(
        *(buyer.create(reservation, payment, key) for key in (None, "k1", "k1", "k2", None))
    )
    answers.append(await buyer.create(reservation, payment))
    assert {answer.text for answer in answers} == {answers[0].text}
    expect(answers[0])
    assert market.stock(goods) == (2, 0)


async def test_a_reservation_that_is_over_cannot_be_paid(
    hasty_market: Market, visit: Visit
) -> None:
    goods = hasty_market.goods(1)
    buyer = visit(hasty_market)
    reservation = expect(await buyer.reserve(goods))
    async with hasty_market.watch() as watcher:
        await watcher.subscribe()
        await watcher.until(lambda: watcher.known[goods.variant_id]["stock"] == 1)
    refusal(await buyer.pay(reservation), 410, "reservation-expired")
    order = await buyer.order(reservation)
    assert (order["status"], order["reason"], order["refund"]) == ("cancelled", "expired", "none")
