"""What a platform is told of orders, stock and what went wrong, version by version.

A version is never changed, only added to by fields that may be missing: who reads ``v1`` today
reads it in years. What does not fit becomes ``v2`` beside it.
"""

from typing import Annotated, ClassVar, Final, TypeAlias
from uuid import UUID

from msgspec import Meta, Struct

Amount: TypeAlias = Annotated[int, Meta(ge=0, description="In minor units of `currency`.")]
Currency: TypeAlias = Annotated[
    str, Meta(description="ISO 4217, or `PTS` for points, which have no decimals.")
]
Owner: TypeAlias = Annotated[
    str, Meta(description="Who ordered: `user:<id>`, or `guest:<id>` for somebody not logged in.")
]
Number: TypeAlias = Annotated[str, Meta(description="The order's number as people read it.")]


class SinkMessage(Struct, frozen=True, rename="camel"):
    """``NAME`` is the event's and the version's. Messages of one subject come in their order."""

    NAME: ClassVar[str]
    SUBJECT: ClassVar[str]
    """What its subject is."""

    @property
    def subject(self) -> str:
        raise NotImplementedError


class OrderMessage(SinkMessage, frozen=True):
    """What every message about an order says."""

    SUBJECT = "The order's id."
    order_id: UUID
    number: Number
    owner: Owner

    @property
    def subject(self) -> str:
        return str(self.order_id)


class ItemV1(Struct, frozen=True, rename="camel"):
    """A line of an order."""

    product_id: UUID
    variant_id: UUID
    product_name: Annotated[str, Meta(description="As it was when it was bought.")]
    options: dict[str, str]
    quantity: Annotated[int, Meta(gt=0)]
    price: Annotated[int, Meta(ge=0, description="Of one unit, before any discount.")]
    discount: Annotated[int, Meta(ge=0, description="Of the whole line.")]
    tax: Annotated[int, Meta(ge=0, description="Of the whole line.")] = 0


class OrderPaidV1(OrderMessage, frozen=True):
    """An order is paid, and what it wanted is sold."""

    NAME = "order.paid.v1"
    payment_id: UUID
    total: Annotated[int, Meta(ge=0, description="What was paid, the discount taken off.")]
    discount: Amount
    currency: Currency
    coupon_id: UUID | None
    description: Annotated[str | None, Meta(description="What an order without goods is for.")]
    rescued: Annotated[
        bool, Meta(description="It had expired; the payment came late, and all was still free.")
    ]
    items: list[ItemV1]
    shipping: Annotated[int, Meta(ge=0, description="Paid for delivery.")] = 0
    tax: Annotated[int, Meta(ge=0, description="Of goods and delivery.")] = 0
    tax_included: Annotated[bool, Meta(description="Prices contain the tax.")] = False


class OrderCancelledV1(OrderMessage, frozen=True):
    """An order is off, and its units are back on sale."""

    NAME = "order.cancelled.v1"
    reason: Annotated[
        str,
        Meta(
            description="`buyer`, `staff`, `expired`, `unpaid`, `refunded`, `no-wallet` or"
            " `insufficient-funds`; there may come more."
        ),
    ]
    total: Amount
    currency: Currency
    cancelled_by: Annotated[
        str | None,
        Meta(
            description="`buyer`, `staff`, `expired` (its time) or `unpaid` (its payment failed)."
        ),
    ] = None
    staff: Annotated[str | None, Meta(description="Which of staff, `user:<id>`, if one did.")] = (
        None
    )


class OrderRefundedV1(OrderMessage, frozen=True):
    """Money of an order went back: all of what was paid, or a part."""

    NAME = "order.refund.done.v1"
    payment_id: UUID
    amount: Annotated[int, Meta(gt=0, description="What went back this time.")]
    total: Annotated[int, Meta(ge=0, description="What was paid.")]
    currency: Currency


class StockLowV1(SinkMessage, frozen=True):
    """What the shop still has of a variant fell to its low-stock threshold, or below; once, until
    it was above it again."""

    NAME = "stock.low.v1"
    SUBJECT = "The variant's id."
    variant_id: UUID
    product_id: UUID
    on_hand: Annotated[int, Meta(ge=0, description="Free, or held by buyers who have not paid.")]
    threshold: Annotated[int, Meta(ge=0)]
    product_name: Annotated[str, Meta(description="As it was when it happened.")] = ""
    sku: Annotated[str, Meta(description="Empty if the variant has none.")] = ""
    options: dict[str, str] = {}

    @property
    def subject(self) -> str:
        return str(self.variant_id)


class LetterDeadV1(SinkMessage, frozen=True):
    """A message between orders and payments could not be dealt with and was put aside: somebody
    has to look at it (`holdfast messages dead`)."""

    NAME = "letters.dead.v1"
    SUBJECT = "The queue."
    queue: str
    message_id: Annotated[str, Meta(description="Of the letter; `holdfast messages replay ID`.")]
    reason: str
    count: Annotated[int, Meta(ge=1, description="How many of the queue lie there, with it.")]

    @property
    def subject(self) -> str:
        return self.queue


class JobDeadV1(SinkMessage, frozen=True):
    """A job was tried for a day in vain and was given up: somebody has to look at it
    (`/staff/stuck`)."""

    NAME = "jobs.dead.v1"
    SUBJECT = "The job's name."
    job: str
    job_id: Annotated[int, Meta(ge=1, description="Its number among those given up.")]
    error: Annotated[str, Meta(description="What the last try ended with.")]
    tries: Annotated[int, Meta(ge=0)]
    count: Annotated[int, Meta(ge=1, description="How many were given up, with it.")]

    @property
    def subject(self) -> str:
        return self.job


MESSAGES: Final[tuple[type[SinkMessage], ...]] = (
    OrderPaidV1,
    OrderCancelledV1,
    OrderRefundedV1,
    StockLowV1,
    LetterDeadV1,
    JobDeadV1,
)


def topic_of(name: str) -> str:
    """What a sink asks for to be told it: the first word of a message's, or an event's, name."""
    return name.partition(".")[0]


TOPICS: Final = tuple(dict.fromkeys(topic_of(one.NAME) for one in MESSAGES))
