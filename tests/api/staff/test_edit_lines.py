"""Staff edit the lines of an unpaid order: all of it in one command, or nothing."""

import asyncio
from datetime import datetime
from typing import Any
from uuid import uuid4

from holdfast.api.contract.examples_addresses import ADDRESS
from tests.api.shop.wallet_buyers import NOBODYS, member
from tests.api.staff.test_phone_orders import ORDERS, Visit, taken
from tests.support.market import Goods, Market, expect, refusal


def line(goods: Goods, quantity: int, **more: Any) -> dict[str, Any]:
    return goods.line(quantity) | more


def an_order(market: Market, *lines: dict[str, Any]) -> dict[str, Any]:
    made: dict[str, Any] = taken(market, items=list(lines), shippingAddress=ADDRESS)["order"]
    return made


def edit(market: Market, order: dict[str, Any], *lines: dict[str, Any], **more: Any) -> Any:
    """What is answered."""
    asked = {"reservationId": order["reservationId"], "items": list(lines), **more}
    headers = {"Idempotency-Key": more.pop("key", None) or uuid4().hex}
    asked.pop("key", None)
    return market.staff.post(f"{ORDERS}/{order['id']}/lines", json=asked, headers=headers)


def units(order: dict[str, Any]) -> list[tuple[str, int, int]]:
    return [(one["variantId"], one["quantity"], one["price"]) for one in order["items"]]


def free(market: Market, *goods: Goods) -> list[int]:
    return [market.stock(one)[0] for one in goods]


async def test_quantities_go_up_and_down_and_lines_come_and_go_in_one_command(
    market: Market,
) -> None:
    one, two, three = market.goods(5), market.goods(5), market.goods(5)
    order = an_order(market, line(one, 2), line(two, 3))
    page = expect(edit(market, order, line(one, 5), line(three, 1)))
    now = page["order"]
    assert units(now) == [(one.variant_id, 5, 500), (three.variant_id, 1, 500)]
    assert (now["total"], now["expiresAt"]) == (3_000, order["expiresAt"])
    assert now["reservationId"] != order["reservationId"]
    assert now["version"] > order["version"]
    assert free(market, one, two, three) == [0, 5, 4]
    # Fewer lines than there were, all of them at once; then one alone.
    last = expect(edit(market, now, line(three, 2)))["order"]
    assert units(last) == [(three.variant_id, 2, 500)]
    assert free(market, one, two, three) == [5, 5, 3]
    assert [one["what"] for one in last["timeline"]].count("changed") == 2
    said = [one["data"] for one in page["lines"] if one["action"] == "order.edited"]
    assert [[each["quantity"] for each in one["lines"]] for one in said] == [
        [[2, 5], [3, 0], [0, 1]]
    ]
    paid = expect(market.staff.post(f"{ORDERS}/{order['id']}/mark-paid"))["order"]
    assert (paid["status"], paid["total"]) == ("paid", 1_000)
    assert free(market, one, two, three) == [5, 5, 3]


async def test_what_is_short_is_named_and_nothing_is_changed(market: Market) -> None:
    one, two = market.goods(3), market.goods(2)
    order = an_order(market, line(one, 2))
    answer = edit(market, order, line(one, 4), line(two, 3))
    told = refusal(answer, 409, "insufficient-stock")
    assert told["field"] == "items[0].quantity"
    assert [(each["line"], each["wanted"], each["available"]) for each in told["shortages"]] == [
        (0, 4, 3),
        (1, 3, 2),
    ]
    assert free(market, one, two) == [1, 2]
    now = expect(market.staff.get(f"{ORDERS}/{order['id']}"))["order"]
    assert (units(now), now["reservationId"]) == (units(order), order["reservationId"])


async def test_a_price_is_lower_for_a_reason_and_never_above_the_shop_s(market: Market) -> None:
    goods, other = market.goods(5), market.goods(5)
    order = an_order(market, line(goods, 2))
    said = refusal(edit(market, order, line(goods, 2, price=400)), 422, "price-not-allowed")
    assert said["field"] == "reason"
    dear = line(goods, 2, price=501)
    said = refusal(edit(market, order, dear, reason="Why not"), 422, "price-not-allowed")
    assert said["field"] == "items[0].price"
    lower = (line(goods, 3, price=400), line(other, 1, price=0))
    page = expect(edit(market, order, *lower, reason="A scratch"))
    now = page["order"]
    assert units(now) == [(goods.variant_id, 3, 400), (other.variant_id, 1, 0)]
    assert now["total"] == 1_200
    (line_of,) = [one["data"] for one in page["lines"] if one["action"] == "order.edited"]
    assert (line_of["reason"], line_of["lines"][0]["price"]) == ("A scratch", [500, 400])
    # It stays when the quantity changes, and may go back up to the shop's.
    kept = expect(edit(market, now, line(goods, 1), line(other, 1)))["order"]
    assert units(kept) == [(goods.variant_id, 1, 400), (other.variant_id, 1, 0)]
    back = edit(market, kept, line(goods, 1, price=500), reason="It was the other")
    assert expect(back)["order"]["total"] == 500


