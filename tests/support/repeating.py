"""Repeat orders in a running shop, made as people make them."""

from typing import Any

from tests.support.market import Buyer, Goods, Market, eventually, expect
from tests.support.patience import PATIENCE

__all__ = ["RULES", "a_repeat", "repeated_goods"]

RULES = {"intervals": ["1w", "4w", "1m"], "percent": 10}


def repeated_goods(market: Market, stock: int) -> Goods:
    """Goods that may be ordered again and again."""
    expect(market.staff.patch("/api/staff/settings", json={"repeats": RULES}))
    goods = market.goods(stock)
    path = f"/api/staff/products/{goods.product_id}/repeats"
    expect(market.staff.put(path, json={"repeatable": True}))
    return goods


async def a_repeat(
    market: Market, buyer: Buyer, goods: Goods | None = None, **more: Any
) -> dict[str, Any]:
    """The buyer's, of goods that may be: ordered, paid, and standing."""
    goods = goods or repeated_goods(market, 9)
    asked = {"items": [goods.line()], "repeatEvery": "4w", **more}
    reserved = expect(await buyer.post("/api/orders/reserve", asked))
    expect(await buyer.create(reserved, expect(await buyer.pay(reserved))))

    async def stands() -> Any:
        found = expect(await buyer.get("/api/repeat-orders"))["repeatOrders"]
        return [one for one in found if one["orderId"] == reserved["orderId"]]

    (one,) = await eventually(stands, PATIENCE, "the repeat order stands")
    made: dict[str, Any] = one
    return made
