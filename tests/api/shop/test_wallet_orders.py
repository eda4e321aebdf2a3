"""POST /api/orders: what it takes, what it answers, every way to be refused. Wallets pay together
with the goods, or are asked by message."""

import asyncio
from collections.abc import Callable, Iterator
from typing import Any
from uuid import uuid4

import httpx
import pytest

from tests.support.market import Buyer, Goods, Market, eventually, expect, refusal
from tests.support.markets import market_as_asked
from tests.support.patience import PATIENCE
from tests.support.people import PASSWORD, add_person
from tests.support.postgres import Postgres, execute, fetch

Json = dict[str, Any]
Visit = Callable[..., Buyer]
NOBODYS = "00000000-0000-7000-8000-000000000000"


@pytest.fixture(scope="module", params=["together", "messages"])
def market(request: pytest.FixtureRequest, postgres: Postgres, stocked: str) -> Iterator[Market]:
    """One for each way."""
    settings = {"HOLDFAST_LIMITS": "off", "HOLDFAST_SETTLEMENT": request.param}
    with market_as_asked(postgres, stocked, settings) as opened:
        yield opened


TOGETHER = pytest.mark.parametrize("market", ["together"], indirect=True)
BY_MESSAGE = pytest.mark.parametrize("market", ["messages"], indirect=True)


async def member(market: Market, visit: Visit, amount: int = 0, currency: str = "EUR") -> Buyer:
    """Somebody new, logged in, with so much in a wallet."""
    email = f"{uuid4().hex}@test.example"
    await asyncio.to_thread(add_person, market.database_url, email)
    buyer = visit(market)
    expect(await buyer.post("/api/session/login", {"email": email, "password": PASSWORD}))
    if amount:
        await fill(buyer, amount, currency)
    return buyer


async def fill(buyer: Buyer, amount: int, currency: str = "EUR") -> Json:
    opened = await buyer.post("/api/wallets", {"currency": currency})
    wallet: Json = opened.json()["wallet"]
    topped = await buyer.post(f"/api/wallets/{wallet['id']}/top-ups", {"amount": amount})
    found: Json = expect(topped)["wallet"]
    return found


async def balance(buyer: Buyer, currency: str = "EUR") -> int:
    wallets = expect(await buyer.get("/api/wallets"))["wallets"]
    (found,) = [one["balance"] for one in wallets if one["currency"] == currency]
    return int(found)


async def buy(buyer: Buyer, *goods: Goods | Json, key: str | None = None, **more: Any) -> Any:
    items = [one.line() if isinstance(one, Goods) else one for one in goods]
    return await buyer.post("/api/orders", {"items": items, "paymentMethod": "wallet"} | more, key)


async def buy_later(buyer: Buyer, *goods: Goods, **more: Any) -> httpx.Response:
    """Without waiting for what comes of it."""
    asked = {"items": [one.line() for one in goods], "paymentMethod": "wallet"} | more
    headers = {"Prefer": "respond-async, wait=10"}
    return await buyer.http.post("/api/orders", json=asked, headers=headers)


async def decided(buyer: Buyer, answer: httpx.Response) -> Json:
    """The order when it is decided: at once, or soon after."""
    order: Json = answer.json().get("order", {})
    if answer.status_code == 201:
        return order
    assert expect(answer, 202)["order"]["id"] == order["id"]

    async def found() -> Json | None:
        now = expect(await buyer.get(f"/api/orders/{order['id']}"))["order"]
        return None if now["phase"] == "NEW" else now

    now: Json = await eventually(found, PATIENCE, "the order is decided")
    now.pop("timeline")
    return now


async def refused_for_money(buyer: Buyer, answer: httpx.Response) -> Json:
    """What the wallet lacked: told at once, or of the order, if the answer took a while."""
    if answer.status_code == 409:
        problem = refusal(answer, 409, "cannot-buy")
        assert "shortages" not in problem
        points: Json = problem["points"]
        assert problem["detail"]
        return points
    off = await decided(buyer, answer)
    assert off["phase"] == "CANCELLED"
    missing: Json = off["points"]
    return missing


