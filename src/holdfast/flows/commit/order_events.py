"""The events of an order that say more than their fields, as rows."""

from uuid import UUID

from holdfast.db.events import event_row
from holdfast.orders import OrderCancelled, Reason, cancelled_by

__all__ = ["order_cancelled"]


def order_cancelled(
    order: UUID, reason: Reason, request: str = "", staff: str | None = None
) -> tuple[object, ...]:
    """``staff`` is which of them, if one of them did it."""
    return event_row(OrderCancelled(reason, cancelled_by(reason, staff), staff), order, request)
