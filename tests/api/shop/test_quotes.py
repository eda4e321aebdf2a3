"""What a cart costs before anything is held, and that an order costs the same: with tax, delivery
and codes, in a shop of these tests' own."""

import asyncio
from collections.abc import Iterator
from typing import Any
from uuid import uuid4

import pytest

from holdfast.api.contract.examples_addresses import ADDRESS
from tests.api.shop.wallet_buyers import Json, Visit, balance, coupon, member
from tests.support.market import Buyer, Goods, Market, expect, refusal
from tests.support.markets import market_as_asked
from tests.support.postgres import Postgres

SETTINGS = "/api/staff/settings"


@pytest.fixture(scope="module")
def market(postgres: Postgres, stocked: str) -> Iterator[Market]:
    """With the prices of a marketplace."""
    with market_as_asked(postgres, stocked, {"HOLDFAST_LIMITS": "off"}) as opened:
        expect(opened.staff.patch(SETTINGS, json={"currency": "EUR"}))
        expect(opened.staff.patch(SETTINGS, json={"preset": "marketplace"}))
        yield opened


def code(market: Market, **terms: Any) -> str:
    """A new one."""
    text = f"C{uuid4().hex[:8]}".upper()
    usual = {"name": "Sale", "rule": "percent", "value": 10, "code": text}
    expect(market.staff.post("/api/staff/promotions", json=usual | terms), 201)
    return text


async def quote(buyer: Buyer, *lines: Goods | Json, **more: Any) -> Json:
    items = [one.line() if isinstance(one, Goods) else one for one in lines]
    found: Json = expect(await buyer.post("/api/quote", {"items": items} | more))
    return found


async def test_every_amount_is_said_in_words_and_they_add_up(market: Market, visit: Visit) -> None:
    buyer, goods, used = visit(market), market.goods(5), code(market)
    found = await quote(buyer, goods.line(2), promoCode=used.lower())
    assert {name: found[name] for name in ("subtotal", "discount", "tax", "shipping", "total")} == {
        "subtotal": 1000, "discount": 100, "tax": 90, "shipping": 599, "total": 1589,
    }  # fmt: skip
    assert found["trouble"] is None
    assert [(one["kind"], one["amount"], one["title"], one["why"]) for one in found["parts"]] == [
        ("goods", 1000, "Goods", "Items: 2"),
        ("discount", -100, "Sale", "10% off"),
        ("shipping", 599, "Delivery", "Free when the goods come to more than €50"),
        ("tax", 90, "Tax", "10% of €9"),
    ]
    (line,) = found["lines"]
    assert (line["amount"], line["discount"], line["tax"]) == (1000, 100, 90)
    (method,) = found["shippingMethods"]
    assert found["shippingMethod"] == method["id"] == "standard"
    assert method.pop("arrivesFrom") <= method.pop("arrivesBy")
    assert method == {
        "id": "standard", "name": "Delivery", "price": 599, "freeOver": 5000, "toAddress": True,
        "pickup": "",
    }  # fmt: skip
    answer = await buyer.http.post("/api/quote?locale=ru", json={"items": [goods.line(11)]})
    said = [one["why"] for one in expect(answer)["parts"]]
    assert said[1] == "Бесплатно: сумма товаров больше 50\N{NO-BREAK SPACE}€"
    assert market.stock(goods) == (5, 0)


