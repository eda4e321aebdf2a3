"""A campaign's or a promotion's discount as pricing takes it: where promotions and pricing meet."""

from typing import Final
from uuid import UUID

from holdfast.kit.sentences import called
from holdfast.pricing import Discount, Fixed, FreeShipping, NthFree, Percent, Rule, Scope, SetOff
from holdfast.promotions import Campaign, DiscountTerms, Promotion

__all__ = ["discount_of"]

_ALL: Final[frozenset[UUID]] = frozenset()


def discount_of(made: Campaign | Promotion, currency: str) -> Discount:
    """The discount that a coupon of this campaign, or this promotion, gives a cart in ``currency``;
    one of another currency makes one that ``quote`` finds not applicable."""
    return Discount(
        _rule(made),
        made.currency or currency,
        made.minimum,
        Scope(made.scope or _ALL, made.categories or _ALL, made.sellers or _ALL),
        made.stackable,
        called(made.name, made.translations),
        made.id,
    )


def _rule(terms: DiscountTerms) -> Rule:
    match terms.rule:
        case "percent":
            return Percent(terms.value, terms.cap)
        case "fixed":
            return Fixed(terms.value)
        case "nth-free":
            return NthFree(terms.value)
        case "set-percent":
            return SetOff(percent=terms.value)
        case "set-fixed":
            return SetOff(amount=terms.value)
    return FreeShipping()
