"""What a repeat order orders on its next day, as the shop has it now, and what that costs."""

from holdfast.catalog import ProductNotFound, Selection
from holdfast.flows.checkout.basket import Amount, CartLine
from holdfast.flows.checkout.prices import Choice
from holdfast.flows.checkout.quoting import quote_cart
from holdfast.flows.checkout.till import Till
from holdfast.flows.packages.buying import amount_of, offered_package
from holdfast.kit import Money, Problem
from holdfast.orders import OrderRepeat
from holdfast.packages import PackageNotFound
from holdfast.people import of_owner
from holdfast.repeats import Repeat, repeatable
from holdfast.shipping import decode_address
from holdfast.shop import RepeatRules

__all__ = ["choice_of", "costs_now", "wanted_now"]


def choice_of(one: Repeat, rules: RepeatRules) -> Choice:
    """Where it goes, how, and what is taken off."""
    address = None if one.address_text is None else decode_address(one.address_text)
    percent = 0 if one.package_id else rules.percent
    return Choice(
        method=one.method, region=one.region, address=address, whole=True,
        repeat=OrderRepeat(one.id, percent, one.every),
    )  # fmt: skip


async def wanted_now(till: Till, one: Repeat) -> list[CartLine] | Amount:
    """Its goods, or its package as it is now. Raises :class:`ProductNotFound` and
    :class:`PackageNotFound` for what is not repeated any more."""
    if one.package_id is not None:
        package = await offered_package(till, one.package_id)
        if not package.repeatable:
            raise PackageNotFound("It is not repeated any more.")
        return amount_of(package, None, one.locale)
    products = [line.product_id for line in one.lines]
    if set(products) - await repeatable(till.database.pool, products):
        raise ProductNotFound("It is not repeated any more.")
    return [
        CartLine(line.product_id, Selection(line.variant_id), line.quantity) for line in one.lines
    ]


async def costs_now(till: Till, one: Repeat) -> Money | None:
    """What its next day would cost by the prices of the moment; None if it could not be ordered
    so."""
    try:
        wanted = await wanted_now(till, one)
        if isinstance(wanted, Amount):
            return Money(wanted.total, wanted.currency)
        choice = choice_of(one, (await till.shop.now()).repeats)
        quoted = await quote_cart(till, of_owner(one.owner), wanted, choice)
    except Problem:
        return None
    return Money(quoted.quote.total, quoted.prices.currency)