async def bought(buyer: Buyer, *goods: Goods | Json, **more: Any) -> Json:
    """The order, paid."""
    order = await decided(buyer, await buy(buyer, *goods, **more))
    assert (order["status"], order["phase"]) == ("paid", "FINISHED"), order
    return order


async def coupon(market: Market, buyer: Buyer, **terms: Any) -> str:
    """A coupon of the buyer's, of a campaign of its own."""
    usual = {"name": "Ten off", "rule": "percent", "value": 10, "quantity": 1}
    made = market.staff.post("/api/staff/coupon-campaigns", json=usual | terms)
    campaign = expect(made, 201)["campaign"]["id"]
    given = await buyer.post(f"/api/coupon-campaigns/{campaign}/coupons", None)
    found: str = expect(given, 201)["coupon"]["id"]
    return found


async def test_an_order_is_paid(market: Market, visit: Visit) -> None:
    buyer, goods = await member(market, visit, 2000), market.goods(5)
    used = await coupon(market, buyer)
    order = await bought(buyer, goods.line(3), couponId=used)
    assert (order["total"], order["discount"], order["couponId"]) == (1350, 150, used)
    (item,) = order["items"]
    assert (item["price"], item["quantity"], item["discount"]) == (500, 3, 150)
    assert order["description"] is None
    shown = expect(await buyer.get(f"/api/orders/{order['id']}"))["order"]
    told = [one["what"] for one in shown.pop("timeline")]
    assert told[-2:] == ["paid", "captured"]
    assert shown.pop("refunded") == 0
    assert shown["items"][0].pop("imageUrl") is not None
    assert shown == {name: value for name, value in order.items() if name != "timeline"}
    assert expect(await buyer.get("/api/orders"))["orders"] == [shown]
    assert await balance(buyer) == 650
    assert market.stock(goods) == (2, 0)
    (entry, *_) = market.log(goods)
    assert entry["orderNumber"] == order["number"]


@TOGETHER
async def test_together_it_is_paid_at_once(market: Market, visit: Visit) -> None:
    buyer, goods = await member(market, visit, 2000), market.goods(5)
    order = expect(await buy(buyer, goods), 201)["order"]
    assert (order["reservationId"], order["expiresAt"]) == (None, None)
    assert order["paidAt"] == order["createdAt"]
    shown = expect(await buyer.get(f"/api/orders/{order['id']}"))["order"]
    assert [one["what"] for one in shown.pop("timeline")] == ["held", "paid", "captured"]
    (entry, *_) = market.log(goods)
    assert (entry["operation"], entry["change"]) == ("withdraw", -1)


@BY_MESSAGE
async def test_by_message_it_is_new_and_held_first(market: Market, visit: Visit) -> None:
    buyer, goods = await member(market, visit, 2000), market.goods(5)
    answer = await buy_later(buyer, goods)
    order = expect(answer, 202)["order"]
    assert (order["status"], order["phase"], order["paymentId"]) == ("pending", "NEW", None)
    assert None not in (order["reservationId"], order["expiresAt"])
    paid = await decided(buyer, answer)
    assert paid["status"] == "paid"
    shown = expect(await buyer.get(f"/api/orders/{order['id']}"))["order"]
    assert [one["what"] for one in shown["timeline"]] == ["held", "paid", "captured"]
    (entry, *_) = market.log(goods)
    assert (entry["operation"], entry["heldChange"]) == ("capture", -1)


async def test_cancelling_brings_everything_back(market: Market, visit: Visit) -> None:
    buyer, goods = await member(market, visit, 500), market.goods(1)
    order = await bought(buyer, goods)
    assert expect(await buyer.cancel(orderId=order["id"]))["reason"] == "refunded"
    assert market.stock(goods) == (1, 0)

    async def back() -> bool:
        return bool(expect(await buyer.cancel(orderId=order["id"]))["refund"] == "done")

    await eventually(back, PATIENCE, "the money is back")
    assert await balance(buyer) == 500
    shown = expect(await buyer.get(f"/api/orders/{order['id']}"))["order"]
    told = [one["what"] for one in shown["timeline"] if one["what"] not in ("held", "refundBegun")]
    assert told == ["paid", "captured", "cancelled", "returned", "refunded"]


