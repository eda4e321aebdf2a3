"""The outbox: what a command tells and defers, as riders, so exactly if it is accepted."""

from datetime import timedelta
from typing import Final

from holdfast.db.events import EVENT_COLUMNS, Fact, event_row
from holdfast.db.jobs import JOB_COLUMNS, Job, job_row
from holdfast.kit.clock import shop_now
from holdfast.ledger.types import REQUEST, Insert, OfRequest, RowTable

_EVENTS: Final = RowTable("events", EVENT_COLUMNS, ("text", "text", "jsonb", "text"))
_JOBS: Final = RowTable("jobs", JOB_COLUMNS, ("text", "bytea", "jsonb"))
_LATER_JOBS: Final = RowTable(
    "jobs", (*JOB_COLUMNS, "next_attempt_at"), (*_JOBS.types, "timestamptz")
)


def tell(fact: Fact, subject: object) -> Insert:
    """The event of a fact that the command makes true."""
    return Insert(_EVENTS, (event_row(fact, subject, REQUEST),))


def defer(job: Job, *, after: float = 0.0) -> Insert:
    """A job that is to be done because of the command, ``after`` so many seconds."""
    row = (
        job.NAME,
        OfRequest(lambda request: job_row(job, request)[1]),
        OfRequest(lambda request: job_row(job, request)[2]),
    )
    if not after:
        return Insert(_JOBS, (row,))
    return Insert(_LATER_JOBS, ((*row, shop_now() + timedelta(seconds=after)),))
