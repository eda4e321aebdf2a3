"""Returns over HTTP: asked for by the buyer, decided, received and looked at by staff; refunded."""

import json
from collections.abc import Callable
from typing import Any
from uuid import uuid4

import httpx

from tests.support.market import PRICE, Buyer, Goods, Market, expect, refusal
from tests.support.pictures import png
from tests.support.postgres import execute

Visit = Callable[..., Buyer]
NOBODY = "00000000-0000-7000-8000-000000000000"


async def delivered(market: Market, buyer: Buyer, *goods: Goods, quantity: int = 3) -> str:
    """A completed order of so many of each."""
    order_id: str = (await buyer.buy(*goods, quantity=quantity))["orderId"]
    expect(market.staff.post(f"/api/staff/orders/{order_id}/complete"))
    return order_id


async def ask(
    buyer: Buyer, order_id: str, *units: int, reason: str = "damaged", key: str = ""
) -> httpx.Response:
    lines = [
        {"line": line, "quantity": count, "reason": reason} for line, count in enumerate(units)
    ]
    return await buyer.post(
        f"/api/orders/{order_id}/returns", {"lines": lines, "note": "Look"}, key or None
    )


def step(
    market: Market, return_id: str, action: str, body: Any = None, key: str = ""
) -> httpx.Response:
    headers = {"Idempotency-Key": key} if key else {}
    return market.staff.post(f"/api/staff/returns/{return_id}/{action}", json=body or {},
                             headers=headers)  # fmt: skip


async def send(buyer: Buyer, path: str, photo: bytes) -> httpx.Response:
    return await buyer.http.post(path, content=photo, headers={"Content-Type": "image/png"})


def returned(answer: httpx.Response, status: int = 200) -> dict[str, Any]:
    found: dict[str, Any] = expect(answer, status)["return"]
    return found


async def test_a_journey_there_and_back(market: Market, visit: Visit) -> None:
    buyer, goods = visit(market), market.goods(5)
    order_id = (await buyer.buy(goods, quantity=3))["orderId"]
    before = expect(await buyer.get(f"/api/orders/{order_id}/returns"))
    assert (before["returns"], before["lines"][0]["refusal"]) == ([], "not-arrived")
    refusal(await ask(buyer, order_id, 1), 409, "not-arrived")
    expect(market.staff.post(f"/api/staff/orders/{order_id}/complete"))
    (line,) = expect(await buyer.get(f"/api/orders/{order_id}/returns"))["lines"]
    assert (line["units"], line["refusal"], line["byRule"]) == (3, None, False)
    assert line["until"] > before["serverTime"]

    path = f"/api/orders/{order_id}/returns"
    preview = expect(await buyer.post(f"{path}/preview", {"lines": [{"line": 0, "quantity": 2}]}))
    assert (preview["total"], preview["lines"][0]["amount"]) == (2 * PRICE, 2 * PRICE)
    refusal(await ask(buyer, order_id, 4), 409, "units-not-returnable")
    key = str(uuid4())
    first, again = [returned(await ask(buyer, order_id, 2, key=key), 201) for _ in range(2)]
    assert first == again
    assert (first["status"], first["number"], first["lines"][0]["quantity"]) == ("requested", 1, 2)
    one = first["id"]
    listed = expect(market.staff.get("/api/staff/returns", params={"status": "requested"}))
    row = next(each for each in listed["returns"] if each["id"] == one)
    assert (row["units"], row["reasons"], row["orderId"]) == (2, ["damaged"], order_id)
    assert listed["counts"]["requested"] >= 1

    refusal(step(market, one, "receive"), 409, "return-not-approved")
    label = f"/api/returns/{one}/label"
    refusal(await buyer.get(label), 409, "return-not-approved")
    refusal(await visit(market).get(label), 404, "return-not-found")
    refusal(step(market, one, "inspect", {"lines": []}), 409, "return-not-received")
    approved = returned(step(market, one, "approve", {"answer": "To the back door"}))
    assert (approved["status"], approved["answer"]) == ("approved", "To the back door")
    refusal(step(market, one, "approve"), 409, "return-approved")
    for language in ("en", "ru", "ko"):
        page = await buyer.get(label, language=language)
        assert page.headers["content-type"] == "application/pdf"
        assert page.content.startswith(b"%PDF")
    returned(step(market, one, "receive"))
    refusal(await buyer.post(f"/api/returns/{one}/cancel", {}), 409, "return-received")
    asked = {"lines": [{"line": 0, "quantity": 2}]}
    reckoned = expect(market.staff.post(f"/api/staff/returns/{one}/preview", json=asked))
    assert (reckoned["total"], reckoned["refundable"]) == (2 * PRICE, 3 * PRICE)
    came = {
        "lines": [{"line": 0, "restocked": 1, "writtenOff": 1, "fault": "broken"}],
        "deduct": 1,
        "deduction": "the box",
    }
    key = str(uuid4())
    for _ in range(2):
        done = returned(step(market, one, "inspect", came, key))
    assert (done["status"], done["refunded"], done["deducted"]) == ("inspected", 2 * PRICE - 1, 1)
    assert done["lines"][0]["paid"] == 2 * PRICE
    assert market.stock(goods) == (3, 0)
    (entry, *_) = market.log(goods)
    assert (entry["change"], entry["orderId"]) == (1, order_id)
    order = expect(market.staff.get(f"/api/staff/orders/{order_id}"))["order"]
    assert order["staff"]["refundable"] == PRICE + 1
    refusal(step(market, one, "inspect", came), 409, "return-ended")
    refusal(await buyer.get(label), 409, "return-ended")


