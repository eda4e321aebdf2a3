"""The shop's figures by day, kept from events: each event counts exactly once."""

from collections.abc import Sequence
from typing import Final

import msgspec
import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from holdfast.db.reading import Event
from holdfast.flows.insights.shop_clock import SHOP_ZONE, clock_of
from holdfast.orders import OrderCancelled, OrderPaid
from holdfast.payments import RefundDone, RefundFailed, paid_by

__all__ = ["FIGURE_TYPES", "count_sales"]

FIGURE_TYPES: Final = (OrderPaid.TYPE, OrderCancelled.TYPE, RefundDone.TYPE, RefundFailed.TYPE)

_WORDS: Final = {
    OrderPaid.TYPE: "paid", RefundDone.TYPE: "refund", RefundFailed.TYPE: "refund",
}  # fmt: skip
# Rescued orders are counted when they are paid; that they had been cancelled before stays counted
# too, since it happened. Money that goes back, the whole or a part, is a refund where it had paid
# for the order or was a part of it; what came too late or twice was no sale.
_HAPPENED: Final = f"""
    happened AS (
        SELECT e.day, o.id, o.currency, e.what, o.total, e.back
        FROM jsonb_to_recordset(CAST(:rows AS jsonb))
            AS e (id uuid, day date, what text, payment uuid, back bigint)
        JOIN orders o ON o.id = e.id
            AND (e.what <> 'refund' OR {paid_by("e.payment")}))
"""
_ZONE: Final = sa.text(SHOP_ZONE)
_COUNT: Final = sa.text(
    f"""
    WITH {_HAPPENED}
    INSERT INTO daily_sales AS kept
        (day, currency, orders, units, revenue, cancelled_buyer, cancelled_expired,
         cancelled_unpaid, cancelled_refunded, refunded, cancelled_staff)
    SELECT day, currency,
           count(*) FILTER (WHERE what = 'paid'),
           coalesce(sum((SELECT sum(quantity) FROM order_items i WHERE i.order_id = happened.id))
                        FILTER (WHERE what = 'paid'), 0),
           coalesce(sum(total) FILTER (WHERE what = 'paid'), 0),
           count(*) FILTER (WHERE what = 'buyer'),
           count(*) FILTER (WHERE what = 'expired'),
           count(*) FILTER (WHERE what IN ('unpaid', 'no-wallet', 'insufficient-funds')),
           count(*) FILTER (WHERE what = 'refunded'),
           coalesce(sum(back), 0),
           count(*) FILTER (WHERE what = 'staff')
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
_COUNT_PRODUCTS: Final = sa.text(
    f"""
    WITH {_HAPPENED}
    INSERT INTO daily_product_sales AS kept (day, currency, product_id, units, revenue)
    SELECT h.day, h.currency, i.product_id, sum(i.quantity), sum(i.price * i.quantity - i.discount)
    FROM happened h JOIN order_items i ON i.order_id = h.id
    WHERE h.what = 'paid' GROUP BY h.day, h.currency, i.product_id
    ON CONFLICT (day, currency, product_id) DO UPDATE SET
        units = kept.units + excluded.units,
        revenue = kept.revenue + excluded.revenue
    """
)


async def count_sales(connection: AsyncConnection, events: Sequence[Event]) -> None:
    """Add these events to the counters of their days, by the shop's clock of now; a refund that
    came back and was given once more is one, and one that may be refunded again is none."""
    clock = clock_of((await connection.execute(_ZONE)).scalar())
    rows = [
        {
            "id": event.subject,
            "day": event.at.astimezone(clock).date(),
            "what": _what(event),
            "payment": event.data.get("paymentId"),
            "back": _back(event),
        }
        for event in events
        if _counts(event)
    ]
    about = {"rows": msgspec.json.encode(rows).decode()}
    await connection.execute(_COUNT, about)
    await connection.execute(_COUNT_PRODUCTS, about)


def _counts(event: Event) -> bool:
    if event.type == RefundFailed.TYPE:
        return bool(event.data.get("undone"))
    return not event.data.get("again")


def _back(event: Event) -> int | None:
    """What went back; below zero what had, and may once more."""
    if event.type == RefundFailed.TYPE:
        return -int(str(event.data["undone"]))
    return int(str(event.data["amount"])) if event.type == RefundDone.TYPE else None


def _what(event: Event) -> object:
    """A word of our own, or the reason of a cancellation."""
    return _WORDS.get(event.type) or event.data["reason"]
