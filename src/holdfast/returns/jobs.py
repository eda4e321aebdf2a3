"""What is to be done about returns later."""

from uuid import UUID

from holdfast.db.jobs import Job


class EndExchange(Job, frozen=True):
    """an order for the difference of an exchange is off: refunds what came back in its place"""

    NAME = "end-exchange"
    return_id: UUID
