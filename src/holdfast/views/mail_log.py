"""What was said to whom: the log of mails, newest first."""

from datetime import datetime
from typing import Final
from uuid import UUID

import sqlalchemy as sa
from msgspec import Struct
from sqlalchemy.ext.asyncio import AsyncConnection

from holdfast.db.plans import uuid_in
from holdfast.kit.paging import decode_cursor, page_of
from holdfast.mail import Channel, MailStatus

__all__ = ["MailRow", "mail_log"]

# By address, by whose they are, or by the number of the order they are about. What another told of
# as well is found by that one.
_PAGE: Final = sa.text(f"""
SELECT m.id, m.kind, m.subject_id, m.owner, m.address, m.name, m.locale, m.status, m.title,
       m.tries, m.error, m.created_at, m.due_at, m.ended_at,
       CASE WHEN m.owner LIKE 'user:%' THEN substr(m.owner, 6) END AS user_id,
       o.id AS order_id, o.number AS order_number, m.channel,
       (SELECT count(*) FROM mails g WHERE g.told_in = m.id) AS gathered
FROM mails m LEFT JOIN orders o ON o.id = {uuid_in("m.subject_id")}
WHERE m.told_in IS NULL AND (CAST(:kind AS text) IS NULL OR m.kind = :kind)
  AND (CAST(:status AS text) IS NULL OR m.status = :status)
  AND (CAST(:channel AS text) IS NULL OR m.channel = :channel)
  AND (CAST(:q AS text) IS NULL OR m.address = lower(:q) OR m.owner = :q OR m.owner = 'user:' || :q
       OR m.subject_id = (SELECT n.id::text FROM orders n WHERE n.number = upper(:q))
       OR EXISTS (SELECT FROM mails g JOIN orders n ON n.id::text = g.subject_id
                  WHERE g.told_in = m.id AND n.number = upper(:q)))
  AND (CAST(:at AS timestamptz) IS NULL
       OR (m.created_at, m.id) < (CAST(:at AS timestamptz), CAST(:id AS uuid)))
ORDER BY m.created_at DESC, m.id DESC LIMIT :limit
""").bindparams(
    sa.bindparam("at", type_=sa.TIMESTAMP(timezone=True)), sa.bindparam("id", type_=sa.Uuid)
)


class MailRow(Struct, frozen=True):
    """One of the log. ``title``: as it was sent, empty before; ``user_id``, if the owner has an
    account; ``gathered``: of so many others it told as well."""

    id: UUID
    kind: str
    subject_id: str
    owner: str
    address: str
    name: str
    locale: str
    status: MailStatus
    title: str
    tries: int
    error: str
    created_at: datetime
    due_at: datetime
    ended_at: datetime | None
    user_id: str | None
    order_id: UUID | None
    order_number: str | None
    channel: Channel
    gathered: int


async def mail_log(
    connection: AsyncConnection, q: str | None, kind: str | None, status: MailStatus | None,
    channel: Channel | None, cursor: str | None, limit: int,
) -> tuple[list[MailRow], str | None]:  # fmt: skip
    """A page, and the cursor of the next. Raises :class:`~holdfast.kit.paging.BadCursor`."""
    at, last = (None, None) if cursor is None else decode_cursor(cursor, tuple[datetime, UUID])
    asked = {
        "q": (q or "").strip() or None, "kind": kind, "status": status, "at": at, "id": last,
        "channel": channel, "limit": limit + 1,
    }  # fmt: skip
    rows = [MailRow(*row) for row in await connection.execute(_PAGE, asked)]
    return page_of(rows, limit, lambda one: (one.created_at, one.id))
