"""Parcels over HTTP: packed, split, sent and delivered by staff; seen by the buyer, and by whoever
has a parcel's address."""

from collections.abc import Callable
from typing import Any
from uuid import uuid4

import httpx
import pytest

from holdfast.api.contract.examples_addresses import ADDRESS
from tests.support.market import Buyer, Goods, Market, expect, refusal

Visit = Callable[..., Buyer]
NOBODY = "00000000-0000-7000-8000-000000000000"
STEPS = {
    "pick": None,
    "split": {"lines": [{"line": 0, "quantity": 1}]},
    "ship": {"carrier": "Post", "tracking": "RR1"},
    "deliver": None,
    "fail": {"reason": "lost"},
    "cancel": None,
}


def make(market: Market, order_id: str, body: Any = None) -> httpx.Response:
    return market.staff.post(f"/api/staff/orders/{order_id}/parcels", json=body or {})


def step(
    market: Market, order_id: str, parcel_id: str, action: str, body: Any = None, key: str = ""
) -> httpx.Response:
    return market.staff.post(
        f"/api/staff/orders/{order_id}/parcels/{parcel_id}/{action}",
        json=STEPS[action] if body is None else body,
        headers={"Idempotency-Key": key} if key else {},
    )


async def bought(buyer: Buyer, *goods: Goods, quantity: int = 3) -> str:
    order_id: str = (await buyer.buy(*goods, quantity=quantity))["orderId"]
    return order_id


def order_of(answer: httpx.Response) -> dict[str, Any]:
    order: dict[str, Any] = expect(answer)["order"]
    return order


async def test_a_journey_from_the_shelf_to_the_door(market: Market, visit: Visit) -> None:
    buyer = visit(market)
    order_id = await bought(buyer, market.goods(3))
    own = await buyer.order({"orderId": order_id})
    assert (own["fulfilment"], own["parcels"]) == ("unfulfilled", [])
    made = order_of(make(market, order_id))
    (parcel,) = made["parcels"]
    assert (parcel["number"], parcel["status"], parcel["lines"][0]["quantity"]) == (1, "waiting", 3)
    assert parcel["actions"]["pick"] is None
    assert parcel["actions"]["ship"] == "parcel-not-picked"
    one = parcel["id"]
    refusal(step(market, order_id, one, "ship"), 409, "parcel-not-picked")
    refusal(step(market, order_id, one, "deliver"), 409, "parcel-not-shipped")
    packed = order_of(step(market, order_id, one, "pick"))
    assert packed["staff"]["actions"]["cancel"] == "order-packed"
    assert packed["staff"]["actions"]["complete"] == "parcels-under-way"
    refusal(step(market, order_id, one, "pick"), 409, "parcel-picked")
    first, second = order_of(step(market, order_id, one, "split"))["parcels"]
    assert [each["lines"][0]["quantity"] for each in (first, second)] == [2, 1]
    key = str(uuid4())
    for _ in range(2):
        sent = order_of(step(market, order_id, one, "ship", key=key))
    assert (sent["fulfilment"], sent["status"]) == ("partly-shipped", "paid")
    refusal(step(market, order_id, one, "split"), 409, "parcel-shipped")
    refusal(step(market, order_id, one, "cancel"), 409, "parcel-shipped")

    own = await buyer.order({"orderId": order_id})
    shipped = own["parcels"][0]
    assert (shipped["carrier"], shipped["tracking"], shipped.get("actions")) == (
        "Post",
        "RR1",
        None,
    )
    with httpx.Client(base_url=market.url) as stranger:
        tracked = expect(stranger.get(f"/api/track/{shipped['link']}"))
        assert (tracked["orderNumber"], tracked["status"]) == (own["number"], "shipped")
        assert not {"userId", "total", "id", "link"} & set(tracked)
        refusal(stranger.get(f"/api/track/{shipped['link'][:-1]}"), 404, "parcel-not-found")

    step(market, order_id, second["id"], "ship")
    assert order_of(step(market, order_id, second["id"], "deliver"))["fulfilment"] == "shipped"
    done = order_of(step(market, order_id, one, "deliver"))
    assert (done["status"], done["fulfilment"]) == ("completed", "delivered")
    refusal(step(market, order_id, one, "deliver"), 409, "order-completed")
    own = await buyer.order({"orderId": order_id})
    told = [(each["what"], each["parcel"]) for each in own["timeline"] if each["parcel"]]
    assert told == [
        ("packing", 1), ("packing", 2), ("shipped", 1), ("shipped", 2), ("delivered", 2),
        ("delivered", 1),
    ]  # fmt: skip


