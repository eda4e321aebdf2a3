"""What variants cost until now is kept, as long as it can be asked for."""

from collections.abc import Sequence
from typing import Final
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

__all__ = ["keep_changed_costs", "keep_costs_of"]

MOST_COSTS: Final = 1000  # of one variant that are kept, the newest
COSTS_FOR_DAYS: Final = 400
_KEEP: Final = f"""
WITH kept AS (
    INSERT INTO variant_past_costs
        (variant_id, until, currency, price, discount_price, discount_from, discount_until)
    SELECT v.id, now(), p.currency, v.price, v.discount_price, v.discount_from, v.discount_until
    FROM {{}}
    ON CONFLICT DO NOTHING
    RETURNING variant_id)
DELETE FROM variant_past_costs c USING kept
WHERE c.variant_id = kept.variant_id AND (
    c.until < now() - make_interval(days => {COSTS_FOR_DAYS})
    OR c.until <= (SELECT o.until FROM variant_past_costs o WHERE o.variant_id = c.variant_id
                   ORDER BY o.until DESC OFFSET {MOST_COSTS - 1} LIMIT 1))
"""
_CHANGED: Final = sa.text(
    _KEEP.format("""jsonb_to_recordset(CAST(:rows AS jsonb)) AS r(
        id uuid, price bigint, active boolean, discount jsonb)
    JOIN variants v ON v.id = r.id JOIN products p ON p.id = v.product_id
    WHERE v.active AND p.status = 'active' AND (NOT r.active
        OR (v.price, v.discount_price, v.discount_from, v.discount_until) IS DISTINCT FROM
           (r.price, (r.discount ->> 'price')::bigint, (r.discount ->> 'begins')::timestamptz,
            (r.discount ->> 'ends')::timestamptz))""")
)
_PUT_OFF: Final = sa.text(
    _KEEP.format("""jsonb_to_recordset(CAST(:rows AS jsonb)) AS r(id uuid, status text)
    JOIN products p ON p.id = r.id JOIN variants v ON v.product_id = p.id
    WHERE v.active AND p.status = 'active' AND r.status <> 'active'""")
)
_OF: Final = sa.text(
    _KEEP.format("""variants v JOIN products p ON p.id = v.product_id
    WHERE v.active AND p.id = ANY(CAST(:ids AS uuid[]))""")
)


async def keep_changed_costs(
    connection: AsyncConnection, products: str | None, variants: str | None
) -> None:
    """Before these are put (as JSON, or none): of what is on sale, and will cost something else or
    be on sale no more. What it costs while it is not was charged to nobody."""
    if variants is not None:
        await connection.execute(_CHANGED, {"rows": variants})
    if products is not None:
        await connection.execute(_PUT_OFF, {"rows": products})


async def keep_costs_of(connection: AsyncConnection, products: Sequence[UUID]) -> None:
    """Of products that were on sale until now."""
    if products:
        await connection.execute(_OF, {"ids": list(products)})
