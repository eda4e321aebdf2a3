"""What is to be done about a parcel later, at its carrier."""

from uuid import UUID

from holdfast.db.jobs import Job


class BuyLabel(Job, frozen=True):
    """staff asked for a label: has the carrier expect the parcel, and keeps its number or why
    it does not take it"""

    NAME = "buy-label"
    parcel_id: UUID
    key: UUID


class CancelLabel(Job, frozen=True):
    """staff let a label go: calls the parcel off at its carrier"""

    NAME = "cancel-label"
    parcel_id: UUID
    key: UUID


class AskCarrier(Job, frozen=True):
    """a carrier sent word, perhaps twice or out of order: asks it where the parcel is, and
    moves the parcel"""

    NAME = "ask-carrier"
    parcel_id: UUID
