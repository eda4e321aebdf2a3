"""POST /api/orders: what it takes, what it answers, and every way to be refused."""

import asyncio
from collections.abc import Callable, Iterator
from typing import Any
from uuid import uuid4

import httpx
import pytest

from tests.support.market import Buyer, Goods, Market, eventually, expect, refusal
from tests.support.people import PASSWORD, add_person
from tests.support.postgres import execute

Json = dict[str, Any]
Visit = Callable[..., Buyer]
NOBODYS = "00000000-0000-7000-8000-000000000000"


async def member(market: Market, visit: Visit, amount: int = 0, currency: str = "EUR") -> Buyer:
    """Somebody new, logged in, with so much in a wallet."""
    email = f"{uuid4().hex}@test.example"
    await asyncio.to_thread(add_person, market.server.database_url, email)
    buyer = visit(market)
    expect(await buyer.post("/api/session/login", {"email": email, "password": PASSWORD}))
    if amount:
        await fill(buyer, amount, currency)
    return buyer


async def fill(buyer: Buyer, amount: int, currency: str = "EUR") -> Json:
    opened = await buyer.post("/api/accounts", {"currency": currency})
    account: Json = opened.json()["account"]
    topped = await buyer.post(f"/api/accounts/{account['id']}/top-ups", {"amount": amount})
    found: Json = expect(topped)["account"]
    return found


async def balance(buyer: Buyer, currency: str = "EUR") -> int:
    accounts = expect(await buyer.get("/api/accounts"))["accounts"]
    (found,) = [one["balance"] for one in accounts if one["currency"] == currency]
    return int(found)


async def buy(buyer: Buyer, *goods: Goods | Json, key: str | None = None, **more: Any) -> Any:
    items = [one.line() if isinstance(one, Goods) else one for one in goods]
    return await buyer.post("/api/orders", {"items": items, "paymentMethod": "wallet"} | more, key)


async def coupon(market: Market, buyer: Buyer, **terms: Any) -> str:
    """A coupon of the buyer's, of a campaign of its own."""
    usual = {"name": "Ten off", "rule": "percent", "value": 10, "quantity": 1}
    made = market.staff.post("/api/staff/coupon-campaigns", json=usual | terms)
    campaign = expect(made, 201)["campaign"]["id"]
    given = await buyer.post(f"/api/coupon-campaigns/{campaign}/coupons", None)
    found: str = expect(given, 201)["coupon"]["id"]
    return found


async def test_an_order_is_answered_paid(market: Market, visit: Visit) -> None:
    buyer, goods = await member(market, visit, 2000), market.goods(5)
    used = await coupon(market, buyer)
    answer = await buy(buyer, goods.line(3), couponId=used)
    order = expect(answer, 201)["order"]
    assert (order["status"], order["phase"]) == ("paid", "FINISHED")
    assert (order["total"], order["discount"], order["couponId"]) == (1350, 150, used)
    (item,) = order["items"]
    assert (item["price"], item["quantity"], item["discount"]) == (500, 3, 150)
    assert (order["reservationId"], order["expiresAt"], order["description"]) == (None,) * 3
    assert order["paidAt"] == order["createdAt"]
    shown = expect(await buyer.get(f"/api/orders/{order['id']}"))["order"]
    assert [one["what"] for one in shown.pop("timeline")] == ["paid", "captured"]
    assert shown == {name: value for name, value in order.items() if name != "timeline"}
    assert expect(await buyer.get("/api/orders"))["orders"] == [shown]
    assert await balance(buyer) == 650
    (entry, *_) = market.log(goods)
    assert (entry["operation"], entry["change"], entry["orderNumber"]) == (
        "withdraw", -3, order["number"],
    )  # fmt: skip


async def test_cancelling_answers_that_it_is_done(market: Market, visit: Visit) -> None:
    buyer, goods = await member(market, visit, 500), market.goods(1)
    order = expect(await buy(buyer, goods), 201)["order"]
    for _ in range(2):
        answer = expect(await buyer.cancel(orderId=order["id"]))
        assert (answer["reason"], answer["refund"]) == ("refunded", "done")
    assert await balance(buyer) == 500
    assert market.stock(goods) == (1, 0)
    shown = expect(await buyer.get(f"/api/orders/{order['id']}"))["order"]
    told = [one["what"] for one in shown["timeline"]]
    assert told == ["paid", "captured", "cancelled", "returned", "refunded"]


