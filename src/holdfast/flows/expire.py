"""Expiry: holds whose time is over go back on sale, and their orders are off.

Each is a ledger command of its own with a key of its own, so sweeping twice, or from two
processes at once, does nothing twice. The ledger gives sweeps at most half of each batch.
"""

import asyncio
from collections.abc import Iterator
from typing import Final
from uuid import UUID

import structlog
from msgspec import Struct

from holdfast.flows.events import EVENTS, OrderCancelled, event_row
from holdfast.flows.platform import Platform
from holdfast.ledger import (
    NOW,
    Accepted,
    AlreadyDone,
    Command,
    Conflict,
    Expire,
    Insert,
    Outcome,
    Transition,
)
from holdfast.orders import ORDER_STATES

__all__ = ["Swept", "sweep"]

log = structlog.get_logger("holdfast.expiry")

READ_AT_ONCE: Final = 2000
IN_FLIGHT: Final = 128  # a short batch, so that no buyer waits long behind one

# By the statement's own clock, which does not move while it runs: a bound for the index. (With
# ``clock_timestamp()`` every hold there is was read each time, and thrown away.)
_DUE: Final = """
SELECT due.id, (SELECT o.id FROM orders o WHERE o.hold_id = due.id)
FROM unnest($1::smallint[]) AS p,
     LATERAL (SELECT h.id, h.expires_at FROM ledger_holds h
              WHERE h.partition = p AND h.state = 'held' AND h.expires_at <= statement_timestamp()
              ORDER BY h.expires_at LIMIT $2) due
ORDER BY due.expires_at LIMIT $2
"""
_NEXT: Final = """
SELECT extract(epoch FROM min(next.expires_at) - statement_timestamp())::float8
FROM unnest($1::smallint[]) AS p,
     LATERAL (SELECT h.expires_at FROM ledger_holds h
              WHERE h.partition = p AND h.state = 'held'
              ORDER BY h.expires_at LIMIT 1) next
"""


class Swept(Struct, frozen=True):
    """How many were given back, and in how many seconds the next one is due (None: none)."""

    expired: int
    next_due: float | None


async def sweep(platform: Platform, partitions: int = 1) -> Swept:
    """Give back what is due until nothing is."""
    numbers = list(range(1, partitions + 1))
    expired = 0
    while True:
        due = await platform.database.pool.fetch(_DUE, numbers, READ_AT_ONCE)
        if not due:
            break
        waiting = iter(due)
        done = sum(
            await asyncio.gather(*(_expire_some(platform, waiting) for _ in range(IN_FLIGHT)))
        )
        expired += done
        if done < len(due):
            break  # the store is busy or away: what is left is due at the next sweep
    return Swept(expired, await platform.database.pool.fetchval(_NEXT, numbers))


async def _expire_some(platform: Platform, waiting: Iterator[tuple[UUID, UUID | None]]) -> int:
    """Take holds from the list until it is empty; how many went back on sale."""
    done = 0
    for hold_id, order_id in waiting:
        outcome = await _expire(platform, hold_id, order_id)
        done += isinstance(outcome, Accepted | AlreadyDone)
    return done


async def _expire(platform: Platform, hold_id: UUID, order_id: UUID | None) -> Outcome:
    if order_id is not None:
        outcome = await platform.ledger.commit(_of_order(hold_id, order_id))
        if not isinstance(outcome, Conflict):
            return outcome
        # Captured or released since it was read; the next sweep would not find it. Should the
        # order be off for another reason while its hold still stands, the units go back all the
        # same.
        log.info("hold of an order that is not pending", hold=hold_id, found=outcome.found)
    return await platform.ledger.commit(
        Command((Expire(hold_id),), key=f"expire-bare/{hold_id}", actor="expiry", sweep=True)
    )


def _of_order(hold_id: UUID, order_id: UUID) -> Command:
    return Command(
        (Expire(hold_id),),
        (
            Transition(
                ORDER_STATES,
                order_id,
                ("pending",),
                "cancelled",
                (("reason", "expired"), ("cancelled_at", NOW)),
            ),
            Insert(EVENTS, (event_row(OrderCancelled("expired"), order_id),)),
        ),
        key=f"expire/{hold_id}",
        actor="expiry",
        sweep=True,
    )
