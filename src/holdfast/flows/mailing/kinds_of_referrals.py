"""The mail about a coupon for a friend who was invited. A part of ``kinds``."""

from typing import Final

from holdfast.flows.mailing.kind import Kind
from holdfast.flows.mailing.reading_referrals import REFERRALS
from holdfast.referrals import ReferralGiven

__all__ = ["OF_REFERRALS"]

OF_REFERRALS: Final[tuple[Kind, ...]] = (
    Kind(name="referral-given", event=ReferralGiven, about=REFERRALS, days=7.0, refusable=True),
)
