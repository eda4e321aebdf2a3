"""The life of a campaign and of a coupon: each move as riders, with the fact it makes true.

How many are left, and whether a coupon is free, held or used, is the ledger's to say; a campaign
that was ended has a row that says so, and none ever comes back.
"""

from uuid import UUID

import msgspec

from holdfast.ledger import NOW, Insert, Rider, tell
from holdfast.promotions.campaign import Terms
from holdfast.promotions.coupon import Coupon
from holdfast.promotions.facts import CouponIssued
from holdfast.promotions.tables import CAMPAIGN_ENDS, CAMPAIGNS, COUPONS


def made(campaign_id: UUID, terms: Terms) -> Insert:
    """A campaign begins to be; whether it is open its times say."""
    scope = None if terms.scope is None else msgspec.json.encode(sorted(terms.scope)).decode()
    row = (
        campaign_id,
        terms.name,
        terms.rule,
        terms.value,
        terms.cap,
        terms.minimum,
        terms.currency,
        scope,
        terms.quantity,
        terms.per_customer,
        terms.opens_at,
        terms.closes_at,
        terms.valid_days,
    )
    return Insert(CAMPAIGNS, (row,))


def ended(campaign_id: UUID, actor: str, reason: str) -> Insert:
    """It gives out no more, once: a second end is refused as a ``Conflict``."""
    return Insert(CAMPAIGN_ENDS, ((campaign_id, NOW, actor, reason),))


def issued(coupon: Coupon) -> tuple[Rider, ...]:
    """A customer has it from now on."""
    row = (coupon.id, coupon.campaign_id, coupon.owner, coupon.issued_at, coupon.expires_at)
    fact = CouponIssued(coupon.campaign_id, coupon.owner, coupon.expires_at)
    return Insert(COUPONS, (row,)), tell(fact, coupon.id)