async def test_what_is_not_there_is_another_s_or_not_said_is_refused(
    market: Market, visit: Visit
) -> None:
    buyer, other = visit(market), visit(market)
    order_id = await delivered(market, buyer, market.goods(5), quantity=2)
    for who, path in ((other, order_id), (buyer, NOBODY)):
        refusal(await who.get(f"/api/orders/{path}/returns"), 404, "order-not-found")
        refusal(await ask(who, path, 1), 404, "order-not-found")
    one = returned(await ask(buyer, order_id, 1, reason="changed-mind"), 201)["id"]
    refusal(await other.post(f"/api/returns/{one}/cancel", {}), 404, "return-not-found")
    refusal(await buyer.post(f"/api/returns/{NOBODY}/cancel", {}), 404, "return-not-found")
    for action in ("approve", "receive"):
        refusal(step(market, NOBODY, action), 404, "return-not-found")
        refusal(step(market, "nonsense", action), 404, "return-not-found")
    refusal(market.staff.get(f"/api/staff/returns/{NOBODY}"), 404, "return-not-found")
    refusal(step(market, one, "refuse", {"reason": " "}), 422, "invalid-request")
    for lines in (
        [],
        [{"line": 0, "quantity": 0, "reason": "other"}],
        [{"line": 0, "quantity": 1, "reason": "bored"}],
        [{"line": 0, "quantity": 1, "reason": "other"}] * 2,
    ):
        asked = {"lines": lines}
        refusal(await buyer.post(f"/api/orders/{order_id}/returns", asked), 422, "invalid-request")
    returned(step(market, one, "approve"))
    returned(step(market, one, "receive"))
    for body in (
        {"lines": [{"line": 0, "writtenOff": 1, "fault": " "}]},
        {"lines": [{"line": 0, "restocked": 1}], "deduct": 1},
        {"lines": [{"line": 0, "restocked": 1}] * 2},
        {"lines": [{"line": 0, "restocked": -1}]},
    ):
        refusal(step(market, one, "inspect", body), 422, "invalid-request")
    too_many = {"lines": [{"line": 0, "restocked": 2}]}
    refusal(step(market, one, "inspect", too_many), 409, "not-in-return")
    dear = {
        "lines": [{"line": 0, "restocked": 1}], "deduct": PRICE + 1, "deduction": "torn",
    }  # fmt: skip
    refusal(step(market, one, "inspect", dear), 409, "deduction-too-large")


