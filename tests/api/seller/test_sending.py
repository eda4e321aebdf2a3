"""Sellers send their part of an order; buyer, staff and each seller see what of it is whose."""

from typing import Any
from uuid import uuid4

import httpx

from tests.api.seller.trading import Trader
from tests.support.market import eventually, expect, refusal
from tests.support.patience import PATIENCE
from tests.support.server import ServerProcess

HOME = {
    "country": "NL", "name": "An Buyer", "street": "Dam 1", "city": "Amsterdam",
    "postalCode": "1012 JS", "phone": "+31 20 555 5555",
}  # fmt: skip
WITH = {"carrier": " PostNL ", "tracking": "3S17"}


async def bought(
    staff: httpx.Client, buyer: httpx.Client, traders: tuple[Trader, Trader]
) -> tuple[str, list[dict[str, Any]]]:
    """Two units of each seller's goods, paid by hand, with the lines of both."""
    made = [one.make() for one in traders]
    items = [
        {"productId": one["id"], "variantId": one["variants"][0]["id"], "quantity": 2}
        for one in made
    ]
    asked = {"items": items, "shippingAddress": HOME}
    order: str = expect(buyer.post("/api/orders/reserve", json=asked))["orderId"]
    assert expect(buyer.get(f"/api/orders/{order}/sellers"))["sellers"] == []
    expect(staff.post(f"/api/staff/orders/{order}/mark-paid"))

    async def noted() -> bool:
        return len(expect(buyer.get(f"/api/orders/{order}/sellers"))["sellers"]) == 2

    await eventually(noted, PATIENCE, "the order is noted")
    return order, made


def sums(buyer: httpx.Client, order: str) -> dict[str, str | None]:
    found = expect(buyer.get(f"/api/orders/{order}/sellers"))["sellers"]
    return {one["sellerId"]: one["fulfilment"] for one in found}


async def test_each_seller_sends_their_own_and_nothing_else(
    shop: ServerProcess, staff: httpx.Client, traders: tuple[Trader, Trader]
) -> None:
    one, other = traders
    with httpx.Client(base_url=shop.url, timeout=PATIENCE) as buyer:
        order, made = await bought(staff, buyer, traders)
        paths = [f"/api/seller/{each.seller}/orders/{order}" for each in traders]
        mine = expect(one.http.get(paths[0]))
        assert [line["productId"] for line in mine["lines"]] == [made[0]["id"]]
        assert mine["shippingAddress"]["lines"] == ["An Buyer", "Dam 1", "1012 JS Amsterdam"]
        assert mine["shippingAddress"]["phone"]
        assert (mine["fulfilment"], mine["lines"][0]["shipped"]) == ("unfulfilled", 0)

        send, key = f"{paths[0]}/parcels", {"Idempotency-Key": uuid4().hex}
        refusal(other.http.post(send, json=WITH), 404, "seller-not-found")
        refusal(buyer.post(send, json=WITH), 401, "login-required")
        elsewhere = f"/api/seller/{one.seller}/orders/{uuid4()}/parcels"
        refusal(one.http.post(elsewhere, json=WITH), 404, "order-not-found")
        assert one.http.post(send, json={"carrier": "  "}).status_code == 422
        sent = expect(one.http.post(send, json=WITH, headers=key))
        assert (sent["fulfilment"], sent["lines"][0]["shipped"]) == ("shipped", 2)
        assert expect(one.http.post(send, json=WITH, headers=key)) == sent
        refusal(one.http.post(send, json=WITH), 409, "nothing-to-pack")
        assert sums(buyer, order) == {one.seller: "shipped", other.seller: "unfulfilled"}

        # What staff packed of the other's leaves as it is.
        expect(staff.post(f"/api/staff/orders/{order}/parcels", json={"packed": True}))
        part = expect(other.http.get(paths[1]))["id"]  # a path takes the part's own id as well
        theirs = f"/api/seller/{other.seller}/orders/{part}"
        assert expect(other.http.get(theirs))["orderId"] == order
        refusal(one.http.get(f"/api/seller/{one.seller}/orders/{part}"), 404, "order-not-found")
        expect(other.http.post(f"{theirs}/parcels", json=WITH))
        seen = expect(buyer.get(f"/api/orders/{order}"))["order"]
        assert seen["fulfilment"] == "shipped"
        assert [(p["status"], p["carrier"], p["tracking"]) for p in seen["parcels"]] == [
            ("shipped", "PostNL", "3S17")
        ] * 2
        for parcel in seen["parcels"]:
            step = f"/api/staff/orders/{order}/parcels/{parcel['id']}/deliver"
            expect(staff.post(step))
        assert set(sums(buyer, order).values()) == {"delivered"}
        refusal(one.http.post(send, json=WITH), 409, "order-completed")
        parts = expect(staff.get(f"/api/staff/orders/{order}/suborders"))["suborders"]
        assert {part["sellerName"] for part in parts} == {
            seller["name"] for seller in expect(staff.get("/api/staff/sellers"))["sellers"]
            if seller["id"] in (one.seller, other.seller)
        }  # fmt: skip
        # The buyer is one, and nobody else.
        refusal(one.http.get(f"/api/orders/{order}/sellers"), 404, "order-not-found")


async def test_a_cancelled_order_says_no_more_where_it_was_to_go(
    shop: ServerProcess, staff: httpx.Client, traders: tuple[Trader, Trader]
) -> None:
    with httpx.Client(base_url=shop.url, timeout=PATIENCE) as buyer:
        order, _ = await bought(staff, buyer, traders)
        expect(staff.post(f"/api/staff/orders/{order}/cancel", json={"reason": "ours"}))
        own = f"/api/seller/{traders[0].seller}/orders/{order}"
        mine = expect(traders[0].http.get(own))
        assert (mine["status"], mine["shippingAddress"], mine["fulfilment"]) == (
            "cancelled", None, None,
        )  # fmt: skip
        refused = traders[0].http.post(f"{own}/parcels", json=WITH)
        refusal(refused, 409, "order-cancelled")
