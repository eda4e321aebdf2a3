"""Who gets a newsletter: all who are subscribed, or those of them whose account is in a group."""

from collections.abc import Sequence
from typing import Final
from uuid import UUID

import asyncpg
import sqlalchemy as sa
from msgspec import Struct
from sqlalchemy.ext.asyncio import AsyncConnection

from holdfast.newsletters import Counted, Newsletter

__all__ = ["NextReader", "count_readers", "counts_of", "next_readers", "some_on_their_way"]

_OPEN: Final = "('waiting', 'sending', 'handing')"
_IN_IT: Final = """
    (CAST({group} AS uuid) IS NULL OR EXISTS (
        SELECT FROM users u JOIN customer_group_members m ON m.owner = 'user:' || u.id::text
        JOIN customer_groups g ON g.id = m.group_id AND g.status = 'open'
        WHERE lower(u.email) = s.email AND u.active AND m.group_id = CAST({group} AS uuid)))
"""
_COUNT: Final = f"""
SELECT count(*) FROM newsletter_subscribers s
WHERE s.status = 'subscribed' AND {_IN_IT.format(group="$1")}
"""
_NEXT: Final = sa.text(f"""
SELECT s.id, s.email, s.locale FROM newsletter_subscribers s
WHERE s.status = 'subscribed' AND s.subscribed_at <= :begun
  AND (CAST(:reached AS uuid) IS NULL OR s.id > CAST(:reached AS uuid))
  AND {_IN_IT.format(group=":group")}
ORDER BY s.id LIMIT :most
""").bindparams(sa.bindparam("begun", type_=sa.DateTime(timezone=True)))
_ON_THEIR_WAY: Final = sa.text(f"""
SELECT EXISTS (SELECT FROM mails WHERE kind = 'newsletter'
               AND subject_id = CAST(:id AS text) AND status IN {_OPEN})
""")
# None of one that is older than the log of mails is found: how it ended was written down then.
_COUNTS: Final = f"""
SELECT n.id, m.*, (SELECT count(*) FROM newsletter_consents c WHERE c.newsletter_id = n.id) AS gone
FROM unnest($1::uuid[]) AS n (id) CROSS JOIN LATERAL (
    SELECT count(*) FILTER (WHERE status IN {_OPEN}) AS waiting,
           count(*) FILTER (WHERE status = 'sent') AS sent,
           count(*) FILTER (WHERE status = 'dead') AS refused,
           count(*) FILTER (WHERE status = 'dropped') AS dropped
    FROM mails WHERE kind = 'newsletter' AND subject_id = n.id::text) m
"""


class NextReader(Struct, frozen=True):
    id: UUID
    email: str
    locale: str


async def count_readers(pool: asyncpg.Pool, group: UUID | None) -> int:
    """How many would get it now."""
    return int(await pool.fetchval(_COUNT, group))


async def next_readers(
    connection: AsyncConnection, newsletter: Newsletter, most: int
) -> list[NextReader]:
    """Those after whom it was written to last, who had subscribed before it began."""
    asked = {
        "begun": newsletter.begun_at, "reached": newsletter.reached, "group": newsletter.group,
        "most": most,
    }  # fmt: skip
    return [NextReader(*row) for row in await connection.execute(_NEXT, asked)]


async def some_on_their_way(connection: AsyncConnection, newsletter_id: UUID) -> bool:
    """Whether mails of it are still to be sent."""
    return bool(await connection.scalar(_ON_THEIR_WAY, {"id": str(newsletter_id)}))


async def counts_of(pool: asyncpg.Pool, found: Sequence[Newsletter]) -> dict[UUID, Counted]:
    """What became of the mails of each."""
    begun = [one for one in found if one.begun_at is not None]
    rows = await pool.fetch(_COUNTS, [one.id for one in begun]) if begun else ()
    counted = {row[0]: Counted(*row[1:]) for row in rows}
    return {one.id: _newest(one, counted.get(one.id, Counted())) for one in found}


def _newest(one: Newsletter, counted: Counted) -> Counted:
    is_known = counted.waiting + counted.sent + counted.refused + counted.dropped > 0
    return counted if is_known or one.counted is None else one.counted
