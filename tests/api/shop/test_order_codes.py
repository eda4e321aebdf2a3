"""Goods that are codes over HTTP: staff bring them, a buyer pays, looks at one, and is refunded."""

from collections.abc import Callable
from typing import Any
from uuid import uuid4

import httpx

from tests.support.market import Buyer, Goods, Market, eventually, expect, refusal
from tests.support.patience import PATIENCE

Visit = Callable[..., Buyer]
NOBODY = "00000000-0000-7000-8000-000000000000"


def keys(many: int) -> list[str]:
    return [f"KEY-{uuid4().hex}" for _ in range(many)]


def path_of(goods: Goods) -> str:
    return f"/api/staff/variants/{goods.variant_id}"


def bring(market: Market, goods: Goods, codes: list[str], key: str = "") -> httpx.Response:
    headers = {"Idempotency-Key": key} if key else {}
    return market.staff.post(f"{path_of(goods)}/codes", json={"codes": codes}, headers=headers)


def by_codes(market: Market, codes: list[str]) -> Goods:
    """Goods that are delivered as these codes."""
    goods = market.goods()
    expect(market.staff.put(f"{path_of(goods)}/delivery", json={"deliveredAs": "codes"}))
    if codes:
        expect(bring(market, goods, codes))
    return goods


def counts(market: Market, goods: Goods) -> dict[str, int]:
    found: dict[str, int] = expect(market.staff.get(f"{path_of(goods)}/codes"))["counts"]
    return found


async def completed(buyer: Buyer, order_id: str) -> dict[str, Any]:
    """The order, once the worker has given its codes."""

    async def given() -> dict[str, Any] | None:
        order: dict[str, Any] = await buyer.order({"orderId": order_id})
        return order if order["status"] == "completed" else None

    found: dict[str, Any] = await eventually(given, PATIENCE, "codes are given")
    return found


async def test_a_buyer_pays_and_looks_at_codes_that_nobody_else_sees(
    market: Market, visit: Visit
) -> None:
    buyer, stranger, codes = visit(market), visit(market), keys(3)
    goods = by_codes(market, codes)
    order_id = (await buyer.buy(goods, quantity=2))["orderId"]
    order = await completed(buyer, order_id)
    assert (order["fulfilment"], order["parcels"]) == ("delivered", [])
    assert order["items"][0]["deliveredAs"] == "codes"
    assert [(one["status"], one["seenAt"]) for one in order["codes"]] == [("given", None)] * 2
    assert not any(code in str(order) for code in codes)

    paths = [f"/api/orders/{order_id}/codes/{one['id']}/show" for one in order["codes"]]
    refusal(await stranger.post(paths[0], {}), 404, "order-not-found")
    refusal(
        await buyer.post(f"/api/orders/{order_id}/codes/{NOBODY}/show", {}), 404, "code-not-found"
    )
    shown = expect(await buyer.post(paths[0], {}))
    assert shown["code"] in codes
    assert expect(await buyer.post(paths[0], {})) == shown, "the first look is kept"
    other = expect(await buyer.post(paths[1], {}))["code"]
    assert other in codes
    assert other != shown["code"]
    assert counts(market, goods) == {"free": 1, "held": 0, "given": 0, "seen": 2, "void": 0}


async def test_refunded_codes_are_sold_again_unless_they_were_seen(
    market: Market, visit: Visit
) -> None:
    buyer = visit(market)
    goods = by_codes(market, keys(2))
    order_id = (await buyer.buy(goods, quantity=2))["orderId"]
    order = await completed(buyer, order_id)
    first, second = order["codes"]
    expect(await buyer.post(f"/api/orders/{order_id}/codes/{first['id']}/show", {}))
    refund = f"/api/staff/orders/{order_id}/refund"
    one = {"lines": [{"line": 0, "quantity": 1}], "reason": "not wanted"}
    expect(market.staff.post(refund, json=one))
    assert counts(market, goods) == {"free": 1, "held": 0, "given": 0, "seen": 1, "void": 0}
    path = f"/api/orders/{order_id}/codes/{second['id']}/show"
    refusal(await buyer.post(path, {}), 404, "code-not-found")
    expect(market.staff.post(refund, json=one))
    assert counts(market, goods)["void"] == 1
    again = await buyer.order({"orderId": order_id})
    assert [code["status"] for code in again["codes"]] == ["void"]

    staffs = f"{path_of(goods)}/codes/{first['id']}"
    refusal(market.staff.post(f"{staffs}/withdraw", json={"reason": "no"}), 409, "code-moved")
    expect(market.staff.post(f"{staffs}/restore", json={"reason": "it was never used"}))
    assert counts(market, goods)["free"] == 2
    said = expect(market.staff.post(f"{staffs}/show"))["code"]
    assert said.startswith("KEY-")
    expect(market.staff.post(f"{staffs}/withdraw", json={"reason": "gone"}))
    assert counts(market, goods) == {"free": 1, "held": 0, "given": 0, "seen": 0, "void": 1}


