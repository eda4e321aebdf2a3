"""Somebody who sells goods of their own in a shop under demo, and who buys them."""

from dataclasses import dataclass
from typing import Any

from tests.api.shell.belongings import ADDRESS, a_seller
from tests.api.shop.wallet_buyers import Visit
from tests.api.staff.drafts import colours
from tests.support.market import Buyer, Goods, Market, eventually, expect
from tests.support.patience import PATIENCE

__all__ = ["Mill", "a_mill", "bought", "paid"]


@dataclass
class Mill:
    """``place`` is where their own things are asked for; ``goods`` cost 500, ``others`` too."""

    who: Buyer
    place: str
    user: str
    goods: Goods
    others: Goods


async def a_mill(market: Market, visit: Visit) -> Mill:
    who, seller = await a_seller(market, visit)
    user = expect(await who.get("/api/session"))["user"]["id"]
    variants = [{"values": [one], "price": 500, "stock": 9} for one in ("Black", "White")]
    made = await who.post(f"/api/seller/{seller}/products", colours(variants=variants))
    product = expect(made, 201)["product"]
    black, white = (Goods(product["id"], one["id"]) for one in product["variants"])
    return Mill(who, f"/api/seller/{seller}", user, black, white)


async def paid(
    buyer: Buyer, *goods: Goods, quantity: int = 1, address: dict[str, Any] | None = ADDRESS
) -> str:
    """An order, paid from the buyer's wallet, that its sellers know of; its id."""
    asked: dict[str, Any] = {
        "items": [one.line(quantity) for one in goods],
        "paymentMethod": "wallet",
    }
    if address:
        asked["shippingAddress"] = address
    order: str = expect(await buyer.post("/api/orders", asked), 201)["order"]["id"]

    async def noted() -> Any:
        return expect(await buyer.get(f"/api/orders/{order}/sellers"))["sellers"]

    await eventually(noted, PATIENCE, "the order is noted")
    return order


async def bought(market: Market, buyer: Buyer, *goods: Goods, quantity: int = 1) -> str:
    """The same, with all of it at the door."""
    order = await paid(buyer, *goods, quantity=quantity)
    expect(market.staff.post(f"/api/staff/orders/{order}/complete"))
    return order
