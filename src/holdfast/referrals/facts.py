"""What is told of invitations."""

from datetime import datetime
from uuid import UUID

from holdfast.db.events import Fact


class FriendInvited(Fact, frozen=True):
    """Somebody who had bought nothing here came by a customer's link."""

    TYPE = "referral.invited"
    SUBJECT = "referral id"
    inviter: str
    friend: str


class ReferralGiven(Fact, frozen=True):
    """A customer was given a coupon, for a friend of theirs bought something for the first
    time."""

    TYPE = "referral.given"
    SUBJECT = "referral id"
    inviter: str
    coupon_id: UUID
    expires_at: datetime
