"""What is to be done about sellers' money later."""

from uuid import UUID

from holdfast.db.jobs import Job


class SendPayout(Job, frozen=True):
    """a payout is to be sent by a provider: asks it to, until it did, or refuses; with an attempt,
    each by a key of its own, as a provider answers a repeated one with its refusal"""

    NAME = "send-payout"
    payout_id: UUID
    attempt: UUID | None = None


class ShareOrder(Job, frozen=True):
    """an order of sellers' goods was completed, or refunded: brings each seller's account to what
    is theirs of it now"""

    NAME = "share-order"
    order_id: UUID
