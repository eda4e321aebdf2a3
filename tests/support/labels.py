"""A parcel that is packed, labelled and brought to the door by the demo's carrier."""

from collections.abc import Callable
from typing import Any

from holdfast.api.contract.examples_addresses import ADDRESS
from tests.support.market import Buyer, Market, eventually, expect
from tests.support.patience import PATIENCE

__all__ = ["Visit", "brought_to_the_door", "packed"]

Visit = Callable[..., Buyer]


async def packed(market: Market, visit: Visit, **address: str) -> str:
    """The address of the parcel's routes."""
    buyer = visit(market)
    order_id = (await buyer.buy(market.goods(3)))["orderId"]
    if address:
        elsewhere = {"shippingAddress": ADDRESS | address}
        expect(await buyer.http.put(f"/api/orders/{order_id}/delivery", json=elsewhere))
    parcels = f"/api/staff/orders/{order_id}/parcels"
    made = expect(market.staff.post(parcels, json={"packed": True}))["order"]["parcels"][0]
    return f"{parcels}/{made['id']}"


async def until(market: Market, parcel: str, true: Callable[[dict[str, Any]], bool]) -> Any:
    """The parcel, once it is so."""
    order = parcel.split("/parcels/")[0]

    async def found() -> dict[str, Any] | None:
        (one,) = expect(market.staff.get(order))["order"]["parcels"]
        return one if true(one) else None

    return await eventually(found, PATIENCE, "the parcel is so")


async def brought_to_the_door(market: Market, visit: Visit) -> None:
    carriers = expect(market.staff.get("/api/staff/carriers"))
    assert carriers == {"carriers": [{"name": "demo", "title": "Demo Post"}]}
    parcel = await packed(market, visit, city="Berlin")
    expect(market.staff.post(f"{parcel}/label", json={"carrier": "demo"}))
    bought = await until(market, parcel, lambda one: one["tracking"] is not None)
    assert bought["carrier"] == "Demo Post"
    label = market.staff.get(f"{parcel}/label")
    assert label.content.startswith(b"%PDF"), label.text
    there = await until(market, parcel, lambda one: one["status"] == "delivered")
    assert [one["code"] for one in there["steps"]] == [
        "accepted", "in-transit", "out-for-delivery", "delivered"
    ]  # fmt: skip
