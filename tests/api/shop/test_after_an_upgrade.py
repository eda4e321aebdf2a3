"""What an earlier version answered under a key, asked again with it after the upgrade."""

import json
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any
from uuid import uuid4

import httpx
import pytest

from tests.support.market import Buyer, Market, eventually, expect, refusal
from tests.support.patience import PATIENCE
from tests.support.postgres import fetch

CUSTOMER = {"email": "customer@example.com", "password": "holdfast-customer"}


@pytest.fixture
async def buyer(market: Market) -> AsyncIterator[Buyer]:
    found = Buyer(market.url)
    expect(await found.http.post("/api/session/login", json=CUSTOMER))
    yield found
    await found.http.aclose()


async def points(buyer: Buyer) -> dict[str, Any]:
    answer = await buyer.post("/api/wallets", {"currency": "PTS"})
    wallet: dict[str, Any] = answer.json()["wallet"]
    return wallet


async def rewritten(market: Market, key: str, answer: object) -> None:
    """The key's record, as if another version had kept it."""
    kept = await fetch(
        market.database_url,
        "UPDATE ledger_idempotency SET answer = $2 WHERE key LIKE '%|' || $1 RETURNING key",
        key,
        json.dumps(answer),
    )
    assert len(kept) == 1


async def test_a_reservation_with_members_that_were_dropped_since_is_told_again(
    market: Market, buyer: Buyer
) -> None:
    goods, key = market.goods(3), str(uuid4())
    told = expect(await buyer.reserve(goods, key=key))
    old = {"reservation_id": told["reservationId"], "order_id": told["orderId"]}
    await rewritten(market, key, old | {"number": told["number"], "seats": [1]})
    again = expect(await buyer.reserve(goods, key=key))
    assert again | {"serverTime": ""} == told | {"serverTime": ""}
    assert market.stock(goods) == (2, 1)


async def test_a_top_up_that_was_kept_as_an_id_alone_is_told_again(
    market: Market, buyer: Buyer
) -> None:
    wallet, key = await points(buyer), str(uuid4())
    asked = {"walletId": wallet["id"], "amount": 5, "provider": "demo", "scenario": "late"}
    begun = expect(await buyer.post("/api/payments", asked, key))
    await rewritten(market, key, begun["paymentId"])
    again = expect(await buyer.post("/api/payments", asked, key))
    assert again["paymentId"] == begun["paymentId"]


async def test_an_answer_that_nobody_can_read_any_more_says_where_to_look(
    market: Market, buyer: Buyer
) -> None:
    """And nothing is done again."""
    goods, wallet = market.goods(9), await points(buyer)
    reserved = expect(await buyer.reserve(goods))
    paid, other = expect(await buyer.pay(reserved)), expect(await buyer.reserve(goods))
    top_up = {"walletId": wallet["id"], "amount": 5, "provider": "demo"}
    bought = {
        "paymentMethod": "wallet", "amount": 1, "currency": "PTS", "description": "a postcard",
    }  # fmt: skip
    expect(await buyer.post("/api/wallets/" + wallet["id"] + "/top-ups", {"amount": 10}))
    requests: dict[str, Callable[[str], Awaitable[httpx.Response]]] = {
        "reserve": lambda key: buyer.reserve(goods, key=key),
        "pay": lambda key: buyer.pay(other, key=key),
        "top up": lambda key: buyer.post("/api/payments", top_up, key),
        "buy": lambda key: buyer.post("/api/orders", bought, key),
    }
    expect(await buyer.create(reserved, paid))

    async def credited() -> bool:
        return bool((await points(buyer))["balance"] == 15)

    for name, request in requests.items():
        key = str(uuid4())
        assert (await request(key)).status_code in (200, 201), name
        if name == "top up":  # a late answer leaves the money to come after it
            await eventually(credited, PATIENCE, "the top-up is in the wallet")
        await rewritten(market, key, {"of": "another age"})
        before = market.stock(goods), await points(buyer)
        said = refusal(await request(key), 409, "answer-outdated")["detail"]
        assert "your orders and your wallet" in said
        assert (market.stock(goods), await points(buyer)) == before, name
