"""The events of the shop: every type, with its data. What is written here is read elsewhere for
years: fields are added, never renamed or taken away. ``docs/events.md`` is made from this file.

An event is a rider of the command that makes it true:
``Insert(EVENTS, (event_row(OrderPaid(...), subject=str(order_id), request=request),))``.
"""

from datetime import datetime
from typing import ClassVar, Final, Literal
from uuid import UUID

import msgspec
from msgspec import Struct

from holdfast.db.events import EVENT_COLUMNS
from holdfast.ledger import RowTable

__all__ = [
    "EVENTS",
    "EVENT_TYPES",
    "ChargePaid",
    "ChargeRefunded",
    "ChargeRefused",
    "CouponIssued",
    "Fact",
    "JobDead",
    "LetterDead",
    "OrderCancelled",
    "OrderChanged",
    "OrderCompleted",
    "OrderPaid",
    "OrderReserved",
    "PaymentFailed",
    "PaymentSucceeded",
    "PaymentWanted",
    "RefundBegun",
    "RefundDone",
    "RefundFailed",
    "RefundWanted",
    "StockChanged",
    "StockLow",
    "ThresholdChanged",
    "event_row",
]

EVENTS: Final = RowTable("events", EVENT_COLUMNS, ("text", "text", "jsonb", "text"))


class Fact(Struct, frozen=True, rename="camel", omit_defaults=False):
    """What an event says beside its type and subject."""

    TYPE: ClassVar[str]
    SUBJECT: ClassVar[str]


class OrderReserved(Fact, frozen=True):
    """An order was placed and its units are held."""

    TYPE = "order.reserved"
    SUBJECT = "order id"
    reservation_id: UUID
    total: int
    currency: str


class OrderChanged(Fact, frozen=True):
    """An unpaid order was priced anew, with another coupon or none; its units went on being held,
    by another reservation that ends when the one before would have."""

    TYPE = "order.changed"
    SUBJECT = "order id"
    reservation_id: UUID
    total: int
    currency: str
    coupon_id: UUID | None = None


class OrderPaid(Fact, frozen=True):
    """A payment arrived and the units are sold. ``rescued``: it came late, and what the buyer
    wanted was still free."""

    TYPE = "order.paid"
    SUBJECT = "order id"
    payment_id: UUID
    total: int
    currency: str
    rescued: bool = False


class OrderCancelled(Fact, frozen=True):
    """The order is off and its units are back on sale."""

    TYPE = "order.cancelled"
    SUBJECT = "order id"
    reason: Literal[
        "buyer", "staff", "expired", "unpaid", "no-wallet", "insufficient-funds", "refunded"
    ]
    by: Literal["buyer", "staff", "expired", "unpaid"]
    staff: str | None = None


class OrderCompleted(Fact, frozen=True):
    """The buyer has what was bought, as staff say, or as time does."""

    TYPE = "order.completed"
    SUBJECT = "order id"


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


class ChargePaid(Fact, frozen=True):
    """A wallet paid what it was asked for by message."""

    TYPE = "wallet.charge.paid"
    SUBJECT = "payment id"
    order_id: UUID
    owner: str
    amount: int
    currency: str


class ChargeRefused(Fact, frozen=True):
    """A wallet did not pay what it was asked for by message, and never will: there is none, it has
    too little, or the order was called off before."""

    TYPE = "wallet.charge.refused"
    SUBJECT = "payment id"
    order_id: UUID
    owner: str
    reason: Literal["no-wallet", "insufficient-funds", "called-off"]
    missing: int = 0
    held: int = 0
    wallet_id: UUID | None = None


class ChargeRefunded(Fact, frozen=True):
    """So much of a charge is back in the wallet."""

    TYPE = "wallet.charge.refunded"
    SUBJECT = "payment id"
    order_id: UUID
    refund_id: UUID
    owner: str
    amount: int
    currency: str


class StockChanged(Fact, frozen=True):
    """Staff or an import changed how many there are."""

    TYPE = "stock.changed"
    SUBJECT = "variant id"
    operation: Literal["deposit", "withdraw", "set"]
    quantity: int
    reason: str = ""


class ThresholdChanged(Fact, frozen=True):
    """Staff changed from which count on a variant is low (None: never)."""

    TYPE = "stock.threshold"
    SUBJECT = "variant id"
    threshold: int | None


class StockLow(Fact, frozen=True):
    """What the shop still has of a variant (free and held) fell to its threshold; once a
    crossing."""

    TYPE = "stock.low"
    SUBJECT = "variant id"
    product_id: UUID
    on_hand: int
    threshold: int
    product: str = ""
    sku: str = ""
    options: dict[str, str] = {}


class LetterDead(Fact, frozen=True):
    """A message between the services could not be dealt with and was put aside, with `count` of
    its queue."""

    TYPE = "letters.dead"
    SUBJECT = "queue name"
    message: str
    reason: str
    count: int


class JobDead(Fact, frozen=True):
    """A job was tried for a day in vain, and lies with `count` that were given up."""

    TYPE = "jobs.dead"
    SUBJECT = "job name"
    job_id: int
    error: str
    tries: int
    count: int


class CouponIssued(Fact, frozen=True):
    """A customer was given a coupon of a campaign."""

    TYPE = "coupon.issued"
    SUBJECT = "coupon id"
    campaign_id: UUID
    owner: str
    expires_at: datetime


EVENT_TYPES: Final[tuple[type[Fact], ...]] = (
    OrderReserved,
    OrderChanged,
    OrderPaid,
    OrderCancelled,
    OrderCompleted,
    RefundBegun,
    RefundDone,
    RefundFailed,
    PaymentWanted,
    RefundWanted,
    PaymentSucceeded,
    PaymentFailed,
    ChargePaid,
    ChargeRefused,
    ChargeRefunded,
    StockChanged,
    ThresholdChanged,
    StockLow,
    CouponIssued,
    LetterDead,
    JobDead,
)

_encode = msgspec.json.Encoder().encode


def event_row(fact: Fact, subject: object, request: str = "") -> tuple[object, ...]:
    """A row of :data:`EVENTS`."""
    return fact.TYPE, str(subject), _encode(fact).decode(), request
