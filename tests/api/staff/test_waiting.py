"""Staff see who waits for what is sold out, and take somebody off a line with a reason."""

from typing import Any

from tests.api.shop.wallet_buyers import NOBODYS, Visit, member
from tests.support.market import STAFF, Market, eventually, expect, refusal
from tests.support.patience import PATIENCE

LINES = "/api/staff/waiting"


async def test_staff_see_a_line_and_take_somebody_off_it(market: Market, visit: Visit) -> None:
    goods, staff = market.goods(0), visit(market)
    guest, buyer = visit(market), await member(market, visit)
    expect(await staff.post("/api/session/login", STAFF))
    for who, quantity in ((guest, 2), (buyer, 1)):
        expect(await who.post("/api/waiting/units", goods.line(quantity)))
    (line,) = [
        one
        for one in expect(await staff.get(LINES))["lines"]
        if one["variantId"] == goods.variant_id
    ]
    assert (line["productId"], line["waiting"], line["wanted"]) == (goods.product_id, 2, 3)
    assert (line["offered"], line["since"] is None) == (0, False)
    first, second = expect(await staff.get(f"{LINES}/{goods.variant_id}"))["places"]
    assert (first["quantity"], first["email"], second["email"] is None) == (2, None, False)
    path, why = f"{LINES}/places/{first['id']}/remove", {"reason": "a reseller"}
    refusal(await buyer.post(path, why), 403, "forbidden")
    refusal(await staff.post(path, {}), 422, "invalid-request")
    left = expect(await staff.post(path, why))["places"]
    assert [one["id"] for one in left] == [second["id"]]
    refusal(await staff.post(path.replace(first["id"], NOBODYS), why), 404, "not-in-line")
    assert expect(await guest.get("/api/waiting/units"))["line"] == []
    assert expect(await buyer.get("/api/waiting/units"))["line"][0]["place"] == 1
    assert expect(await staff.get(f"{LINES}/{NOBODYS}"))["places"] == []
    refusal(await guest.get(LINES), 401, "login-required")
    restocked = {"set": 1, "reason": "a delivery"}
    expect(await staff.post(f"/api/staff/variants/{goods.variant_id}/stock", restocked))

    async def offered() -> list[dict[str, Any]]:
        lines = expect(await staff.get(LINES))["lines"]
        return [one for one in lines if one["variantId"] == goods.variant_id and one["offered"]]

    (line,) = await eventually(offered, PATIENCE, "it is held for the buyer")
    assert (line["waiting"], line["wanted"], line["since"]) == (0, 0, None)
    (held,) = expect(await staff.get(f"{LINES}/{goods.variant_id}"))["places"]
    order = expect(await buyer.get("/api/waiting/units"))["line"][0]["orderId"]
    assert (held["status"], held["orderId"], held["buyer"]["kind"]) == ("offered", order, "user")
    expect(await buyer.post("/api/orders/cancel", {"orderId": order}))
    assert expect(await staff.get(f"{LINES}/{goods.variant_id}"))["places"] == []
