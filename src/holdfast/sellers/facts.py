"""What is told of sellers and their money."""

from uuid import UUID

from holdfast.db.events import Fact


class SaleShared(Fact, frozen=True):
    """What of an order is a seller's has changed: so much of the price now, of which so much is the
    shop's commission. First told when the order is completed, then with each refund."""

    TYPE = "seller.sale.shared"
    SUBJECT = "sub-order id"
    order_id: UUID
    seller_id: UUID
    gross: int
    commission: int
    currency: str


class SellerApplied(Fact, frozen=True):
    """Somebody asks to sell under this name; staff are to decide."""

    TYPE = "seller.applied"
    SUBJECT = "seller id"
    name: str


class SellerStood(Fact, frozen=True):
    """Staff let somebody sell, refused them, or suspended them; ``reason`` may be empty."""

    TYPE = "seller.standing"
    SUBJECT = "seller id"
    standing: str
    reason: str


class _Payout(Fact, frozen=True):
    """Of a seller, or else of a resource that is booked: a photographer, a studio."""

    SUBJECT = "payout id"
    seller_id: UUID | None
    amount: int
    currency: str


class PayoutProposed(_Payout, frozen=True):
    """Money was set aside for a seller, photographer or studio; staff are to send it."""

    TYPE = "seller.payout.proposed"
    resource_id: UUID | None = None


class PayoutPaid(_Payout, frozen=True):
    """Staff sent it."""

    TYPE = "seller.payout.paid"
    reference: str
    resource_id: UUID | None = None


class PayoutFailed(_Payout, frozen=True):
    """It did not arrive; the money is earned again."""

    TYPE = "seller.payout.failed"
    reason: str
    resource_id: UUID | None = None


class PayoutAccountChanged(Fact, frozen=True):
    """It was said where a seller's payouts are sent from now on, or that nobody knows; ``account``
    is what to tell it from others by, ``by`` who said it."""

    TYPE = "seller.payout-account.changed"
    SUBJECT = "seller id"
    provider: str | None
    account: str | None
    by: str
