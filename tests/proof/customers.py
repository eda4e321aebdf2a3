"""Customers of the shop in its services: each has a typed user id, a wallet (or none) and a page
that follows their orders; together they order at a steady pace, whatever breaks meanwhile.
"""

import asyncio
import logging
import random
import time
from collections.abc import AsyncIterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from dataclasses import dataclass, field
from typing import Any, Final, Literal, TypeAlias
from uuid import uuid4

import aiohttp

from tests.support.live import OrderWatcher
from tests.support.market import PRICE, Goods

__all__ = ["CURRENCY", "Customer", "Kind", "Ordered", "Page", "customers", "keep_ordering", "pages"]

CURRENCY: Final = "EUR"
PATIENCE: Final = 90.0  # seconds in which an order is taken in the end, however often it is asked
logging.getLogger("engineio.client").setLevel(logging.CRITICAL)  # a cut connection is no news here
TRY: Final = aiohttp.ClientTimeout(total=15)
RICH, POOR = 10_000_000, PRICE - 1
WITHOUT_GOODS: Final = 0.1  # of the orders

Kind: TypeAlias = Literal["rich", "poor", "no wallet"]
Json: TypeAlias = dict[str, Any]


@dataclass
class Ordered:
    """An order that was taken: how long that took, and when it had been asked for (time.time)."""

    id: str
    asked_at: float
    seconds: float
    tries: int


@dataclass
class Customer:
    """``poor`` can pay for nothing."""

    handle: str
    kind: Kind
    wallet: str = ""
    orders: list[Ordered] = field(default_factory=list)

    @property
    def filled(self) -> int:
        return {"rich": RICH, "poor": POOR, "no wallet": 0}[self.kind]


class Page(OrderWatcher):
    """A page that is open all the time: when its socket goes, it comes back and asks again. It
    notes when it first saw each order decided."""

    def __init__(self, url: str, customer: Customer) -> None:
        super().__init__(f"{url}?userId={customer.handle}", {})
        self.customer = customer
        self.decided_at: dict[str, float] = {}
        self.client.reconnection = True
        self.client.reconnection_delay = 0.2
        self.client.reconnection_delay_max = 1
        self.client.on("connect", self._connected)

    async def _connected(self) -> None:
        with suppress(Exception):  # gone again: then it connects once more
            await self.client.emit("subscribe:orders")

    def _fold(self, one: Json) -> None:
        super()._fold(one)
        if one["phase"] != "NEW":
            self.decided_at.setdefault(one["orderId"], time.time())


@asynccontextmanager
async def customers(url: str, kinds: Sequence[Kind]) -> AsyncIterator[list[Customer]]:
    """One of each kind named, with wallets opened and filled."""
    made = [Customer(f"customer-{uuid4().hex}", kind) for kind in kinds]
    async with aiohttp.ClientSession(timeout=TRY) as http:
        for customer in made:
            if customer.kind == "no wallet":
                continue
            headers = {"X-User-Id": customer.handle}
            asked = {"currency": CURRENCY}
            async with http.post(f"{url}/api/wallets", json=asked, headers=headers) as opened:
                assert opened.status == 201, await opened.text()
                customer.wallet = (await opened.json())["wallet"]["id"]
            path = f"{url}/api/wallets/{customer.wallet}/top-ups"
            filled = {"amount": customer.filled}
            async with http.post(path, json=filled, headers=headers) as topped:
                assert topped.status == 200, await topped.text()
    yield made


@asynccontextmanager
async def pages(url: str, made: Sequence[Customer]) -> AsyncIterator[list[Page]]:
    """A page for each, open and subscribed."""
    async with AsyncExitStack() as stack:
        yield [await stack.enter_async_context(Page(url, customer)) for customer in made]


async def keep_ordering(
    url: str, made: Sequence[Customer], goods: Sequence[Goods], rate: float, seconds: float
) -> None:
    """So many orders a second for so long, at moments of their own, each taken in the end."""
    dice = random.Random(42)
    async with (
        aiohttp.ClientSession(timeout=TRY, connector=aiohttp.TCPConnector(limit=512)) as http,
        asyncio.TaskGroup() as group,
    ):
        next_at, end = time.monotonic(), time.monotonic() + seconds
        while next_at < end:
            await asyncio.sleep(max(0.0, next_at - time.monotonic()))
            customer = dice.choice(made)
            if dice.random() < WITHOUT_GOODS:
                asked: Json = {"amount": PRICE, "currency": CURRENCY, "description": "A service"}
            else:
                asked = {"items": [dice.choice(goods).line()]}
            group.create_task(_order(http, url, customer, {**asked, "paymentMethod": "wallet"}))
            next_at += dice.expovariate(rate)


async def _order(http: aiohttp.ClientSession, url: str, customer: Customer, asked: Json) -> None:
    """Ask with one key until it is taken: as a page does whose answer was lost. Who cannot pay does
    not wait for the decision, which would be a refusal in place of an order."""
    headers = {"X-User-Id": customer.handle, "Idempotency-Key": uuid4().hex}
    if customer.kind != "rich":
        headers["Prefer"] = "respond-async"
    asked_at, tries = time.time(), 0
    while time.time() < asked_at + PATIENCE:
        tries += 1
        with suppress(aiohttp.ClientError, TimeoutError, OSError):
            async with http.post(f"{url}/api/orders", json=asked, headers=headers) as answer:
                if answer.status in (201, 202):
                    order = (await answer.json())["order"]["id"]
                    took = time.time() - asked_at
                    customer.orders.append(Ordered(order, asked_at, took, tries))
                    return
                assert answer.status in (429, 502, 503, 504), await answer.text()
        await asyncio.sleep(0.3)
    raise AssertionError(f"an order of {customer.handle} was not taken in {PATIENCE:.0f} s")
