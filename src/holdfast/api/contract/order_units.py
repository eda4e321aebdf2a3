"""Units of an order's lines: as they are named, and what of each line was or may be cancelled."""

from collections.abc import Sequence
from typing import Annotated, Any, Final, TypeAlias

from pydantic import Field

from holdfast.api.contract.answers import Ask
from holdfast.api.contract.problems import InvalidRequest
from holdfast.api.contract.repeats import EndRepeat
from holdfast.edits import EditOpen
from holdfast.flows.checkout.basket import MAX_CART_LINES, MAX_QUANTITY
from holdfast.flows.commit.lines import cancelled_of
from holdfast.flows.commit.refusals import (
    BalanceTooLarge,
    CancelByBooking,
    NotPaid,
    OrderCancelledAlready,
    OrderCompletedAlready,
    OrderNotFound,
)
from holdfast.flows.ending.parcels import ParcelsNow, never_packed, parcels_now
from holdfast.flows.payments.give_back import NothingPaid, PaymentDisputed
from holdfast.flows.shop_parts import ShopParts
from holdfast.fulfilment import UnitsNotToPack
from holdfast.orders import Order

__all__ = [
    "UNITS_OFF_REFUSED", "UnitLines", "UnitsAsked", "UnitsOffAsked", "units_now", "units_of",
]  # fmt: skip

UNITS_OFF_REFUSED: Final = (
    OrderNotFound, NotPaid, OrderCancelledAlready, OrderCompletedAlready, CancelByBooking,
    EditOpen, UnitsNotToPack, NothingPaid, PaymentDisputed, BalanceTooLarge,
)  # fmt: skip


class UnitsAsked(Ask):
    """Units of a line of the order."""

    line: Annotated[int, Field(ge=0, lt=MAX_CART_LINES, strict=True, description="From 0")]
    quantity: Annotated[int, Field(ge=1, le=MAX_QUANTITY, strict=True)]


UnitLines: TypeAlias = Annotated[list[UnitsAsked], Field(min_length=1, max_length=MAX_CART_LINES)]


class UnitsOffAsked(Ask):
    """What is not wanted any more."""

    lines: UnitLines
    end_repeat: EndRepeat = None


def units_of(lines: Sequence[UnitsAsked]) -> dict[int, int]:
    """As flows take them."""
    units = {one.line: one.quantity for one in lines}
    if len(units) < len(lines):
        raise InvalidRequest("Name each line once.", field="lines")
    return units


async def units_now(
    shop_parts: ShopParts, order: Order, *, staff: bool
) -> tuple[list[dict[str, Any]], ParcelsNow]:
    """Of each line how many units were cancelled and how many may be; and the order's goods."""
    now = await parcels_now(shop_parts, order)
    may: dict[int, int] = {}
    # What was ordered before it is there may be given up in any shop.
    waits = any(now.awaited.values())
    refunds = staff or waits or (await shop_parts.shop.now()).refunds != "none"
    if refunds and order.is_paid and order.is_sent:
        may = never_packed(now)
    lines = [
        {"cancelled": cancelled_of(item, order.sale), "cancellable": may.get(line, 0)}
        for line, item in enumerate(now.items)
    ]
    return lines, now
