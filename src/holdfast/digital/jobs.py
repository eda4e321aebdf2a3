"""What is to be done about codes later."""

from uuid import UUID

from holdfast.db.jobs import Job


class GiveCodes(Job, frozen=True):
    """an order with goods that are delivered as codes is paid: gives each unit its code, once"""

    NAME = "give-codes"
    order_id: UUID
