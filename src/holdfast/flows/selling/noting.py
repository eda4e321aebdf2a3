"""A paid order's goods of sellers: one sub-order a seller, each line with the commission it was
sold under. What comes later of the order leaves a job that shares its money.

A consumer's work, so that no purchase pays a statement for it; its cursor moves in the same
transaction, so each order is noted once.
"""

from collections.abc import Iterable, Sequence
from typing import Final
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from holdfast.db.id_lists import unseen_ids, written_ids
from holdfast.db.jobs import enqueue
from holdfast.db.reading import Event
from holdfast.kit import new_id
from holdfast.orders import OrderCompleted, OrderPaid, OrderUnitsRefunded
from holdfast.payments import (
    DisputeChanged,
    RefundBegun,
    RefundDone,
    RefundFailed,
    RefundWanted,
    order_told,
)
from holdfast.sellers import (
    NewLine,
    ShareOrder,
    add_suborders,
    agreed,
    rule_for,
    rules_at,
    rules_within,
)

__all__ = ["SHARES", "SHARE_TYPES", "note_sales"]

SHARES: Final = "seller-shares"
"""The consumer's name."""
SHARE_TYPES: Final = (
    OrderPaid.TYPE,
    OrderCompleted.TYPE,
    OrderUnitsRefunded.TYPE,
    RefundBegun.TYPE,
    RefundDone.TYPE,
    RefundFailed.TYPE,
    RefundWanted.TYPE,
    DisputeChanged.TYPE,
)

_SOLD: Final = sa.text(f"""
SELECT i.order_id, i.line, p.seller_id, o.currency, o.paid_at, coalesce(c.path, '{{}}') AS path,
       o.breakdown ->> 'exchange' IS NOT NULL AND NOT EXISTS (
           SELECT FROM order_edits x WHERE x.added_id = o.id) AS instead
FROM order_items i JOIN orders o ON o.id = i.order_id
JOIN products p ON p.id = i.product_id
LEFT JOIN categories c ON c.id = p.category_id
WHERE i.order_id = ANY({unseen_ids(":orders")}) AND p.seller_id IS NOT NULL
  AND o.paid_at IS NOT NULL
ORDER BY i.order_id, i.line
""")
_EARNING: Final = sa.text(
    f"SELECT DISTINCT order_id FROM suborders WHERE order_id = ANY({unseen_ids(':orders')})"
)


async def note_sales(connection: AsyncConnection, events: Sequence[Event]) -> None:
    """The consumer's handler."""
    paid = {event.subject for event in events if event.type == OrderPaid.TYPE}
    if paid:
        await _note(connection, paid)
    later = {order_told(event): event.request for event in events if event.type != OrderPaid.TYPE}
    if later:
        rows = await connection.execute(_EARNING, {"orders": written_ids(later)})
        found: list[UUID] = [row.order_id for row in rows]
        jobs = [(ShareOrder(order_id), later[str(order_id)]) for order_id in found]
        await enqueue(connection, jobs)


async def _note(connection: AsyncConnection, orders: Iterable[str]) -> None:
    rows = (await connection.execute(_SOLD, {"orders": written_ids(orders)})).all()
    if not rows:
        return
    rules = await rules_within(connection)
    made: dict[tuple[UUID, UUID], UUID] = {}
    lines = []
    for order_id, line, seller_id, currency, paid_at, path, instead in rows:
        suborder_id = made.setdefault((order_id, seller_id), new_id())
        rule = rule_for(rules_at(rules, paid_at), seller_id, path)
        terms = agreed(rule, currency)
        lines.append(
            NewLine(
                order_id,
                line,
                seller_id,
                currency,
                paid_at,
                suborder_id,
                None if rule is None else rule.id,
                terms.rate,
                0 if instead else terms.fixed,  # it is charged of the piece that came back
            )
        )
    await add_suborders(connection, lines)
