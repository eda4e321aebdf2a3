"""POST /api/orders/reserve: shapes, refusals, repetitions, and who a guest is."""

import asyncio
from collections.abc import Callable
from typing import Any
from uuid import uuid4

from tests.support.market import Buyer, Goods, Market, eventually, expect, refusal
from tests.support.patience import PATIENCE

Visit = Callable[..., Buyer]
NOBODY = "00000000-0000-7000-8000-000000000000"


async def test_the_answer_has_this_shape(market: Market, visit: Visit) -> None:
    answer = await visit(market).reserve(market.goods(1))
    reserved = expect(answer)
    assert list(reserved) == [
        "success", "reservationId", "orderId", "number", "expiresAt", "serverTime"
    ]  # fmt: skip
    assert len(reserved["number"]) == 8
    assert answer.headers["content-type"] == "application/json"
    assert answer.headers["x-request-id"]


async def test_what_does_not_exist_is_not_found_and_named(market: Market, visit: Visit) -> None:
    goods, other = market.goods(5), market.goods(5)
    buyer = visit(market)
    for item, code, field in (
        (Goods(NOBODY, NOBODY).line(), "product-not-found", "items[1].productId"),
        (Goods(goods.product_id, NOBODY).line(), "variant-not-found", "items[1].variantId"),
        (Goods(goods.product_id, other.variant_id).line(), "variant-not-found",
         "items[1].variantId"),
    ):  # fmt: skip
        problem = refusal(await buyer.reserve(goods, item), 404, code)
        assert problem["field"] == field
        assert [error["field"] for error in problem["errors"]] == ["items[1]"]
    assert market.stock(goods) == (5, 0)


async def test_every_line_at_fault_is_named(market: Market, visit: Visit) -> None:
    phone = market.phone(1)
    product = next(iter(phone.values())).product_id
    cart: list[dict[str, Any]] = [
        {"productId": NOBODY},
        {"productId": product, "color": "White", "memory": "128GB"},
        {"productId": product, "color": "White"},
        {"productId": product, "color": "Green", "memory": "128GB"},
    ]
    problem = expect(await visit(market).post("/api/orders/reserve", {"items": cart}), 404)
    assert [(one["field"], one["code"]) for one in problem["errors"]] == [
        ("items[0]", "product-not-found"),
        ("items[2]", "ambiguous-options"),
        ("items[3]", "variant-not-found"),
    ]


async def test_lines_of_one_variant_count_together(market: Market, visit: Visit) -> None:
    goods = market.goods(3)
    buyer = visit(market)
    cart = {"items": [goods.line(2), goods.line(2)]}
    problem = refusal(await buyer.post("/api/orders/reserve", cart), 409, "insufficient-stock")
    assert [(line["line"], line["wanted"]) for line in problem["shortages"]] == [(0, 4), (1, 4)]
    made = expect(await buyer.get("/api/openapi.json"))["components"]["schemas"]
    (named, _) = made["Problem"]["properties"]["shortages"]["anyOf"]
    assert named["items"] == {"$ref": "#/components/schemas/Shortage"}
    for line in problem["shortages"]:
        assert line.keys() == made["Shortage"]["properties"].keys()
    cart = {"items": [goods.line(2), goods.line(1)]}
    order = await buyer.order(expect(await buyer.post("/api/orders/reserve", cart)))
    assert [item["quantity"] for item in order["items"]] == [2, 1]
    assert order["total"] == 1500
    assert market.stock(goods) == (0, 3)


async def test_bounds_of_quantity_and_cart(market: Market, visit: Visit) -> None:
    goods = market.goods(5)
    buyer = visit(market)
    refusal(await buyer.reserve(goods, quantity=1_000_000), 409, "insufficient-stock")
    refusal(await buyer.reserve(goods, quantity=1_000_001), 422, "invalid-request")
    refusal(await buyer.reserve(goods, quantity=2**63), 422, "invalid-request")
    hundred = [goods.line()] * 100
    refusal(await buyer.post("/api/orders/reserve", {"items": hundred}), 409, "insufficient-stock")


async def test_an_option_may_be_as_long_in_a_cart_as_in_a_check(
    market: Market, visit: Visit
) -> None:
    goods = market.goods(2)
    buyer = visit(market)
    long = {"color": "x" * 255}  # as long as a catalogue has them
    checked = await buyer.post(f"/api/products/{goods.product_id}/check", long)
    refusal(checked, 422, "option-unknown")
    reserved = await buyer.post("/api/orders/reserve", {"items": [goods.line() | long]})
    refusal(reserved, 422, "option-unknown")


