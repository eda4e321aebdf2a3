"""What is told of payments, and of the money that goes back."""

from uuid import UUID

from holdfast.db.events import Fact


class PaymentAuthorized(Fact, frozen=True):
    """The provider has set the money aside; it is taken when it is captured."""

    TYPE = "payment.authorized"
    SUBJECT = "payment id"
    order_id: UUID
    reservation_id: UUID
    provider: str
    amount: int
    currency: str


class PaymentSucceeded(Fact, frozen=True):
    """The provider says that the money was taken."""

    TYPE = "payment.succeeded"
    SUBJECT = "payment id"
    order_id: UUID
    reservation_id: UUID
    provider: str
    amount: int
    currency: str


class PaymentFailed(Fact, frozen=True):
    """The provider says that no money was taken, and none will be."""

    TYPE = "payment.failed"
    SUBJECT = "payment id"
    order_id: UUID
    reservation_id: UUID
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


class RefundBegun(Fact, frozen=True):
    """The money is to go back; the provider has not been asked yet."""

    TYPE = "order.refund.begun"
    SUBJECT = "order id"
    payment_id: UUID
    amount: int
    currency: str


class RefundDone(Fact, frozen=True):
    """The provider has taken the refund."""

    TYPE = "order.refund.done"
    SUBJECT = "order id"
    payment_id: UUID
    amount: int
    currency: str


class RefundFailed(Fact, frozen=True):
    """The provider refuses the refund: somebody has to look at it."""

    TYPE = "order.refund.failed"
    SUBJECT = "order id"
    payment_id: UUID
    amount: int
    currency: str
    detail: str = ""
