"""Jobs: things to do later or elsewhere (a call to a provider), kept in a table until done.

A job is enqueued on its own (:meth:`Jobs.enqueue`), in a transaction (:meth:`Jobs.enqueue_in`) or
as a rider of a ledger command: ``JOB_COLUMNS`` with :func:`job_row`, ``LATER_JOB_COLUMNS`` with
:func:`later_job_row` when it has to wait. The worker runs it at least once, so what it does must
be safe to repeat. The tables are those of faststream-outbox, which fetches, retries and buries.
"""

from collections.abc import Sequence
from datetime import timedelta
from typing import Final

import msgspec
import sqlalchemy as sa
from faststream_outbox import make_dlq_table, make_outbox_table
from sqlalchemy.ext.asyncio import AsyncConnection

from holdfast.db.engine import Database
from holdfast.db.events import Fact
from holdfast.db.metadata import metadata
from holdfast.kit.clock import shop_now

__all__ = [
    "JOB_COLUMNS",
    "LATER_JOB_COLUMNS",
    "JobDead",
    "Jobs",
    "dead_jobs",
    "enqueue_all",
    "job_row",
    "jobs",
    "later_job_row",
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


class JobDead(Fact, frozen=True):
    """A job was tried for a day in vain, and lies with `count` that were given up."""

    TYPE = "jobs.dead"
    SUBJECT = "job name"
    job_id: int
    error: str
    tries: int
    count: int


JOB_COLUMNS: Final = ("queue", "payload", "headers")
LATER_JOB_COLUMNS: Final = ("queue", "payload", "headers", "next_attempt_at")


def job_row(name: str, payload: object, request: str = "") -> tuple[object, ...]:
    """A row of :data:`JOB_COLUMNS`: run ``name`` with ``payload`` (anything JSON) at once.
    ``request`` is the id of the request that led to it."""
    headers = {"content-type": "application/json", "correlation_id": request or name}
    body = msgspec.json.encode({"job": name, "payload": payload, "request": request})
    return name, body, msgspec.json.encode(headers).decode()


def later_job_row(
    name: str, payload: object, delay: float, request: str = ""
) -> tuple[object, ...]:
    """A row of :data:`LATER_JOB_COLUMNS`: run it ``delay`` seconds from now."""
    return *job_row(name, payload, request), shop_now() + timedelta(seconds=delay)


_ENQUEUE_ALL: Final = sa.text(
    """
    WITH kept AS (
        INSERT INTO jobs (queue, payload, headers)
        SELECT queue, payload, headers
        FROM unnest(CAST(:queues AS text[]), CAST(:payloads AS bytea[]), CAST(:headers AS jsonb[]))
             AS row (queue, payload, headers)
        RETURNING queue)
    SELECT pg_notify('outbox_jobs', queue) FROM kept LIMIT 1
    """
)


async def enqueue_all(
    connection: AsyncConnection, name: str, jobs: Sequence[tuple[object, str]]
) -> None:
    """Keep jobs of one name, each a payload and the request that led to it, exactly if the
    caller's transaction commits. They run at once."""
    if not jobs:
        return
    rows = [job_row(name, payload, request) for payload, request in jobs]
    queues, payloads, headers = map(list, zip(*rows, strict=True))
    about = {"queues": queues, "payloads": payloads, "headers": headers}
    await connection.execute(_ENQUEUE_ALL, about)


class Jobs:
    """Where flows leave what is to be done later."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def enqueue(
        self, name: str, payload: object, delay: float = 0.0, request: str = ""
    ) -> None:
        """Keep a job, in a transaction of its own."""
        async with self._database.transaction() as connection:
            await self.enqueue_in(connection, name, payload, delay, request)

    async def enqueue_in(
        self,
        connection: AsyncConnection,
        name: str,
        payload: object,
        delay: float = 0.0,
        request: str = "",
    ) -> None:
        """Keep a job exactly if the caller's transaction commits."""
        queue, body, headers = job_row(name, payload, request)
        await connection.execute(
            sa.text(
                """
                WITH kept AS (
                    INSERT INTO jobs (queue, payload, headers, next_attempt_at)
                    VALUES (:queue, :payload, CAST(:headers AS jsonb),
                            now() + make_interval(secs => :delay))
                    RETURNING queue)
                SELECT pg_notify('outbox_jobs', queue) FROM kept WHERE :delay = 0
                """
            ).bindparams(sa.bindparam("delay", type_=sa.Float)),
            {"queue": queue, "payload": body, "headers": headers, "delay": delay},
        )
