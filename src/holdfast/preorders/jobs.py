"""What is to be done about pre-orders later."""

from uuid import UUID

from holdfast.db.jobs import Job


class ServePreorders(Job, frozen=True):
    """something came for those who ordered before, or one of them paid or gave up: what is there
    goes to the orders that wait, in the order of their payment, and what none needs is on sale"""

    NAME = "serve-preorders"
    variant_id: UUID
