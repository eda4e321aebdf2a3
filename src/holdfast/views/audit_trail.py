"""The audit log as staff read it: who did what with what, newest first."""

from collections.abc import AsyncIterator
from datetime import datetime
from typing import Any, Final

import sqlalchemy as sa
from msgspec import Struct
from msgspec.structs import replace
from sqlalchemy.ext.asyncio import AsyncConnection

from holdfast.db.engine import Database
from holdfast.db.plans import uuid_in
from holdfast.kit.paging import decode_cursor, page_of
from holdfast.views.order_search import what_is_meant
from holdfast.views.spreadsheet import Rows, csv_pages

__all__ = ["AuditQuery", "audit_csv", "audit_page"]

Row = dict[str, Any]
MAX_CSV: Final = 100_000  # lines
_LINES: Final = (
    "SELECT a.id, a.at, a.actor, a.action, a.subject, a.data, a.request FROM audit_log a"
)
_NAMED: Final = """
SELECT a.*, {actor} AS actor_name, {subject} AS subject_name, o.number AS order_number
FROM ({lines}) a
LEFT JOIN users by_whom ON 'user:' || by_whom.id::text = a.actor
LEFT JOIN users whom ON 'user:' || whom.id::text = a.subject
LEFT JOIN orders o ON o.id = {order}
ORDER BY a.id DESC
"""
_NAME: Final = "coalesce(nullif({user}.name, ''), {user}.email)"
# Of a booking the order is what people look for; its lines have the booking's id.
_BOOKINGS: Final = sa.text("""
SELECT id::text FROM bookings WHERE order_id = ANY(CAST(:orders AS uuid[]))
""")
_COLUMNS: Final = ("at", "actor", "name", "action", "subject", "subject_name", "data", "request")


class AuditQuery(Struct, frozen=True):
    """``q``: a person who did it or whom it was done to, an order's number, or any id; ``by``:
    who did it; ``about``: what kind of thing, which actions begin with; ``kinds``: those that may
    be told. ``since`` is within, ``until`` is not."""

    q: str | None = None
    by: str | None = None
    about: str | None = None
    since: datetime | None = None
    until: datetime | None = None
    cursor: str | None = None
    limit: int = 50
    kinds: tuple[str, ...] | None = None


async def audit_page(
    connection: AsyncConnection, query: AuditQuery
) -> tuple[list[Row], str | None]:
    """A page, newest first, and the cursor of the next one."""
    return await _page(connection, query, await _meant(connection, query.q))


def audit_csv(database: Database, query: AuditQuery, most: int = MAX_CSV) -> AsyncIterator[str]:
    """The lines for a spreadsheet, piece by piece, ``query.limit`` at a time; raises BadCursor at
    once. Where there are more than ``most``, the last line gives the cursor to go on with."""
    if query.cursor:
        decode_cursor(query.cursor, tuple[int])
    return _pieces(database, query, most)


async def _pieces(database: Database, query: AuditQuery, most: int) -> AsyncIterator[str]:
    async with database.read() as connection:
        meant = await _meant(connection, query.q)

    async def page(cursor: str | None, limit: int) -> tuple[Rows, str | None]:
        some = replace(query, cursor=cursor, limit=limit)
        async with database.read() as connection:
            rows, after = await _page(connection, some, meant)
        return map(_cells, rows), after

    async for piece in csv_pages(_COLUMNS, query.cursor, query.limit, most, page, "Older lines"):
        yield piece


def _cells(row: Row) -> tuple[object, ...]:
    return (
        row["at"], row["actor"], row["actor_name"], row["action"],
        row["order_number"] or row["subject"], row["subject_name"], row["data"], row["request"],
    )  # fmt: skip


async def _meant(connection: AsyncConnection, q: str | None) -> list[str] | None:
    """Actors and subjects that the text may mean; None: of all."""
    if q is None:
        return None
    found = await what_is_meant(connection, q)
    bookings = await connection.execute(_BOOKINGS, {"orders": list(found.orders)})
    words = [q, *found.owners, *map(str, found.orders), *map(str, found.variants)]
    return [*words, *(row[0] for row in bookings)]


async def _page(
    connection: AsyncConnection, query: AuditQuery, meant: list[str] | None
) -> tuple[list[Row], str | None]:
    """Only the conditions that are asked for, so that each combination is planned for itself."""
    conditions: list[str] = []
    about: dict[str, object] = {"limit": query.limit + 1}
    if query.cursor:
        conditions.append("a.id < :last")
        about["last"] = decode_cursor(query.cursor, tuple[int])[0]
    if query.by:
        conditions.append("a.actor = :by")
        about["by"] = query.by
    if query.about:
        conditions.append("starts_with(a.action, :about)")
        about["about"] = f"{query.about}."
    if query.kinds is not None:
        conditions.append("split_part(a.action, '.', 1) = ANY(CAST(:kinds AS text[]))")
        about["kinds"] = list(query.kinds)
    if query.since:
        conditions.append("a.at >= :since")
        about["since"] = query.since
    if query.until:
        conditions.append("a.at < :until")
        about["until"] = query.until
    lines = f"{_LINES}{_where(conditions)} ORDER BY a.id DESC LIMIT :limit"
    if meant is not None:
        about["meant"] = meant
        halves = (
            f"({_LINES}{_where([*conditions, f'a.{one} = ANY(CAST(:meant AS text[]))'])}"
            " ORDER BY a.id DESC LIMIT :limit)"
            for one in ("actor", "subject")
        )
        lines = f"{' UNION '.join(halves)} ORDER BY id DESC LIMIT :limit"
    statement = _NAMED.format(
        lines=lines,
        actor=_NAME.format(user="by_whom"),
        subject=_NAME.format(user="whom"),
        order=uuid_in("a.subject"),
    )
    rows = (await connection.execute(sa.text(statement), about)).mappings()
    return page_of([dict(row) for row in rows], query.limit, lambda row: (row["id"],))


def _where(conditions: list[str]) -> str:
    return f" WHERE {' AND '.join(conditions)}" if conditions else ""
