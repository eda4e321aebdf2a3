"""A seller's own parcels: packed, labelled, brought to the door, lost; others' are not found."""

from typing import Any

import httpx

from tests.api.seller.own_sales import Mill, a_mill, paid
from tests.api.shop.wallet_buyers import NOBODYS, Visit, member
from tests.support.market import Buyer, Market, eventually, expect, refusal
from tests.support.patience import PATIENCE

SENT = {"carrier": "PostNL", "tracking": "3S17"}


async def seen(mill: Mill, order: str) -> dict[str, Any]:
    found: dict[str, Any] = expect(await mill.who.get(f"{mill.place}/orders/{order}"))
    return found


async def printed(who: Buyer, path: str, **asked: str) -> bytes:
    """What comes once neither the shop nor the carrier says that it is too busy for it."""

    async def answered() -> httpx.Response | None:
        answer = await who.get(path, **asked)
        return None if answer.status_code == 503 else answer

    found: httpx.Response = await eventually(answered, PATIENCE, "it is printed")
    return found.content


async def test_a_seller_packs_sends_and_says_what_arrived(market: Market, visit: Visit) -> None:
    mill, other = await a_mill(market, visit), await a_mill(market, visit)
    buyer = await member(market, visit, 100_000)
    order = await paid(buyer, mill.goods, other.goods)
    parcels = f"{mill.place}/orders/{order}/parcels"
    packed = expect(await mill.who.post(f"{parcels}/pack", {}))
    (parcel,) = packed["parcels"]
    assert (parcel["status"], [one["line"] for one in parcel["lines"]]) == ("picking", [0])
    assert (parcel["actions"]["label"], parcel["actions"]["deliver"]) == (
        None, "parcel-not-shipped",
    )  # fmt: skip
    assert (await seen(other, order))["parcels"] == []
    refusal(await mill.who.post(f"{parcels}/pack", {}), 409, "nothing-to-pack")
    at = f"{parcels}/{parcel['id']}"
    assert (await printed(mill.who, f"{at}/slip", language="ru")).startswith(b"%PDF")
    refusal(await mill.who.post(f"{at}/deliver", {}), 409, "parcel-not-shipped")
    elsewhere = f"{other.place}/orders/{order}/parcels/{parcel['id']}"
    for action, body in (
        ("ship", SENT), ("deliver", {}), ("fail", {"reason": "Lost"}), ("cancel", {}),
        ("label", {"carrier": "demo"}), ("label/cancel", {}), ("label/ask", {}),
    ):  # fmt: skip
        refusal(await other.who.post(f"{elsewhere}/{action}", body), 404, "parcel-not-found")
        refusal(await other.who.post(f"{at}/{action}", body), 404, "seller-not-found")
    for paper in ("slip", "label"):
        refusal(await other.who.get(f"{elsewhere}/{paper}"), 404, "parcel-not-found")
        refusal(await mill.who.get(f"{parcels}/{NOBODYS}/{paper}"), 404, "parcel-not-found")

    expect(await mill.who.post(f"{at}/cancel", {}))
    (parcel,) = expect(await mill.who.post(f"{parcels}/pack", {}))["parcels"]
    sent = expect(await mill.who.post(parcels, SENT))
    assert sent["parcels"][0]["status"] == "shipped"
    at = f"{parcels}/{parcel['id']}"
    lost = expect(await mill.who.post(f"{at}/fail", {"reason": "Lost"}))
    assert (lost["parcels"][0]["status"], lost["fulfilment"]) == ("failed", "unfulfilled")
    again = expect(await mill.who.post(parcels, SENT))["parcels"][-1]
    done = expect(await mill.who.post(f"{parcels}/{again['id']}/deliver", {}))
    assert (done["fulfilment"], done["status"]) == ("delivered", "paid")
    # What staff pack together with others' goods is staff's.
    mixed = await paid(buyer, mill.goods, other.goods)
    expect(market.staff.post(f"/api/staff/orders/{mixed}/parcels", json={"packed": True}))
    assert (await seen(mill, mixed))["parcels"] == []


