"""What a guest held and bought in a browser comes along on sign-up, and can be paid after it."""

from collections.abc import AsyncIterator

import pytest

from holdfast.kit.ids import new_id
from tests.support.market import Buyer, Market, expect, refusal
from tests.support.people import PASSWORD


@pytest.fixture
async def guest(market: Market) -> AsyncIterator[Buyer]:
    buyer = Buyer(market.server.url)
    yield buyer
    await buyer.http.aclose()


async def signed_up(buyer: Buyer) -> dict[str, str]:
    body = {"name": "Ann", "email": f"{new_id()}@shop.example", "password": PASSWORD}
    expect(await buyer.post("/api/signup", body), 201)
    return body


async def test_what_a_guest_holds_and_bought_is_the_users_after_sign_up(
    market: Market, guest: Buyer
) -> None:
    goods = market.goods(3)
    bought = await guest.buy(goods)
    held = expect(await guest.reserve(goods))
    cookie = guest.http.cookies["holdfast_session"]
    await signed_up(guest)

    orders = expect(await guest.get("/api/orders"))["orders"]
    assert {order["id"] for order in orders} == {bought["orderId"], held["orderId"]}
    assert market.stock(goods) == (1, 1)  # the hold stands as it stood
    payment = expect(await guest.pay(held))
    expect(await guest.create(held, payment))
    assert (await guest.order(held))["status"] == "paid"
    assert market.stock(goods) == (1, 0)

    # The guest's cookie, kept by whoever, is nobody's now.
    guest.http.cookies.clear()
    guest.http.cookies["holdfast_session"] = cookie
    refusal(await guest.get(f"/api/orders/{bought['orderId']}"), 404, "order-not-found")


async def test_a_hold_taken_before_logging_in_is_given_back_after_it(
    market: Market, guest: Buyer
) -> None:
    account = await signed_up(guest)
    expect(await guest.post("/api/session/logout", {}))
    goods = market.goods(1)
    held = expect(await guest.reserve(goods))
    login = {"email": account["email"], "password": account["password"]}
    expect(await guest.post("/api/session/login", login))
    expect(await guest.cancel(reservationId=held["reservationId"]))
    assert market.stock(goods) == (1, 0)