async def test_an_amount_takes_codes_back_or_leaves_them(market: Market, visit: Visit) -> None:
    buyer = visit(market)
    goods = by_codes(market, keys(2))
    order_id = (await buyer.buy(goods, quantity=2))["orderId"]
    order = await completed(buyer, order_id)
    paid = order["items"][0]["price"] * 2
    first, second = order["codes"]
    expect(await buyer.post(f"/api/orders/{order_id}/codes/{first['id']}/show", {}))

    def refund(amount: int, key: str = "", **more: Any) -> httpx.Response:
        return market.staff.post(
            f"/api/staff/orders/{order_id}/refund",
            json={"amount": amount, "reason": "not wanted", **more},
            headers={"Idempotency-Key": key} if key else {},
        )

    too_little = refusal(refund(paid - 1, takeBack=True), 409, "amount-below-codes")
    assert (too_little["field"], too_little["least"]) == ("amount", paid)
    assert counts(market, goods)["given"] == 1, "nothing is taken back"
    assert (await buyer.post(f"/api/orders/{order_id}/refund", {})).status_code in (404, 405)
    key = str(uuid4())
    for _ in range(2):
        shown = expect(refund(paid, key, takeBack=True))
        assert shown["order"]["refunded"] == paid
    refusal(refund(paid, key), 422, "idempotency-key-reused")
    assert counts(market, goods) == {"free": 1, "held": 0, "given": 0, "seen": 0, "void": 1}
    path = f"/api/orders/{order_id}/codes/{second['id']}/show"
    refusal(await buyer.post(path, {}), 404, "code-not-found")
    (line,) = [one for one in shown["lines"] if one["action"] == "order.refunded"]
    assert (line["data"]["amount"], line["data"]["takenBack"]) == (paid, True)


async def test_there_is_nothing_to_take_back_of_what_is_sent(market: Market, visit: Visit) -> None:
    order_id = (await visit(market).buy(market.goods(1)))["orderId"]
    path = f"/api/staff/orders/{order_id}/refund"
    asked = {"amount": 1, "reason": "a scratch", "takeBack": True}
    refusal(market.staff.post(path, json=asked), 409, "nothing-to-take-back")
    assert expect(market.staff.get(f"/api/staff/orders/{order_id}"))["order"]["refunded"] == 0


async def test_what_may_not_be_brought_is_refused_by_name(market: Market) -> None:
    sent, codes = market.goods(2), keys(2)
    put = f"{path_of(sent)}/delivery"
    refusal(market.staff.put(put, json={"deliveredAs": "codes"}), 409, "delivery-fixed")
    refusal(market.staff.put(put, json={"deliveredAs": "air"}), 422, "invalid-request")
    refusal(bring(market, sent, codes), 409, "not-by-codes")
    goods = by_codes(market, codes[:1])
    there = refusal(bring(market, goods, codes), 409, "codes-there")
    assert there["errors"][0]["field"] == "codes[0]"
    assert codes[0] not in str(there)
    refusal(bring(market, goods, [" "]), 422, "codes-invalid")
    refusal(bring(market, goods, ["x" * 600]), 422, "codes-invalid")
    refusal(bring(market, goods, []), 422, "invalid-request")
    key = str(uuid4())
    for _ in range(2):
        assert expect(bring(market, goods, codes[1:], key))["counts"]["free"] == 2
    refusal(bring(market, goods, keys(1), key), 422, "idempotency-key-reused")
    refusal(
        market.staff.post(f"{path_of(goods)}/stock", json={"deposit": 1, "reason": "no"}),
        409,
        "stock-is-codes",
    )
    page = expect(market.staff.get(f"{path_of(goods)}/codes", params={"limit": 1}))
    (latest,) = page["codes"]
    rest = expect(
        market.staff.get(
            f"{path_of(goods)}/codes", params={"limit": 1, "cursor": page["nextCursor"]}
        )
    )
    assert rest["codes"][0]["id"] != latest["id"]
    assert rest["nextCursor"] is None
    refusal(market.staff.post(f"{path_of(sent)}/codes/{latest['id']}/show"), 404, "code-not-found")
    refusal(market.staff.get(f"/api/staff/variants/{NOBODY}/codes"), 404, "variant-not-found")


async def test_codes_are_staffs_to_see_and_to_bring(market: Market, visit: Visit) -> None:
    goods = by_codes(market, keys(1))
    (code,) = expect(market.staff.get(f"{path_of(goods)}/codes"))["codes"]
    buyer = visit(market)
    for path, body in (
        (f"{path_of(goods)}/codes", {"codes": keys(1)}),
        (f"{path_of(goods)}/codes/{code['id']}/show", {}),
        (f"{path_of(goods)}/codes/{code['id']}/withdraw", {"reason": "mine"}),
        (f"{path_of(goods)}/codes/{code['id']}/restore", {"reason": "mine"}),
    ):
        assert (await buyer.post(path, body)).status_code in (401, 403)
    assert (await buyer.get(f"{path_of(goods)}/codes")).status_code in (401, 403)
