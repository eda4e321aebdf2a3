"""What is to be done about invitations later."""

from uuid import UUID

from holdfast.db.jobs import Job


class FollowReferral(Job, frozen=True):
    """an order of somebody whom a friend invited was paid or cancelled: what the friend gets for it
    waits from then on, or does not any more"""

    NAME = "follow-referral"
    order_id: UUID
