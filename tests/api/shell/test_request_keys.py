"""Idempotency-Key on paying, creating and cancelling: one key, one request, one answer."""

import asyncio
from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest

from tests.support.market import Buyer, Market, expect, refusal

Visit = Callable[..., Buyer]
REUSED = (422, "idempotency-key-reused")


async def paid_for(market: Market, buyer: Buyer) -> tuple[dict[str, Any], dict[str, Any]]:
    """A reservation and its payment."""
    reservation = expect(await buyer.reserve(market.goods(1)))
    return reservation, expect(await buyer.pay(reservation))


async def test_a_key_that_paid_for_one_reservation_pays_for_no_other(
    market: Market, visit: Visit
) -> None:
    buyer, key = visit(market), str(uuid4())
    first, second = [expect(await buyer.reserve(market.goods(1))) for _ in range(2)]
    told = expect(await buyer.pay(first, key=key))
    refusal(await buyer.pay(second, key=key), *REUSED)
    assert expect(await buyer.pay(first, key=key)) == told


async def test_a_key_that_created_one_order_creates_no_other(market: Market, visit: Visit) -> None:
    buyer, key = visit(market), str(uuid4())
    first, second = [await paid_for(market, buyer) for _ in range(2)]
    answers = await asyncio.gather(*(buyer.create(*first, key) for _ in range(4)))
    assert {expect(answer)["status"] for answer in answers} == {"paid"}
    problem = refusal(await buyer.create(*second, key), *REUSED)
    assert problem["field"] == "Idempotency-Key"
    again = await buyer.create(*first, key)
    assert again.text == answers[0].text
    unknown = {"paymentId": str(uuid4())}
    refusal(await buyer.create(second[0], unknown, key), *REUSED)
    expect(await buyer.create(*second, str(uuid4())))


async def test_a_key_that_cancelled_one_order_cancels_no_other(
    market: Market, visit: Visit
) -> None:
    buyer, key, goods = visit(market), str(uuid4()), market.goods(2)
    first, second = [expect(await buyer.reserve(goods)) for _ in range(2)]
    named = {"orderId": first["orderId"]}
    answers = await asyncio.gather(*(buyer.cancel(key, **named) for _ in range(4)))
    assert {expect(answer)["orderId"] for answer in answers} == {first["orderId"]}
    problem = refusal(await buyer.cancel(key, orderId=second["orderId"]), *REUSED)
    assert problem["field"] == "Idempotency-Key"
    assert (await buyer.cancel(key, **named)).text == answers[0].text
    refusal(await buyer.cancel(key, reservationId=first["reservationId"]), *REUSED)
    assert market.stock(goods) == (1, 1)


@pytest.mark.parametrize("route", ["create", "cancel"])
async def test_of_two_requests_at_once_with_one_key_one_is_done(
    market: Market, visit: Visit, route: str
) -> None:
    buyer = visit(market)
    for _ in range(5):
        key = str(uuid4())
        orders = [await paid_for(market, buyer) for _ in range(2)]
        if route == "create":
            sent = [buyer.create(*order, key) for order in orders]
        else:
            sent = [buyer.cancel(key, orderId=order["orderId"]) for order, _ in orders]
        answers = await asyncio.gather(*sent)
        assert sorted(answer.status_code for answer in answers) == [200, 422]
        (reused,) = [answer for answer in answers if answer.status_code == 422]
        refusal(reused, *REUSED)


async def test_a_key_is_one_persons_and_one_routes(market: Market, visit: Visit) -> None:
    buyer, stranger, key = visit(market), visit(market), str(uuid4())
    mine, theirs = await paid_for(market, buyer), await paid_for(market, stranger)
    expect(await buyer.create(*mine, key))
    expect(await stranger.create(*theirs, key))
    expect(await buyer.cancel(key, orderId=mine[0]["orderId"]))
    expect(await stranger.cancel(key, orderId=theirs[0]["orderId"]))
    expect(await buyer.reserve(market.goods(1), key=key))


async def test_a_refusal_keeps_no_key(market: Market, visit: Visit) -> None:
    buyer = visit(market)
    order = await paid_for(market, buyer)
    nobody = str(uuid4())
    refusal(await buyer.create(order[0], {"paymentId": nobody}, "a"), 404, "payment-not-found")
    expect(await buyer.create(*order, "a"))
    refusal(await buyer.cancel("b", orderId=nobody), 404, "order-not-found")
    expect(await buyer.cancel("b", orderId=order[0]["orderId"]))
    pending = expect(await buyer.reserve(market.goods(1)))
    payment = expect(await buyer.pay(pending, "late"))
    other = await paid_for(market, buyer)
    expect(await buyer.create(pending, payment, "c"), 202)
    expect(await buyer.create(*other, "c"))
    refusal(await buyer.create(pending, payment, "c"), *REUSED)
    gone = await paid_for(market, buyer)
    expect(await buyer.cancel(orderId=gone[0]["orderId"]))
    refusal(await buyer.create(*gone, "d"), 409, "order-cancelled")
    expect(await buyer.create(*await paid_for(market, buyer), "d"))
