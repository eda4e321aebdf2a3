"""Low stock: once what the shop still has of a variant falls to its threshold, staff are told."""

from collections.abc import Sequence
from typing import Final

import sqlalchemy as sa
import structlog
from sqlalchemy.ext.asyncio import AsyncConnection

from holdfast.db.cursors import Event
from holdfast.db.events import CHANNEL, EVENT_COLUMNS
from holdfast.flows.events import (
    OrderCancelled,
    OrderPaid,
    StockChanged,
    StockLow,
    ThresholdChanged,
    event_row,
)

__all__ = ["STOCK_TYPES", "LowStock"]

log = structlog.get_logger("holdfast.stock")

_ABOUT_ORDERS: Final = (OrderPaid.TYPE, OrderCancelled.TYPE)
STOCK_TYPES: Final = (*_ABOUT_ORDERS, StockChanged.TYPE, ThresholdChanged.TYPE)
"""What may change how many there are. A hold does not: its units are still in the shop."""

_TOUCHED: Final = """
    touched AS (
        SELECT i.variant_id AS id FROM order_items i
        WHERE i.order_id = ANY(CAST(:orders AS uuid[]))
        UNION SELECT unnest(CAST(:variants AS uuid[]))),
    standing AS (
        SELECT v.id, v.product_id, v.low_stock_threshold AS threshold,
               coalesce(a.balance + a.held, 0) AS on_hand
        FROM touched t JOIN variants v ON v.id = t.id
        LEFT JOIN ledger_accounts a
          ON a.partition = ANY(CAST(:partitions AS smallint[])) AND a.key = 'stock/' || v.id)
"""
_RISEN: Final = sa.text(
    f"""
    WITH {_TOUCHED}
    DELETE FROM low_stock USING standing s
    WHERE low_stock.variant_id = s.id AND (s.threshold IS NULL OR s.on_hand > s.threshold)
    """
)
_FALLEN: Final = sa.text(
    f"""
    WITH {_TOUCHED},
    fallen AS (
        INSERT INTO low_stock (variant_id, on_hand, threshold)
        SELECT id, on_hand, threshold FROM standing WHERE on_hand <= threshold
        ON CONFLICT (variant_id) DO NOTHING
        RETURNING variant_id)
    SELECT s.* FROM standing s JOIN fallen f ON f.variant_id = s.id
    """
)
_EVENT: Final = sa.text(
    "INSERT INTO events (type, subject, data, request)"
    " VALUES (:type, :subject, CAST(:data AS jsonb), :request)"
)


class LowStock:
    """The consumer's handler: keeps ``low_stock`` and raises ``stock.low`` once a crossing."""

    def __init__(self, partitions: int = 1) -> None:
        self._partitions = list(range(1, partitions + 1))

    async def __call__(self, connection: AsyncConnection, seen: Sequence[Event]) -> None:
        about: dict[str, object] = {
            "orders": [event.subject for event in seen if event.type in _ABOUT_ORDERS],
            "variants": [event.subject for event in seen if event.type not in _ABOUT_ORDERS],
            "partitions": self._partitions,
        }
        await connection.execute(_RISEN, about)
        fallen = (await connection.execute(_FALLEN, about)).all()
        if not fallen:
            return
        for row in fallen:
            fact = StockLow(row.product_id, row.on_hand, row.threshold)
            values = zip(EVENT_COLUMNS, event_row(fact, row.id), strict=True)
            await connection.execute(_EVENT, dict(values))
        await connection.execute(sa.text(f"NOTIFY {CHANNEL}"))
        for row in fallen:
            log.warning(
                "stock is low",
                variant=str(row.id),
                product=str(row.product_id),
                on_hand=row.on_hand,
                threshold=row.threshold,
            )
