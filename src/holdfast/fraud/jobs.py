"""What is to be done about an order that was paid."""

from uuid import UUID

from holdfast.db.jobs import Job


class AssessOrder(Job, frozen=True):
    """an order was paid while the shop looks at orders: asks the provider which card paid, and says
    whether it passes, waits for a person or is refused"""

    NAME = "assess-order"
    order_id: UUID
