"""What is told of orders."""

from datetime import datetime
from typing import Literal
from uuid import UUID

from msgspec import field

from holdfast.db.events import Fact


class OrderReserved(Fact, frozen=True):
    """An order was placed and its units are held."""

    TYPE = "order.reserved"
    SUBJECT = "order id"
    reservation_id: UUID
    total: int
    currency: str


class OrderChanged(Fact, frozen=True):
    """An unpaid order was priced anew, with another coupon or none, or with other lines; its units
    went on being held, by another reservation that ends when the one before would have, or when
    staff said. `freed`: how many of each variant are on sale again, since they were taken off
    it."""

    TYPE = "order.changed"
    SUBJECT = "order id"
    reservation_id: UUID
    total: int
    currency: str
    coupon_id: UUID | None = None
    freed: dict[str, int] = field(default_factory=dict)


class PayLinkSent(Fact, frozen=True):
    """Staff had the order's pay link mailed to its buyer. ``due`` is what is to pay, until
    ``pay_by``."""

    TYPE = "pay-link.sent"
    SUBJECT = "order id"
    link_id: UUID
    due: int
    currency: str
    pay_by: datetime


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


class OrderUnitsCancelled(Fact, frozen=True):
    """Some units of an order were cancelled before they were packed, are on sale again, and the
    order stands: how many of each variant."""

    TYPE = "order.units.cancelled"
    SUBJECT = "order id"
    units: dict[str, int]
    by: Literal["buyer", "staff"]


class OrderUnitsRefunded(Fact, frozen=True):
    """Some units of a paid order were refunded, and the order stands: how many of each product,
    and how many of each are left of what the order had before."""

    TYPE = "order.units.refunded"
    SUBJECT = "order id"
    units: dict[str, int]
    left: dict[str, int]


class OrderCompleted(Fact, frozen=True):
    """The buyer has what was bought, as staff say, or as time does."""

    TYPE = "order.completed"
    SUBJECT = "order id"