async def test_the_deadline_stays_or_is_set_anew_and_a_repetition_changes_nothing(
    market: Market,
) -> None:
    goods = market.goods(5)
    order = an_order(market, line(goods, 1))
    key = uuid4().hex
    for _ in range(2):
        now = expect(edit(market, order, line(goods, 2), hours=48, key=key))["order"]
        left = datetime.fromisoformat(now["expiresAt"]) - datetime.fromisoformat(now["createdAt"])
        assert 47 < left.total_seconds() / 3600 < 49
    assert free(market, goods) == [3]
    # Once more, and as often as staff like: a new reservation each time.
    again = expect(edit(market, now, line(goods, 2), hours=72))["order"]
    assert again["expiresAt"] > now["expiresAt"]
    same = expect(edit(market, again, line(goods, 2)))["order"]
    assert same["reservationId"] == again["reservationId"]
    refusal(edit(market, again, line(goods, 2), hours=169), 422, "invalid-request")


async def test_of_two_who_edit_what_they_saw_one_is_told_to_look_again(market: Market) -> None:
    goods = market.goods(9)
    order = an_order(market, line(goods, 1))
    answers = await asyncio.gather(
        *(asyncio.to_thread(edit, market, order, line(goods, wanted)) for wanted in (2, 3, 4))
    )
    assert sorted(one.status_code for one in answers) == [200, 409, 409]
    won = next(one.json() for one in answers if one.status_code == 200)
    assert free(market, goods) == [9 - won["order"]["items"][0]["quantity"]]
    for one in answers:
        if one.status_code != 200:
            refusal(one, 409, "edited-meanwhile")


async def test_a_buyer_s_own_order_is_theirs_still_and_paid_by_its_link(
    market: Market, visit: Visit
) -> None:
    buyer, goods = await member(market, visit), market.goods(5)
    held = expect(await buyer.post("/api/orders/reserve", {"items": [goods.line()]}))
    order = expect(market.staff.get(f"{ORDERS}/{held['orderId']}"))["order"]
    link = expect(market.staff.post(f"{ORDERS}/{held['orderId']}/pay-link", json={}))
    expect(edit(market, order, line(goods, 3), hours=24))
    mine = expect(await buyer.http.get(f"/api/orders/{held['orderId']}"))["order"]
    assert (mine["items"][0]["quantity"], mine["total"]) == (3, 1_500)
    payer = visit(market)
    shown = expect(await payer.http.get(f"/api{link['path']}"))
    assert (shown["state"], shown["total"]) == ("open", 1_500)
    expect(await payer.post(f"/api{link['path']}", {"provider": "demo"}))
    assert free(market, goods) == [2]
    refusal(edit(market, order, line(goods, 1)), 409, "already-paid")


async def test_what_cannot_be_edited_is_refused(market: Market, visit: Visit) -> None:
    goods, stranger = market.goods(9), visit(market)
    order = an_order(market, line(goods, 1))
    nobody = {"productId": NOBODYS, "variantId": NOBODYS, "quantity": 1}
    said = refusal(edit(market, order, line(goods, 1), nobody), 404, "product-not-found")
    assert said["field"].startswith("items[1]")
    refusal(edit(market, order, line(goods, 1), line(goods, 2)), 422, "invalid-request")
    refusal(edit(market, order), 422, "invalid-request")
    refusal(edit(market, order, line(goods, 0)), 422, "invalid-request")
    refusal(edit(market, {**order, "id": NOBODYS}, line(goods, 1)), 404, "order-not-found")
    at, asked = f"{ORDERS}/{order['id']}/lines", {
        "reservationId": order["reservationId"], "items": [line(goods, 2)]
    }  # fmt: skip
    refusal(await stranger.post(at, asked), 401, "login-required")
    # A payment has begun: its buyer pays what they saw.
    link = expect(market.staff.post(f"{ORDERS}/{order['id']}/pay-link", json={}))
    begun = {"provider": "demo", "scenario": "redirect"}
    assert expect(await stranger.post(f"/api{link['path']}", begun))["status"] == "pending"
    refusal(edit(market, order, line(goods, 2)), 409, "payment-under-way")
    off = an_order(market, line(goods, 1))
    expect(market.staff.post(f"{ORDERS}/{off['id']}/cancel", json={"reason": "They called."}))
    refusal(edit(market, off, line(goods, 2)), 409, "order-cancelled")
    assert free(market, goods) == [8]


async def test_a_code_is_judged_again_and_dropped_if_staff_say_so(market: Market) -> None:
    goods, code = market.goods(9), f"E-{uuid4().hex[:6]}".upper()
    terms = {
        "name": "Edited", "rule": "percent", "value": 10, "code": code, "quantity": 1,
        "minimum": 1_000, "currency": "EUR",
    }  # fmt: skip
    expect(market.staff.post("/api/staff/promotions", json=terms), 201)
    asked: dict[str, Any] = {
        "items": [goods.line(2)], "shippingAddress": ADDRESS, "promoCode": code,
    }  # fmt: skip
    order = taken(market, **asked)["order"]
    assert order["total"] == 900
    more = expect(edit(market, order, line(goods, 4)))["order"]
    assert (more["total"], more["promoCode"]) == (1_800, code)  # its one use is its own
    said = refusal(edit(market, more, line(goods, 1)), 409, "promo-code-not-usable")
    assert said["promoCode"] == {"code": code, "reason": "minimum", "missing": 500}
    less = expect(edit(market, more, line(goods, 1), coupon="drop"))["order"]
    assert (less["total"], less["promoCode"]) == (500, None)
    # The use is somebody else's now.
    assert taken(market, **asked)["order"]["promoCode"] == code