async def test_delivery_tax_and_offers_are_called_as_their_reader_calls_them(
    market: Market, visit: Visit
) -> None:
    """In the quote, on the order, however it is read later, and where one name is missing as the
    shop calls it."""
    before = expect(market.staff.get(SETTINGS))["settings"]
    named = {
        name: [one | {"translations": {"ru": said, "ko": ""}} for one in before[name]]
        for name, said in (("shippingMethods", "Доставка"), ("taxRates", "Налог"))
    }
    expect(market.staff.patch(SETTINGS, json=named))
    used = code(market, translations={"ru": "Распродажа"})
    buyer, goods = visit(market), market.goods(5)
    asked: Json = {"items": [goods.line(2)], "promoCode": used}

    async def quoted(locale: str) -> list[str]:
        found = expect(await buyer.post(f"/api/quote?locale={locale}", asked))
        return [one["title"] for one in found["parts"][1:]] + [found["shippingMethods"][0]["name"]]

    russian = ["Распродажа", "Доставка", "Налог", "Доставка"]
    plain = ["Sale", "Delivery", "Tax", "Delivery"]
    assert [await quoted(one) for one in ("ru", "ko", "en")] == [russian, plain, plain]
    made = expect(await buyer.post("/api/orders/reserve", asked | {"shippingAddress": ADDRESS}))

    async def ordered(locale: str) -> list[str]:
        path, asks = f"/api/orders/{made['orderId']}", {"Accept-Language": locale}
        order = expect(await buyer.http.get(path, headers=asks))["order"]
        titles: list[str] = [one["title"] for one in order["parts"][1:]]
        return titles + [one["name"] for one in order["offers"]]

    assert await ordered("ru") == [*russian[:3], "Распродажа"]
    expect(market.staff.patch(SETTINGS, json={name: before[name] for name in named}))
    assert await ordered("ru") == [*russian[:3], "Распродажа"], "as it was told then"
    assert await ordered("ko") == [*plain[:3], "Sale"]


async def test_a_name_is_of_the_shops_languages(market: Market) -> None:
    (method,) = expect(market.staff.get(SETTINGS))["settings"]["shippingMethods"]
    for bad in ({"de": "Lieferung"}, {"ru": "х" * 201}, {"ru": "a\nb\u202e"}):
        asked = {"shippingMethods": [method | {"translations": bad}]}
        found = refusal(market.staff.patch(SETTINGS, json=asked), 422, "invalid-request")
        assert found["errors"][0]["field"].startswith("shippingMethods[0].translations")


async def test_the_order_costs_what_was_quoted_and_says_how(market: Market, visit: Visit) -> None:
    buyer, goods, used = visit(market), market.goods(5), code(market, rule="fixed", value=250,
                                                              currency="EUR")  # fmt: skip
    asked: Json = {"items": [goods.line(2)], "promoCode": used}
    total = (await quote(buyer, goods.line(2), promoCode=used))["total"]
    asked |= {"expectedTotal": total, "shippingAddress": ADDRESS}
    made = expect(await buyer.post("/api/orders/reserve", asked))
    order = await buyer.order(made)
    assert (order["total"], order["discount"], order["tax"], order["shipping"]) == (
        total, 250, 75, 599,
    )  # fmt: skip
    assert order["promoCode"] == used
    assert sum(part["amount"] for part in order["parts"]) == total
    assert order["items"][0]["tax"] == 75
    payment = expect(await buyer.pay(made))
    expect(await buyer.create(made, payment))
    shown = expect(market.staff.get(f"/api/staff/orders/{made['orderId']}"))["order"]
    assert [one["title"] for one in shown["parts"]] == ["Goods", "Sale", "Delivery", "Tax"]


async def test_a_price_that_changed_is_shown_and_must_be_accepted(
    market: Market, visit: Visit
) -> None:
    buyer, goods = visit(market), market.goods(5)
    items = {"items": [goods.line()]}
    key = str(uuid4())
    refused = await buyer.post("/api/orders/reserve", items | {"expectedTotal": 500}, key)
    told = refusal(refused, 409, "price-changed")
    assert told["field"] == "expectedTotal"
    assert told["expected"] == {"total": 500, "currency": "EUR"}
    assert told["quote"]["total"] == 500 + 50 + 599
    assert told["detail"] == "The total is €11.49 now, and was €5. Nothing was ordered."
    assert market.stock(goods) == (5, 0)
    expect(await buyer.post("/api/orders/reserve", items | {"expectedTotal": 1149}, str(uuid4())))
    member_ = await member(market, visit, 5000)
    bought = items | {"paymentMethod": "wallet", "shippingAddress": ADDRESS}
    wrong = await member_.post("/api/orders", bought | {"expectedTotal": 1148})
    refusal(wrong, 409, "price-changed")
    assert await balance(member_) == 5000
    expect(await member_.post("/api/orders", bought | {"expectedTotal": 1149}), 201)
    assert await balance(member_) == 5000 - 1149


