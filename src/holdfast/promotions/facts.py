"""What is told of coupons."""

from datetime import datetime
from uuid import UUID

from holdfast.db.events import Fact


class CouponIssued(Fact, frozen=True):
    """A customer was given a coupon of a campaign."""

    TYPE = "coupon.issued"
    SUBJECT = "coupon id"
    campaign_id: UUID
    owner: str
    expires_at: datetime
