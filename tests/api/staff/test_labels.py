"""Labels over HTTP, in a shop without a carrier: nothing is offered, all is refused by name."""

from collections.abc import Callable

import httpx

from tests.support.market import Buyer, Market, expect, refusal


async def test_without_a_carrier_no_label_is_sold_and_no_word_is_heard(
    market: Market, visit: Callable[..., Buyer]
) -> None:
    order_id = (await visit(market).buy(market.goods(3)))["orderId"]
    parcels = f"/api/staff/orders/{order_id}/parcels"
    made = expect(market.staff.post(parcels, json={"packed": True}))["order"]["parcels"][0]
    assert (made["label"], made["steps"], made["actions"]["label"]) == (None, [], None)
    assert made["actions"]["unlabel"] == "no-label"
    assert expect(market.staff.get("/api/staff/carriers")) == {"carriers": []}
    label = f"{parcels}/{made['id']}/label"
    refusal(market.staff.post(label, json={"carrier": "demo"}), 422, "carrier-unknown")
    refusal(market.staff.post(label, json={"carrier": ""}), 422, "invalid-request")
    refusal(market.staff.post(f"{label}/cancel"), 409, "no-label")
    refusal(market.staff.post(f"{label}/ask"), 409, "no-label")
    refusal(market.staff.get(label), 409, "no-label")
    unknown = label.replace(made["id"], "nonsense")
    refusal(market.staff.get(unknown), 404, "parcel-not-found")
    with httpx.Client(base_url=market.url) as stranger:
        answer = stranger.post("/hooks/carriers/demo", content=b"{}")
        refusal(answer, 404, "hook-not-found")
