"""Buying in a shop that is several services."""

from collections.abc import Callable
from uuid import uuid4

from tests.support.market import Buyer, Goods, eventually, expect
from tests.support.patience import PATIENCE

__all__ = ["Visit", "balance", "buy", "decided", "handle_of", "open_wallet"]


Visit = Callable[..., Buyer]


def handle_of(buyer: Buyer) -> str:
    return str(buyer.http.headers["X-User-Id"])


async def open_wallet(buyer: Buyer, amount: int = 0) -> str:
    opened = await buyer.post("/api/wallets", {"currency": "EUR"})
    assert opened.status_code in (200, 201), opened.text
    wallet = str(opened.json()["wallet"]["id"])
    if amount:
        expect(await buyer.post(f"/api/wallets/{wallet}/top-ups", {"amount": amount}))
    return wallet


async def balance(buyer: Buyer, wallet: str) -> int:
    found = expect(await buyer.get(f"/api/wallets/{wallet}"))["wallet"]["balance"]
    return int(found)


async def buy(buyer: Buyer, goods: Goods, quantity: int = 1) -> str:
    """The id of an order paid from the wallet; taken, not decided yet."""
    asked = {"items": [goods.line(quantity)], "paymentMethod": "wallet"}
    headers = {"Prefer": "respond-async", "Idempotency-Key": uuid4().hex}
    answer = await buyer.http.post("/api/orders", json=asked, headers=headers)
    return str(expect(answer, 202)["order"]["id"])


async def decided(buyer: Buyer, order: str, seconds: float = PATIENCE) -> dict[str, str]:
    async def known() -> dict[str, str] | None:
        found = (await buyer.get(f"/api/orders/{order}")).json().get("order")
        return found if found is not None and found["phase"] != "NEW" else None

    found: dict[str, str] = await eventually(known, seconds, "the order is decided")
    return found
