"""Who wants to hear of it is told that something is back, or costs less than it did.

Both are consumers of events; what they tell is an event again, of which a mail is made.
"""

from collections.abc import Iterable, Sequence
from typing import Final

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from holdfast.catalog import MADE_OF, ProductChanged, StockChanged, also_made_of
from holdfast.db.reading import Event
from holdfast.flows.commit.event_log import write_events
from holdfast.ledger import FREE
from holdfast.locations import stock_join
from holdfast.orders import (
    OrderCancelled,
    OrderChanged,
    OrderUnitsCancelled,
    OrderUnitsRefunded,
    variants_of_orders,
)
from holdfast.returns import (
    ReturnCancelled,
    ReturnInspected,
    ReturnRefused,
    variants_of_exchanges,
)
from holdfast.waiting import BackInStock
from holdfast.wishes import WishCheaper

__all__ = ["BACK_TYPES", "PRICE_TYPES", "TellsWhoWaits", "tell_of_prices"]

_ABOUT_ORDERS: Final = (
    OrderCancelled.TYPE, OrderUnitsCancelled.TYPE, OrderUnitsRefunded.TYPE, ReturnInspected.TYPE,
)  # fmt: skip
_ABOUT_RETURNS: Final = (ReturnInspected.TYPE, ReturnRefused.TYPE, ReturnCancelled.TYPE)
BACK_TYPES: Final = tuple(
    dict.fromkeys((*_ABOUT_ORDERS, *_ABOUT_RETURNS, OrderChanged.TYPE, StockChanged.TYPE))
)
PRICE_TYPES: Final = (ProductChanged.TYPE,)
AT_ONCE: Final = 2000
"""So many are told by one command; the others with the next that comes back."""
_BACK: Final = sa.text(f"""
WITH moved AS (
    {variants_of_orders("CAST(:orders AS uuid[])")}
    UNION {variants_of_exchanges("CAST(:returns AS uuid[])")}
    UNION SELECT unnest(CAST(:variants AS uuid[]))),
touched AS ({also_made_of("moved")}),
back AS (
    SELECT v.id, v.options, p.id AS product_id, p.name, p.handle, {FREE} AS free
    FROM touched t JOIN variants v ON v.id = t.id JOIN products p ON p.id = v.product_id
    {stock_join(MADE_OF.format("v.id"))}
    WHERE v.active AND p.status = 'active' AND {FREE} > 0),
due AS (
    SELECT w.owner, w.variant_id FROM waiting w JOIN back ON back.id = w.variant_id
    WHERE w.owner LIKE 'user:%' AND (w.told_at IS NULL OR w.told_at < now() - interval '1 day')
    ORDER BY w.since LIMIT :most FOR UPDATE OF w),
told AS (
    UPDATE waiting w SET told_at = now() FROM due
    WHERE w.owner = due.owner AND w.variant_id = due.variant_id RETURNING w.owner, w.variant_id)
SELECT told.owner, back.* FROM told JOIN back ON back.id = told.variant_id ORDER BY told.owner
""")
_CHEAPER: Final = sa.text("""
WITH seen AS (
    SELECT w.id, w.owner, w.price AS before, p.id AS product_id, p.price, p.name, p.handle,
           p.currency
    FROM wishes w JOIN products p ON p.id = w.product_id
    WHERE w.product_id = ANY(CAST(:ids AS uuid[])) AND w.status = 'wished'
      AND p.status = 'active' AND p.price > 0 AND w.price IS DISTINCT FROM p.price
    ORDER BY w.id FOR UPDATE OF w),
written AS (UPDATE wishes w SET price = seen.price FROM seen WHERE w.id = seen.id)
SELECT * FROM seen WHERE price < before AND owner LIKE 'user:%' ORDER BY id
""")


class TellsWhoWaits:
    """The consumer's handler: those who asked to hear when a variant is back."""

    def __init__(self, partitions: int = 1) -> None:
        self._partitions = list(range(1, partitions + 1))

    async def __call__(self, connection: AsyncConnection, events: Sequence[Event]) -> None:
        rows = await connection.execute(
            _BACK,
            {
                "orders": [one.subject for one in events if one.type in _ABOUT_ORDERS],
                "returns": [one.data["returnId"] for one in events if _let_go(one)],
                "variants": [variant for one in events for variant in _freed(one)],
                "partitions": self._partitions,
                "most": AT_ONCE,
            },
        )
        facts = [
            (
                BackInStock(row.owner, row.product_id, row.name, row.handle, row.options, row.free),
                row.id,
            )
            for row in rows
        ]
        if facts:
            await write_events(connection, facts)


def _freed(event: Event) -> Iterable[str]:
    """The variants that it names itself."""
    if event.type == StockChanged.TYPE:
        return (event.subject,)
    freed = event.data.get("freed")  # of an order that staff changed
    return list(freed) if isinstance(freed, dict) else ()


def _let_go(event: Event) -> bool:
    """Whether what was held to be sent in exchange is not sent."""
    return event.type in _ABOUT_RETURNS and event.data.get("exchanged") is None


async def tell_of_prices(connection: AsyncConnection, events: Sequence[Event]) -> None:
    """The consumer's handler: those who wish for what costs less now."""
    rows = await connection.execute(_CHEAPER, {"ids": sorted({one.subject for one in events})})
    facts = [
        (
            WishCheaper(
                row.owner, row.product_id, row.name, row.handle, row.before, row.price,
                row.currency,
            ),
            row.id,
        )
        for row in rows
    ]  # fmt: skip
    if facts:
        await write_events(connection, facts)