async def test_what_is_wrong_with_a_code_is_said_and_the_price_without_it(
    market: Market, visit: Visit
) -> None:
    buyer, goods = visit(market), market.goods(5)
    big = code(market, minimum=600, currency="EUR")
    found = await quote(buyer, goods, promoCode=big)
    assert (found["total"], found["trouble"]) == (
        1149,
        {
            "field": "promoCode", "reason": "minimum", "missing": 100, "currency": None,
            "detail": "The order is below the code's minimum.",
        },
    )  # fmt: skip
    roubles = code(market, minimum=600, currency="RUB")
    other = (await quote(buyer, goods, promoCode=roubles))["trouble"]
    assert (other["reason"], other["currency"]) == ("currency", "RUB")
    assert other["detail"] == ("The code takes something off prices in RUB only. These are in EUR.")
    each = code(market, perCustomer=1)
    for typed, reason in (("NOPE", "unknown"), (big, "minimum"), (each, "account")):
        refused = await buyer.post(
            "/api/orders/reserve", {"items": [goods.line()], "promoCode": typed}
        )
        told = refusal(refused, 409, "promo-code-not-usable")
        assert told["promoCode"]["reason"] == reason
    both = {"items": [goods.line()], "promoCode": big, "couponId": str(uuid4())}
    refusal(await buyer.post("/api/quote", both), 422, "invalid-request")
    unknown = {"items": [goods.line()], "shippingMethod": "pigeon"}
    refusal(await buyer.post("/api/quote", unknown), 422, "shipping-unknown")
    place = {"items": [goods.line()], "region": "Germany"}
    refusal(await buyer.post("/api/quote", place), 422, "invalid-request")


async def test_a_coupon_is_the_one_code_and_its_savings_count_the_tax(
    market: Market, visit: Visit
) -> None:
    buyer, goods = await member(market, visit), market.goods(5)
    ten = await coupon(market, buyer)
    found = await quote(buyer, goods.line(2), couponId=ten)
    assert found["total"] == 900 + 90 + 599
    listed = expect(await buyer.post("/api/orders/quote", {"items": [goods.line(2)]}))
    assert (listed["subtotal"], listed["total"]) == (1000, 1699)
    assert [(one["saving"], one["total"]) for one in listed["coupons"]] == [(110, 1589)]
    others = await quote(visit(market), goods, couponId=ten)
    assert others["trouble"]["reason"] == "not-yours"


async def test_free_delivery_is_a_discount_as_any_other(market: Market, visit: Visit) -> None:
    buyer, goods = visit(market), market.goods(50)
    free = code(market, name="We carry it", rule="free-shipping", value=None)
    found = await quote(buyer, goods, promoCode=free)
    assert (found["shipping"], found["discount"], found["total"]) == (0, 0, 550)
    assert found["parts"][1]["why"] == "Free with We carry it"
    found = await quote(buyer, goods.line(11), promoCode=free)
    assert found["trouble"]["reason"] == "nothing"


async def test_where_it_goes_decides_the_tax(market: Market, visit: Visit) -> None:
    buyer, goods = visit(market), market.goods(5)
    before = expect(market.staff.get(SETTINGS))["settings"]
    rates = [*before["taxRates"], {"name": "VAT", "rate": 19000, "region": "DE"}]
    expect(market.staff.patch(SETTINGS, json={"taxRates": rates}))
    try:
        found = await quote(buyer, goods, region="DE")
        assert (found["region"], found["tax"]) == ("DE", 95)
        asked = {"items": [goods.line()], "region": "DE"}
        order = await buyer.order(expect(await buyer.post("/api/orders/reserve", asked)))
        assert (order["region"], order["tax"], order["shippingMethod"]) == ("DE", 95, "standard")
    finally:
        expect(market.staff.patch(SETTINGS, json={"taxRates": before["taxRates"]}))


