"""Who was in a flash sale's waiting room is told, once it is closed, what came of it for them: an
event each, of which a mail is made."""

from typing import Final

import sqlalchemy as sa

from holdfast.db.engine import Database
from holdfast.flash_sales import FlashSaleResult
from holdfast.flows.commit.event_log import write_events

__all__ = ["AT_ONCE", "tell_results"]

AT_ONCE: Final = 500
"""Told in one transaction, which marks them as well: so each once."""
_ROUNDS: Final = 20
_IS_DUE: Final = """
SELECT EXISTS (SELECT FROM flash_sales s JOIN flash_sale_places p ON p.sale_id = s.id
               WHERE s.state = 'closed' AND p.told_at IS NULL)
"""
_TELL: Final = sa.text("""
WITH due AS (
    SELECT p.sale_id, p.owner FROM flash_sales s
    JOIN flash_sale_places p ON p.sale_id = s.id AND p.told_at IS NULL
    WHERE s.state = 'closed'
    ORDER BY p.sale_id, p.owner LIMIT :most FOR UPDATE OF p),
told AS (
    UPDATE flash_sale_places p SET told_at = now() FROM due
    WHERE p.sale_id = due.sale_id AND p.owner = due.owner RETURNING p.sale_id, p.owner)
SELECT told.sale_id, told.owner, g.name, g.handle, s.returned AS left_over, (
    SELECT coalesce(sum(i.quantity), 0)::int FROM orders o JOIN order_items i ON i.order_id = o.id
    WHERE o.owner = told.owner AND o.status IN ('paid', 'completed')
      AND o.breakdown -> 'sale' ->> 'id' = told.sale_id::text) AS bought
FROM told JOIN flash_sales s ON s.id = told.sale_id JOIN products g ON g.id = s.product_id
ORDER BY told.sale_id, told.owner
""")


async def tell_results(database: Database) -> int:
    """How many were told; the others with the next round."""
    done = 0
    if not await database.pool.fetchval(_IS_DUE):
        return done
    for _ in range(_ROUNDS):
        async with database.transaction() as connection:
            rows = (await connection.execute(_TELL, {"most": AT_ONCE})).all()
            facts = [
                (
                    FlashSaleResult(row.owner, row.name, row.handle, row.bought, row.left_over),
                    row.sale_id,
                )
                for row in rows
            ]
            if facts:
                await write_events(connection, facts)
        done += len(rows)
        if len(rows) < AT_ONCE:
            break
    return done
