"""A provider's own events: taken once, and never believed. What they bring about is the job that
asks the provider what became of the payment."""

from collections.abc import Mapping
from typing import Final
from uuid import UUID

from holdfast.db.jobs import Job
from holdfast.flows.commit.heard import (
    EventTooOld,
    EventUnreadable,
    EventUnsigned,
    HookNotFound,
    Taken,
    heard_once,
)
from holdfast.flows.payments.providers import bounded
from holdfast.flows.payments.purpose import Paying
from holdfast.kit import Problem
from holdfast.payments import (
    DisputeArrives,
    EventRefusal,
    PaymentArrives,
    ProviderEvent,
    RefundArrives,
    RefundsThere,
)

__all__ = ["take_event"]

_REFUSALS: Final[Mapping[EventRefusal, type[Problem]]] = {
    "none": HookNotFound,
    "unsigned": EventUnsigned,
    "unreadable": EventUnreadable,
    "too-old": EventTooOld,
}


async def take_event(
    parts: Paying,
    name: str,
    headers: Mapping[str, str],
    body: bytes,
    *,
    request: str,
    disputes: bool,
) -> Taken:
    """Note an event, and leave the rest to a job. ``headers`` by their names in lower case;
    ``disputes``: whether they and refunds are this process's. Raises a Problem for what is none,
    and when the store cannot take it: then it is to come again."""
    provider = parts.providers.get(name)
    if provider is None:
        raise HookNotFound("There is no such payment provider.")
    event = await bounded(provider.read_event(headers, body))
    if not isinstance(event, ProviderEvent):
        raise _REFUSALS[event]()
    job: Job
    if event.dispute:
        if not disputes:
            return "unknown"
        job = DisputeArrives(name, event.dispute)
    elif event.refund:
        refund = _refund_of(event.refund)
        if refund is None or not disputes:
            return "unknown"
        job = refund
    else:
        payment = await parts.payments.of_reference(name, event.reference)
        if event.there and disputes and (payment is not None or event.reference):
            job = RefundsThere(name, event.reference, None if payment is None else payment.id)
        elif payment is None or event.there:
            return "unknown"
        else:
            job = PaymentArrives(payment.id)
    return await heard_once(
        parts.ledger, f"provider:{name}", f"hooks/{name}", event.id, job, request
    )


def _refund_of(key: str) -> RefundArrives | None:
    """By the ids in a key that refunds are asked for under: of a part, or of the payment whose all
    it is, and of a later attempt at that."""
    _, _, named = key.partition("/")
    refund_id, _, attempt = named.partition("/")
    try:
        return RefundArrives(UUID(refund_id), UUID(attempt) if attempt else None)
    except ValueError:
        return None