@TOGETHER
async def test_together_the_money_is_back_at_once(market: Market, visit: Visit) -> None:
    buyer, goods = await member(market, visit, 500), market.goods(1)
    order = await bought(buyer, goods)
    for _ in range(2):
        answer = expect(await buyer.cancel(orderId=order["id"]))
        assert (answer["reason"], answer["refund"]) == ("refunded", "done")


@BY_MESSAGE
async def test_by_message_cancelling_before_it_is_decided(market: Market, visit: Visit) -> None:
    """The money, if it was taken, comes back; whichever was first."""
    buyer, goods = await member(market, visit, 500), market.goods(1)
    order = expect(await buy_later(buyer, goods), 202)["order"]
    answer = expect(await buyer.cancel(orderId=order["id"]))
    assert answer["reason"] in ("buyer", "refunded")
    assert market.stock(goods) == (1, 0)

    async def over() -> bool:
        """The letters about it are read: as many as were sent."""
        rows = await fetch(
            market.database_url,
            f"SELECT status FROM payments p WHERE p.subject_id = '{order['id']}'",
        )
        return [str(row[0]) for row in rows] in (["refunded"], ["failed"])

    await eventually(over, PATIENCE, "the payment is over")
    assert await balance(buyer) == 500
    shown = expect(await buyer.get(f"/api/orders/{order['id']}"))["order"]
    assert (shown["status"], shown["refund"]) in (("cancelled", "done"), ("cancelled", "none"))


async def test_an_order_without_goods(market: Market, visit: Visit) -> None:
    buyer = await member(market, visit, 100, "PTS")
    asked = {
        "amount": 60, "currency": "PTS", "description": "  A lesson ", "paymentMethod": "wallet",
    }  # fmt: skip
    order = await decided(buyer, await buyer.post("/api/orders", asked))
    assert (order["status"], order["items"], order["total"]) == ("paid", [], 60)
    assert order["description"] == "A lesson"
    missing = await refused_for_money(buyer, await buyer.post("/api/orders", asked))
    assert (missing["wanted"], missing["available"], missing["missing"]) == (60, 40, 20)
    assert await balance(buyer, "PTS") == 40


# --- refusals -----------------------------------------------------------------------------------


async def test_guests_log_in_first(market: Market, visit: Visit) -> None:
    guest, goods = visit(market), market.goods(1)
    expect(await guest.reserve(goods))
    refusal(await buy(guest, goods), 401, "login-required")


@BY_MESSAGE
async def test_by_message_missing_money_cancels_the_order(market: Market, visit: Visit) -> None:
    buyer, goods = await member(market, visit), market.goods(1)
    used = await coupon(market, buyer)
    for reason in ("no-wallet", "insufficient-funds"):
        off = await decided(buyer, await buy_later(buyer, goods, couponId=used))
        assert (off["status"], off["phase"]) == ("cancelled", "CANCELLED")
        assert (off["reason"], off["refund"]) == (reason, "none")
        assert off["points"]["missing"] == 450 - off["points"]["available"]
        assert market.stock(goods) == (1, 0)
        await fill(buyer, 1)
    await fill(buyer, 450)
    await bought(buyer, goods, couponId=used)


async def test_no_wallet_is_a_clear_no(market: Market, visit: Visit) -> None:
    buyer, goods = await member(market, visit), market.goods(1)
    assert await refused_for_money(buyer, await buy(buyer, goods)) == {
        "currency": "EUR", "wanted": 500, "available": 0, "held": 0, "missing": 500,
        "walletId": None,
    }  # fmt: skip
    wallet = await fill(buyer, 120)
    assert await refused_for_money(buyer, await buy(buyer, goods)) == {
        "currency": "EUR", "wanted": 500, "available": 120, "held": 0, "missing": 380,
        "walletId": wallet["id"],
    }  # fmt: skip
    assert market.stock(goods) == (1, 0)


async def test_what_was_refused_may_be_asked_for_again_under_its_key(
    market: Market, visit: Visit
) -> None:
    """Refusals are not kept, whoever decided: the same request goes through once there is enough,
    and then once."""
    buyer, goods, key = await member(market, visit, 100), market.goods(1), str(uuid4())
    for _ in range(2):
        missing = await refused_for_money(buyer, await buy(buyer, goods, key=key))
        assert missing["missing"] == 400
    await fill(buyer, 400)
    paid = await decided(buyer, await buy(buyer, goods, key=key))
    assert paid["status"] == "paid"
    assert (await decided(buyer, await buy(buyer, goods, key=key)))["id"] == paid["id"]
    assert await balance(buyer) == 0


