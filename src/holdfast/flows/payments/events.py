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
    PaymentProvider,
    ProviderEvent,
    RefundArrives,
    RefundsThere,
    TellsRefundsThere,
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
    alone: bool = True,
) -> Taken:
    """Note an event, and leave the rest to a job. ``headers`` by their names in lower case;
    ``disputes``: whether they and refunds are this process's; ``alone``: whether no other service
    has payments, whose a refund made there may be. Raises a Problem for what is none, and when the
    store cannot take it: then it is to come again."""
    provider = parts.providers.get(name)
    if provider is None:
        raise HookNotFound("There is no such payment provider.")
    event = await bounded(provider.read_event(headers, body))
    if not isinstance(event, ProviderEvent):
        raise _REFUSALS[event]()
    job: Job
    perhaps_others = False
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
        if payment is not None:
            there = RefundsThere(name, event.reference, payment.id)
            job = there if event.there else PaymentArrives(payment.id)
        elif event.there and event.reference and _names_otherwise(provider):
            job, perhaps_others = RefundsThere(name, event.reference), not alone
        else:
            return "unknown"
    taken = await heard_once(
        parts.ledger, f"provider:{name}", f"hooks/{name}", event.id, job, request
    )
    return "unknown" if perhaps_others else taken


def _names_otherwise(provider: PaymentProvider) -> bool:
    return isinstance(provider, TellsRefundsThere) and provider.names_otherwise


def _refund_of(key: str) -> RefundArrives | None:
    """By the ids in a key that refunds are asked for under: of a part, or of the payment whose all
    it is, and of a later attempt at that."""
    _, _, named = key.partition("/")
    refund_id, _, attempt = named.partition("/")
    try:
        return RefundArrives(UUID(refund_id), UUID(attempt) if attempt else None)
    except ValueError:
        return None
