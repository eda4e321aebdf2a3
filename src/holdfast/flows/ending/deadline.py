"""The deadline of orders without goods: no hold ends them, so they are looked for each second,
as holds are. (A job each would wait behind those that ask a provider which hangs.)
"""

import asyncio
from typing import Final
from uuid import UUID

from holdfast import orders
from holdfast.flows.commit.platform import Platform
from holdfast.flows.commit.refusals import refuse
from holdfast.ledger import (
    Accepted,
    AlreadyDone,
    Busy,
    Command,
    Conflict,
    InDoubt,
    Outcome,
)

__all__ = ["end_overdue"]

AT_ONCE: Final = 250
_OVERDUE: Final = """
SELECT id, request FROM orders
WHERE status = 'pending' AND expires_at <= statement_timestamp() ORDER BY expires_at LIMIT $1
"""


async def end_overdue(platform: Platform) -> int:
    """Cancel as expired what is still not paid of those whose time is over; how many were looked
    at. Safe to repeat. What a payment comes to later is settled then, as for an order whose hold
    ran out. Raises an ExceptionGroup of what PostgreSQL raised, after the others were cancelled."""
    ended = 0
    while rows := await platform.database.pool.fetch(_OVERDUE, AT_ONCE):
        tried = [_end(platform, row["id"], row["request"]) for row in rows]
        outcomes = await asyncio.gather(*tried, return_exceptions=True)
        failures = [one for one in outcomes if isinstance(one, Exception)]
        if failures:
            raise ExceptionGroup("orders that do not expire", failures)
        ended += len(rows)
        if any(isinstance(one, Busy | InDoubt) for one in outcomes) or len(rows) < AT_ONCE:
            break  # busy or away: what is left is due at the next sweep
    return ended


async def _end(platform: Platform, order_id: UUID, request: str) -> Outcome:
    outcome = await platform.ledger.commit(
        Command(
            (),
            orders.cancelled(order_id, "expired", request),
            key=f"expire/{order_id}",
            actor="expiry",
            request=request,
            sweep=True,
        )
    )
    if not isinstance(outcome, Accepted | AlreadyDone | Conflict | Busy | InDoubt):
        raise refuse(outcome)
    return outcome  # a Conflict: it was paid or cancelled at this very moment