async def test_who_would_rather_not_wait_is_answered_202(market: Market, visit: Visit) -> None:
    buyer, goods = await member(market, visit, 1000), market.goods(2)
    answer = await buy_later(buyer, goods)
    order = expect(answer, 202)["order"]
    assert answer.headers["Preference-Applied"] == "respond-async"
    assert order["phase"] in ("NEW", "FINISHED")
    assert (await decided(buyer, answer))["phase"] == "FINISHED"
    usual = await buy(buyer, goods)
    assert "Preference-Applied" not in usual.headers
    assert (await decided(buyer, usual))["phase"] == "FINISHED"


@BY_MESSAGE
async def test_a_wallet_that_answers_soon_is_waited_for(market: Market, visit: Visit) -> None:
    """Whoever decides: paid is 201, refused is 409. Of a few at least one is soon enough, also on a
    machine that has much else to do."""
    buyer, goods = await member(market, visit, 500), market.goods(9)
    answers = [await buy(buyer, goods) for _ in range(6)]
    assert {one.status_code for one in answers} <= {201, 202, 409}
    assert {201, 409} & {one.status_code for one in answers}
    assert [one["status"] for one in expect(await buyer.get("/api/orders"))["orders"]].count(
        "paid"
    ) <= 1


@BY_MESSAGE
async def test_an_order_without_goods_says_when_it_ends(market: Market, visit: Visit) -> None:
    buyer = await member(market, visit, 100, "PTS")
    asked = {"amount": 6, "currency": "PTS", "description": "A lesson", "paymentMethod": "wallet"}
    answer = await buyer.http.post("/api/orders", json=asked, headers={"Prefer": "respond-async"})
    order = expect(answer, 202)["order"]
    assert order["expiresAt"] > order["createdAt"]


@BY_MESSAGE
async def test_by_message_goods_and_coupon_are_refused_at_once(
    market: Market, visit: Visit
) -> None:
    buyer, few, none = await member(market, visit), market.goods(2), market.goods(0)
    theirs = await coupon(market, await member(market, visit))
    problem = refusal(await buy(buyer, few.line(3), none, couponId=theirs), 409, "cannot-buy")
    assert [(one["line"], one["wanted"]) for one in problem["shortages"]] == [(0, 3), (1, 1)]
    assert problem["coupon"] == {"couponId": theirs, "reason": "not-yours"}
    assert "points" not in problem


@TOGETHER
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
        market.database_url,
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
    add_person(market.database_url, email)
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
    orders = [await decided(buyer, one) for one in answers]
    assert {one["id"] for one in orders} == {orders[0]["id"]}
    assert await balance(buyer) == 4500
    refusal(await buy(buyer, goods.line(2), key=key), 422, "idempotency-key-reused")
    expect(await buyer.cancel(orderId=orders[0]["id"]))
    after = expect(await buy(buyer, goods, key=key), 201)["order"]
    assert (after["id"], after["status"]) == (orders[0]["id"], "cancelled")

    async def back() -> bool:
        return await balance(buyer) == 5000

    await eventually(back, PATIENCE, "the money is back")


@TOGETHER
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
    await bought(buyer, goods.line(many))

    async def counted() -> bool:
        found = expect(await buyer.get("/api/products/best-sellers", days=1, limit=100))
        return bool(found["units"].get(goods.product_id) == many)

    await eventually(counted, PATIENCE, "the sale among the best sellers")


@BY_MESSAGE
async def test_messages_are_counted(market: Market, visit: Visit) -> None:
    buyer, goods = await member(market, visit, 500), market.goods(1)
    await bought(buyer, goods)

    async def counted() -> bool:
        """Right after what the message asked for is done."""
        said = await asyncio.to_thread(market.premises.metrics)
        return all(
            f'holdfast_messages_total{{outcome="done",queue="{queue}"}}' in said
            for queue in ("orders.to_pay", "payment.results")
        )

    await eventually(counted, PATIENCE, "both messages are counted")
