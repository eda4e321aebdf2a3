"""The life of a campaign, of a coupon and of a promotion: each move as riders, with the fact it
makes true.

How many are left, and whether a coupon is free, held or used, is the ledger's to say; what was
ended early has a row that says so, and none ever comes back.
"""

from uuid import UUID

import msgspec

from holdfast.ledger import NOW, Insert, Rider, tell
from holdfast.promotions.campaign import Terms
from holdfast.promotions.coupon import Coupon
from holdfast.promotions.facts import CouponIssued
from holdfast.promotions.promotion import PromotionTerms
from holdfast.promotions.tables import (
    CAMPAIGN_ENDS,
    CAMPAIGNS,
    COUPONS,
    PROMOTION_ENDS,
    PROMOTIONS,
)
from holdfast.promotions.terms import DiscountTerms


def made(campaign_id: UUID, terms: Terms) -> Insert:
    """A campaign begins to be; whether it is open its times say."""
    row = (
        campaign_id,
        *_discount(terms),
        terms.quantity,
        terms.per_customer,
        terms.opens_at,
        terms.closes_at,
        terms.valid_days,
        terms.thanks,
    )
    return Insert(CAMPAIGNS, (row,))


def promoted(promotion_id: UUID, terms: PromotionTerms) -> Insert:
    """A promotion begins to be; whether it is in force its times say."""
    row = (
        promotion_id,
        *_discount(terms),
        terms.code,
        terms.quantity,
        terms.per_customer,
        terms.opens_at,
        terms.closes_at,
        terms.first_order,
        _ids(terms.groups),
    )
    return Insert(PROMOTIONS, (row,))


def promotion_ended(promotion_id: UUID, actor: str, reason: str) -> Insert:
    """It is in force no more: a second end is refused as a ``Conflict``."""
    return Insert(PROMOTION_ENDS, ((promotion_id, NOW, actor, reason),))


def _discount(terms: DiscountTerms) -> tuple[object, ...]:
    """The shared terms as ``DISCOUNT_COLUMNS`` has them."""
    named = map(_ids, (terms.scope, terms.categories, terms.sellers))
    return (
        terms.name,
        terms.rule,
        terms.value,
        terms.cap,
        terms.minimum,
        terms.currency,
        *named,
        terms.stackable,
        msgspec.json.encode(terms.translations).decode(),
    )


def _ids(ids: frozenset[UUID] | None) -> str | None:
    return None if ids is None else msgspec.json.encode(sorted(ids)).decode()


def ended(campaign_id: UUID, actor: str, reason: str) -> Insert:
    """It gives out no more, once: a second end is refused as a ``Conflict``."""
    return Insert(CAMPAIGN_ENDS, ((campaign_id, NOW, actor, reason),))


def issued(coupon: Coupon) -> tuple[Rider, ...]:
    """A customer has it from now on."""
    row = (coupon.id, coupon.campaign_id, coupon.owner, coupon.issued_at, coupon.expires_at)
    fact = CouponIssued(coupon.campaign_id, coupon.owner, coupon.expires_at)
    return Insert(COUPONS, (row,)), tell(fact, coupon.id)
