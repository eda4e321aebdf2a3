"""Orders: what was bought, by whom, and how far it has come."""

from holdfast.orders.order import (
    ORDER_COLUMNS,
    CancelledBy,
    Order,
    OrderBook,
    OrderItem,
    Phase,
    Reason,
    Status,
    adopt_orders,
    cancelled_by,
    load_items,
    part_moved,
    phase_of,
    version_of,
)
from holdfast.orders.tables import (
    ITEMS_AGAIN,
    ORDER_ITEMS,
    ORDER_STATES,
    ORDERS,
    PAID_ORDERS,
    WALLET_ORDERS,
)

__all__ = [
    "ITEMS_AGAIN",
    "ORDERS",
    "ORDER_COLUMNS",
    "ORDER_ITEMS",
    "ORDER_STATES",
    "PAID_ORDERS",
    "WALLET_ORDERS",
    "CancelledBy",
    "Order",
    "OrderBook",
    "OrderItem",
    "Phase",
    "Reason",
    "Status",
    "adopt_orders",
    "cancelled_by",
    "load_items",
    "part_moved",
    "phase_of",
    "version_of",
]
