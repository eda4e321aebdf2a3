"""What everybody can check after a proof: the audit, and who holds what."""

import json
from typing import Any

import asyncpg

from tests.support.forking import done
from tests.support.market import Goods, Market

__all__ = ["audit", "held_orders"]


def audit(market: Market) -> dict[str, Any]:
    """`holdfast audit` beside the running server; its findings. It must be clean."""
    found = done("audit", "--json", "--data", str(market.server.data))
    assert found.returncode == 0, f"the audit found {found.stdout}"
    report: dict[str, Any] = json.loads(found.stdout)
    assert report["clean"] is True
    return report


async def held_orders(market: Market, goods: Goods) -> dict[str, str]:
    """Reservation to order of every hold on the goods that is open, from the database itself."""
    connection = await asyncpg.connect(market.server.database_url)
    try:
        rows = await connection.fetch(
            """
            SELECT h.id, o.id FROM ledger_holds h JOIN orders o ON o.hold_id = h.id
            JOIN order_items i ON i.order_id = o.id
            WHERE i.variant_id = $1::text::uuid AND h.state = 'held' AND o.status = 'pending'
            """,
            goods.variant_id,
        )
    finally:
        await connection.close()
    return {str(hold): str(order) for hold, order in rows}
