"""What somebody who waits for units of a variant would be offered."""

from uuid import UUID

from msgspec.structs import replace

from holdfast.catalog import Selection
from holdfast.flows.checkout.basket import Basket, CartLine, choose, priced_lines
from holdfast.flows.checkout.prices import prices_for
from holdfast.flows.checkout.till import Till

__all__ = ["basket_in_line"]


async def basket_in_line(till: Till, product_id: UUID, variant_id: UUID, quantity: int) -> Basket:
    """At the price of now, with the offers that anybody may use as often as they like: what is
    bounded could be gone, and would be in the way of the whole line. Raises a Problem for what is
    not sold."""
    lines = await choose(till.shelf, [CartLine(product_id, Selection(variant_id), quantity)])
    currency = lines[0].product.currency
    prices = await prices_for(till, None, priced_lines(lines), currency)
    prices = replace(prices, automatic=tuple(one for one in prices.automatic if not one.uses("")))
    quote = prices.plain()
    return Basket(lines, currency, quote, breakdown=prices.breakdown(quote, ""))
