"""Orders whose buyer went away after paying: settled without them."""

import asyncio
from collections.abc import Sequence
from typing import Final
from uuid import UUID

import structlog

from holdfast.db.jobs import enqueue
from holdfast.db.reading import Event
from holdfast.flows.commit.caller import Caller, process
from holdfast.flows.commit.platform import Platform
from holdfast.flows.settlement.settle import settle
from holdfast.payments import PaymentArrives, PaymentSucceeded

__all__ = ["GRACE", "STRAGGLER_TYPES", "settle_stragglers"]

log = structlog.get_logger("holdfast.payments")

STRAGGLER_TYPES: Final = (PaymentSucceeded.TYPE,)
GRACE: Final = 3.0
"""Seconds a buyer's own page has for ``/orders/create`` before the worker does it."""

_UNSETTLED: Final = """
SELECT p.id FROM payments p JOIN orders o ON o.id = p.subject_id
WHERE p.id = ANY($1::uuid[]) AND p.status = 'succeeded'
  AND (o.payment_id IS DISTINCT FROM p.id OR o.status = 'pending')
"""


async def settle_stragglers(platform: Platform, events: Sequence[Event]) -> None:
    """Settle what is not settled yet of these payments; safe to repeat.

    One that does not settle is left to a job, which tries again later and later, so that it does
    not hold up the others. Raises only when that cannot be kept either.
    """
    ids = [UUID(event.subject) for event in events]
    rows = await platform.database.pool.fetch(_UNSETTLED, ids)
    callers = {UUID(event.subject): process("", event.request) for event in events}
    await asyncio.gather(*(_settle(platform, row["id"], callers[row["id"]]) for row in rows))


async def _settle(platform: Platform, payment_id: UUID, caller: Caller) -> None:
    try:
        payment = await platform.payments.get(payment_id)
        if payment is not None:
            await settle(platform, payment, caller=caller)
    except Exception:
        log.exception("a payment does not settle; a job goes on trying", payment=payment_id)
        again = (PaymentArrives(payment_id), caller.request)
        async with platform.database.transaction() as connection:
            await enqueue(connection, [again], after=5.0)
