"""Promotions: discounts that goods have by themselves or by a code, coupon campaigns, and the
coupons given out of them.

Discounts are worked out in ``pricing``; scarcity (what is left, one a customer, used once) is the
ledger's, under the keys that are named here.
"""

from holdfast.promotions.book import AlreadyGiven, CouponBook
from holdfast.promotions.campaign import MAX_VALID_DAYS, Campaign, Terms, faults
from holdfast.promotions.coupon import Coupon, CouponState, coupon_state, days_left
from holdfast.promotions.facts import CouponIssued
from holdfast.promotions.keys import (
    CAMPAIGN_PREFIX,
    campaign_key,
    coupon_limit_key,
    issued_key,
    promotion_code_key,
    promotion_key,
)
from holdfast.promotions.life import ended, issued, made, promoted, promotion_ended
from holdfast.promotions.offers import PromotionBook
from holdfast.promotions.promotion import (
    MAX_CODE,
    MAX_LIVE,
    MOST_OF_PROMOTION,
    Promotion,
    PromotionTerms,
    code_of,
    promotion_faults,
)
from holdfast.promotions.terms import (
    MAX_NAME,
    MAX_PER_CUSTOMER,
    MAX_QUANTITY,
    MAX_SCOPE,
    DiscountTerms,
    Phase,
    Rule,
)
