"""What repeat orders bring each month, at the prices of today."""

from collections.abc import Sequence
from fractions import Fraction

from holdfast.flows.checkout.till import Till
from holdfast.flows.packages.pricing import priced_now
from holdfast.packages import packages_by_id
from holdfast.repeats import RepeatedUnits, per_month

__all__ = ["each_month"]


async def each_month(till: Till, units: Sequence[RepeatedUnits]) -> dict[str, int]:
    """By currency, in minor units: goods less what is taken off, packages at their price; without
    delivery, and without what is not sold any more."""
    percent = (await till.shop.now()).repeats.percent
    products = await till.shelf.get_many({one.product_id for one in units if one.product_id})
    ids = sorted({one.package_id for one in units if one.package_id})
    known = await packages_by_id(till.database.pool, ids) if ids else {}
    packages = {one.id: one for one in await priced_now(till.database.pool, list(known.values()))}
    sums: dict[str, Fraction] = {}
    for one in units:
        if one.package_id is not None:
            package = packages.get(one.package_id)
            if package is None or not (package.active and package.is_priced):
                continue
            currency, price = package.currency, Fraction(package.price)
        else:
            product = products.get(one.product_id) if one.product_id else None
            sold = () if product is None or not product.active else product.on_sale
            variant = next((each for each in sold if each.id == one.variant_id), None)
            if product is None or variant is None:
                continue
            currency, price = product.currency, Fraction(variant.price * (100 - percent), 100)
        sums[currency] = sums.get(currency, Fraction()) + price * one.units * per_month(one.every)
    return {currency: round(sums[currency]) for currency in sorted(sums)}
