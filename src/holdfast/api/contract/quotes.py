"""A cart's price as it is told, to who buys and to staff who order for them."""

from datetime import date
from typing import Any, Literal
from uuid import UUID

from pydantic import Field

from holdfast.api.contract.answers import Answer, Instant
from holdfast.api.contract.carts import Items
from holdfast.api.contract.prices import PartShown, PriceAsked, part_bodies
from holdfast.api.contract.repeats import RepeatEvery
from holdfast.api.contract.unit_prices import UNIT_PRICE, UnitPriceBody
from holdfast.flows.checkout.price_changed import sums_of
from holdfast.flows.checkout.quoting import Quoted
from holdfast.flows.checkout.redemption import UnusableReason
from holdfast.flows.checkout.ways_to_deliver import Way
from holdfast.kit import iso, shop_now
from holdfast.kit.sentences import in_language

__all__ = [
    "MemberPricesAnswer", "PriceAnswer", "PricedCartAsked", "RepeatedCartAsked", "price_body",
]  # fmt: skip


class PricedCartAsked(PriceAsked):
    """Goods that somebody thinks of buying. Nothing is held by asking."""

    items: Items


class RepeatedCartAsked(PricedCartAsked):
    """The same; `repeatEvery`: as if they were ordered again and again."""

    repeat_every: RepeatEvery = None


class LineShown(Answer):
    """A line as it is priced: `regularPrice` is that of a unit when it is not reduced, `discount`
    and `tax` are those of the whole line."""

    product_id: UUID
    variant_id: UUID
    quantity: int
    price: int
    regular_price: int | None
    amount: int
    discount: int
    tax: int


class CodeTrouble(Answer):
    """Why the coupon or the code is not part of the price."""

    field: Literal["couponId", "promoCode"]
    reason: UnusableReason
    detail: str
    missing: int = Field(description="What the goods lack of its minimum")
    currency: str | None = Field(
        default=None, description="Of which prices alone the code takes something off"
    )


class MethodShown(Answer):
    """A way to deliver; free where the goods come to more than `freeOver`, discounts aside.
    `toAddress`: an order has to say where to before it is paid."""

    id: str
    name: str
    price: int
    free_over: int | None
    to_address: bool
    pickup: str = Field(description="Where the goods are picked up, if they are")
    arrives_from: date | None
    arrives_by: date | None


class MemberOffer(Answer):
    """A promotion for a group of customers that who buys is in, and what it takes off."""

    name: str
    amount: int


class MemberPriceShown(Answer):
    """What one of a product costs who asks, in the variant that costs least."""

    product_id: UUID
    price: int
    currency: str
    unit_price: UnitPriceBody | None = Field(description=UNIT_PRICE)


class MemberPricesAnswer(Answer):
    """Of products that are cheaper for who asks, by promotions for groups that they are in."""

    prices: list[MemberPriceShown]
    server_time: Instant


class PriceAnswer(Answer):
    """A cart's price. Amounts are minor units of `currency`; `parts` add up to `total`, which is
    the `expectedTotal` to order with. With a `trouble`, it is the price without the code."""

    currency: str
    subtotal: int
    discount: int
    shipping: int
    tax: int
    tax_included: bool
    total: int
    lines: list[LineShown]
    parts: list[PartShown]
    member_offers: list[MemberOffer] = Field(
        description="Of what is off, what promotions for groups of customers take off"
    )
    trouble: CodeTrouble | None
    region: str | None
    shipping_method: str | None
    shipping_methods: list[MethodShown] = Field(description="That are offered for this cart there")
    delivers: bool = Field(description="False: the shop delivers, but not this cart there")
    server_time: Instant


def price_body(quoted: Quoted, locale: str) -> dict[str, Any]:
    """As JSON, in this language."""
    prices, trouble = quoted.prices, quoted.trouble
    return {
        **sums_of(quoted.quote, prices.currency),
        "lines": [
            {
                "productId": line.product_id,
                "variantId": line.variant_id,
                "quantity": line.quantity,
                "price": line.price,
                "regularPrice": line.regular,
                "amount": one.amount,
                "discount": one.discount,
                "tax": one.tax,
            }
            for line, one in zip(prices.lines, quoted.quote.lines, strict=True)
        ],
        "parts": part_bodies(quoted.parts, locale),
        "memberOffers": [
            {"name": one.name_in(locale), "amount": amount}
            for one, amount in prices.of_groups(quoted.quote)
        ],
        "trouble": None
        if trouble is None
        else {
            "field": trouble.field,
            "reason": trouble.reason,
            "detail": in_language(trouble.detail, locale),
            "missing": trouble.missing,
            "currency": trouble.currency or None,
        },
        "region": prices.region,
        "shippingMethod": None if prices.method is None else prices.method.method.id,
        "delivers": not prices.nowhere,
        "shippingMethods": [_way(one, locale) for one in prices.methods],
        "serverTime": iso(shop_now()),
    }


def _way(one: Way, locale: str) -> dict[str, Any]:
    method, arrives = one.method, one.arrives
    return {
        "id": method.id,
        "name": method.name_in(locale),
        "price": one.price,
        "freeOver": method.free_over,
        "toAddress": method.to_address,
        "pickup": method.pickup,
        "arrivesFrom": None if arrives is None else arrives.earliest,
        "arrivesBy": None if arrives is None else arrives.latest,
    }
