"""Jobs that were tried for a day in vain."""

from collections.abc import Mapping
from typing import Any, Final
from uuid import UUID

import msgspec
import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from holdfast.db.engine import Database
from holdfast.db.jobs import JobBody, JobDead, NotYet
from holdfast.flows.commit.caller import Caller
from holdfast.flows.commit.event_log import write_event
from holdfast.flows.payments.cashier import Cashier
from holdfast.flows.payments.refund_at_provider import part_refused, refund_refused
from holdfast.flows.stuck.thing import AT_ONCE, MOST_COUNTED, Page, Stuck, Which
from holdfast.kit.errors import Problem
from holdfast.kit.paging import decode_cursor, encode_cursor
from holdfast.payments import RefundPayment

__all__ = ["StillOwed", "StuckJobs", "count_stuck_jobs", "tell_stuck_jobs"]

MAX_ERROR: Final = 1000
_WHICH: Final = """
    id IN (SELECT id FROM dead_jobs
           WHERE (CAST(:ids AS bigint[]) IS NULL OR id = ANY(CAST(:ids AS bigint[])))
             AND (CAST(:name AS text) IS NULL OR queue = :name)
           ORDER BY id LIMIT :most FOR UPDATE)
"""
# One statement, so that of two who retry the same job one does.
_BACK: Final = sa.text(f"""
    WITH dead AS (DELETE FROM dead_jobs WHERE {_WHICH} RETURNING id, queue, payload, headers),
    kept AS (INSERT INTO jobs (queue, payload, headers) SELECT queue, payload, headers FROM dead
             RETURNING queue),
    woken AS (SELECT pg_notify('outbox_jobs', queue) FROM (SELECT DISTINCT queue FROM kept) q)
    SELECT id, queue, (SELECT count(*) FROM woken) FROM dead ORDER BY id
""")
_LOOK: Final = sa.text(f"SELECT id, queue, payload FROM dead_jobs WHERE {_WHICH} ORDER BY id")
_GONE: Final = sa.text("DELETE FROM dead_jobs WHERE id = :id RETURNING id")
_PAGE: Final = sa.text("""
    SELECT id, queue, payload, deliveries_count AS tries, failed_at,
           coalesce(nullif(last_exception, ''), failure_reason) AS reason
    FROM dead_jobs WHERE (CAST(:before AS bigint) IS NULL OR id < :before)
                     AND (CAST(:name AS text) IS NULL OR queue = :name)
    ORDER BY id DESC LIMIT :limit
""")
_COUNT: Final = sa.text("""
    SELECT queue, count(*) FROM (SELECT queue FROM dead_jobs LIMIT :most) AS counted GROUP BY queue
""")
_FRESH: Final = sa.text("""
    WITH fresh AS (SELECT id FROM dead_jobs WHERE NOT told ORDER BY id LIMIT :most FOR UPDATE)
    UPDATE dead_jobs d SET told = true FROM fresh WHERE d.id = fresh.id
    RETURNING d.id, d.queue, d.deliveries_count AS tries,
              coalesce(d.last_exception, d.failure_reason) AS error,
              (SELECT count(*) FROM dead_jobs) AS given_up
""")
_read: Final = msgspec.json.Decoder(JobBody[dict[str, Any]]).decode


class StillOwed(Problem):
    """The job is what asks what became of a payment: without it nobody would."""

    status = 409
    code = "still-owed"
    title = "The payment is not decided"


class StuckJobs:
    """In the table ``dead_jobs``."""

    def __init__(self, database: Database, cashier: Cashier) -> None:
        self._cashier = cashier
        self._database = database

    async def page(self, name: str | None, cursor: str | None, limit: int) -> Page:
        """Those given up last first."""
        before = None if cursor is None else decode_cursor(cursor, tuple[int])[0]
        about = {"before": before, "name": name, "limit": limit + 1}
        async with self._database.read() as connection:
            rows = [dict(row) for row in (await connection.execute(_PAGE, about)).mappings()]
        found = [_shown(row) for row in rows[:limit]]
        more = len(rows) > limit
        return found, encode_cursor(int(found[-1].id)) if more else None

    async def count(self) -> Mapping[str, int]:
        async with self._database.read() as connection:
            return await count_stuck_jobs(connection)

    async def retry(self, which: Which, caller: Caller, reason: str = "") -> int:  # noqa: ARG002
        async with self._database.transaction() as connection:
            rows = (await connection.execute(_BACK, _named(which))).all()
            for row in rows:
                about = {"job": row.queue}
                await caller.note(connection, "job.retried", f"job/{row.id}", about)
        return len(rows)

    async def give_up(self, which: Which, caller: Caller, reason: str = "") -> int:
        """Raises :class:`StillOwed` for those on which a payment waits, or that wait for another
        refund. A refund's money is owed still: it becomes one that staff hand over."""
        async with self._database.read() as connection:
            rows = (await connection.execute(_LOOK, _named(which))).all()
        for row in rows:
            body = _body(row.payload)
            await self._settle(row.queue, body, caller, reason)
            about = {"job": row.queue, "payload": body.payload, "reason": reason}
            async with self._database.transaction() as connection:
                if (await connection.execute(_GONE, {"id": row.id})).first() is not None:
                    await caller.note(connection, "job.given-up", f"job/{row.id}", about)
        return len(rows)

    async def _settle(
        self, name: str, body: JobBody[dict[str, Any]], caller: Caller, reason: str
    ) -> None:
        """See to what the job would have seen to."""
        if name == RefundPayment.NAME:
            try:
                asked = msgspec.convert(body.payload, RefundPayment)
            except msgspec.ValidationError:
                return  # which is why it was given up
            refused = refund_refused if asked.refund_id is None else part_refused
            try:
                await refused(self._cashier, asked, reason, caller)
            except NotYet:
                raise StillOwed("The rest of this payment goes back first.") from None
            return
        payment_id = body.payload.get("paymentId")
        if payment_id is None:
            return
        payment = await self._cashier.payments.get(UUID(str(payment_id)))
        if payment is not None and payment.is_pending:
            raise StillOwed("Have it tried again, or decide the payment at its provider.")


async def count_stuck_jobs(connection: AsyncConnection) -> Mapping[str, int]:
    """How many were given up, by name."""
    rows = await connection.execute(_COUNT, {"most": MOST_COUNTED})
    return {row[0]: row[1] for row in rows}


async def tell_stuck_jobs(database: Database) -> None:
    """An event of each job that was given up, once, whoever gave it up."""
    more = True
    while more:
        async with database.transaction() as connection:
            fresh = (await connection.execute(_FRESH, {"most": AT_ONCE})).all()
            for row in sorted(fresh, key=lambda row: row.id):
                fact = JobDead(row.id, row.error[:MAX_ERROR], row.tries, row.given_up)
                await write_event(connection, fact, row.queue)
        more = len(fresh) == AT_ONCE


def _named(which: Which) -> dict[str, object]:
    return {"ids": which.numbers, "name": which.name, "most": AT_ONCE}


def _body(payload: bytes) -> JobBody[dict[str, Any]]:
    try:
        return _read(payload)
    except msgspec.DecodeError:  # which is why it was given up
        return JobBody("", {"body": payload.decode(errors="replace")})


def _shown(row: Mapping[str, Any]) -> Stuck:
    body = _body(row["payload"])
    return Stuck(
        "job",
        str(row["id"]),
        row["queue"],
        str(body.payload.get("paymentId", "")),
        msgspec.json.encode(body.payload).decode(),
        row["reason"],
        row["failed_at"],
        row["tries"],
        body.request,
    )
