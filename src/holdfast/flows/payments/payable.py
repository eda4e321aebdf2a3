"""Until when an order can be paid for."""

from datetime import datetime

from holdfast.flows.commit.held_orders import HeldOrder
from holdfast.flows.commit.refusals import (
    AddressNeeded,
    AlreadyPaid,
    NotAgreed,
    OrderCancelledAlready,
    ReservationExpired,
)
from holdfast.kit import shop_now

__all__ = ["open_until", "payable_until"]


def payable_until(reserved: HeldOrder) -> datetime:
    """When the order's hold ends; a Problem if it cannot be paid for any more, or not before its
    buyer says where it goes."""
    until = open_until(reserved)
    if reserved.order.lacks_address:
        raise AddressNeeded("Say where the goods go first. You were not charged.")
    return until


def open_until(reserved: HeldOrder) -> datetime:
    """When the order's hold ends; a Problem if it cannot be paid for any more."""
    order, ends_at = reserved.order, reserved.ends_at
    if order.is_cancelled:
        if order.reason == "expired":
            raise ReservationExpired("The reservation has expired. You were not charged.")
        raise OrderCancelledAlready("The order is cancelled. You were not charged.")
    if not order.is_pending:
        raise AlreadyPaid("The order is already paid. You were not charged again.")
    if ends_at is None or ends_at <= shop_now():
        raise ReservationExpired("The reservation has expired. You were not charged.")
    if reserved.asked:
        raise NotAgreed("It is on request: nothing is paid before the other side agrees.")
    return ends_at
