"""``ecommerce_orders_total{status}``: orders by the states they come into, as events tell them."""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Final

from sqlalchemy.ext.asyncio import AsyncConnection

from holdfast.db.reading import Event
from holdfast.orders import OrderCancelled, OrderCompleted, OrderPaid, OrderReserved
from holdfast.worker.metrics import ORDERS

__all__ = ["ORDER_STATES", "OrdersTold"]

ORDER_STATES: Final[Mapping[str, str]] = {
    OrderReserved.TYPE: "pending",
    OrderPaid.TYPE: "paid",
    OrderCompleted.TYPE: "completed",
    OrderCancelled.TYPE: "cancelled",
}
"""By the event, the state it brings an order into."""


class OrdersTold:
    """A consumer's handler. What it was told counts once the cursor has moved: not twice."""

    def __init__(self) -> None:
        self._told: Counter[str] = Counter()

    async def __call__(self, _: AsyncConnection, events: Sequence[Event]) -> None:
        self._told = Counter(ORDER_STATES[one.type] for one in events)

    def count(self) -> None:
        """It stands."""
        for status, orders in self._told.items():
            ORDERS.labels(status).inc(orders)
        self._told.clear()
