"""Buying in a shop that is several services."""

import asyncio
from collections.abc import Callable
from uuid import uuid4

import httpx

from tests.support.market import Buyer, Goods, eventually, expect
from tests.support.patience import PATIENCE
from tests.support.server import until
from tests.support.split import SplitPremises

__all__ = [
    "Visit", "all_orders_are_asked", "answer_of", "balance", "buy", "decided", "handle_of",
    "open_wallet",
]  # fmt: skip


Visit = Callable[..., Buyer]


def answer_of(url: str) -> httpx.Response:
    """What is said there once somebody has the time: the first to ask for a document waits for it
    to be made, on a busy machine longer than the door does."""
    said: list[httpx.Response] = []

    def answered() -> bool:
        said.append(httpx.get(url, timeout=PATIENCE))
        return said[-1].status_code != 503

    until(answered, PATIENCE, f"{url} is answered")
    return said[-1]


async def all_orders_are_asked(premises: SplitPremises, visitor: Buyer) -> None:
    """Until the door asks every instance of orders, also one that it gave up for a while."""

    def asked(name: str) -> float:
        text = httpx.get(f"{premises.split.url_of(name)}/metrics", timeout=PATIENCE).text
        lines = [one for one in text.splitlines() if 'route="/api/config"' in one]
        return sum(float(one.rsplit(" ", 1)[1]) for one in lines if "requests_total" in one)

    before = {name: asked(name) for name in premises.split.names("orders")}

    async def all_of_them() -> bool:
        await asyncio.gather(*(visitor.get("/api/config") for _ in range(10)))
        return all(asked(name) > before[name] for name in before)

    await eventually(all_of_them, PATIENCE, "every instance of orders is asked")


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