async def test_the_shop_s_rules_approve_or_refuse_by_themselves(
    market: Market, visit: Visit
) -> None:
    buyer, goods = visit(market), market.goods(8)
    before = expect(market.staff.get("/api/staff/settings"))["settings"]["returns"]
    order_id = await delivered(market, buyer, goods, quantity=3)

    def keep(**rules: Any) -> None:
        asked = {"returns": {**before, **rules}}
        expect(market.staff.patch("/api/staff/settings", json=asked))

    try:
        keep(byRule=True, address="Back Street 1", wayBack="shop")
        shown = expect(await buyer.get(f"/api/orders/{order_id}/returns"))
        assert (shown["wayBack"], shown["address"]) == ("shop", "Back Street 1")
        assert shown["lines"][0]["byRule"]
        one = returned(await ask(buyer, order_id, 1), 201)
        assert (one["status"], one["byRule"]) == ("approved", True)
        kept = returned(await buyer.post(f"/api/returns/{one['id']}/cancel", {}))
        assert kept["status"] == "cancelled"
        keep(days=0)
        refusal(await ask(buyer, order_id, 1), 409, "not-returnable")
        # Staff may, for a buyer, and need not ask themselves.
        asked = {"lines": [{"line": 0, "quantity": 1, "reason": "other"}]}
        by_staff = market.staff.post(f"/api/orders/{order_id}/returns", json=asked)
        assert returned(by_staff, 201)["status"] == "approved"
        bad = {"returns": {**before, "categories": [{"categoryId": NOBODY, "days": 1}] * 2}}
        refusal(market.staff.patch("/api/staff/settings", json=bad), 422, "charges-invalid")
    finally:
        keep()


async def test_photos_are_for_the_buyer_and_staff(market: Market, visit: Visit) -> None:
    buyer, other = visit(market), visit(market)
    order_id = await delivered(market, buyer, market.goods(5), quantity=1)
    one = returned(await ask(buyer, order_id, 1), 201)
    assert one["photos"] == []
    path = f"/api/returns/{one['id']}/photos"
    first, same, second = [expect(await send(buyer, path, png(size)), 201) for size in (40, 40, 50)]
    assert (first["number"], same, second["number"]) == (1, first, 2)
    refusal(await send(buyer, path, b"no picture"), 422, "picture-kind-unknown")
    expect_kind = (await buyer.get(first["url"])).headers["content-type"]
    assert expect_kind == "image/webp"
    refusal(await other.get(first["url"]), 404, "return-not-found")
    refusal(await send(other, path, png(40)), 404, "return-not-found")
    refusal(await buyer.get(f"{path}/3"), 404, "photo-not-found")
    shown = market.staff.get(first["url"])
    assert (shown.headers["content-type"], shown.headers["cache-control"]) == (
        "image/webp", "private, no-store",
    )  # fmt: skip
    assert shown.content[8:12] == b"WEBP"
    returned(step(market, one["id"], "approve"))
    returned(step(market, one["id"], "receive"))
    refusal(await send(buyer, path, png(60)), 409, "return-received")
    seen = expect(market.staff.get(f"/api/staff/returns/{one['id']}"))["return"]
    assert seen["photos"] == [first["url"], second["url"]]


async def test_whoever_reads_a_return_reads_it_in_their_language(
    market: Market, visit: Visit
) -> None:
    buyer, goods = visit(market), market.goods(5)
    said = json.dumps({"ru": {"name": "Вещь"}})
    named = f"translations = '{said}', revision = revision + 1"
    one = f"UPDATE products SET {named} WHERE id = '{goods.product_id}'"
    await execute(market.database_url, one)
    order_id = await delivered(market, buyer, goods, quantity=1)
    found = returned(await ask(buyer, order_id, 1), 201)
    kept = found["lines"][0]["productName"]
    assert kept != "Вещь"
    for path in (f"/api/staff/returns/{found['id']}", f"/api/orders/{order_id}/returns"):
        for locale, name in (("ru", "Вещь"), ("ko", kept)):
            shown = expect(market.staff.get(path, params={"locale": locale}))
            one = shown["return"] if "return" in shown else shown["returns"][0]
            assert one["lines"][0]["productName"] == name
