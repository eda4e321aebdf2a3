"""Whose work is narrowed moves no money of what is their own; a colleague does it for them."""

import asyncio
from typing import Any

import httpx
import pytest

from holdfast.api.contract.access import ACCESS
from holdfast.people import DUTIES
from tests.api.staff.conftest import Staff
from tests.support.market import Buyer, Goods, Market, expect, refusal
from tests.support.photo_studio import hold, pay, set_up


def id_of(who: httpx.Client) -> str:
    return str(expect(who.get("/api/session"))["user"]["id"])


def held(by: httpx.Client, goods: Goods) -> dict[str, Any]:
    return expect(by.post("/api/orders/reserve", json={"items": [goods.line(2)]}))


EACH = list(DUTIES)
"""Every duty, each named: so somebody's work is narrowed who may do all of it."""
ASKS_AGAIN = "POST /api/staff/orders/{order_id}/retry-refund"
"""Moves no money that was not on its way."""
MONEY = sorted(
    route
    for route, row in ACCESS.items()
    if row.asker == "staff"
    and "refunds:write" in row.duties
    and "{order_id}" in route
    and route != ASKS_AGAIN
)
BODIES = {
    "cancel": {"reason": "as asked"},
    "cancel-units": {"reason": "as asked", "lines": [{"line": 0, "quantity": 1}]},
    "refund": {"reason": "as asked", "amount": 1},
    "mark-refunded": {},
    "release": {},
    "refuse": {"reason": "as asked"},
    "outcome": {"outcome": "sound"},
}


@pytest.mark.parametrize("route", MONEY)
def test_money_of_an_order_of_ones_own_is_for_a_colleague(
    market: Market, of_staff: Staff, route: str
) -> None:
    mina, noah = of_staff(EACH), of_staff(EACH)
    own = held(mina, market.goods(3))
    method, path = route.replace("{order_id}", own["orderId"]).split(" ")
    body = BODIES.get(route.rsplit("/", 1)[1])
    refusal(mina.request(method, path, json=body), 403, "own-standing")
    answer = noah.request(method, path, json=body)
    assert answer.status_code != 403, answer.text


def test_the_routes_that_move_money_are_found() -> None:
    assert {one.rsplit("/", 1)[1] for one in MONEY} >= {
        "mark-paid", "cancel", "refund", "mark-refunded", "cancel-units",
    }  # fmt: skip


def test_the_prices_of_ones_own_order_are_for_a_colleague(market: Market, of_staff: Staff) -> None:
    mina, noah, goods = of_staff(EACH), of_staff(EACH), market.goods(3)
    own = held(mina, goods)
    line = goods.line(2) | {"price": 1}
    asked = {"reservationId": own["reservationId"], "items": [line], "reason": "for me"}
    path = f"/api/staff/orders/{own['orderId']}/lines"
    refusal(mina.post(path, json=asked), 403, "own-standing")
    expect(noah.post(path, json=asked))


def test_who_takes_an_order_for_themself_pays_it_as_anybody(
    market: Market, of_staff: Staff
) -> None:
    mina, noah, goods = of_staff(EACH), of_staff(EACH), market.goods(3)
    asked = {"items": [goods.line()], "client": id_of(mina), "paid": True}
    refusal(mina.post("/api/staff/orders", json=asked), 403, "own-standing")
    assert market.stock(goods) == (3, 0)
    expect(noah.post("/api/staff/orders", json=asked), 201)


def test_nobody_lets_themself_into_a_group(market: Market, of_staff: Staff) -> None:
    mina, noah = of_staff(EACH), of_staff(EACH)
    group = expect(mina.post("/api/staff/customer-groups", json={"name": "Friends"}), 201)["id"]
    path = f"/api/staff/customer-groups/{group}/members"
    refusal(mina.put(f"{path}/{id_of(mina)}"), 403, "own-standing")
    emails = {"emails": [f" {mina.headers['X-Address'].upper()} "]}
    refusal(mina.post(path, json=emails), 403, "own-standing")
    assert expect(noah.post(path, json=emails))["added"] == 1


async def test_a_session_of_ones_own_is_paid_and_called_off_as_a_clients(
    market: Market, of_staff: Staff
) -> None:
    mina, noah = await asyncio.gather(*(asyncio.to_thread(of_staff, EACH) for _ in range(2)))
    studio = set_up(market)
    client = Buyer(market.url)
    client.http.cookies.update(mina.cookies)
    async with client.http:
        booking = await pay(client, expect(await hold(client, studio, 3, 10)))
    path = f"/api/staff/bookings/{booking['id']}"
    change = {"reason": "I am a friend", "price": 1}
    refusal(mina.post(f"{path}/change", json=change), 403, "own-standing")
    refusal(mina.post(f"{path}/rest-paid"), 403, "own-standing")
    refusal(mina.post(f"{path}/confirm"), 403, "own-standing")
    off = {"cause": "studio", "reason": "so that all comes back"}
    refusal(mina.post(f"/api/bookings/{booking['id']}/cancel", json=off), 403, "own-standing")
    expect(noah.post(f"{path}/change", json=change))
