"""Goods that are sold out are waited for in line over HTTP: what comes back is held for the first,
and nobody else can buy it."""

from typing import Any

from tests.api.shop.wallet_buyers import NOBODYS, Visit, logged_in, member
from tests.support.market import Buyer, Goods, Market, eventually, expect, refusal
from tests.support.patience import PATIENCE

LINE = "/api/waiting/units"


async def line(of: Buyer) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = expect(await of.get(LINE))["line"]
    return found


def name_of(market: Market, goods: Goods) -> str:
    answer = market.staff.get(f"/api/staff/products/{goods.product_id}")
    name: str = expect(answer)["product"]["name"]
    return name


async def test_who_waits_first_has_what_comes_back(market: Market, visit: Visit) -> None:
    goods, holder = market.goods(1), visit(market)
    first, second, bot = await member(market, visit), visit(market), visit(market)
    asked = goods.line()
    held = expect(await holder.reserve(goods))
    joined = expect(await first.post(LINE, asked, "k1"))
    assert expect(await first.post(LINE, asked, "k1"))["id"] == joined["id"]
    assert expect(await first.post(LINE, asked))["id"] == joined["id"]  # once
    later = expect(await second.post(LINE, asked))
    assert [(one["status"], one["place"]) for one in await line(second)] == [("waiting", 2)]
    expect(await holder.post("/api/orders/cancel", {"orderId": held["orderId"]}))
    refusal(await bot.reserve(goods), 409, "insufficient-stock")

    async def offered() -> list[dict[str, Any]]:
        return [one for one in await line(first) if one["status"] == "offered"]

    (offer,) = await eventually(offered, PATIENCE, "what came back is held")
    assert (offer["place"], offer["orderId"] is None, offer["expiresAt"] is None) == (
        0, False, False,
    )  # fmt: skip
    refusal(await bot.reserve(goods), 409, "insufficient-stock")
    assert [one["place"] for one in await line(second)] == [1]
    refusal(await first.post(LINE, asked), 409, "held-already")
    order = expect(await first.get(f"/api/orders/{offer['orderId']}"))
    reserved = {"reservationId": order["order"]["reservationId"]}
    paid = expect(await first.pay(reserved))
    expect(await first.create(reserved, paid))
    assert await line(first) == []
    refusal(await bot.http.delete(f"{LINE}/{later['id']}"), 404, "not-in-line")
    assert expect(await second.http.delete(f"{LINE}/{later['id']}"))["line"] == []
    assert await line(bot) == []


async def test_who_logs_in_while_they_wait_keeps_the_place(market: Market, visit: Visit) -> None:
    goods, buyer = market.goods(0), visit(market)
    joined = expect(await buyer.post(LINE, goods.line()))
    expect(await visit(market).post(LINE, goods.line()))
    await logged_in(market, buyer)
    assert [(one["id"], one["place"]) for one in await line(buyer)] == [(joined["id"], 1)]
    assert expect(await buyer.post(LINE, goods.line()))["id"] == joined["id"]
    restocked = {"deposit": 1, "reason": "a delivery"}
    expect(market.staff.post(f"/api/staff/variants/{goods.variant_id}/stock", json=restocked))
    (offer,) = await line(buyer)
    assert offer["status"] == "offered"
    order = expect(await buyer.get(f"/api/orders/{offer['orderId']}"))
    reserved = {"reservationId": order["order"]["reservationId"]}
    expect(await buyer.create(reserved, expect(await buyer.pay(reserved))))


async def test_each_refusal_of_the_line(market: Market, visit: Visit) -> None:
    free, sold = market.goods(2), market.goods(0)
    buyer = visit(market)
    refusal(await buyer.post(LINE, free.line()), 409, "free-now")
    refusal(await buyer.post(LINE, sold.line(21)), 409, "too-many-units")
    for quantity in (0, -1, 1_000_001):
        refusal(await buyer.post(LINE, sold.line(quantity)), 422, "invalid-request")
    nothing = Goods(NOBODYS, NOBODYS)
    refusal(await buyer.post(LINE, nothing.line()), 404, "product-not-found")
    other = Goods(sold.product_id, NOBODYS)
    refusal(await buyer.post(LINE, other.line()), 404, "variant-not-found")
    refusal(await buyer.post(LINE, {}), 422, "invalid-request")
    for wrong in (NOBODYS, "nonsense"):
        refusal(await buyer.http.delete(f"{LINE}/{wrong}"), 404, "not-in-line")
    expect(await buyer.post(LINE, sold.line(), "k"))
    refusal(await buyer.post(LINE, sold.line(2), "k"), 422, "idempotency-key-reused")


async def test_a_set_is_waited_for_in_the_line_of_its_part(market: Market, visit: Visit) -> None:
    lamp, bulb, both = market.goods(0), market.goods(3), market.goods(0)
    parts = {
        "parts": [
            {"variantId": lamp.variant_id, "units": 1},
            {"variantId": bulb.variant_id, "units": 2},
        ]
    }
    path = f"/api/staff/variants/{both.variant_id}/parts"
    expect(market.staff.put(path, json=parts))
    first, second, bot = await member(market, visit), visit(market), visit(market)
    expect(await first.post(LINE, both.line()))
    expect(await second.post(LINE, lamp.line()))
    (place,) = await line(first)
    assert (place["variantId"], place["place"]) == (both.variant_id, 1)
    name = name_of(market, lamp)
    assert place["part"] == name
    (behind,) = await line(second)
    assert (behind["place"], behind["part"]) == (2, None)
    seen = market.staff.get(f"/api/staff/waiting/{lamp.variant_id}").json()["places"]
    assert [(one["variantId"], one["lineId"], one["part"]) for one in seen] == [
        (both.variant_id, lamp.variant_id, name),
        (lamp.variant_id, None, None),
    ]
    (row,) = market.staff.get(f"/api/staff/waiting/{both.variant_id}").json()["places"]
    assert row == seen[0]
    restocked = {"deposit": 1, "reason": "a delivery"}
    expect(market.staff.post(f"/api/staff/variants/{lamp.variant_id}/stock", json=restocked))
    (offer,) = await line(first)
    assert (offer["status"], offer["part"]) == ("offered", None)
    refusal(await bot.reserve(lamp), 409, "insufficient-stock")
    refusal(await bot.reserve(both), 409, "insufficient-stock")
    expect(await bot.reserve(bulb))
    order = expect(await first.get(f"/api/orders/{offer['orderId']}"))
    reserved = {"reservationId": order["order"]["reservationId"]}
    expect(await first.create(reserved, expect(await first.pay(reserved))))
    # What it is made of changes: whoever waits goes to where it is short now.
    expect(await bot.post(LINE, both.line()))
    other = market.goods(0)
    now = {"parts": [{"variantId": other.variant_id, "units": 1}]}
    expect(market.staff.put(path, json=now))
    (moved,) = await line(bot)
    assert (moved["part"], moved["place"]) == (name_of(market, other), 1)
    assert [one["place"] for one in await line(second)] == [1]
