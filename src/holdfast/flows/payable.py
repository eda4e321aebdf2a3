"""Whether an order can be paid for, or changed, at this moment."""

from datetime import datetime

from holdfast.flows.platform import Platform
from holdfast.flows.purchases import Reserved
from holdfast.flows.refusals import (
    AlreadyPaid,
    OrderCancelledAlready,
    PaymentUnderWay,
    ReservationExpired,
)
from holdfast.kit import shop_now
from holdfast.orders import Order

__all__ = ["nothing_under_way", "payable_until"]


def payable_until(reserved: Reserved) -> datetime:
    """When the order's hold ends; a Problem if it cannot be paid for any more."""
    order, ends_at = reserved.order, reserved.ends_at
    if order.status == "cancelled":
        if order.reason == "expired":
            raise ReservationExpired("The reservation has expired. You were not charged.")
        raise OrderCancelledAlready("The order is cancelled. You were not charged.")
    if order.status != "pending":
        raise AlreadyPaid("The order is already paid. You were not charged again.")
    if ends_at is None or ends_at <= shop_now():
        raise ReservationExpired("The reservation has expired. You were not charged.")
    return ends_at


async def nothing_under_way(platform: Platform, order: Order) -> None:
    """Raises a Problem while a payment for the order is not decided, or has just been made."""
    tries = await platform.payments.of_order(order.id)
    if any(one.status in ("pending", "succeeded") for one in tries):
        raise PaymentUnderWay("A payment for this order is in progress. Wait for its result.")
