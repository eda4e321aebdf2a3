"""Of two states of an order the later has the higher version, whatever of it was changed: by that
a page in another tab knows that it is to look again."""

from collections.abc import Callable
from typing import Any

import pytest

from holdfast.api.contract.examples_addresses import ADDRESS
from tests.support.market import Buyer, Market, expect

Visit = Callable[..., Buyer]
CHANGES = {
    "delivery": {"shippingAddress": ADDRESS},
    "contact": {"email": "elsewhere@test.example"},
    "note": {"note": "Please ring twice"},
}


@pytest.mark.parametrize("what", CHANGES)
async def test_each_change_of_an_order_is_told(market: Market, visit: Visit, what: str) -> None:
    buyer = visit(market)
    made = await buyer.buy(market.goods(2), quantity=1)
    path = f"/api/orders/{made['orderId']}"

    async def now() -> dict[str, Any]:
        found: dict[str, Any] = expect(await buyer.get(path))["order"]
        return found

    before = await now()
    changed = expect(await buyer.http.put(f"{path}/{what}", json=CHANGES[what]))["order"]
    assert changed["version"] > before["version"]
    listed = expect(await buyer.get("/api/orders"))["orders"]
    assert [one["version"] for one in listed] == [changed["version"]]
