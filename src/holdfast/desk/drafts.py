"""Drafts: what somebody typed into a form and has not saved. Nobody but its owner ever sees one."""

from datetime import datetime
from typing import Any, Final

import msgspec
import sqlalchemy as sa
from msgspec import Struct
from sqlalchemy.ext.asyncio import AsyncConnection

from holdfast.desk.tables import drafts as table

MOST_DRAFTS: Final = 50
"""Of one person: the oldest go."""
_DAYS: Final = 30

_DRAFT: Final = (
    table.c.subject, table.c.title, table.c.based_on, table.c.form, table.c.version,
    table.c.saved_at,
)  # fmt: skip
_PUT: Final = sa.text("""
INSERT INTO drafts (owner, subject, title, based_on, form, version)
SELECT :owner, :subject, :title, CAST(:based_on AS bigint), CAST(:form AS jsonb), 1
WHERE CAST(:version AS bigint) = 0
   OR EXISTS (SELECT FROM drafts d WHERE d.owner = :owner AND d.subject = :subject)
ON CONFLICT (owner, subject) DO UPDATE
SET title = excluded.title, based_on = excluded.based_on, form = excluded.form,
    version = drafts.version + 1, saved_at = clock_timestamp()
WHERE drafts.version = :version
RETURNING version
""")
_OLDEST: Final = sa.text("""
DELETE FROM drafts WHERE owner = :owner AND subject IN (
    SELECT subject FROM drafts WHERE owner = :owner ORDER BY saved_at DESC, subject OFFSET :most)
""")
_DROP: Final = sa.text("DELETE FROM drafts WHERE owner = :owner AND subject = :subject")
_SWEEP: Final = sa.text("""
DELETE FROM drafts WHERE saved_at < clock_timestamp() - make_interval(days => :days)
""")


class Draft(Struct, frozen=True):
    """``based_on``: the revision of what is edited that it was begun from, 0 for a new thing;
    ``version``: of the draft, one more with each time it is kept."""

    subject: str
    title: str
    based_on: int
    form: dict[str, Any]
    version: int
    saved_at: datetime


async def draft_of(connection: AsyncConnection, owner: str, subject: str) -> Draft | None:
    query = sa.select(*_DRAFT).where(table.c.owner == owner, table.c.subject == subject)
    row = (await connection.execute(query)).first()
    return None if row is None else Draft(*row)


async def drafts_of(connection: AsyncConnection, owner: str) -> list[Draft]:
    """The owner's, the latest first."""
    query = sa.select(*_DRAFT).where(table.c.owner == owner)
    rows = await connection.execute(query.order_by(table.c.saved_at.desc(), table.c.subject))
    return [Draft(*row) for row in rows]


async def put_draft(
    connection: AsyncConnection,
    owner: str,
    subject: str,
    *,
    title: str,
    based_on: int,
    form: dict[str, Any],
    version: int,
) -> int | None:
    """Keep it over that of ``version`` (0: there is none yet); the version it has now, None if
    another one is kept. The owner's oldest go where there are too many."""
    row = {
        "owner": owner,
        "subject": subject,
        "title": title,
        "based_on": based_on,
        "form": msgspec.json.encode(form).decode(),
        "version": version,
    }
    made = (await connection.execute(_PUT, row)).scalar_one_or_none()
    await connection.execute(_OLDEST, {"owner": owner, "most": MOST_DRAFTS})
    return None if made is None else int(made)


async def drop_draft(connection: AsyncConnection, owner: str, subject: str) -> None:
    await connection.execute(_DROP, {"owner": owner, "subject": subject})


async def sweep_drafts(connection: AsyncConnection) -> int:
    """Remove those that nobody touched for a month."""
    return (await connection.execute(_SWEEP, {"days": _DAYS})).rowcount
