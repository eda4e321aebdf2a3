"""POST /api/orders: every way to be refused, where wallets pay at once and where they are asked."""

from collections.abc import Iterator
from uuid import uuid4

import httpx
import pytest

from tests.api.shop.wallet_buyers import (
    NOBODYS,
    Json,
    Visit,
    balance,
    bought,
    buy,
    buy_later,
    coupon,
    decided,
    fill,
    member,
    refused_for_money,
)
from tests.support.market import Goods, Market, expect, refusal
from tests.support.markets import market_as_asked
from tests.support.people import PASSWORD, add_person
from tests.support.postgres import Postgres, execute


@pytest.fixture(scope="module", params=["together", "messages"])
def market(request: pytest.FixtureRequest, postgres: Postgres, stocked: str) -> Iterator[Market]:
    """One for each way."""
    settings = {"HOLDFAST_LIMITS": "off", "HOLDFAST_SETTLEMENT": request.param}
    with market_as_asked(postgres, stocked, settings) as opened:
        yield opened


TOGETHER = pytest.mark.parametrize("market", ["together"], indirect=True)


BY_MESSAGE = pytest.mark.parametrize("market", ["messages"], indirect=True)


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
    SUM | {"description": "\u200b"},
    SUM | {"description": "\u3164"},
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


def test_what_is_malformed(customer: httpx.Client) -> None:
    answers = [customer.post("/api/orders", json=body) for body in MALFORMED]
    codes = [(answer.status_code, answer.json()["code"]) for answer in answers]
    wrong = [
        (repr(body)[:60], code)
        for body, code in zip(MALFORMED, codes, strict=True)
        if code != (422, "invalid-request")
    ]
    assert wrong == []
    for answer in answers:
        refusal(answer, 422, "invalid-request")
    by_card = {"items": [LINE], "paymentMethod": "card"}
    refusal(customer.post("/api/orders", json=by_card), 422, "provider-unknown")


def test_a_currency_there_is_not(customer: httpx.Client) -> None:
    for currency in ("XXX", "pts", "EURO"):
        answer = customer.post("/api/orders", json=SUM | {"currency": currency})
        assert refusal(answer, 422, "currency-unknown")["field"] == "currency", currency


@TOGETHER
async def test_a_refused_key_may_be_used_when_there_is_money(market: Market, visit: Visit) -> None:
    buyer, goods = await member(market, visit), market.goods(1)
    key = str(uuid4())
    refusal(await buy(buyer, goods, key=key), 409, "cannot-buy")
    await fill(buyer, 500)
    expect(await buy(buyer, goods, key=key), 201)
