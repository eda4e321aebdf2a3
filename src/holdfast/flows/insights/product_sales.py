"""What was sold of each product since ever, and with what: kept from events, so that no list of
what is popular reads orders.

A unit counts when its order is paid, and no longer once it is refunded, alone or with the whole
order. Two products are bought together once an order that has both, and no longer when no unit of
one of them is left of it; so is each with whatever is bought, which says how much of it is chance.
"""

from collections.abc import Sequence
from typing import Final

import msgspec
import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from holdfast.db.id_lists import unseen_ids, written_ids
from holdfast.db.reading import Event
from holdfast.insights import ANY_GOODS, MOST_KEPT, MOST_OTHERS, MOST_TOGETHER
from holdfast.ledger import account_join
from holdfast.orders import OrderCancelled, OrderPaid, OrderUnitsRefunded

__all__ = ["PRODUCT_SALES_TYPES", "ProductSales"]

PRODUCT_SALES_TYPES: Final = (OrderPaid.TYPE, OrderUnitsRefunded.TYPE, OrderCancelled.TYPE)

# Of each event: the order, whether units come or go, of a part which ones (``units``), and of which
# products any are left (``stay``). Of a whole refund only what was not refunded alone goes.
_LINES: Final = f"""
    told AS (
        SELECT row_number() OVER () AS n, r.*
        FROM jsonb_to_recordset(CAST(:rows AS jsonb)) AS r(
            id uuid, sign integer, units jsonb, stay uuid[])),
    goods AS (
        SELECT t.n, t.sign, t.units, t.stay, i.product_id, min(i.line) AS line,
               sum(i.quantity - CASE WHEN t.sign < 0 AND t.units IS NULL
                                     THEN coalesce(a.balance, 0) ELSE 0 END) AS pieces
        FROM told t JOIN order_items i ON i.order_id = t.id
        {account_join("'returned/' || i.order_id || '/' || i.line")}
        GROUP BY t.n, t.sign, t.units, t.stay, i.product_id)
"""
# In the order of their keys, as everybody does who changes several.
_COUNT: Final = sa.text(f"""
WITH {_LINES},
sums AS (
    SELECT product_id,
           sum(sign * coalesce((units ->> CAST(product_id AS text))::bigint,
                               CASE WHEN units IS NULL THEN pieces ELSE 0 END)) AS units
    FROM goods GROUP BY product_id),
locked AS (
    SELECT n.product_id, s.units FROM sums s JOIN product_counts n ON n.product_id = s.product_id
    WHERE s.units <> 0 ORDER BY n.product_id FOR UPDATE OF n)
UPDATE product_counts n SET sales = n.sales + locked.units FROM locked
WHERE n.product_id = locked.product_id
""")
_ANY: Final = f"CAST('{ANY_GOODS}' AS uuid)"
_PAIR: Final = sa.text(f"""
WITH {_LINES},
ranked AS (
    SELECT g.*, row_number() OVER (PARTITION BY n ORDER BY line) AS place FROM goods g),
-- What was there before the event, of those that are counted at all.
there AS (
    SELECT n, sign, stay, product_id FROM ranked
    WHERE place <= {MOST_TOGETHER} AND CASE WHEN units IS NULL THEN pieces > 0
        ELSE product_id = ANY(stay) OR units ? CAST(product_id AS text) END
    -- Whatever is bought: with each of them, and with itself.
    UNION SELECT n, sign, stay, {_ANY} FROM ranked WHERE units IS NOT NULL OR pieces > 0)
MERGE INTO bought_together AS kept USING (
    SELECT a.product_id, b.product_id AS other_id, sum(a.sign) AS orders
    FROM there a JOIN there b ON b.n = a.n AND CASE WHEN a.product_id = {_ANY}
        THEN b.product_id = {_ANY} ELSE b.product_id <> a.product_id END
    WHERE NOT (a.product_id = ANY(a.stay) AND b.product_id = ANY(a.stay))
    GROUP BY a.product_id, b.product_id HAVING sum(a.sign) <> 0) AS change
ON kept.product_id = change.product_id AND kept.other_id = change.other_id
WHEN MATCHED AND kept.orders + change.orders <= 0 THEN DELETE
WHEN MATCHED THEN UPDATE SET orders = kept.orders + change.orders,
    at = CASE WHEN change.orders > 0 THEN now() ELSE kept.at END
WHEN NOT MATCHED AND change.orders > 0 THEN INSERT (product_id, other_id, orders)
    VALUES (change.product_id, change.other_id, change.orders)
""")
# Room between the two bounds is where what is new grows before it is compared with the old.
_TRIM: Final = sa.text(f"""
DELETE FROM bought_together b USING (
    SELECT product_id, other_id,
           row_number() OVER (PARTITION BY product_id ORDER BY orders DESC, at DESC) AS place
    FROM bought_together WHERE other_id <> {_ANY} AND product_id IN (
        SELECT t.product_id FROM bought_together t
        WHERE t.product_id IN (SELECT i.product_id FROM order_items i
                               WHERE i.order_id = ANY({unseen_ids(":orders")}))
        GROUP BY t.product_id HAVING count(*) > {MOST_OTHERS})) AS over
WHERE over.place > {MOST_KEPT}
  AND b.product_id = over.product_id AND b.other_id = over.other_id
""")


class ProductSales:
    """The consumer's handler."""

    def __init__(self, partitions: int = 1) -> None:
        self._partitions = list(range(1, partitions + 1))

    async def __call__(self, connection: AsyncConnection, events: Sequence[Event]) -> None:
        rows = [row for event in events if (row := _row(event)) is not None]
        if not rows:
            return
        about = {"rows": msgspec.json.encode(rows).decode(), "partitions": self._partitions}
        await connection.execute(_COUNT, about)
        await connection.execute(_PAIR, about)
        await connection.execute(_TRIM, {"orders": written_ids(str(row["id"]) for row in rows)})


def _row(event: Event) -> dict[str, object] | None:
    """What the statements are told of it; None if it neither sold nor took back."""
    data = event.data
    if event.type == OrderUnitsRefunded.TYPE:
        left = data["left"]
        assert isinstance(left, dict)
        stay = [product for product, units in left.items() if units]
        stay += [str(ANY_GOODS)] if stay else []
        return {"id": event.subject, "sign": -1, "units": data["units"], "stay": stay}
    if event.type == OrderCancelled.TYPE and data["reason"] != "refunded":
        return None  # it had not been paid, so it is not counted
    sign = 1 if event.type == OrderPaid.TYPE else -1
    return {"id": event.subject, "sign": sign, "units": None, "stay": []}
