"""Reservations that are open now, those that end first first."""

from datetime import datetime
from typing import Any, Final
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from holdfast.kit.paging import decode_cursor, page_of
from holdfast.ledger import HOLDS
from holdfast.views.buyers import BUYER_EMAIL, BUYER_NAME, buyer_of
from holdfast.views.option_words import ORDERED_NAME, ORDERED_OPTIONS

__all__ = ["open_reservations"]

Row = dict[str, Any]
_OPEN: Final = sa.text(f"""
SELECT h.id AS reservation_id, o.id AS order_id, o.number, o.owner, o.total, o.currency,
       o.description, {BUYER_NAME} AS name, {BUYER_EMAIL} AS email,
       o.created_at, h.expires_at,
       (SELECT coalesce(json_agg(json_build_object(
                   'product_id', i.product_id, 'variant_id', i.variant_id,
                   'product_name', {ORDERED_NAME}, 'options', {ORDERED_OPTIONS},
                   'quantity', i.quantity, 'price', i.price) ORDER BY i.line), '[]')
        FROM order_items i LEFT JOIN variants v ON v.id = i.variant_id
                           LEFT JOIN products p ON p.id = v.product_id
        WHERE i.order_id = o.id) AS items
FROM {HOLDS} JOIN orders o ON o.id = CAST(substr(h.ref, 7) AS uuid)
LEFT JOIN users u ON 'user:' || u.id::text = o.owner
WHERE h.partition = ANY(CAST(:partitions AS smallint[])) AND h.state = 'held'
  AND h.ref LIKE 'order/%' AND h.expires_at > now()
  AND (CAST(:ends AS timestamptz) IS NULL
       OR (h.expires_at, h.id) > (:ends, CAST(:after AS uuid)))
ORDER BY h.expires_at, h.id LIMIT :limit
""")


async def open_reservations(
    connection: AsyncConnection, cursor: str | None, limit: int, partitions: int, locale: str
) -> tuple[list[Row], str | None]:
    """A page, its items in the words of that language, and the cursor of the next one."""
    ends, after = decode_cursor(cursor, tuple[datetime, UUID]) if cursor else (None, None)
    about = {
        "partitions": list(range(1, partitions + 1)),
        "ends": ends,
        "after": after,
        "limit": limit + 1,
        "locale": locale,
    }
    found = [dict(row) for row in (await connection.execute(_OPEN, about)).mappings()]
    for row in found:
        row["buyer"] = buyer_of(row["owner"], row.pop("name"), row.pop("email"))
    return page_of(found, limit, lambda row: (row["expires_at"], row["reservation_id"]))
