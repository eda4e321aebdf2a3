"""What is announced: of each variant how much may still be ordered, how much is sold and has not
come, and how many orders wait for it; and what an order's lines wait for."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any, Final
from uuid import UUID

import asyncpg
import sqlalchemy as sa
from msgspec import Struct
from sqlalchemy.ext.asyncio import AsyncConnection

from holdfast.ledger import account_join
from holdfast.locations import to_come_account
from holdfast.preorders import preorders_of
from holdfast.views.option_words import NAME_IN_LOCALE, OPTIONS_IN_LOCALE

__all__ = ["MOST_PREORDERS", "PreorderNow", "days_of", "preorders_now"]

MOST_PREORDERS: Final = 500
"""That staff see at once, what is expected first before others."""
_KEY: Final = to_come_account("r.variant_id")
_TAKEN: Final = to_come_account("i.variant_id")


def _joined(name: str, key: str) -> str:
    """The account of this key, under a name of its own."""
    columns = "a.balance, a.held"
    return (
        f"LEFT JOIN LATERAL (SELECT {columns} FROM (SELECT) z {account_join(key)}) {name} ON true"
    )


_NOW: Final = sa.text(f"""
SELECT r.variant_id, v.product_id, v.sku, {NAME_IN_LOCALE} AS product_name,
       {OPTIONS_IN_LOCALE} AS options, r.location_id, l.name AS location, r.expected_on, r.ends_at,
       coalesce(f.balance, 0) AS available, coalesce(f.held, 0) AS held,
       coalesce(w.balance, 0) AS to_come, coalesce(b.balance, 0) AS arrived,
       coalesce(o.units, 0) AS waiting_units, coalesce(o.orders, 0) AS waiting_orders
FROM preorders r
JOIN variants v ON v.id = r.variant_id JOIN products p ON p.id = v.product_id
LEFT JOIN locations l ON l.id = r.location_id
{_joined("f", _KEY)}
{_joined("w", "'awaited/' || r.variant_id")}
{_joined("b", "'arrived/' || r.variant_id")}
LEFT JOIN LATERAL (
    SELECT sum(n.units)::bigint AS units, count(DISTINCT n.order_id) AS orders FROM (
        SELECT i.order_id, CAST(i.taken ->> {_TAKEN} AS integer) - coalesce(u.quantity, 0)
               - coalesce(CAST(i.put_back ->> {_TAKEN} AS integer), 0) AS units
        FROM order_items i JOIN orders o ON o.id = i.order_id AND o.status = 'paid'
        LEFT JOIN preorder_units u ON u.order_id = i.order_id AND u.line = i.line
        WHERE i.variant_id = r.variant_id AND i.taken ? {_TAKEN}) n
    WHERE n.units > 0) o ON true
WHERE (CAST(:variant AS uuid) IS NULL OR r.variant_id = CAST(:variant AS uuid))
  AND (CAST(:seller AS uuid) IS NULL OR p.seller_id = CAST(:seller AS uuid))
  AND (CAST(:variant AS uuid) IS NOT NULL OR w.balance > 0 OR b.balance > 0 OR o.units > 0)
ORDER BY r.expected_on, r.variant_id LIMIT {MOST_PREORDERS}
""")


class PreorderNow(Struct, frozen=True):
    """``available`` to be ordered, ``held`` by who is paying; ``to_come`` from whoever delivers;
    ``arrived``: came, and no order has it yet; the rest: paid for, and has not come."""

    variant_id: UUID
    product_id: UUID
    sku: str
    product_name: str
    options: dict[str, str]
    location_id: UUID
    location: str | None
    expected_on: date
    ends_at: datetime | None
    available: int
    held: int
    to_come: int
    arrived: int
    waiting_units: int
    waiting_orders: int


async def preorders_now(
    connection: AsyncConnection,
    locale: str,
    partitions: int,
    *,
    variant_id: UUID | None = None,
    seller_id: UUID | None = None,
) -> list[PreorderNow]:
    """All of which something is to come or somebody waits, what is expected first before others;
    ``variant_id``: of that one what was announced last, whatever there is; ``seller_id``: theirs
    alone."""
    about: dict[str, Any] = {
        "locale": locale,
        "partitions": list(range(1, partitions + 1)),
        "variant": variant_id,
        "seller": seller_id,
    }
    rows = await connection.execute(_NOW, about)
    return [PreorderNow(**row) for row in rows.mappings()]


async def days_of(pool: asyncpg.Pool, variants: Iterable[UUID]) -> Mapping[UUID, date]:
    """On which day what is announced of each of these is expected."""
    ids: Sequence[UUID] = list(variants)
    found = await preorders_of(pool, ids) if ids else {}
    return {key: one.expected_on for key, one in found.items()}