async def test_what_is_not_a_request_at_all(market: Market, visit: Visit) -> None:
    path = "/api/orders/reserve"
    http = visit(market).http
    json = {"content-type": "application/json"}
    refusal(await http.post(path, content=b'{"items": [', headers=json), 400, "malformed-json")
    refusal(await http.post(path, content=b"\xff\xfe", headers=json), 400, "malformed-json")
    for body in (b"", b"null", b"[]", b'"items"', b"7"):
        answer = await http.post(path, content=body, headers=json)
        assert answer.status_code in (400, 422), (body, answer.text)
        refusal(answer, answer.status_code, answer.json()["code"])
    refusal(await http.post(path, content=b"items=1"), 415, "unsupported-media-type")
    big = b'{"items": ["' + b"x" * 300_000 + b'"]}'
    refusal(await http.post(path, content=big, headers=json), 413, "body-too-large")
    refusal(await http.put(path, json={}), 405, "method-not-allowed")
    nul = b'{"items": [{"productId": "\\u0000"}]}'
    refusal(await http.post(path, content=nul, headers=json), 422, "invalid-request")


async def test_a_page_of_another_site_reserves_nothing(market: Market, visit: Visit) -> None:
    goods = market.goods(1)
    buyer = visit(market, Origin="https://elsewhere.example")
    refusal(await buyer.reserve(goods), 403, "cross-origin")
    assert market.stock(goods) == (1, 0)


# --- repetitions -------------------------------------------------------------------------------


async def test_without_a_key_every_request_is_another_reservation(
    market: Market, visit: Visit
) -> None:
    goods = market.goods(5)
    buyer = visit(market)
    answers = [expect(await buyer.reserve(goods)) for _ in range(2)]
    assert answers[0]["reservationId"] != answers[1]["reservationId"]
    assert market.stock(goods) == (3, 2)


async def test_with_a_key_a_repetition_is_the_same_reservation(
    market: Market, visit: Visit
) -> None:
    goods = market.goods(5)
    buyer, other = visit(market), visit(market)
    expect(await buyer.reserve(market.goods(1)))  # has a cookie now
    key = str(uuid4())
    together = await asyncio.gather(*(buyer.reserve(goods, key=key) for _ in range(8)))
    answers = [expect(answer) for answer in together]
    answers.append(expect(await buyer.reserve(goods, key=key)))
    for name in ("reservationId", "orderId", "number", "expiresAt"):
        assert len({answer[name] for answer in answers}) == 1
    assert market.stock(goods) == (4, 1)
    refusal(await buyer.reserve(goods, quantity=2, key=key), 422, "idempotency-key-reused")
    expect(await other.reserve(market.goods(1)))
    expect(await other.reserve(goods, key=key))  # somebody else's key is another key
    assert market.stock(goods) == (3, 2)


async def test_a_refusal_is_not_kept_under_the_key(market: Market, visit: Visit) -> None:
    goods = market.goods(0)
    buyer = visit(market)
    key = str(uuid4())
    refusal(await buyer.reserve(goods, key=key), 409, "insufficient-stock")
    market.change(goods, deposit=1)
    expect(await buyer.reserve(goods, key=key))


async def test_a_key_is_1_to_255_visible_characters(market: Market, visit: Visit) -> None:
    goods = market.goods(2)
    for key in ("a b", "k" * 256):
        problem = refusal(await visit(market).reserve(goods, key=key), 422, "invalid-request")
        assert problem["field"] == "Idempotency-Key"
    expect(await visit(market).reserve(goods, key="k" * 255))


async def test_a_guest_who_lost_the_answer_is_the_same_guest_by_the_key(
    market: Market, visit: Visit
) -> None:
    """The first answer never came, so neither did its cookie: the retry has only the key."""
    goods = market.goods(5)
    key = str(uuid4())
    lost, retry, other = visit(market), visit(market), visit(market)
    first = expect(await lost.reserve(goods, key=key))
    second = expect(await retry.reserve(goods, key=key))
    assert first["orderId"] == second["orderId"]
    assert market.stock(goods) == (4, 1)
    assert (await retry.order(second))["status"] == "pending"  # and it is theirs to pay
    expect(await retry.create(second, expect(await retry.pay(second))))
    third = expect(await other.reserve(goods, key=str(uuid4())))
    assert third["orderId"] != first["orderId"]


async def test_a_repetition_after_the_end_is_told_what_it_was_told(
    hasty_market: Market, visit: Visit
) -> None:
    """Not a new reservation behind the buyer's back: the same one, which is over."""
    goods = hasty_market.goods(1)
    buyer = visit(hasty_market)
    key = str(uuid4())
    first = expect(await buyer.reserve(goods, key=key))

    async def back() -> bool:
        return hasty_market.stock(goods) == (1, 0)

    await eventually(back, PATIENCE, "the reservation ran out")
    again = expect(await buyer.reserve(goods, key=key))
    assert (again["orderId"], again["expiresAt"]) == (first["orderId"], first["expiresAt"])
    assert hasty_market.stock(goods) == (1, 0)
