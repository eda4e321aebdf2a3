"""What somebody waits for, with its names and whether one is free."""

from typing import Any, Final

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from holdfast.catalog import MADE_OF
from holdfast.ledger import FREE
from holdfast.locations import stock_join

__all__ = ["awaited_variants"]

_AWAITED: Final = sa.text(f"""
SELECT w.variant_id, p.id AS product_id, p.handle,
       coalesce(p.translations -> CAST(:locale AS text) ->> 'name', p.name) AS name,
       w.since, coalesce({FREE}, 0) AS stock
FROM waiting w JOIN variants v ON v.id = w.variant_id JOIN products p ON p.id = v.product_id
{stock_join(MADE_OF.format("v.id"))}
WHERE w.owner = :owner AND v.active AND p.status = 'active'
ORDER BY w.since DESC, w.variant_id
""")


async def awaited_variants(
    connection: AsyncConnection, owner: str, locale: str, partitions: int
) -> list[dict[str, Any]]:
    """What is still on sale, the latest first."""
    about = {"owner": owner, "locale": locale, "partitions": list(range(1, partitions + 1))}
    rows = await connection.execute(_AWAITED, about)
    return [dict(row) for row in rows.mappings()]
