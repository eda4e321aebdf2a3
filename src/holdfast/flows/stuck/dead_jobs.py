"""Jobs that were given up, tried again because staff said so."""

from typing import Final

import sqlalchemy as sa

from holdfast import people
from holdfast.db.engine import Database
from holdfast.db.jobs import JobDead
from holdfast.flows.commit.event_log import write_event
from holdfast.kit.errors import Problem
from holdfast.kit.sentences import say

__all__ = ["DeadJobNotFound", "retry_dead_job", "tell_dead_jobs"]

# One statement, so that of two who retry the same job one does.
_BACK: Final = sa.text(
    """
    WITH dead AS (DELETE FROM dead_jobs WHERE id = :id RETURNING queue, payload, headers),
    kept AS (
        INSERT INTO jobs (queue, payload, headers) SELECT queue, payload, headers FROM dead
        RETURNING queue)
    SELECT queue, pg_notify('outbox_jobs', queue) FROM kept
    """
)


_FRESH: Final = sa.text(
    """
    WITH fresh AS (SELECT id FROM dead_jobs WHERE NOT told ORDER BY id LIMIT :most FOR UPDATE)
    UPDATE dead_jobs d SET told = true FROM fresh WHERE d.id = fresh.id
    RETURNING d.id, d.queue, d.deliveries_count AS tries,
              coalesce(d.last_exception, d.failure_reason) AS error,
              (SELECT count(*) FROM dead_jobs) AS given_up
    """
)
AT_ONCE: Final = 100
MAX_ERROR: Final = 1000


class DeadJobNotFound(Problem):
    """No job of that number was given up, or it is being tried again already."""

    status = 404
    code = "dead-job-not-found"
    title = "No such failed job"


async def retry_dead_job(database: Database, job_id: int, actor: str, request: str) -> str:
    """Give the job all its tries again, from now on, with an audit line; the job's name."""
    async with database.transaction() as connection:
        row = (await connection.execute(_BACK, {"id": job_id})).first()
        if row is None:
            raise DeadJobNotFound(say("There is no failed job {job_id}.", job_id=job_id))
        name = str(row.queue)
        await people.note(connection, actor, "job.retried", f"job/{job_id}", {"job": name}, request)
    return name


async def tell_dead_jobs(database: Database) -> None:
    """An event of each job that was given up, once, whoever gave it up."""
    more = True
    while more:
        async with database.transaction() as connection:
            fresh = (await connection.execute(_FRESH, {"most": AT_ONCE})).all()
            for row in sorted(fresh, key=lambda row: row.id):
                fact = JobDead(row.id, row.error[:MAX_ERROR], row.tries, row.given_up)
                await write_event(connection, fact, row.queue)
        more = len(fresh) == AT_ONCE
