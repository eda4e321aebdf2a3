"""Labels over HTTP: of the demo's carrier, and in a shop without one; what is none is refused by
name."""

import httpx

from tests.support.labels import Visit, brought_to_the_door, packed
from tests.support.market import Market, expect, refusal


async def test_a_shop_that_is_tried_has_a_carrier_that_brings_parcels_to_the_door(
    market: Market, visit: Visit
) -> None:
    await brought_to_the_door(market, visit)


async def test_what_is_no_label_is_refused_by_name(market: Market, visit: Visit) -> None:
    parcel = await packed(market, visit)
    (made,) = expect(market.staff.get(parcel.split("/parcels/")[0]))["order"]["parcels"]
    assert (made["label"], made["steps"], made["actions"]["label"]) == (None, [], "no-address")
    assert made["actions"]["unlabel"] == "no-label"
    label = f"{parcel}/label"
    refusal(market.staff.post(label, json={"carrier": "nobody"}), 422, "carrier-unknown")
    refusal(market.staff.post(label, json={"carrier": ""}), 422, "invalid-request")
    refusal(market.staff.post(label, json={"carrier": "demo"}), 409, "no-address")
    refusal(market.staff.post(f"{label}/cancel"), 409, "no-label")
    refusal(market.staff.post(f"{label}/ask"), 409, "no-label")
    refusal(market.staff.get(label), 409, "no-label")
    unknown = label.replace(made["id"], "nonsense")
    refusal(market.staff.get(unknown), 404, "parcel-not-found")
    with httpx.Client(base_url=market.url) as stranger:
        answer = stranger.post("/hooks/carriers/nobody", content=b"{}")
        refusal(answer, 404, "hook-not-found")
        unsigned = stranger.post("/hooks/carriers/demo", content=b"{}")
        refusal(unsigned, 401, "event-unsigned")


def test_the_demos_carrier_exists_only_under_demo(client: httpx.Client) -> None:
    refusal(client.post("/hooks/carriers/demo", content=b"{}"), 404, "hook-not-found")
