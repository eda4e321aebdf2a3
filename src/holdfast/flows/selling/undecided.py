"""What of a seller's money is of orders about which something is still to be decided: what a buyer
sends back, and what a bank was asked to take back."""

from datetime import datetime
from typing import Final
from uuid import UUID

import asyncpg

from holdfast.payments import FREEZING
from holdfast.returns import OPEN

__all__ = ["undecided_of"]

_RETURNED: Final = ", ".join(f"'{one}'" for one in OPEN)  # as the index of open ones has it
_UNDECIDED: Final = f"""
WITH about AS (
    SELECT l.suborder_id AS id
    FROM returns r JOIN return_lines q ON q.return_id = r.id
    JOIN suborder_lines l ON l.order_id = r.order_id AND l.line = q.line
    WHERE r.status IN ({_RETURNED})
    UNION
    SELECT s.id FROM disputes d JOIN payments p ON p.id = d.payment_id
    JOIN suborders s ON s.order_id = p.subject_id
    WHERE d.status = ANY($4::text[]))
SELECT coalesce(sum(s.gross - s.commission), 0)::bigint
FROM about a JOIN suborders s ON s.id = a.id
WHERE s.seller_id = $1 AND s.currency = $2 AND s.earned_at <= $3
"""


async def undecided_of(pool: asyncpg.Pool, seller_id: UUID, currency: str, until: datetime) -> int:
    """Of orders that were completed ``until`` then: what came later waits as it is."""
    found: int = await pool.fetchval(_UNDECIDED, seller_id, currency, until, list(FREEZING))
    return found
