"""Flash sales for tests: made by staff, bought from, watched."""

import asyncio
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any, Final, Self

import httpx

from tests.support.market import Buyer, Goods, Market, expect
from tests.support.patience import PATIENCE
from tests.support.sockets import SocketClient

__all__ = ["SALE_PRICE", "SaleWatcher", "end_sale", "moment", "new_sale", "purchase", "sale_now"]

SALE_PRICE: Final = 300
STAFF: Final = "/api/staff/flash-sales"


def moment(seconds: float = 0.0) -> str:
    """So many seconds from now, by this machine's clock, which is the shop's."""
    return (datetime.now(UTC) + timedelta(seconds=seconds)).isoformat()


def new_sale(market: Market, goods: Goods, quantity: int, **more: Any) -> dict[str, Any]:
    """A sale that is open for an hour, unless it is to be otherwise."""
    asked = {
        "productId": goods.product_id,
        "quantity": quantity,
        "price": SALE_PRICE,
        "startTime": moment(-60),
        "endTime": moment(3600),
    }
    made: dict[str, Any] = expect(market.staff.post(STAFF, json=asked | more), 201)["flashSale"]
    return made


def end_sale(market: Market, sale: dict[str, Any]) -> dict[str, Any]:
    ended = market.staff.post(f"{STAFF}/{sale['id']}/end", json={"reason": "a test"})
    found: dict[str, Any] = expect(ended)["flashSale"]
    return found


def sale_now(market: Market, sale: dict[str, Any]) -> dict[str, Any]:
    """As everybody may see it."""
    found: dict[str, Any] = expect(market.staff.get(f"/api/flash-sales/{sale['id']}"))["flashSale"]
    return found


async def purchase(
    buyer: Buyer, sale: dict[str, Any], key: str | None = None, **more: Any
) -> httpx.Response:
    return await buyer.post(f"/api/flash-sales/{sale['id']}/purchase", more, key)


class SaleWatcher:
    """A page that folds the snapshot and the updates, newer versions only."""

    def __init__(self, url: str, headers: Mapping[str, str] | None = None) -> None:
        self._url, self._headers = url, headers
        self.client = SocketClient()
        self.known: dict[str, dict[str, Any]] = {}
        self._news = asyncio.Event()
        self.client.on("flash-sale:snapshot", self._snapshot)
        self.client.on("flash-sale:update", self._fold)

    async def __aenter__(self) -> Self:
        await self.client.connect(self._url, self._headers, transports=["websocket"])
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.client.disconnect()

    async def subscribe(self, *sales: str) -> dict[str, Any]:
        return await self.client.ask("subscribe:flash-sales", list(sales))

    async def until(self, true: Callable[[], object]) -> None:
        """Wait until ``true()`` holds; every piece of news is looked at."""
        async with asyncio.timeout(PATIENCE):
            while not true():
                self._news.clear()
                await self._news.wait()

    def of(self, sale: str) -> dict[str, Any]:
        return self.known.get(sale, {"remaining": -1, "ended": False})

    def _snapshot(self, snapshot: dict[str, Any]) -> None:
        for one in snapshot["flashSales"]:
            self._fold(one)
        self._news.set()

    def _fold(self, one: dict[str, Any]) -> None:
        before = self.known.get(one["saleId"])
        if before is None or one["version"] >= before["version"]:
            self.known[one["saleId"]] = one
        self._news.set()
