"""The shop's figures by day, kept from events: each event counts exactly once."""

from collections.abc import Sequence
from typing import Final

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from holdfast.db.cursors import Event
from holdfast.flows.events import OrderCancelled, OrderPaid

__all__ = ["FIGURE_TYPES", "count_sales"]

FIGURE_TYPES: Final = (OrderPaid.TYPE, OrderCancelled.TYPE)

# Rescued orders are counted when they are paid; that they had been cancelled before stays counted
# too, since it happened. Days are UTC.
_COUNT: Final = sa.text(
    """
    WITH happened AS (
        SELECT CAST(e.at AT TIME ZONE 'UTC' AS date) AS day, o.currency, e.reason, o.total,
               (SELECT sum(quantity) FROM order_items i WHERE i.order_id = o.id) AS units
        FROM unnest(CAST(:orders AS uuid[]), CAST(:times AS timestamptz[]),
                    CAST(:reasons AS text[])) AS e (id, at, reason)
        JOIN orders o ON o.id = e.id)
    INSERT INTO daily_sales AS kept
        (day, currency, orders, units, revenue, cancelled_buyer, cancelled_expired,
         cancelled_unpaid, cancelled_refunded, refunded, cancelled_staff)
    SELECT day, currency,
           count(*) FILTER (WHERE reason = 'paid'),
           coalesce(sum(units) FILTER (WHERE reason = 'paid'), 0),
           coalesce(sum(total) FILTER (WHERE reason = 'paid'), 0),
           count(*) FILTER (WHERE reason = 'buyer'),
           count(*) FILTER (WHERE reason = 'expired'),
           count(*) FILTER (WHERE reason IN ('unpaid', 'no-account', 'short-of-points')),
           count(*) FILTER (WHERE reason = 'refunded'),
           coalesce(sum(total) FILTER (WHERE reason = 'refunded'), 0),
           count(*) FILTER (WHERE reason = 'staff')
    FROM happened GROUP BY day, currency
    ON CONFLICT (day, currency) DO UPDATE SET
        orders = kept.orders + excluded.orders,
        units = kept.units + excluded.units,
        revenue = kept.revenue + excluded.revenue,
        cancelled_buyer = kept.cancelled_buyer + excluded.cancelled_buyer,
        cancelled_expired = kept.cancelled_expired + excluded.cancelled_expired,
        cancelled_unpaid = kept.cancelled_unpaid + excluded.cancelled_unpaid,
        cancelled_refunded = kept.cancelled_refunded + excluded.cancelled_refunded,
        refunded = kept.refunded + excluded.refunded,
        cancelled_staff = kept.cancelled_staff + excluded.cancelled_staff
    """
)


async def count_sales(connection: AsyncConnection, events: Sequence[Event]) -> None:
    """Add these events to the counters of their days."""
    await connection.execute(
        _COUNT,
        {
            "orders": [event.subject for event in events],
            "times": [event.at for event in events],
            "reasons": [
                "paid" if event.type == OrderPaid.TYPE else event.data["reason"] for event in events
            ],
        },
    )
