"""The basket of an amount that is no goods of the shop, a booking above all; with the goods that
are handed over there."""

from msgspec.structs import replace

from holdfast.flows.checkout.basket import (
    Amount,
    Basket,
    MixedCurrencies,
    TotalTooLarge,
    choose,
    priced_lines,
)
from holdfast.flows.checkout.prices import prices_for
from holdfast.flows.checkout.repeated import of_repeat
from holdfast.flows.checkout.taxed import (
    TaxedSum,
    as_sold,
    package_taxes,
    session_taxes,
    with_beside,
)
from holdfast.flows.checkout.till import Till
from holdfast.flows.inventory.by_codes import must_be_sent
from holdfast.ledger import MAX_BALANCE
from holdfast.orders import OrderRepeat
from holdfast.people import Principal
from holdfast.pricing import Quote
from holdfast.shop import ShopSettings

__all__ = ["basket_of_amount"]


async def basket_of_amount(
    till: Till, buyer: Principal, wanted: Amount, repeat: OrderRepeat | None = None
) -> Basket:
    """An amount, which may be of a repeat order, with goods in the same order at their prices with
    the shop's own offers and taxes. Nothing is delivered. Raises a Problem naming every line at
    fault."""
    shop = await till.shop.now()
    if (bought := wanted.purchase) is not None:
        wanted = replace(wanted, purchase=replace(bought, terms=as_sold(shop, bought.terms)))
    taxed = _taxed(shop, wanted)
    if not wanted.beside:
        return Basket(
            (),
            wanted.currency,
            Quote((), wanted.total, 0),
            description=wanted.description,
            breakdown=of_repeat(
                with_beside(None, wanted.description, taxed, wanted.currency), repeat
            ),
            booking=wanted.booking,
            purchase=wanted.purchase,
        )
    lines = await choose(till.shelf, wanted.beside)
    await must_be_sent(till.database.pool, [one.variant.id for one in lines], "goods")
    if lines[0].product.currency != wanted.currency:
        raise MixedCurrencies("Everything in one order must be priced in one currency.")
    prices = await prices_for(till, buyer, priced_lines(lines), wanted.currency)
    prices = replace(prices, method=None, nowhere=False)
    quote = prices.plain()
    if quote.total + wanted.total > MAX_BALANCE:
        raise TotalTooLarge("The total of this cart is too large. Order less at a time.")
    return Basket(
        lines,
        wanted.currency,
        quote,
        description=wanted.description,
        breakdown=with_beside(
            prices.breakdown(quote, buyer.id),
            wanted.description,
            taxed,
            wanted.currency,
        ),
        booking=wanted.booking,
        amount=wanted.total,
        expected=prices.expected(quote),
    )


def _taxed(shop: ShopSettings, wanted: Amount) -> tuple[TaxedSum, ...]:
    """What of it is taxed as services are: of a package what is prepaid for sessions. What
    certificates pay for is taxed when they pay."""
    if wanted.purchase is not None:
        return package_taxes(shop, wanted.purchase.terms)
    new = wanted.booking
    return () if new is None else session_taxes(shop, new.service_id, new.parts, wanted.total)
