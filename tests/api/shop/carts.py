"""What one does with carts over HTTP."""

from collections.abc import Mapping
from typing import Any

import httpx

from tests.support.live import OwnerWatcher
from tests.support.market import Buyer, Goods, expect

__all__ = ["CartWatcher", "add", "age", "cart", "cookies", "lines", "put", "user_of"]


class CartWatcher(OwnerWatcher):
    """Another tab of somebody, which is told how much lies in the cart."""

    channel, event, listed, id = "cart", "cart", "carts", "cartId"

    @property
    def pieces(self) -> int:
        return int(self.known["cart"]["pieces"]) if self.known else -1


async def add(
    buyer: Buyer, goods: Goods, quantity: int = 1, key: str | None = None
) -> httpx.Response:
    return await buyer.post("/api/cart/items", goods.line(quantity), key)


async def put(buyer: Buyer, goods: Goods, quantity: int) -> httpx.Response:
    return await buyer.http.put(f"/api/cart/items/{goods.variant_id}", json={"quantity": quantity})


async def cart(buyer: Buyer, **query: Any) -> dict[str, Any]:
    return expect(await buyer.get("/api/cart", **query))


def lines(found: Mapping[str, Any]) -> list[tuple[str, int]]:
    """Variant and quantity of each."""
    return [(one["variantId"], one["quantity"]) for one in found["items"]]


def cookies(buyer: Buyer) -> dict[str, str]:
    return {"Cookie": "; ".join(f"{name}={value}" for name, value in buyer.http.cookies.items())}


async def user_of(buyer: Buyer) -> str:
    return str(expect(await buyer.get("/api/session"))["user"]["id"])


age = (
    "UPDATE carts SET touched_at = touched_at - make_interval(days => $2, hours => $3)"
    " WHERE owner = $1"
)
"""As if so much time had passed since the last touch."""
