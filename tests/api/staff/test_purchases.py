"""Staff order goods, take them in as they come, whole or in parts, and give up the rest; buyers see
when they arrive, and who waits for them is served first."""

from typing import Any
from uuid import uuid4

from tests.api.shop.wallet_buyers import NOBODYS, Visit, member
from tests.support.market import STAFF, Market, eventually, expect, refusal
from tests.support.patience import PATIENCE

PURCHASES = "/api/staff/purchases"
BEGUN = "2030-06-01"


def asked(*lines: tuple[str, int], **also: Any) -> dict[str, Any]:
    rows = [{"variantId": one, "quantity": n, "unitCost": 1250} for one, n in lines]
    return {"supplier": "Lamps and Sons", "currency": "EUR", "lines": rows} | also


def came(variant: str, quantity: int, **also: Any) -> dict[str, Any]:
    return {"lines": [{"variantId": variant, "quantity": quantity}]} | also


async def test_goods_come_in_parts_and_who_waits_is_served_first(
    market: Market, visit: Visit
) -> None:
    goods, staff = market.goods(0), visit(market)
    buyer, page = await member(market, visit), f"/api/products/{goods.product_id}"
    expect(await staff.post("/api/session/login", STAFF))
    expect(await buyer.post("/api/waiting/units", goods.line(2)))

    async def arrives(on: str | None) -> None:
        async def told() -> bool:
            (one,) = expect(await buyer.get(page))["product"]["variants"]
            (live,) = expect(await buyer.get("/api/products/stock", ids=goods.product_id))[
                "variants"
            ]
            return bool(one["arrivesOn"] == on == live["arrivesOn"])

        await eventually(told, PATIENCE, f"buyers read {on}")

    wanted, key = asked((goods.variant_id, 5), expectedOn=BEGUN), str(uuid4())
    made = expect(await staff.post(PURCHASES, wanted, key=key), 201)
    assert expect(await staff.post(PURCHASES, wanted, key=key), 201) == made
    assert (made["status"], made["total"], made["lines"][0]["toCome"]) == ("ordered", 6250, 5)
    await arrives(BEGUN)
    one = f"{PURCHASES}/{made['id']}"
    expect(await staff.http.put(f"{one}/expected", json={"expectedOn": "2030-07-01"}))
    await arrives("2030-07-01")
    part, key = came(goods.variant_id, 3), str(uuid4())
    first = expect(await staff.post(f"{one}/receive", part, key=key))
    assert expect(await staff.post(f"{one}/receive", part, key=key)) == first, "once"
    assert first["status"] == "partly-received"
    assert (first["lines"][0]["came"], first["lines"][0]["toCome"]) == (3, 2)
    (offer,) = expect(await buyer.get("/api/waiting/units"))["line"]
    assert offer["status"] == "offered", "in the command that brought it"
    (entry, *_) = [
        found
        for found in expect(await staff.get("/api/staff/stock-log", variantId=goods.variant_id))[
            "entries"
        ]
        if found["operation"] == "deposit"
    ]
    assert (entry["change"], entry["note"]) == (3, f"purchase order {made['number']}")
    refused = refusal(
        await staff.post(f"{one}/receive", came(goods.variant_id, 4)), 409, "more-than-ordered"
    )
    assert refused["errors"][0]["field"] == "lines[0].quantity"
    more = expect(await staff.post(f"{one}/receive", came(goods.variant_id, 4, more=True)))
    assert (more["status"], more["lines"][0]["came"]) == ("received", 7)
    (stock,) = expect(await buyer.get(page))["product"]["variants"]
    assert (stock["stock"], stock["held"]) == (5, 2)
    await arrives(None)
    for path, body in (("receive", part), ("cancel", {"reason": "late"})):
        refusal(await staff.post(f"{one}/{path}", body), 409, "purchase-ended")
    refusal(
        await staff.http.put(f"{one}/expected", json={"expectedOn": BEGUN}), 409, "purchase-ended"
    )


async def test_the_rest_is_given_up_and_what_cannot_be_is_refused(
    market: Market, visit: Visit
) -> None:
    goods, other, staff = market.goods(0), market.goods(1), visit(market)
    refusal(await staff.get(PURCHASES), 401, "login-required")
    expect(await staff.post("/api/session/login", STAFF))
    wanted = asked((goods.variant_id, 2), (other.variant_id, 1), note="offer 2210")
    made = expect(await staff.post(PURCHASES, wanted), 201)
    one = f"{PURCHASES}/{made['id']}"
    expect(await staff.post(f"{one}/receive", came(other.variant_id, 1)))
    ended = expect(await staff.post(f"{one}/cancel", {"reason": "not made any more"}))
    assert (ended["status"], [row["toCome"] for row in ended["lines"]]) == ("cancelled", [0, 0])
    assert [row["came"] for row in ended["lines"]] == [0, 1]
    listed = expect(await staff.get(PURCHASES, open="false", variantId=goods.variant_id))
    assert [row["id"] for row in listed["purchases"]] == [made["id"]]
    newer = expect(await staff.post(PURCHASES, asked((goods.variant_id, 1))), 201)
    page = expect(await staff.get(PURCHASES, open="true", limit=1))
    assert [row["id"] for row in page["purchases"]] == [newer["id"]]
    assert newer["number"] == made["number"] + 1
    for wrong, status, code in (
        (asked((NOBODYS, 1)), 404, "variant-not-found"),
        (asked((goods.variant_id, 1), (goods.variant_id, 1)), 422, "purchase-invalid"),
        (asked((goods.variant_id, 1), currency="XXX"), 422, "purchase-invalid"),
        (asked((goods.variant_id, 1), locationId=NOBODYS), 404, "location-not-found"),
        (asked((goods.variant_id, 0)), 422, "invalid-request"),
    ):
        refusal(await staff.post(PURCHASES, wrong), status, code)
    receipt = f"{PURCHASES}/{newer['id']}/receive"
    refusal(await staff.post(receipt, came(other.variant_id, 1)), 422, "not-in-purchase")
    gone = f"{PURCHASES}/{NOBODYS}"
    refusal(await staff.get(gone), 404, "purchase-not-found")
    refusal(await staff.post(f"{gone}/cancel", {"reason": "r"}), 404, "purchase-not-found")