async def test_what_is_not_there_or_not_said_is_refused(market: Market, visit: Visit) -> None:
    buyer, goods = visit(market), market.goods(6)
    order_id = await bought(buyer, goods, quantity=2)
    refusal(make(market, NOBODY), 404, "order-not-found")
    refusal(
        make(market, order_id, {"lines": [{"line": 0, "quantity": 3}]}), 409, "units-not-to-pack"
    )
    refusal(
        make(market, order_id, {"lines": [{"line": 9, "quantity": 1}]}), 409, "units-not-to-pack"
    )
    twice = {"lines": [{"line": 0, "quantity": 1}] * 2}
    refusal(make(market, order_id, twice), 422, "invalid-request")
    refusal(make(market, order_id, {"lines": []}), 422, "invalid-request")
    (parcel,) = order_of(make(market, order_id, {"packed": True}))["parcels"]
    assert parcel["status"] == "picking"
    refusal(make(market, order_id), 409, "nothing-to-pack")
    one = parcel["id"]
    for action in STEPS:
        refusal(step(market, order_id, NOBODY, action), 404, "parcel-not-found")
        refusal(step(market, order_id, "nonsense", action), 404, "parcel-not-found")
    all_of_it = {"lines": [{"line": 0, "quantity": 2}]}
    refusal(step(market, order_id, one, "split", all_of_it), 409, "units-not-to-pack")
    for carrier in ("", "  ", "x" * 61, 1, None):
        answer = step(market, order_id, one, "ship", {"carrier": carrier})
        code = "carrier-missing" if carrier in ("", "  ") else "invalid-request"
        assert "carrier" in refusal(answer, 422, code)["field"]
    refusal(step(market, order_id, one, "fail", {"reason": " "}), 422, "invalid-request")
    # Not a parcel of that order.
    other = await bought(buyer, goods, quantity=1)
    refusal(step(market, other, one, "ship"), 404, "parcel-not-found")
    assert order_of(step(market, order_id, one, "cancel"))["parcels"][0]["status"] == "cancelled"
    refusal(step(market, order_id, one, "pick"), 409, "parcel-ended")
    assert (await buyer.order({"orderId": order_id}))["parcels"] == []


async def test_parcels_by_location_say_so_to_staff_alone(market: Market, visit: Visit) -> None:
    buyer = visit(market)
    order_id = await bought(buyer, market.goods(2), quantity=2)
    path = f"/api/staff/orders/{order_id}/parcels/by-location"
    refusal(market.staff.post(path, json={"packed": "so"}), 422, "invalid-request")
    (one,) = order_of(market.staff.post(path, json={"packed": True}))["parcels"]
    assert (one["status"], one["location"], one["lines"][0]["quantity"]) == ("picking", "Main", 2)
    refusal(market.staff.post(path, json={"packed": True}), 409, "nothing-to-pack")
    (seen,) = (await buyer.order({"orderId": order_id}))["parcels"]
    assert "location" not in seen


async def test_what_is_packed_is_not_cancelled(market: Market, visit: Visit) -> None:
    buyer, goods = visit(market), market.goods(4)
    order_id = await bought(buyer, goods, quantity=2)
    one = order_of(make(market, order_id, {"packed": True}))["parcels"][0]["id"]
    refusal(await buyer.cancel(orderId=order_id), 409, "order-packed")
    elsewhere = {"shippingAddress": ADDRESS}
    refusal(await buyer.http.put(f"/api/orders/{order_id}/delivery", json=elsewhere), 409,
            "address-fixed")  # fmt: skip
    by_staff = f"/api/staff/orders/{order_id}/cancel"
    refusal(market.staff.post(by_staff, json={"reason": "sold out"}), 409, "order-packed")
    refusal(market.staff.post(f"/api/staff/orders/{order_id}/complete"), 409, "parcels-under-way")
    order_of(step(market, order_id, one, "cancel"))
    expect(await buyer.http.put(f"/api/orders/{order_id}/delivery", json=elsewhere))
    expect(await buyer.cancel(orderId=order_id))
    assert market.stock(goods) == (4, 0)
    refusal(make(market, order_id), 409, "order-cancelled")
    # What was lost on its way is refunded or sent again, not cancelled.
    order_id = await bought(buyer, goods, quantity=2)
    one = order_of(make(market, order_id, {"packed": True}))["parcels"][0]["id"]
    step(market, order_id, one, "ship", {"carrier": "Post"})
    lost = order_of(step(market, order_id, one, "fail"))
    assert (lost["fulfilment"], lost["parcels"][0]["note"]) == ("unfulfilled", "lost")
    refusal(await buyer.cancel(orderId=order_id), 409, "order-packed")
    assert len(order_of(make(market, order_id))["parcels"]) == 2
    unpaid = expect(await buyer.reserve(goods))["orderId"]
    refusal(make(market, unpaid), 409, "not-paid")


@pytest.mark.parametrize("language", ["en", "ko"])
async def test_a_slip_is_printed(market: Market, visit: Visit, language: str) -> None:
    order_id = await bought(visit(market), market.goods(3))
    one = order_of(make(market, order_id))["parcels"][0]["id"]
    path = f"/api/staff/orders/{order_id}/parcels"
    slip = market.staff.get(f"{path}/{one}/slip", params={"language": language})
    assert slip.status_code == 200
    assert slip.headers["content-type"] == "application/pdf"
    assert slip.content.startswith(b"%PDF")
    refusal(market.staff.get(f"{path}/{NOBODY}/slip"), 404, "parcel-not-found")
    refusal(
        market.staff.get(f"/api/staff/orders/{NOBODY}/parcels/{one}/slip"), 404, "order-not-found"
    )
