"""What is to be done about a payment later, at its provider."""

from uuid import UUID

from holdfast.db.jobs import Job


class RefundPayment(Job, frozen=True):
    """asks the provider to give a payment's money back: all that is left of it, which is the
    amount if parts went back before; with a refundId, that part, and what of it is for each of the
    order's lines, if that is known; with an attempt, all once more that the provider had refused;
    asked says how often it was, where it takes the provider long"""

    NAME = "refund"
    payment_id: UUID
    amount: int | None = None
    refund_id: UUID | None = None
    attempt: UUID | None = None
    lines: tuple[int, ...] = ()
    asked: int = 0


class RefundArrives(Job, frozen=True):
    """a provider sent word of a refund, by our id of it: whoever waits for that asks it now; one
    that it had taken is asked for here, since it may have come back; with an attempt, that one"""

    NAME = "refund-arrives"
    refund_id: UUID
    attempt: UUID | None = None


class RefundsThere(Job, frozen=True):
    """a provider sent word of money that went back and that nobody asked for from here, or refused
    a refund: asks which refunds of the payment were made on its own pages; without a paymentId
    whose it is, by its own name for it, the reference"""

    NAME = "refunds-there"
    provider: str
    reference: str = ""
    payment_id: UUID | None = None


class PaymentArrives(Job, frozen=True):
    """a provider sent word, perhaps late or twice: asks it what became of the payment"""

    NAME = "payment-arrives"
    payment_id: UUID


class ResolvePayment(Job, frozen=True):
    """a payment may not be decided: asks the provider for it again, settles it (a top-up: puts the
    money in) or notes its failure, calls it off when its order is off"""

    NAME = "resolve-payment"
    payment_id: UUID


class ResolveWalletPayment(Job, frozen=True):
    """the same, as it was called for a top-up before payments had a purpose"""

    NAME = "resolve-wallet-payment"
    payment_id: UUID


class CapturePayment(Job, frozen=True):
    """a parcel of an order left, or it is completed: takes the money that was set aside for it, or
    what of it is for what left; asked says how often it was, where it takes the provider long"""

    NAME = "capture-payment"
    payment_id: UUID
    asked: int = 0


class LearnFee(Job, frozen=True):
    """a payment was captured: asks the provider what it kept of it, for an hour; with a partId, of
    that part of what was set aside"""

    NAME = "payment-fee"
    payment_id: UUID
    part_id: UUID | None = None


class KeepCard(Job, frozen=True):
    """a payment was made whose buyer asked for its card to be kept: notes which that is, where its
    provider does not know whose it is"""

    NAME = "keep-card"
    payment_id: UUID


class LearnReceipt(Job, frozen=True):
    """a payment was captured or refunded with a receipt: asks the provider whether the tax service
    has it, for three days; with a key, that of a refund or of what was handed over; asked says how
    often it was"""

    NAME = "receipt-registered"
    payment_id: UUID
    key: str = ""
    asked: int = 0


class HandOver(Job, frozen=True):
    """what was paid ahead may be handed over: sends the receipt of that through the provider"""

    NAME = "receipt-of-handover"
    payment_id: UUID


class DisputeArrives(Job, frozen=True):
    """a provider sent word of a dispute, perhaps twice or out of order: asks it what is so"""

    NAME = "dispute-arrives"
    provider: str
    reference: str
