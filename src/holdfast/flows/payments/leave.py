"""Leaving a provider's page: whoever comes back without having paid may pay in another way at once.

What was begun there would stay open for hours. So it is noted as left, then called off, as any
payment that nobody wants (``resolve``); what was paid meanwhile counts.
"""

from collections.abc import Sequence
from contextlib import suppress
from uuid import UUID

from holdfast import payments
from holdfast.flows.commit.caller import Caller
from holdfast.flows.commit.idempotency import stored
from holdfast.flows.commit.refusals import refuse
from holdfast.flows.payments.purpose import Paying, Purpose
from holdfast.flows.payments.resolve import StillPending, resolve
from holdfast.kit import new_id
from holdfast.ledger import Accepted, AlreadyDone, Conflict

__all__ = ["leave"]


async def leave(purpose: Purpose, caller: Caller, subject_id: UUID) -> Sequence[UUID]:
    """Call off what was to be paid on providers' pages for an order, or into a wallet; which
    payments those were. Raises a Problem while a provider does not answer: a job goes on asking."""
    left = await _noted(purpose.parts, caller, subject_id)
    for payment_id in left:
        with suppress(StillPending):  # that one cannot be stopped
            await resolve(purpose, payment_id, caller)
    return left


async def _noted(parts: Paying, caller: Caller, subject_id: UUID) -> Sequence[UUID]:
    """The payments that are left by this. A repetition leaves the same, and none that was begun
    since."""
    by = caller.of_subject(subject_id)
    while True:
        tries = await parts.payments.pending_of(subject_id)
        left = [one for one in tries if one.waits_for_buyer]
        ids = [one.id for one in left]
        if not left and by.key is None:
            return ()
        outcome = await parts.ledger.commit(
            by.keyed((), tuple(map(payments.left_behind, left)), f"left/{new_id()}", ids)
        )
        match outcome:
            case Accepted():
                return ids
            case AlreadyDone(answer=answer):
                return stored(answer, list[UUID])
            case Conflict():
                continue  # one of them was decided just now
        raise refuse(outcome)
