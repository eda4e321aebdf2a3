"""What a machine elsewhere sends by itself: noted once, and left to a job."""

from typing import Literal, TypeAlias

from holdfast.db.jobs import Job
from holdfast.flows.commit.caller import process
from holdfast.flows.commit.inbox import INBOX, mark
from holdfast.flows.commit.refusals import refuse
from holdfast.kit import Problem
from holdfast.ledger import Accepted, AlreadyDone, Conflict, Ledger, defer

__all__ = [
    "EventTooOld", "EventUnreadable", "EventUnsigned", "HookNotFound", "Taken", "heard_once"
]  # fmt: skip

Taken: TypeAlias = Literal["taken", "repeated", "unknown"]


class HookNotFound(Problem):
    """The shop has no such provider or carrier, or it sends no events."""

    status = 404
    code = "hook-not-found"
    title = "Nothing is received here"


class EventUnsigned(Problem):
    """Whoever sent it has not signed it as its sender does."""

    status = 401
    code = "event-unsigned"
    title = "The signature does not match"


class EventUnreadable(Problem):
    """It is signed, and is none of its sender's events all the same."""

    status = 400
    code = "event-unreadable"
    title = "The event cannot be read"


class EventTooOld(Problem):
    """It was signed so long ago that it may be a copy."""

    status = 400
    code = "event-too-old"
    title = "The event is too old"


async def heard_once(
    ledger: Ledger, sender: str, source: str, event: str, job: Job, request: str
) -> Taken:
    """Note the event, with the job it brings about. Raises a Problem when the store cannot take
    it: then it is to come again."""
    outcome = await ledger.commit(
        process(sender, request).command((), (mark(source, event), defer(job)), f"{source}/{event}")
    )
    match outcome:
        case Accepted():
            return "taken"
        case AlreadyDone() | Conflict(subject=INBOX.name):
            return "repeated"
    raise refuse(outcome)
