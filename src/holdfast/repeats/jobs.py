"""What is to be done about repeat orders later."""

from uuid import UUID

from holdfast.db.jobs import Job


class ChargeRepeat(Job, frozen=True):
    """an order of a repeat order was placed whose owner agreed that a kept card is charged: charges
    it, by a payment of that paymentId alone; again is how often it was declined before"""

    NAME = "charge-repeat"
    order_id: UUID
    payment_id: UUID
    again: int = 0


class FollowRepeat(Job, frozen=True):
    """an order of a repeat order was paid or cancelled, or its card not charged: with the first one
    paid it stands, and after some days that nobody paid it is paused; what no card paid waits with
    its link"""

    NAME = "follow-repeat"
    order_id: UUID
