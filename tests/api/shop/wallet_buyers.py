"""People who buy from a wallet, or are refused."""

import asyncio
from collections.abc import Callable
from typing import Any
from uuid import uuid4

import httpx

from tests.support.market import Buyer, Goods, Market, eventually, expect, refusal
from tests.support.patience import PATIENCE
from tests.support.people import PASSWORD, add_person

__all__ = [
    "NOBODYS",
    "Json",
    "Visit",
    "balance",
    "bought",
    "buy",
    "buy_later",
    "coupon",
    "decided",
    "fill",
    "logged_in",
    "member",
    "refused_for_money",
]


Json = dict[str, Any]


Visit = Callable[..., Buyer]


NOBODYS = "00000000-0000-7000-8000-000000000000"


async def logged_in(market: Market, buyer: Buyer, *, role: str = "customer") -> None:
    """The visitor logs in as somebody new."""
    email = f"{uuid4().hex}@test.example"
    await asyncio.to_thread(add_person, market.database_url, email, [role])
    expect(await buyer.post("/api/session/login", {"email": email, "password": PASSWORD}))


async def member(
    market: Market, visit: Visit, amount: int = 0, currency: str = "EUR", *, role: str = "customer"
) -> Buyer:
    """Somebody new, logged in, with so much in a wallet."""
    buyer = visit(market)
    await logged_in(market, buyer, role=role)
    if amount:
        await fill(buyer, amount, currency)
    return buyer


async def fill(buyer: Buyer, amount: int, currency: str = "EUR") -> Json:
    opened = await buyer.post("/api/wallets", {"currency": currency})
    wallet: Json = opened.json()["wallet"]
    topped = await buyer.post(f"/api/wallets/{wallet['id']}/top-ups", {"amount": amount})
    found: Json = expect(topped)["wallet"]
    return found


async def balance(buyer: Buyer, currency: str = "EUR") -> int:
    wallets = expect(await buyer.get("/api/wallets"))["wallets"]
    (found,) = [one["balance"] for one in wallets if one["currency"] == currency]
    return int(found)


async def buy(buyer: Buyer, *goods: Goods | Json, key: str | None = None, **more: Any) -> Any:
    items = [one.line() if isinstance(one, Goods) else one for one in goods]
    return await buyer.post("/api/orders", {"items": items, "paymentMethod": "wallet"} | more, key)


async def buy_later(
    buyer: Buyer, *goods: Goods, key: str | None = None, **more: Any
) -> httpx.Response:
    """Without waiting for what comes of it."""
    asked = {"items": [one.line() for one in goods], "paymentMethod": "wallet"} | more
    headers = {"Prefer": "respond-async, wait=10"}
    if key is not None:
        headers["Idempotency-Key"] = key
    return await buyer.http.post("/api/orders", json=asked, headers=headers)


async def decided(buyer: Buyer, answer: httpx.Response) -> Json:
    """The order when it is decided: at once, or soon after."""
    order: Json = answer.json().get("order", {})
    if answer.status_code == 201:
        return order
    assert expect(answer, 202)["order"]["id"] == order["id"]

    async def found() -> Json | None:
        now = expect(await buyer.get(f"/api/orders/{order['id']}"))["order"]
        return None if now["phase"] == "NEW" else now

    now: Json = await eventually(found, PATIENCE, "the order is decided")
    now.pop("timeline")
    return now


async def refused_for_money(buyer: Buyer, answer: httpx.Response) -> Json:
    """What the wallet lacked: told at once, or of the order, if the answer took a while."""
    if answer.status_code == 409:
        problem = refusal(answer, 409, "cannot-buy")
        assert "shortages" not in problem
        points: Json = problem["points"]
        assert problem["detail"]
        return points
    off = await decided(buyer, answer)
    assert off["phase"] == "CANCELLED"
    missing: Json = off["points"]
    return missing


async def bought(buyer: Buyer, *goods: Goods | Json, **more: Any) -> Json:
    """The order, paid."""
    order = await decided(buyer, await buy(buyer, *goods, **more))
    assert (order["status"], order["phase"]) == ("paid", "FINISHED"), order
    return order


async def coupon(market: Market, buyer: Buyer, **terms: Any) -> str:
    """A coupon of the buyer's, of a campaign of its own."""
    usual = {"name": "Ten off", "rule": "percent", "value": 10, "quantity": 1}
    made = market.staff.post("/api/staff/coupon-campaigns", json=usual | terms)
    campaign = expect(made, 201)["campaign"]["id"]
    given = await buyer.post(f"/api/coupon-campaigns/{campaign}/coupons", None)
    found: str = expect(given, 201)["coupon"]["id"]
    return found
