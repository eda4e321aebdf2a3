"""Jobs: things to do later or elsewhere (a call to a provider), kept in a table until done.

A job is a :class:`Job`, deferred in a transaction (:func:`enqueue`) or as a rider of a ledger
command (``ledger.defer``). The worker reads it back and runs it at least once, so what it does must
be safe to repeat. The tables are those of faststream-outbox, which fetches, retries and buries.
"""

from collections.abc import Callable, Sequence
from typing import ClassVar, Final, Generic, TypeVar

import asyncpg
import msgspec
import sqlalchemy as sa
from faststream_outbox import make_dlq_table, make_outbox_table
from msgspec import Struct
from sqlalchemy.ext.asyncio import AsyncConnection

from holdfast.db.events import Fact
from holdfast.db.metadata import metadata

__all__ = [
    "JOB_COLUMNS", "Job", "JobBody", "JobDead", "NotYet", "dead_jobs", "enqueue", "how_many",
    "is_waiting", "job_row", "jobs", "reader_of", "sooner",
]  # fmt: skip

jobs = make_outbox_table(metadata, "jobs")
dead_jobs = make_dlq_table(metadata, "dead_jobs")
dead_jobs.append_column(
    sa.Column(
        "told",
        sa.Boolean,
        nullable=False,
        server_default=sa.false(),
    )
)
sa.Index("ix_dead_jobs_untold", dead_jobs.c.id, postgresql_where=sa.text("NOT told"))


class Job(Struct, frozen=True, rename="camel", omit_defaults=True):
    """Something to be done later; its docstring is what the reference says it does. It may lie in
    the table for long: fields are added, never renamed or taken away."""

    NAME: ClassVar[str]


AnyJob = TypeVar("AnyJob", bound=Job)
Payload = TypeVar("Payload")


class NotYet(Exception):
    """A job came too early: it is to come again later, and nobody is at fault."""


class JobBody(Struct, Generic[Payload]):
    """A job as it is kept; ``request`` is the id of the request that led to it."""

    job: str
    payload: Payload
    request: str = ""


class JobDead(Fact, frozen=True):
    """A job was tried for a day in vain, and lies with `count` that were given up."""

    TYPE = "jobs.dead"
    SUBJECT = "job name"
    job_id: int
    error: str
    tries: int
    count: int


JOB_COLUMNS: Final = ("queue", "payload", "headers")
_encode: Final = msgspec.json.Encoder().encode


def job_row(job: Job, request: str = "") -> tuple[str, bytes, str]:
    """A row of :data:`JOB_COLUMNS`."""
    headers = {"content-type": "application/json", "correlation_id": request or job.NAME}
    return job.NAME, _encode(JobBody(job.NAME, job, request)), _encode(headers).decode()


def reader_of(kind: type[AnyJob]) -> Callable[[bytes], JobBody[AnyJob]]:
    """What reads a body back; raises :class:`msgspec.DecodeError` if it is none of this kind."""
    return msgspec.json.Decoder(JobBody[kind]).decode  # type: ignore[valid-type]


_ENQUEUE: Final = sa.text(
    """
    WITH kept AS (
        INSERT INTO jobs (queue, payload, headers, next_attempt_at)
        SELECT queue, payload, headers, now() + make_interval(secs => :after)
        FROM unnest(CAST(:queues AS text[]), CAST(:payloads AS bytea[]), CAST(:headers AS jsonb[]))
             AS row (queue, payload, headers)
        RETURNING queue)
    SELECT pg_notify('outbox_jobs', queue) FROM kept WHERE :after = 0 LIMIT 1
    """
).bindparams(sa.bindparam("after", type_=sa.Float))


async def enqueue(
    connection: AsyncConnection, jobs: Sequence[tuple[Job, str]], *, after: float = 0.0
) -> None:
    """Keep jobs of one kind, each with the request that led to it, exactly if the caller's
    transaction commits. They run ``after`` so many seconds."""
    if not jobs:
        return
    rows = [job_row(job, request) for job, request in jobs]
    queues, payloads, headers = map(list, zip(*rows, strict=True))
    about = {"queues": queues, "payloads": payloads, "headers": headers, "after": after}
    await connection.execute(_ENQUEUE, about)


_SOONER: Final = sa.text(
    """
    WITH woken AS (
        UPDATE jobs SET next_attempt_at = now()
        WHERE queue = ANY(CAST(:queues AS text[])) AND acquired_token IS NULL
          AND next_attempt_at > now()
          AND position(CAST(:about AS text) IN encode(payload, 'escape')) > 0
        RETURNING queue)
    SELECT pg_notify('outbox_jobs', queue) FROM (SELECT DISTINCT queue FROM woken) AS one
    """
)


_WAITS: Final = """
SELECT EXISTS (
    SELECT FROM jobs WHERE queue = $1 AND position($2::text IN encode(payload, 'escape')) > 0)
"""


async def sooner(connection: AsyncConnection, kinds: Sequence[type[Job]], about: str) -> None:
    """Jobs of these kinds that come later and name this id are run now."""
    named = {"queues": [kind.NAME for kind in kinds], "about": f'"{about}"'}
    await connection.execute(_SOONER, named)


async def is_waiting(pool: asyncpg.Pool, kind: type[Job], about: str) -> bool:
    """Whether a job of this kind that names this id is still to be done, or is being done."""
    found: bool = await pool.fetchval(_WAITS, kind.NAME, f'"{about}"')
    return found


async def how_many(connection: AsyncConnection, kind: type[Job], most: int) -> int:
    """Jobs of this kind that are still to be done, also those that come later; counts to
    ``most``."""
    found = sa.select(jobs.c.id).where(jobs.c.queue == kind.NAME).limit(most).subquery()
    return await connection.scalar(sa.select(sa.func.count()).select_from(found)) or 0
