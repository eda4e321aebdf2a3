"""What is on its way to a seller: their share of orders that are paid and not completed yet."""

from collections import defaultdict
from typing import Final
from uuid import UUID

from holdfast.flows.selling.sharing import expected_of
from holdfast.flows.settlement.settler import Settler

__all__ = ["coming_of"]

_AT_ONCE: Final = 500
_COMING: Final = """
SELECT s.id, s.order_id, s.currency FROM suborders s JOIN orders o ON o.id = s.order_id
WHERE s.seller_id = $1 AND s.status = 'sold' AND o.status = 'paid' ORDER BY s.order_id
"""


async def coming_of(settler: Settler, seller_id: UUID) -> dict[str, int]:
    """By currency, less commission, as these orders stand."""
    rows = await settler.database.pool.fetch(_COMING, seller_id)
    found: dict[str, int] = defaultdict(int)
    for begin in range(0, len(rows), _AT_ONCE):
        some = rows[begin : begin + _AT_ONCE]
        expected = await expected_of(settler, {row["id"]: row["order_id"] for row in some})
        for row in some:
            if (theirs := expected.get(row["id"])) is not None:
                found[row["currency"]] += theirs.gross - theirs.commission
    return dict(found)
