"""What follows from a change of stock: what is full from now on, and staff told of what is low.

Full is what there was after the last delivery; low, once what the shop still has of a variant
falls to its threshold, or to the shop's if it has none of its own. What is made of others is as low
as its parts, so it is not looked at.
"""

from collections.abc import Sequence
from typing import Final

import sqlalchemy as sa
import structlog
from sqlalchemy.ext.asyncio import AsyncConnection

from holdfast.catalog import StockChanged, StockLow, ThresholdChanged
from holdfast.db.reading import Event
from holdfast.flows.commit.event_log import write_event
from holdfast.ledger import JOURNAL, sum_join
from holdfast.locations import goods_accounts
from holdfast.orders import OrderCancelled, OrderPaid
from holdfast.shop import read_settings
from holdfast.transfers import TRANSFERRED

__all__ = ["STOCK_TYPES", "LowStock", "note_low"]

log = structlog.get_logger("holdfast.stock")

_ABOUT_ORDERS: Final = (OrderPaid.TYPE, OrderCancelled.TYPE)
STOCK_TYPES: Final = (*_ABOUT_ORDERS, StockChanged.TYPE, ThresholdChanged.TYPE)
"""What may change how many there are. A hold does not: its units are still in the shop."""

_STANDING: Final = f"""
    standing AS (
        SELECT v.id, v.product_id,
               CASE WHEN NOT EXISTS (SELECT FROM variant_parts m WHERE m.variant_id = v.id)
                    THEN coalesce(v.low_stock_threshold, CAST(:low_stock_at AS integer))
                    END AS threshold,
               coalesce(a.balance + a.held, 0) AS on_hand
        FROM touched t JOIN variants v ON v.id = t.id
        {sum_join(goods_accounts("v.id"))})
"""
_TOUCHED: Final = f"""
    touched AS (
        SELECT i.variant_id AS id FROM order_items i
        WHERE i.order_id = ANY(CAST(:orders AS uuid[]))
        UNION SELECT unnest(CAST(:variants AS uuid[]))),
    {_STANDING}
"""
_ALL: Final = f"touched AS (SELECT id FROM variants), {_STANDING}"
_RISE: Final = """
    DELETE FROM low_stock USING standing s
    WHERE low_stock.variant_id = s.id AND (s.threshold IS NULL OR s.on_hand > s.threshold)
"""
_RISEN: Final = sa.text(f"WITH {_TOUCHED} {_RISE}")
_ALL_RISEN: Final = sa.text(f"WITH {_ALL} {_RISE}")
_ALL_FALLEN: Final = sa.text(f"""
    WITH {_ALL}
    INSERT INTO low_stock (variant_id, on_hand, threshold)
    SELECT id, on_hand, threshold FROM standing WHERE on_hand <= threshold
    ON CONFLICT (variant_id) DO NOTHING
""")
_FALLEN: Final = sa.text(
    f"""
    WITH {_TOUCHED},
    fallen AS (
        INSERT INTO low_stock (variant_id, on_hand, threshold)
        SELECT id, on_hand, threshold FROM standing WHERE on_hand <= threshold
        ON CONFLICT (variant_id) DO NOTHING
        RETURNING variant_id)
    SELECT s.*, v.sku, v.options, p.name
    FROM standing s JOIN fallen f ON f.variant_id = s.id
    JOIN variants v ON v.id = s.id JOIN products p ON p.id = v.product_id
    """
)
_LOOKED_AT: Final = 200  # entries of a journal behind which a delivery counts no more
# A delivery is what staff or an import count in, and more than there was: nothing that came back.
_DELIVERED: Final = sa.text(f"""
    UPDATE variants v SET delivered = d.on_hand
    FROM unnest(CAST(:delivered AS uuid[])) AS t(id)
    CROSS JOIN LATERAL (
        SELECT sum(o.on_hand)::bigint AS on_hand
        FROM unnest({goods_accounts("t.id")}) AS k(key)
        CROSS JOIN unnest(CAST(:partitions AS smallint[])) AS n(partition)
        CROSS JOIN LATERAL (
            SELECT l.balance + l.held AS on_hand FROM (
                SELECT * FROM {JOURNAL}
                WHERE e.partition = n.partition AND e.key = k.key AND e.operation <> 'wait'
                ORDER BY e.version DESC LIMIT {_LOOKED_AT}) l
            WHERE l.operation IN ('deposit', 'set') AND l.change > 0
              AND coalesce(l.note, '') NOT LIKE 'order/%'
              AND coalesce(l.note, '') NOT LIKE '{TRANSFERRED}%'
            ORDER BY l.version DESC LIMIT 1) o) d
    WHERE v.id = t.id AND d.on_hand IS NOT NULL AND v.delivered IS DISTINCT FROM d.on_hand
    """)


async def note_low(connection: AsyncConnection, partitions: int) -> None:
    """Bring ``low_stock`` to a new rule for all. Nobody is told of what is low by it: that stands
    on staff's page, and they are told of what falls from then on."""
    about = {
        "partitions": list(range(1, partitions + 1)),
        "low_stock_at": (await read_settings(connection)).low_stock_at,
    }
    await connection.execute(_ALL_RISEN, about)
    await connection.execute(_ALL_FALLEN, about)


class LowStock:
    """The consumer's handler: keeps ``delivered`` and ``low_stock``, and raises ``stock.low`` once
    a crossing."""

    def __init__(self, partitions: int = 1) -> None:
        self._partitions = list(range(1, partitions + 1))

    async def __call__(self, connection: AsyncConnection, seen: Sequence[Event]) -> None:
        about: dict[str, object] = {
            "orders": [event.subject for event in seen if event.type in _ABOUT_ORDERS],
            "variants": [event.subject for event in seen if event.type not in _ABOUT_ORDERS],
            "partitions": self._partitions,
            "low_stock_at": (await read_settings(connection)).low_stock_at,
        }
        came = {event.subject for event in seen if event.type == StockChanged.TYPE}
        if came:
            await connection.execute(
                _DELIVERED, {"delivered": sorted(came), "partitions": self._partitions}
            )
        await connection.execute(_RISEN, about)
        fallen = (await connection.execute(_FALLEN, about)).all()
        for row in fallen:
            fact = StockLow(
                row.product_id, row.on_hand, row.threshold, row.name, row.sku, row.options
            )
            await write_event(connection, fact, row.id)
        for row in fallen:
            log.warning(
                "stock is low",
                variant=str(row.id),
                product=str(row.product_id),
                on_hand=row.on_hand,
                threshold=row.threshold,
            )
