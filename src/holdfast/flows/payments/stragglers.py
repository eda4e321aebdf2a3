"""Payments whose buyer went away after paying: settled without them, by what they are for."""

import asyncio
from collections.abc import Sequence
from typing import Final
from uuid import UUID

import structlog

from holdfast.db.engine import Database
from holdfast.db.jobs import enqueue
from holdfast.db.reading import Event
from holdfast.flows.commit.caller import Caller, process
from holdfast.flows.payments.purpose import Purpose, Purposes, payment_known
from holdfast.payments import PaymentArrives, PaymentSucceeded

__all__ = ["GRACE", "STRAGGLER_TYPES", "settle_stragglers"]

log = structlog.get_logger("holdfast.payments")

STRAGGLER_TYPES: Final = (PaymentSucceeded.TYPE,)
AT_ONCE: Final = 250  # that are settled together
GRACE: Final = 3.0
"""Seconds a buyer's own page has for ``/orders/create`` before the worker does it."""


async def settle_stragglers(
    database: Database, purposes: Purposes, events: Sequence[Event]
) -> None:
    """Settle what is not settled yet of these payments; safe to repeat.

    One that does not settle is left to a job, which tries again later and later, so that it does
    not hold up the others. Raises only when that cannot be kept either.
    """
    requests = {event.subject: event.request for event in events}
    found = [
        (purpose, payment_id, process("", requests[str(payment_id)]))
        for purpose in purposes.values()
        for payment_id in await purpose.unsettled(list(requests))
    ]
    for at in range(0, len(found), AT_ONCE):
        await asyncio.gather(*(_settle(database, *one) for one in found[at : at + AT_ONCE]))


async def _settle(database: Database, purpose: Purpose, payment_id: UUID, caller: Caller) -> None:
    try:
        payment = await payment_known(purpose.parts, payment_id)
        await purpose.succeeded(payment, caller)
    except Exception:
        log.exception("a payment does not settle; a job goes on trying", payment=payment_id)
        again = (PaymentArrives(payment_id), caller.request)
        async with database.transaction() as connection:
            await enqueue(connection, [again], after=5.0)
