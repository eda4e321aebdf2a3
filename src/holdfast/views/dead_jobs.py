"""Jobs that were given up: what was to be done, and why it could not be."""

from typing import Any, Final

import msgspec
import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from holdfast.db.jobs import JobBody
from holdfast.kit.paging import decode_cursor, encode_cursor

__all__ = ["MOST_COUNTED", "count_dead_jobs", "dead_job_page"]

MOST_COUNTED: Final = 10_000

Row = dict[str, Any]
_PAGE: Final = sa.text("""
SELECT id, queue AS job, payload, deliveries_count AS tries, created_at, failed_at,
       failure_reason AS reason, coalesce(last_exception, '') AS error
FROM dead_jobs WHERE CAST(:before AS bigint) IS NULL OR id < :before
ORDER BY id DESC LIMIT :limit
""")
_read: Final = msgspec.json.Decoder(JobBody[dict[str, Any]]).decode
_COUNT: Final = sa.text("SELECT count(*) FROM (SELECT 1 FROM dead_jobs LIMIT :most) AS counted")


async def dead_job_page(
    connection: AsyncConnection, cursor: str | None, limit: int
) -> tuple[list[Row], str | None]:
    """A page, those given up last first, and the cursor of the next one."""
    before = None if cursor is None else decode_cursor(cursor, (int,))[0]
    found = await connection.execute(_PAGE, {"before": before, "limit": limit + 1})
    rows = [_shown(dict(row)) for row in found.mappings()]
    if len(rows) <= limit:
        return rows, None
    return rows[:limit], encode_cursor(int(rows[limit - 1]["id"]))


def _shown(row: Row) -> Row:
    try:
        body = _read(row["payload"])
    except msgspec.DecodeError:  # which is why it was given up
        body = JobBody("", {"body": row["payload"].decode(errors="replace")})
    return {**row, "payload": body.payload, "request": body.request}


async def count_dead_jobs(connection: AsyncConnection) -> int:
    """How many there are, :data:`MOST_COUNTED` at most."""
    return int(await connection.scalar(_COUNT, {"most": MOST_COUNTED}) or 0)
