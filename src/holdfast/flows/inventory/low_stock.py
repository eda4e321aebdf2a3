"""What follows from a change of stock: what is full from now on, and staff told of what is low.

Full is what there was after the last delivery; low, once what the shop still has of a variant, or
what lies of it at a location, falls to a threshold: the location's, else the variant's, else the
shop's. What is made of others is as low as its parts, so they are looked at.
"""

from collections.abc import Sequence
from typing import Final

import msgspec
import sqlalchemy as sa
import structlog
from sqlalchemy.ext.asyncio import AsyncConnection

from holdfast.catalog import (
    STOCK_PREFIX,
    LowThere,
    StockChanged,
    StockLow,
    StockMoved,
    ThresholdChanged,
)
from holdfast.db.id_lists import unseen_ids, written_ids
from holdfast.db.reading import Event
from holdfast.flash_sales import SALE_NOTE
from holdfast.flows.commit.event_log import write_event
from holdfast.ledger import JOURNAL, sum_join
from holdfast.locations import goods_account_at, goods_accounts
from holdfast.orders import OrderCancelled, OrderPaid, OrderUnitsCancelled, OrderUnitsRefunded
from holdfast.returns import ReturnInspected
from holdfast.shop import read_settings
from holdfast.transfers import TRANSFERRED

__all__ = ["STOCK_TYPES", "LowStock", "note_low"]

log = structlog.get_logger("holdfast.stock")

_ABOUT_ORDERS: Final = (
    OrderPaid.TYPE, OrderCancelled.TYPE, OrderUnitsCancelled.TYPE, OrderUnitsRefunded.TYPE,
    ReturnInspected.TYPE,
)  # fmt: skip
STOCK_TYPES: Final = (
    *_ABOUT_ORDERS, StockChanged.TYPE, StockMoved.TYPE, ThresholdChanged.TYPE,
)  # fmt: skip
"""What may change how many there are. A hold does not: its units are still in the shop."""

_LOW_AT: Final = """
    CASE WHEN NOT EXISTS (SELECT FROM variant_parts m WHERE m.variant_id = v.id)
         THEN coalesce({own}v.low_stock_threshold, CAST(:low_stock_at AS integer)) END
"""
# In all, and at each location where it ever lay, unless that is the only one and says nothing.
_STANDING: Final = f"""
    standing AS (
        SELECT v.id, CAST(NULL AS uuid) AS location_id, v.product_id,
               {_LOW_AT.format(own="")} AS threshold, coalesce(a.balance + a.held, 0) AS on_hand
        FROM touched t JOIN variants v ON v.id = t.id {sum_join(goods_accounts("v.id"))}
        UNION ALL
        SELECT v.id, l.id, v.product_id, {_LOW_AT.format(own="l.low_stock_at, ")},
               a.balance + a.held
        FROM touched t JOIN variants v ON v.id = t.id
        JOIN locations l ON l.active AND (
            l.low_stock_at IS NOT NULL OR EXISTS (SELECT FROM locations o WHERE o.id <> l.id))
        {sum_join(goods_account_at("v.id", "l.id"))}
        WHERE a.version > 0)
"""
_TOUCHED: Final = f"""
    touched AS (
        SELECT i.variant_id AS id FROM order_items i
        WHERE i.order_id = ANY({unseen_ids(":orders")})
        UNION SELECT CAST(split_part(k.key, '/', 2) AS uuid)
        FROM order_items i CROSS JOIN LATERAL jsonb_object_keys(i.taken) AS k(key)
        WHERE i.order_id = ANY({unseen_ids(":orders")}) AND k.key LIKE '{STOCK_PREFIX}%'
        UNION SELECT unnest({unseen_ids(":variants")})),
    {_STANDING}
"""
_ALL: Final = f"touched AS (SELECT id FROM variants), {_STANDING}"
_RISE: Final = """
    DELETE FROM low_stock l USING touched t
    WHERE l.variant_id = t.id AND NOT EXISTS (
        SELECT FROM standing s
        WHERE s.id = l.variant_id AND s.location_id IS NOT DISTINCT FROM l.location_id
          AND s.on_hand <= s.threshold)
"""
_FALL: Final = """
    INSERT INTO low_stock (variant_id, location_id, on_hand, threshold)
    SELECT id, location_id, on_hand, threshold FROM standing WHERE on_hand <= threshold
    ON CONFLICT (variant_id, location_id) DO NOTHING
"""
_RISEN: Final = sa.text(f"WITH {_TOUCHED} {_RISE}")
_ALL_RISEN: Final = sa.text(f"WITH {_ALL} {_RISE}")
_ALL_FALLEN: Final = sa.text(f"WITH {_ALL} {_FALL}")
_FALLEN: Final = sa.text(
    f"""
    WITH {_TOUCHED},
    fallen AS ({_FALL} RETURNING variant_id, location_id)
    SELECT s.*, v.sku, v.options, p.name, f.whole,
           ARRAY(SELECT jsonb_build_object(
                     'name', l.name, 'onHand', w.on_hand, 'threshold', w.threshold)
                 FROM standing w JOIN locations l ON l.id = w.location_id
                 WHERE w.id = s.id AND w.on_hand <= w.threshold
                 ORDER BY l.priority, l.id) AS low_there
    FROM standing s
    JOIN (SELECT variant_id, bool_or(location_id IS NULL) AS whole
          FROM fallen GROUP BY variant_id) f ON f.variant_id = s.id
    JOIN variants v ON v.id = s.id JOIN products p ON p.id = v.product_id
    WHERE s.location_id IS NULL
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
              AND coalesce(l.note, '') NOT LIKE '{SALE_NOTE}%'
            ORDER BY l.version DESC LIMIT 1) o) d
    WHERE v.id = t.id AND d.on_hand IS NOT NULL AND v.delivered IS DISTINCT FROM d.on_hand
    """)


async def note_low(connection: AsyncConnection, partitions: int) -> int:
    """Bring ``low_stock`` to a new rule for all; how many are low that were not. Nobody is told of
    those: they stand on staff's page, and staff are told of what falls from then on."""
    about = {
        "partitions": list(range(1, partitions + 1)),
        "low_stock_at": (await read_settings(connection)).low_stock_at,
    }
    await connection.execute(_ALL_RISEN, about)
    return (await connection.execute(_ALL_FALLEN, about)).rowcount


class LowStock:
    """The consumer's handler: keeps ``delivered`` and ``low_stock``, and raises ``stock.low`` once
    a crossing."""

    def __init__(self, partitions: int = 1) -> None:
        self._partitions = list(range(1, partitions + 1))

    async def __call__(self, connection: AsyncConnection, seen: Sequence[Event]) -> None:
        about: dict[str, object] = {
            "orders": written_ids(one.subject for one in seen if one.type in _ABOUT_ORDERS),
            "variants": written_ids(one.subject for one in seen if one.type not in _ABOUT_ORDERS),
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
            there = tuple(msgspec.convert(one, LowThere) for one in row.low_there)
            fact = StockLow(
                row.product_id, row.on_hand, row.threshold, row.name, row.sku, row.options,
                row.whole, there,
            )  # fmt: skip
            await write_event(connection, fact, row.id)
        for row in fallen:
            log.warning(
                "stock is low",
                variant=str(row.id),
                product=str(row.product_id),
                on_hand=row.on_hand,
                threshold=row.threshold,
                low_at=[one["name"] for one in row.low_there],
            )
