"""What a data platform is told of an order, version by version.

A version is never changed, only added to by fields that may be missing: who reads ``v1`` today
reads it in years. What does not fit becomes ``v2`` beside it.
"""

from typing import Annotated, ClassVar, Final, TypeAlias
from uuid import UUID

from msgspec import Meta, Struct

__all__ = [
    "MESSAGES",
    "ItemV1",
    "OrderCancelledV1",
    "OrderMessage",
    "OrderPaidV1",
    "OrderRefundedV1",
]

Amount: TypeAlias = Annotated[int, Meta(ge=0, description="In minor units of `currency`.")]
Currency: TypeAlias = Annotated[
    str, Meta(description="ISO 4217, or `PTS` for points, which have no decimals.")
]
Owner: TypeAlias = Annotated[
    str, Meta(description="Who ordered: `user:<id>`, or `guest:<id>` for somebody not logged in.")
]
Number: TypeAlias = Annotated[str, Meta(description="The order's number as people read it.")]


class OrderMessage(Struct, frozen=True, rename="camel"):
    """What every message says. ``NAME`` is the event's and the version's."""

    NAME: ClassVar[str]
    order_id: UUID
    number: Number
    owner: Owner


class ItemV1(Struct, frozen=True, rename="camel"):
    """A line of an order."""

    product_id: UUID
    variant_id: UUID
    product_name: Annotated[str, Meta(description="As it was when it was bought.")]
    options: dict[str, str]
    quantity: Annotated[int, Meta(gt=0)]
    price: Annotated[int, Meta(ge=0, description="Of one unit, before any discount.")]
    discount: Annotated[int, Meta(ge=0, description="Of the whole line.")]


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


MESSAGES: Final[tuple[type[OrderMessage], ...]] = (OrderPaidV1, OrderCancelledV1, OrderRefundedV1)
