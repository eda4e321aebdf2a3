"""A cart's price without holding anything, and what a promotion would do to carts before it is
made: by the same rules as an order's."""

from collections.abc import Iterable, Iterator, Sequence
from uuid import UUID

from msgspec import Struct
from msgspec.structs import asdict, replace

from holdfast.catalog import Product, UnitPrice, load_offers, unit_price
from holdfast.flows.checkout.basket import BasketLine, CartLine, choose, priced_lines
from holdfast.flows.checkout.prices import NO_CHOICE, Choice, Prices, prices_for
from holdfast.flows.checkout.redemption import Unusable, priced_with
from holdfast.flows.checkout.till import Till
from holdfast.flows.promotions.discounts import discount_of
from holdfast.kit import shop_now
from holdfast.orders import OrderPart
from holdfast.people import Principal
from holdfast.pricing import NotApplicable, Quote
from holdfast.promotions import Promotion, PromotionTerms

__all__ = ["MemberPrice", "Previewed", "Quoted", "member_prices", "previewed", "quote_cart"]

_NOBODY = UUID(int=0)


class Quoted(Struct, frozen=True):
    """A price with its ``parts``; with a ``trouble`` it is that without the coupon or code."""

    prices: Prices
    quote: Quote
    parts: tuple[OrderPart, ...]
    trouble: Unusable | None = None


class Previewed(Struct, frozen=True):
    """A cart's price as it is, and as it would be; ``trouble``: why it would not change."""

    lines: tuple[BasketLine, ...]
    before: Quoted
    after: Quoted
    trouble: NotApplicable | None = None


class MemberPrice(Struct, frozen=True):
    """What one of a product costs a member, in the variant that costs least."""

    product_id: UUID
    price: int
    currency: str
    unit_price: UnitPrice | None


async def quote_cart(
    till: Till, buyer: Principal | None, cart: Sequence[CartLine], choice: Choice
) -> Quoted:
    """Raises a Problem for lines that are not on sale."""
    lines = await choose(till.shelf, cart)
    prices = await prices_for(till, buyer, priced_lines(lines), lines[0].product.currency, choice)
    found = await priced_with(till, buyer, prices, choice)
    if isinstance(found, Unusable):
        return _quoted(prices, prices.plain(), found)
    return _quoted(prices, found.quote)


async def member_prices(
    till: Till, buyer: Principal | None, product_ids: Sequence[UUID]
) -> list[MemberPrice]:
    """Of those products that promotions for groups of the buyer's make cheaper. Where none is in
    force the database is asked nothing."""
    live = await till.promotions.in_force()
    asked = any(one.groups is not None and one.code is None for one in live)
    if not asked or buyer is None or buyer.kind == "guest":
        return []
    by_currency: dict[str, list[BasketLine]] = {}
    for line in _cheapest((await load_offers(till.shelf, product_ids)).values()):
        by_currency.setdefault(line.product.currency, []).append(line)
    return [
        one
        for currency, lines in by_currency.items()
        for one in await _as_member(till, buyer, lines, currency)
    ]


def _cheapest(offers: Iterable[Product]) -> Iterator[BasketLine]:
    """One of each, in the variant that costs least now."""
    now = shop_now()
    for offer in offers:
        if offer.on_sale:
            cheapest = min(offer.on_sale, key=lambda variant: variant.price_at(now))
            yield BasketLine(0, offer, cheapest, 1, cheapest.price_at(now))


async def _as_member(
    till: Till, buyer: Principal, lines: Sequence[BasketLine], currency: str
) -> Iterator[MemberPrice]:
    """Each by itself, without delivery."""
    prices = await prices_for(till, buyer, priced_lines(lines), currency)
    alone = replace(prices, methods=(), method=None)
    quotes = ((line, replace(alone, lines=(line,)).plain()) for line in prices.lines)
    measures = {line.product.id: line.variant.measure for line in lines}
    costs = (
        (line.product_id, quote.subtotal - quote.discount)
        for line, quote in quotes
        if quote.discount and prices.of_groups(quote)
    )
    return (
        MemberPrice(product, cost, currency, unit_price(measures[product], cost))
        for product, cost in costs
    )


async def previewed(till: Till, terms: PromotionTerms, cart: Sequence[CartLine]) -> Previewed:
    """What the promotion would do, were it in force and never used before."""
    lines = await choose(till.shelf, cart)
    currency = lines[0].product.currency
    prices = await prices_for(till, None, priced_lines(lines), currency, NO_CHOICE)
    offer = Promotion(**asdict(terms), id=_NOBODY, created_at=shop_now())
    before, found = prices.plain(), prices.quote(discount_of(offer, currency))
    if isinstance(found, NotApplicable):
        return Previewed(lines, _quoted(prices, before), _quoted(prices, before), found)
    return Previewed(lines, _quoted(prices, before), _quoted(prices, found))


def _quoted(prices: Prices, quote: Quote, trouble: Unusable | None = None) -> Quoted:
    return Quoted(prices, quote, prices.parts(quote), trouble)
