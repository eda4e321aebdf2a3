"""The ledger accounts of campaigns and coupons."""

from typing import Final
from uuid import UUID

CAMPAIGN_PREFIX: Final = "coupon/"


def campaign_key(campaign: UUID) -> str:
    """The store that counts what a campaign has left. Filled once, when it is made."""
    return f"{CAMPAIGN_PREFIX}{campaign}"


def coupon_limit_key(campaign: UUID, owner: str) -> str:
    """The capacity account that counts what one customer was given of a campaign."""
    return f"limit/coupon/{campaign}/{owner}"


def issued_key(coupon: UUID) -> str:
    """The store that holds the coupon itself: 1 free, 1 held, or neither when it is used."""
    return f"issued/{coupon}"


def promotion_key(promotion: UUID) -> str:
    """The store that counts how often a promotion can still be used."""
    return f"promotion/{promotion}"


def promotion_code_key(code: str) -> str:
    """The store that counts how often a promotion was made with the code: whoever makes one expects
    it as it was before they looked whether another has it."""
    return f"promotion-code/{code}"


def promotion_limit_key(promotion: UUID, owner: str) -> str:
    """The capacity account that counts how often one customer used a promotion."""
    return f"limit/promotion/{promotion}/{owner}"


def first_order_key(owner: str) -> str:
    """The capacity account of a customer's first order: one order has what is for that, whichever
    promotions they are."""
    return f"limit/first-order/{owner}"
