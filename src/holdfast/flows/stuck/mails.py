"""Mails that their server refused, or that may have arrived and may not."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final
from uuid import UUID

import sqlalchemy as sa

from holdfast.db.engine import Database
from holdfast.flows.commit.caller import Caller
from holdfast.flows.stuck.thing import AT_ONCE, MOST_COUNTED, Page, Stuck, Which
from holdfast.kit.paging import decode_cursor, encode_cursor
from holdfast.mail import end_dead_mails

__all__ = ["StuckMails"]

_PAGE: Final = sa.text("""
SELECT id, kind, address, title, event, error, ended_at, tries, subject_id
FROM mails
WHERE status = 'dead' AND (CAST(:kind AS text) IS NULL OR kind = :kind)
  AND (CAST(:at AS timestamptz) IS NULL
       OR (ended_at, id) < (CAST(:at AS timestamptz), CAST(:id AS uuid)))
ORDER BY ended_at DESC, id DESC LIMIT :limit
""")
_COUNT: Final = sa.text("""
SELECT kind, count(*) FROM (SELECT kind FROM mails WHERE status = 'dead' LIMIT :most) AS counted
GROUP BY kind
""")


class StuckMails:
    """In the table ``mails``. Sent again, one that was in doubt may arrive twice, under the same
    Message-ID. Given up, it stays in the log, unsent."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def page(self, name: str | None, cursor: str | None, limit: int) -> Page:
        """Those given up last first."""
        at, last = (None, None) if cursor is None else decode_cursor(cursor, tuple[datetime, UUID])
        asked = {"kind": name, "at": at, "id": last, "limit": limit + 1}
        async with self._database.read() as connection:
            rows = [dict(row) for row in (await connection.execute(_PAGE, asked)).mappings()]
        found = [_shown(row) for row in rows[:limit]]
        if len(rows) <= limit:
            return found, None
        return found, encode_cursor(found[-1].since.isoformat(), found[-1].id)

    async def count(self) -> Mapping[str, int]:
        async with self._database.read() as connection:
            rows = await connection.execute(_COUNT, {"most": MOST_COUNTED})
            return {row[0]: row[1] for row in rows}

    async def retry(self, which: Which, caller: Caller, reason: str = "") -> int:  # noqa: ARG002
        return await self._end(which, caller, "mail.sent-again", again=True)

    async def give_up(self, which: Which, caller: Caller, reason: str = "") -> int:
        return await self._end(which, caller, "mail.given-up", again=False, reason=reason)

    async def _end(
        self, which: Which, caller: Caller, action: str, *, again: bool, reason: str = ""
    ) -> int:
        ids = None if which.ids is None else [one for one in map(_uuid, which.ids) if one]
        async with self._database.transaction() as connection:
            ended = await end_dead_mails(connection, ids, which.name, AT_ONCE, again=again)
            for mail, kind in ended:
                why = {"kind": kind} | ({"reason": reason} if reason else {})
                await caller.note(connection, action, f"mail/{mail}", why)
        return len(ended)


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


def _shown(row: Mapping[str, Any]) -> Stuck:
    return Stuck(
        "mail",
        str(row["id"]),
        row["kind"],
        row["address"],
        row["title"] or row["event"],
        row["error"],
        row["ended_at"],
        row["tries"],
    )
