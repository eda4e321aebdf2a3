"""calculatePricing: subtotal, promo code, tax, delivery and the total, as the preset `marketplace`
has them."""

from collections.abc import Awaitable, Callable
from typing import Any
from uuid import uuid4

from tests.specs.sentences import sentence
from tests.support.market import PRICE, Goods, Market, eventually, expect, refusal
from tests.support.member import Member
from tests.support.patience import PATIENCE

Join = Callable[[], Awaitable[Member]]


async def quote(someone: Member, goods: Goods, quantity: int, **more: Any) -> dict[str, Any]:
    return expect(await someone.buyer.post("/api/quote", {"items": [goods.line(quantity)]} | more))


def sums(priced: dict[str, Any]) -> tuple[int, int, int, int, int]:
    """Subtotal, discount, tax, delivery, total."""
    names = ("subtotal", "discount", "tax", "shipping", "total")
    subtotal, discount, tax, shipping, total = (priced[name] for name in names)
    return subtotal, discount, tax, shipping, total


async def promotion(market: Market, someone: Member, percent: int) -> str:
    """A new promo code, once all services know it."""
    code = f"B{uuid4().hex[:8]}".upper()
    terms = {"name": "Sale", "rule": "percent", "value": percent, "code": code}
    expect(market.staff.post("/api/staff/promotions", json=terms), 201)
    goods = market.goods(1)

    async def known() -> bool:
        answers = [await quote(someone, goods, 1, promoCode=code) for _ in range(4)]
        return not any(one["trouble"] for one in answers)

    await eventually(known, PATIENCE, "the code is known")
    return code


@sentence("B", "calculatePricing", "subtotal += item.price * item.quantity",
          at="POST /api/quote, POST /api/orders/reserve")  # fmt: skip
@sentence("B", "calculatePricing", "Налог (примерно 10%): (subtotal - discount) * 0.1",
          at="POST /api/quote, POST /api/orders/reserve")  # fmt: skip
@sentence("B", "calculatePricing", "total = subtotal - discount + tax + shippingCost",
          at="POST /api/quote, POST /api/orders/reserve")  # fmt: skip
async def test_goods_are_summed_taxed_and_delivered(marketplace: Market, join: Join) -> None:
    someone, goods = await join(), marketplace.goods(30)
    assert sums(await quote(someone, goods, 3)) == (3 * PRICE, 0, 150, 599, 3 * PRICE + 150 + 599)
    held = expect(await someone.buyer.post("/api/orders/reserve", {"items": [goods.line(3)]}))
    order = await someone.buyer.order(held)
    assert order["total"] == 2249
    assert (order["tax"], order["shipping"], order["discount"]) == (150, 599, 0)


@sentence("B", "calculatePricing", "Доставка: subtotal > 50 ? 0 : 5.99",
          at="POST /api/quote, POST /api/orders/reserve")  # fmt: skip
async def test_delivery_is_free_above_fifty_of_goods_before_discounts(
    marketplace: Market, join: Join
) -> None:
    someone, goods = await join(), marketplace.goods(30)
    half = await promotion(marketplace, someone, 50)
    assert sums(await quote(someone, goods, 10))[3] == 599  # 50.00 is not more than 50.00
    assert sums(await quote(someone, goods, 11))[3] == 0
    assert sums(await quote(someone, goods, 11, promoCode=half)) == (5500, 2750, 275, 0, 3025)


@sentence("B", "calculatePricing", "Скидка от promo code: subtotal * (promo.discountPercent / 100)",
          at="POST /api/quote, POST /api/orders/reserve")  # fmt: skip
async def test_a_promo_code_takes_its_percentage_off_before_the_tax(
    marketplace: Market, join: Join
) -> None:
    someone, goods = await join(), marketplace.goods(30)
    code = await promotion(marketplace, someone, 20)
    assert sums(await quote(someone, goods, 2, promoCode=code)) == (1000, 200, 80, 599, 1479)
    asked = {"items": [goods.line(2)], "promoCode": code, "expectedTotal": 1479}
    held = expect(await someone.buyer.post("/api/orders/reserve", asked))
    order = await someone.buyer.order(held)
    assert (order["total"], order["discount"], order["promoCode"]) == (1479, 200, code)
    unknown = {"items": [goods.line(1)], "promoCode": "NOBODY-MADE-IT"}
    refusal(await someone.buyer.post("/api/orders/reserve", unknown), 409, "promo-code-not-usable")


@sentence("B", "calculatePricing", "total.toFixed(2): amounts to the cent",
          at="POST /api/quote, POST /api/orders/reserve")  # fmt: skip
async def test_amounts_are_whole_minor_units_and_add_up(marketplace: Market, join: Join) -> None:
    someone, goods = await join(), marketplace.goods(30)
    code = await promotion(marketplace, someone, 33)
    for quantity in (1, 3, 7, 19):
        priced = await quote(someone, goods, quantity, promoCode=code)
        subtotal, discount, tax, shipping, total = sums(priced)
        assert total == subtotal - discount + tax + shipping
        assert sum(one["amount"] for one in priced["parts"]) == total
        assert abs(tax - (subtotal - discount) / 10) <= 0.5
