"""What the terms of a campaign or a promotion name: it must be there."""

from holdfast.flows.promotions.coupon_desk import CouponDesk
from holdfast.groups import groups_named
from holdfast.kit import FieldError
from holdfast.kit.sentences import say
from holdfast.promotions import DiscountTerms, PromotionTerms

__all__ = ["unknown_groups", "unknown_products"]


async def unknown_products(desk: CouponDesk, terms: DiscountTerms) -> tuple[FieldError, ...]:
    """A fault for each product that is not there."""
    if terms.scope is None:
        return ()
    known = await desk.shelf.get_many(terms.scope)
    return tuple(
        FieldError(
            "scope", "product-not-found", say("There is no product {product}.", product=product)
        )
        for product in sorted(terms.scope - known.keys())
    )


async def unknown_groups(desk: CouponDesk, terms: PromotionTerms) -> tuple[FieldError, ...]:
    """A fault for each group of customers that is not there."""
    if terms.groups is None:
        return ()
    known = {one.id for one in await groups_named(desk.database.pool, terms.groups)}
    return tuple(
        FieldError(
            "groups",
            "customer-group-not-found",
            say("There is no customer group {group}.", group=group),
        )
        for group in sorted(terms.groups - known)
    )
