"""Over HTTP: who cancels or refunds an order says whether its repeat order ends with it."""

from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest

from tests.api.shop.wallet_buyers import member
from tests.support.market import Buyer, Market, expect, refusal
from tests.support.repeating import a_repeat

Visit = Callable[..., Buyer]


async def _state(buyer: Buyer, one: dict[str, Any]) -> tuple[str, str]:
    found = expect(await buyer.get(f"/api/repeat-orders/{one['id']}"))
    return found["status"], found["reason"]


@pytest.mark.parametrize(
    ("said", "state"),
    [
        ({}, ("ended", "order")),
        ({"endRepeat": True}, ("ended", "asked")),
        ({"endRepeat": False}, ("active", "")),
    ],
)
async def test_a_buyer_who_cancels_the_first_order_ends_it_or_says_not(
    market: Market, visit: Visit, said: dict[str, bool], state: tuple[str, str]
) -> None:
    buyer = await member(market, visit)
    one = await a_repeat(market, buyer)
    for path in ("/api/orders/cancel", f"/api/orders/{one['orderId']}/cancel"):
        by_id = {"orderId": one["orderId"]} if path.endswith("s/cancel") else {}
        expect(await buyer.post(path, by_id | said, uuid4().hex))
    assert await _state(buyer, one) == state


async def test_staff_who_refund_end_it_with_that_in_one_request(
    market: Market, visit: Visit
) -> None:
    buyer = await member(market, visit)
    one = await a_repeat(market, buyer)
    path = f"/api/staff/orders/{one['orderId']}/refund"
    asked = {"amount": 10, "reason": "a scratch"}
    expect(market.staff.post(path, json=asked))
    assert await _state(buyer, one) == ("active", "")
    too_much = asked | {"amount": 10**6, "endRepeat": True}
    refusal(market.staff.post(path, json=too_much), 409, "refund-too-large")
    assert await _state(buyer, one) == ("active", ""), "refused as one"
    expect(market.staff.post(path, json=asked | {"endRepeat": True}))
    assert await _state(buyer, one) == ("ended", "order")