async def test_an_order_without_goods(market: Market, visit: Visit) -> None:
    buyer = await member(market, visit, 100, "PTS")
    asked = {
        "amount": 60, "currency": "PTS", "description": "  A lesson ", "paymentMethod": "wallet",
    }  # fmt: skip
    order = expect(await buyer.post("/api/orders", asked), 201)["order"]
    assert (order["status"], order["items"], order["total"]) == ("paid", [], 60)
    assert order["description"] == "A lesson"
    problem = refusal(await buyer.post("/api/orders", asked), 409, "cannot-buy")
    assert problem["points"]["missing"] == 20
    assert await balance(buyer, "PTS") == 40


# --- refusals -----------------------------------------------------------------------------------


async def test_guests_log_in_first(market: Market, visit: Visit) -> None:
    guest, goods = visit(market), market.goods(1)
    expect(await guest.reserve(goods))
    refusal(await buy(guest, goods), 401, "login-required")


async def test_no_wallet_is_a_clear_no(market: Market, visit: Visit) -> None:
    buyer, goods = await member(market, visit), market.goods(1)
    problem = refusal(await buy(buyer, goods), 409, "cannot-buy")
    assert problem["detail"] == "You have no EUR account."
    assert problem["points"] == {
        "currency": "EUR", "wanted": 500, "available": 0, "held": 0, "missing": 500,
        "accountId": None,
    }  # fmt: skip
    assert "shortages" not in problem
    assert market.stock(goods) == (1, 0)


async def test_everything_that_is_missing_is_named(market: Market, visit: Visit) -> None:
    buyer, few, none = await member(market, visit, 700), market.goods(2), market.goods(0)
    theirs = await coupon(market, await member(market, visit))
    problem = refusal(await buy(buyer, few.line(3), none, couponId=theirs), 409, "cannot-buy")
    assert [
        (one["line"], one["productId"], one["wanted"], one["available"])
        for one in problem["shortages"]
    ] == [(0, few.product_id, 3, 2), (1, none.product_id, 1, 0)]
    assert (problem["points"]["wanted"], problem["points"]["missing"]) == (2000, 1300)
    assert problem["coupon"] == {"couponId": theirs, "reason": "not-yours"}
    assert await balance(buyer) == 700


async def test_a_coupon_that_there_is_not(market: Market, visit: Visit) -> None:
    buyer, goods = await member(market, visit, 700), market.goods(1)
    problem = refusal(await buy(buyer, goods, couponId=NOBODYS), 409, "cannot-buy")
    assert problem["coupon"]["reason"] == "not-yours"
    reserved = await buyer.post(
        "/api/orders/reserve", {"items": [goods.line()], "couponId": NOBODYS}
    )
    problem = refusal(reserved, 409, "coupon-not-usable")
    assert (problem["field"], problem["coupon"]["reason"]) == ("couponId", "not-yours")
    refusal(await buy(buyer, Goods(NOBODYS, NOBODYS)), 404, "product-not-found")


async def test_a_reservation_with_a_coupon_charges_less(market: Market, visit: Visit) -> None:
    buyer, goods = await member(market, visit), market.goods(2)
    used = await coupon(market, buyer)
    asked = {"items": [goods.line()], "couponId": used}
    reserved = expect(await buyer.post("/api/orders/reserve", asked))
    again = refusal(await buyer.post("/api/orders/reserve", asked), 409, "coupon-not-usable")
    assert again["coupon"]["reason"] == "held"
    payment = expect(await buyer.pay(reserved))
    expect(await buyer.create(reserved, payment))
    order = await buyer.order(reserved)
    assert (order["total"], order["discount"], order["couponId"]) == (450, 50, used)
    guest = visit(market)
    problem = refusal(await guest.post("/api/orders/reserve", asked), 409, "coupon-not-usable")
    assert problem["coupon"]["reason"] == "not-yours"


async def test_carts_do_not_mix_currencies(market: Market, visit: Visit) -> None:
    buyer, goods, other = await member(market, visit, 5000), market.goods(1), market.goods(1)
    await execute(
        market.server.database_url,
        "UPDATE products SET currency = 'PTS', revision = revision + 1"
        f" WHERE id = '{other.product_id}'",
    )
    refusal(await buy(buyer, goods, other), 422, "mixed-currencies")
    assert await balance(buyer) == 5000