async def test_a_part_leaves_first_in_a_parcel_with_a_number_of_its_own(
    market: Market, visit: Visit
) -> None:
    mill, other = await a_mill(market, visit), await a_mill(market, visit)
    buyer = await member(market, visit, 100_000)
    order = await paid(buyer, mill.goods, other.goods, quantity=3)
    parcels = f"{mill.place}/orders/{order}/parcels"

    async def pack(line: int, quantity: int) -> Any:
        asked = {"lines": [{"line": line, "quantity": quantity}]}
        return await mill.who.post(f"{parcels}/pack", asked)

    refusal(await pack(0, 4), 409, "units-not-to-pack")
    refusal(await pack(1, 1), 409, "units-not-to-pack")  # another's
    (first,) = expect(await pack(0, 2))["parcels"]
    assert first["lines"][0]["quantity"] == 2
    (first, rest) = expect(await mill.who.post(f"{parcels}/pack", {}))["parcels"]
    left = expect(await mill.who.post(f"{parcels}/{first['id']}/ship", SENT))
    assert [one["status"] for one in left["parcels"]] == ["shipped", "picking"]
    assert (left["fulfilment"], left["lines"][0]["shipped"]) == ("partly-shipped", 2)
    refusal(await mill.who.post(f"{parcels}/{rest['id']}/ship", {}), 422, "carrier-missing")
    last = SENT | {"tracking": "3S18"}
    now = expect(await mill.who.post(f"{parcels}/{rest['id']}/ship", last))
    assert [one["tracking"] for one in now["parcels"]] == ["3S17", "3S18"]
    assert now["fulfilment"] == "shipped"


async def test_a_label_is_bought_where_it_is_known_where_to(market: Market, visit: Visit) -> None:
    mill = await a_mill(market, visit)
    buyer = await member(market, visit, 100_000)
    carriers = expect(await mill.who.get("/api/seller/carriers"))["carriers"]
    assert [one["name"] for one in carriers] == ["demo"]
    nowhere = await paid(buyer, mill.goods, address=None)
    parcels = f"{mill.place}/orders/{nowhere}/parcels"
    (parcel,) = expect(await mill.who.post(f"{parcels}/pack", {}))["parcels"]
    assert parcel["actions"]["label"] == "no-address"
    label = await mill.who.post(f"{parcels}/{parcel['id']}/label", {"carrier": "demo"})
    refusal(label, 409, "no-address")
    by_staff = expect(market.staff.get(f"/api/staff/orders/{nowhere}"))["order"]["parcels"]
    assert by_staff[0]["actions"]["label"] == "no-address"

    order = await paid(buyer, mill.goods)
    parcels = f"{mill.place}/orders/{order}/parcels"
    (parcel,) = expect(await mill.who.post(f"{parcels}/pack", {}))["parcels"]
    at = f"{parcels}/{parcel['id']}"
    refusal(await mill.who.post(f"{at}/label", {"carrier": "nobody"}), 422, "carrier-unknown")
    refusal(await mill.who.post(f"{at}/label/ask", {}), 409, "no-label")
    expect(await mill.who.post(f"{at}/label", {"carrier": "demo"}))

    async def ready() -> bool:
        (one,) = (await seen(mill, order))["parcels"]
        return bool(one["tracking"])

    await eventually(ready, PATIENCE, "the label is bought")
    assert (await printed(mill.who, f"{at}/label")).startswith(b"%PDF")

    async def there() -> bool:
        return bool((await seen(mill, order))["parcels"][0]["status"] == "delivered")

    await eventually(there, PATIENCE, "the carrier brought it")


async def test_sellers_know_what_products_are_described_by(market: Market, visit: Visit) -> None:
    mill = await a_mill(market, visit)
    known = expect(await mill.who.get("/api/seller/attributes"))
    assert known == expect(market.staff.get("/api/staff/attributes"))
    said = expect(await mill.who.post("/api/seller/texts", {"html": "<p>a<script>b</script></p>"}))
    assert said["html"] == "<p>a</p>"
    nobody = visit(market)
    refusal(await nobody.get("/api/seller/attributes"), 401, "login-required")