async def test_one_product_has_a_tax_of_its_own(market: Market, visit: Visit) -> None:
    buyer, goods, other = visit(market), market.goods(5), market.goods(5)
    before = expect(market.staff.get(SETTINGS))["settings"]["taxRates"]
    own = {"name": "Books", "rate": 7000, "productId": goods.product_id}
    unknown = market.staff.patch(SETTINGS, json={"taxRates": [own | {"productId": ""}]})
    assert refusal(unknown, 422, "invalid-request")["field"] == "taxRates[0].productId"
    expect(market.staff.patch(SETTINGS, json={"taxRates": [*before, own]}))
    try:
        found = await quote(buyer, goods)
        assert found["tax"] == 35
        assert (await quote(buyer, other))["tax"] == 50
        order = await buyer.order(expect(await buyer.reserve(goods)))
        assert order["tax"] == 35
        again = market.staff.patch(SETTINGS, json={"taxRates": [*before, own, own]})
        assert refusal(again, 422, "charges-invalid")["field"] == "taxRates[2].region"
    finally:
        expect(market.staff.patch(SETTINGS, json={"taxRates": before}))


async def test_of_three_one_is_free_and_the_order_costs_what_was_quoted(
    market: Market, visit: Visit
) -> None:
    buyer, goods = visit(market), market.goods(9)
    used = code(market, rule="nth-free", value=3, scope=[goods.product_id])
    found = await quote(buyer, goods.line(2), promoCode=used)
    assert found["trouble"]["reason"] == "units"
    assert (found["trouble"]["missing"], found["discount"]) == (1, 0)
    found = await quote(buyer, goods.line(7), promoCode=used)
    assert (found["trouble"], found["discount"]) == (None, 1000)
    assert "1 of every 3 is free: the cheapest" in [one["why"] for one in found["parts"]]
    asked = {"items": [goods.line(7)], "promoCode": used, "expectedTotal": found["total"]}
    expect(await buyer.post("/api/orders/reserve", asked))


async def test_a_code_for_a_first_order_is_for_who_has_bought_nothing_and_once(
    market: Market, visit: Visit
) -> None:
    goods, used = market.goods(9), code(market, firstOrder=True)
    guest = await quote(visit(market), goods, promoCode=used)
    assert guest["trouble"]["reason"] == "account"
    buyer = await member(market, visit, 100_000)
    assert (await quote(buyer, goods, promoCode=used))["trouble"] is None
    asked = {"items": [goods.line()], "promoCode": used}
    held = expect(await buyer.post("/api/orders/reserve", asked))
    assert (await quote(buyer, goods, promoCode=used))["trouble"]["reason"] == "used"
    expect(await buyer.cancel(orderId=held["orderId"]))
    to = {"shippingAddress": ADDRESS}
    bought = {"items": [goods.line()], "paymentMethod": "wallet"} | to
    expect(await buyer.post("/api/orders", bought), 201)
    assert (await quote(buyer, goods, promoCode=used))["trouble"]["reason"] == "bought"
    told = refusal(await buyer.post("/api/orders/reserve", asked), 409, "promo-code-not-usable")
    assert told["promoCode"]["reason"] == "bought"


async def test_of_two_offers_for_a_first_order_asked_for_at_once_one_order_has_one(
    market: Market, visit: Visit
) -> None:
    goods = market.goods(9)
    first, other = code(market, firstOrder=True), code(market, firstOrder=True)
    buyer = await member(market, visit, 100_000)
    asked = [{"items": [goods.line()], "promoCode": one} for one in (first, other)]
    answers = await asyncio.gather(
        *(buyer.post("/api/orders/reserve", one) for one in (*asked, *asked))
    )
    (held,) = [expect(one) for one in answers if one.status_code == 200]
    for one in answers:
        if one.status_code != 200:
            told = refusal(one, 409, "promo-code-not-usable")
            assert told["promoCode"]["reason"] == "used"
    for used in (first, other):
        assert (await quote(buyer, goods, promoCode=used))["trouble"]["reason"] == "used"
    expect(await buyer.cancel(orderId=held["orderId"]))
    assert (await quote(buyer, goods, promoCode=other))["trouble"] is None
