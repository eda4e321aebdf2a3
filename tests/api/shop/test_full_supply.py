"""The supply bar's full end: the last delivery, the same over HTTP and in every open tab."""

import asyncio
from typing import Any
from uuid import UUID

import httpx

from tests.api.staff.drafts import made
from tests.api.staff.test_staff_products import staff as staff  # a fixture
from tests.support.live import Watcher
from tests.support.market import eventually, expect
from tests.support.patience import PATIENCE
from tests.support.server import ServerProcess


async def test_two_open_tabs_agree_after_a_delivery(
    shop: ServerProcess, staff: httpx.Client, client: httpx.Client
) -> None:
    product = made(staff)
    black, white = (one["id"] for one in product["variants"])

    def shown() -> dict[str, Any]:
        found = expect(client.get(f"/api/products/{product['id']}"))["product"]["variants"]
        return {one["id"]: one["full"] for one in found}

    assert shown() == {black: 3, white: 10}  # what it opened with; nothing was ever delivered
    async with Watcher(shop.url) as one, Watcher(shop.url, beside=one) as other:
        for tab in (one, other):
            await tab.subscribe([UUID(product["id"])])
            await tab.until(lambda tab=tab: len(tab.known) == 2)
            assert {known: tab.known[known]["full"] for known in (black, white)} == shown()
        await asyncio.to_thread(change, staff, black, deposit=21)
        for tab in (one, other):
            await tab.until(lambda tab=tab: tab.known[black]["full"] == 24)
        await asyncio.to_thread(change, staff, black, withdraw=20)
        await asyncio.to_thread(change, staff, black, deposit=2)
        for tab in (one, other):
            await tab.until(lambda tab=tab: tab.known[black]["full"] == 6)
            assert (tab.known[black]["variantStock"], tab.known[white]["full"]) == (6, 10)

    async def agreed() -> bool:
        return shown() == {black: 6, white: 10}

    await eventually(agreed, PATIENCE, "HTTP says what the sockets say")
    rows = expect(staff.get("/api/staff/variants", params={"productId": product["id"]}))
    assert {row["variantId"]: row["full"] for row in rows["variants"]} == shown()
    told = expect(client.get("/api/products/stock", params={"ids": product["id"]}))["variants"]
    assert {one["variantId"]: one["full"] for one in told} == shown()


def change(staff: httpx.Client, variant: str, **how: int) -> None:
    expect(staff.post(f"/api/staff/variants/{variant}/stock", json=how | {"reason": "delivery"}))
