"""A provider's own events: taken once, and never believed. What they bring about is the job that
asks the provider what became of the payment."""

from collections.abc import Mapping
from typing import Final, Literal, TypeAlias

from holdfast.db.jobs import Job
from holdfast.flows.commit.caller import process
from holdfast.flows.commit.inbox import INBOX, mark
from holdfast.flows.commit.refusals import refuse
from holdfast.flows.payments.providers import bounded
from holdfast.flows.payments.purpose import Paying
from holdfast.kit import Problem
from holdfast.ledger import Accepted, AlreadyDone, Conflict, defer
from holdfast.payments import DisputeArrives, EventRefusal, PaymentArrives, ProviderEvent

__all__ = ["EventTooOld", "EventUnreadable", "EventUnsigned", "HookNotFound", "take_event"]

Taken: TypeAlias = Literal["taken", "repeated", "unknown"]


class HookNotFound(Problem):
    """The shop has no such provider, or it sends no events."""

    status = 404
    code = "hook-not-found"
    title = "Nothing is received here"


class EventUnsigned(Problem):
    """Whoever sent it has not signed it as the provider does."""

    status = 401
    code = "event-unsigned"
    title = "The signature does not match"


class EventUnreadable(Problem):
    """It is signed, and is none of the provider's events all the same."""

    status = 400
    code = "event-unreadable"
    title = "The event cannot be read"


class EventTooOld(Problem):
    """It was signed so long ago that it may be a copy."""

    status = 400
    code = "event-too-old"
    title = "The event is too old"


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
    ``disputes``: whether they are this process's. Raises a Problem for what is none, and when the
    store cannot take it: then it is to come again."""
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
    else:
        payment = await parts.payments.of_reference(name, event.reference)
        if payment is None:
            return "unknown"
        job = PaymentArrives(payment.id)
    source = f"hooks/{name}"
    outcome = await parts.ledger.commit(
        process(f"provider:{name}", request).command(
            (),
            (mark(source, event.id), defer(job)),
            f"{source}/{event.id}",
        )
    )
    match outcome:
        case Accepted():
            return "taken"
        case AlreadyDone() | Conflict(subject=INBOX.name):
            return "repeated"
    raise refuse(outcome)
