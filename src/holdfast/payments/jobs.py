"""What is to be done about a payment later, at its provider."""

from uuid import UUID

from holdfast.db.jobs import Job

__all__ = ["PaymentArrives", "RefundPayment", "ResolvePayment", "ResolveWalletPayment"]


class RefundPayment(Job, frozen=True):
    """asks the provider to give a payment's money back: all that is left of it, which is the
    amount if parts went back before; with a refundId, that part"""

    NAME = "refund"
    payment_id: UUID
    amount: int | None = None
    refund_id: UUID | None = None


class PaymentArrives(Job, frozen=True):
    """a provider sent word, perhaps late or twice: asks it what became of the payment"""

    NAME = "payment-arrives"
    payment_id: UUID


class ResolvePayment(Job, frozen=True):
    """a payment may still be pending: asks the provider for it again, settles it or notes its
    failure, calls it off when its order is off"""

    NAME = "resolve-payment"
    payment_id: UUID


class ResolveWalletPayment(Job, frozen=True):
    """a payment into a wallet may not be decided, or not be in it yet: asks the provider and puts
    the money in"""

    NAME = "resolve-wallet-payment"
    payment_id: UUID