WALLET: Json = {"paymentMethod": "wallet"}
LINE: Json = {"productId": NOBODYS}
SUM: Json = {"amount": 1, "currency": "PTS", "description": "x"} | WALLET
MALFORMED: tuple[object, ...] = (
    {}, [], None, "order", WALLET,
    {"items": [LINE]},
    {"items": [LINE], "paymentMethod": "card"},
    {"items": [LINE], "paymentMethod": None},
    {"items": []} | WALLET,
    {"items": LINE} | WALLET,
    {"items": [LINE] * 101} | WALLET,
    {"items": [LINE | {"quantity": 0}]} | WALLET,
    {"items": [LINE | {"quantity": -1}]} | WALLET,
    {"items": [LINE | {"quantity": 1_000_001}]} | WALLET,
    {"items": [LINE | {"quantity": 1.5}]} | WALLET,
    {"items": [LINE | {"quantity": "1"}]} | WALLET,
    {"items": [LINE | {"quantity": True}]} | WALLET,
    {"items": [{"productId": "no id"}]} | WALLET,
    {"items": [LINE], "couponId": "no id"} | WALLET,
    {"items": [LINE], "couponId": 7} | WALLET,
    {"items": [LINE]} | SUM,
    {"items": [LINE], "description": "x"} | WALLET,
    SUM | {"couponId": NOBODYS},
    SUM | {"amount": 0},
    SUM | {"amount": -1},
    SUM | {"amount": 2**53},
    SUM | {"amount": 10**40},
    SUM | {"amount": 1.5},
    SUM | {"amount": "1"},
    SUM | {"amount": True},
    SUM | {"amount": None},
    SUM | {"description": ""},
    SUM | {"description": "  "},
    SUM | {"description": "x" * 501},
    SUM | {"description": "a\0b"},
    SUM | {"description": 7},
    SUM | {"currency": ""},
    SUM | {"currency": None},
)  # fmt: skip


@pytest.fixture(scope="module")
def customer(market: Market) -> Iterator[httpx.Client]:
    """Somebody logged in, for all that is malformed."""
    email = f"{uuid4().hex}@test.example"
    add_person(market.server.database_url, email)
    with httpx.Client(base_url=market.url, timeout=20) as opened:
        expect(opened.post("/api/session/login", json={"email": email, "password": PASSWORD}))
        yield opened


@pytest.mark.parametrize("body", MALFORMED, ids=lambda body: repr(body)[:60])
def test_what_is_malformed(customer: httpx.Client, body: object) -> None:
    refusal(customer.post("/api/orders", json=body), 422, "invalid-request")


@pytest.mark.parametrize("currency", ["XXX", "pts", "EURO"])
def test_a_currency_there_is_not(customer: httpx.Client, currency: str) -> None:
    answer = customer.post("/api/orders", json=SUM | {"currency": currency})
    assert refusal(answer, 422, "currency-unknown")["field"] == "currency"


# --- repetition ---------------------------------------------------------------------------------


async def test_a_repeated_key_answers_the_same_order(market: Market, visit: Visit) -> None:
    buyer, goods = await member(market, visit, 5000), market.goods(9)
    key = str(uuid4())
    answers = await asyncio.gather(*(buy(buyer, goods, key=key) for _ in range(6)))
    orders = [expect(one, 201)["order"] for one in answers]
    assert all(one == orders[0] for one in orders)
    assert await balance(buyer) == 4500
    refusal(await buy(buyer, goods.line(2), key=key), 422, "idempotency-key-reused")
    expect(await buyer.cancel(orderId=orders[0]["id"]))
    after = expect(await buy(buyer, goods, key=key), 201)["order"]
    assert (after["id"], after["status"]) == (orders[0]["id"], "cancelled")
    assert await balance(buyer) == 5000


async def test_a_refused_key_may_be_used_when_there_is_money(market: Market, visit: Visit) -> None:
    buyer, goods = await member(market, visit), market.goods(1)
    key = str(uuid4())
    refusal(await buy(buyer, goods, key=key), 409, "cannot-buy")
    await fill(buyer, 500)
    expect(await buy(buyer, goods, key=key), 201)


async def test_sales_figures_count_it(market: Market, visit: Visit) -> None:
    """Best sellers and the day's figures are kept from the same event."""
    many = 200_000  # so that nothing other tests sell comes near
    buyer, goods = await member(market, visit, 500 * many), market.goods(many)
    expect(await buy(buyer, goods.line(many)), 201)

    async def counted() -> bool:
        found = expect(await buyer.get("/api/products/best-sellers", days=1, limit=100))
        return bool(found["units"].get(goods.product_id) == many)

    await eventually(counted, 15, "the sale among the best sellers")
