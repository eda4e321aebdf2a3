"""What is told of payments, and of the money that goes back."""

from datetime import datetime
from uuid import UUID

from holdfast.db.events import Fact


class _Payment(Fact, frozen=True):
    SUBJECT = "payment id"
    order_id: UUID
    reservation_id: UUID
    provider: str
    amount: int
    currency: str


class PaymentAuthorized(_Payment, frozen=True):
    """The provider has set the money aside; it is taken when it is captured."""

    TYPE = "payment.authorized"


class PaymentCaptured(Fact, frozen=True):
    """Of money that was set aside, so much is taken; `left` is what is still set aside."""

    TYPE = "order.payment.captured"
    SUBJECT = "order id"
    payment_id: UUID
    amount: int
    left: int
    currency: str


class PaymentSucceeded(_Payment, frozen=True):
    """The provider says that the money was taken."""

    TYPE = "payment.succeeded"


class PaymentFailed(_Payment, frozen=True):
    """The provider says that no money was taken, and none will be."""

    TYPE = "payment.failed"


class PaidIn(Fact, frozen=True):
    """What was paid by a provider is in a wallet."""

    TYPE = "payment.paid-in"
    SUBJECT = "payment id"
    wallet_id: UUID
    provider: str
    amount: int
    currency: str


class PaymentWanted(Fact, frozen=True):
    """An order is to be paid from its owner's wallet, which is asked by message."""

    TYPE = "order.payment.wanted"
    SUBJECT = "order id"
    payment_id: UUID
    owner: str
    amount: int
    currency: str
    description: str | None = None


class RefundWanted(Fact, frozen=True):
    """What a wallet paid, or is about to, is to go back into it; it is asked by message. The whole
    of a payment has the payment's id as `refundId`, a part one of its own."""

    TYPE = "order.refund.wanted"
    SUBJECT = "order id"
    payment_id: UUID
    refund_id: UUID
    owner: str
    amount: int
    currency: str


class _Refund(Fact, frozen=True):
    SUBJECT = "order id"
    payment_id: UUID
    amount: int
    currency: str


class RefundBegun(_Refund, frozen=True):
    """The money is to go back; the provider has not been asked yet."""

    TYPE = "order.refund.begun"


class RefundDone(_Refund, frozen=True):
    """The provider has taken the refund. Of the `amount` so much as is `released` was never taken:
    it was only set aside, and is let go. `again`: it was told before, and had come back since.
    `there`: nobody asked for it from here, it was made on the provider's own pages. `lines`: what
    was to go back for each line of the order and then for delivery, where it was for units; of
    several payments each says all of it."""

    TYPE = "order.refund.done"
    released: int = 0
    again: bool = False
    there: bool = False
    lines: tuple[int, ...] = ()


class RefundFailed(_Refund, frozen=True):
    """The provider refuses the refund: somebody has to look at it. `returned`: it had taken it, and
    told so; the buyer has nothing, and is owed the money again. Of the `amount` so much as is
    `undone` may be refunded again, as if it had never been."""

    TYPE = "order.refund.failed"
    detail: str = ""
    returned: bool = False
    undone: int = 0


class _There(Fact, frozen=True):
    SUBJECT = "payment id"
    refund_id: UUID
    order_id: UUID | None
    provider: str
    reference: str
    amount: int
    currency: str
    over: int = 0
    detail: str = ""


class RefundedThere(_There, frozen=True):
    """Somebody refunded so much of the payment on the provider's own pages. Of that, `over` is more
    than was left to refund: it counts for nothing here. Of a payment into a wallet there is no
    order, and `over` is what was not in the wallet any more."""

    TYPE = "payment.refunded-there"


class RefundThereFailed(_There, frozen=True):
    """Nothing came of a refund that was made on the provider's own pages: what counted for it may
    be refunded again. `detail` is the provider's reason."""

    TYPE = "payment.refund-there-failed"


class RefundOver(Fact, frozen=True):
    """Of refunds that were made on the provider's own pages so much more than before is more than
    was left, below zero less: the provider moved it, and no order has it."""

    TYPE = "payment.refund-over"
    SUBJECT = "payment id"
    refund_id: UUID
    amount: int
    currency: str


class PaidBack(Fact, frozen=True):
    """Somebody gave back what was paid into a wallet, on the provider's own pages: so much as is
    `taken` was taken out of the wallet. Both are below zero where nothing came of it."""

    TYPE = "payment.paid-back"
    SUBJECT = "payment id"
    wallet_id: UUID
    refund_id: UUID
    amount: int
    taken: int
    currency: str


class _Dispute(Fact, frozen=True):
    SUBJECT = "payment id"
    dispute_id: UUID
    order_id: UUID
    provider: str
    amount: int
    currency: str


class DisputeOpened(_Dispute, frozen=True):
    """The buyer's bank asks for the money back. What is `frozen` of it is refunded to nobody until
    that is decided; proof is due until `dueAt`."""

    TYPE = "payment.disputed"
    reason: str
    frozen: int
    due_at: datetime | None = None


class DisputeChanged(_Dispute, frozen=True):
    """What became of a dispute: `won`, the money stays, or `lost`, and so much of it is gone."""

    TYPE = "payment.dispute.changed"
    status: str
    lost: int
