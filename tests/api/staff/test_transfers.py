"""Staff send goods to another location, and say what arrives; buyers read the day."""

from typing import Any
from uuid import uuid4

from tests.api.shop.wallet_buyers import NOBODYS, Visit
from tests.support.market import STAFF, Market, eventually, expect, refusal
from tests.support.patience import PATIENCE

TRANSFERS = "/api/staff/transfers"


async def test_goods_are_under_way_and_arrive(market: Market, visit: Visit) -> None:
    goods, staff = market.goods(5), visit(market)
    page = f"/api/products/{goods.product_id}"
    expect(await staff.post("/api/session/login", STAFF))
    first = next(
        one for one in expect(await staff.get("/api/staff/locations"))["locations"] if one["first"]
    )
    there = expect(await staff.post("/api/staff/locations", {"name": f"P {uuid4()}"}), 201)

    async def stock() -> tuple[int, str | None]:
        (one,) = expect(await staff.get(page))["product"]["variants"]
        return one["stock"], one["arrivesOn"]

    async def reads(count: int, day: str | None) -> None:
        async def told() -> bool:
            return await stock() == (count, day)

        await eventually(told, PATIENCE, f"{count} on sale, {day}")

    asked: dict[str, Any] = {
        "variantId": goods.variant_id,
        "fromLocationId": first["id"],
        "toLocationId": there["id"],
        "quantity": 4,
        "reason": "spring sale",
        "expectedOn": "2030-06-01",
    }
    key = str(uuid4())
    made = expect(await staff.post(TRANSFERS, asked, key=key), 201)
    assert expect(await staff.post(TRANSFERS, asked, key=key), 201) == made, "once"
    assert (made["status"], made["underWay"], made["toLocation"]) == ("under-way", 4, there["name"])
    await reads(1, "2030-06-01")
    one = f"{TRANSFERS}/{made['id']}"
    expect(await staff.http.put(f"{one}/expected", json={"expectedOn": "2030-07-01"}))
    await reads(1, "2030-07-01")
    key, part = str(uuid4()), {"came": 2, "lost": 1, "reason": "broken"}
    now = expect(await staff.post(f"{one}/arrive", part, key=key))
    assert expect(await staff.post(f"{one}/arrive", part, key=key)) == now, "once"
    assert (now["came"], now["lost"], now["underWay"]) == (2, 1, 1)
    for body in ({}, {"lost": 1}):
        refusal(await staff.post(f"{one}/arrive", body), 422, "invalid-request")
    refused = refusal(await staff.post(f"{one}/arrive", {"came": 2}), 409, "more-than-sent")
    assert refused["field"] == "came"
    (listed,) = expect(
        await staff.get(TRANSFERS, open="true", variantId=goods.variant_id, locationId=there["id"])
    )["transfers"]
    assert listed == now == expect(await staff.get(one))
    back = expect(await staff.post(f"{one}/cancel", {"reason": "turned round"}))
    assert (back["status"], back["underWay"]) == ("cancelled", 0)
    await reads(4, None)
    refusal(await staff.post(f"{one}/cancel", {"reason": "again"}), 409, "transfer-ended")
    refusal(await staff.get(f"{TRANSFERS}/{NOBODYS}"), 404, "transfer-not-found")
    notes = [
        entry["note"]
        for entry in expect(
            await staff.get("/api/staff/stock-log", variantId=goods.variant_id, limit=3)
        )["entries"]
    ]
    assert notes == ["transfer: spring sale"] * 3
