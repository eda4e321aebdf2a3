"""What is to be done about repeat orders later."""

from uuid import UUID

from holdfast.db.jobs import Job


class FollowRepeat(Job, frozen=True):
    """an order of a repeat order was paid or cancelled: with the first one paid it stands, and
    after some days that nobody paid it is paused"""

    NAME = "follow-repeat"
    order_id: UUID
