"""The stock log: the ledger's journal of variants, newest first, with orders and products.

The journal is large and lies in time order with a small index over time, so a page without a
variant is looked for in windows that reach further and further back; a page about certain
variants follows the index of each account from its last entry on.
"""

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from typing import Any, Final
from uuid import UUID

import sqlalchemy as sa
from msgspec import Struct
from msgspec.structs import replace
from sqlalchemy.ext.asyncio import AsyncConnection

from holdfast.catalog import STOCK_PREFIX, stock_key
from holdfast.db.engine import Database
from holdfast.kit.clock import shop_now
from holdfast.kit.paging import BadCursor, decode_cursor, page_of
from holdfast.ledger import JOURNAL, hold_join
from holdfast.locations import FIRST_LOCATION, TO_COME, account_at, load_locations
from holdfast.views.option_words import OPTIONS_IN_LOCALE
from holdfast.views.spreadsheet import Rows, csv_pages

__all__ = ["MAX_CSV", "LogQuery", "log_csv", "log_page"]

Row = dict[str, Any]
MAX_CSV: Final = 100_000  # entries
_MAX_VARIANTS: Final = 2048
_WINDOWS: Final = (timedelta(minutes=10), timedelta(hours=3), timedelta(days=2), timedelta(days=31))
_BEGINNING: Final = datetime(1970, 1, 1, tzinfo=UTC)
_LATEST: Final = 2**62  # beyond any version

_MATCHING: Final = """
    (CAST(:operation AS text) IS NULL OR e.operation = :operation)
    AND (CAST(:actor AS text) IS NULL OR e.actor = :actor)
    AND e.operation <> 'wait'
    AND e.at >= :since AND e.at < :until
    AND (CAST(:last_at AS timestamptz) IS NULL
         OR (e.at, e.key, e.version) < (:last_at, :last_key COLLATE "C", CAST(:last AS bigint)))
"""
# After the variant's id there stands the location's, but for the first.
_PLACE: Final = (
    f"CASE WHEN length(e.key) > 42 THEN CAST(substr(e.key, 44) AS uuid)"
    f" ELSE CAST('{FIRST_LOCATION}' AS uuid) END"
)
_BY_TIME: Final = f"""
    SELECT e.* FROM {JOURNAL}
    WHERE e.key LIKE 'stock/%' AND {_MATCHING}
      AND (CAST(:location AS uuid) IS NULL OR {_PLACE} = :location)
    ORDER BY e.at DESC, e.key DESC, e.version DESC LIMIT :limit
"""
# The bound by version says nothing new, but the index is entered there: of one variant's long log
# what was read before is not read again for each page.
_BY_KEY: Final = f"""
    SELECT e.* FROM unnest(CAST(:keys AS text[])) AS k(key)
    CROSS JOIN unnest(CAST(:partitions AS smallint[])) AS n(partition)
    CROSS JOIN LATERAL (
        SELECT * FROM {JOURNAL}
        WHERE e.partition = n.partition AND e.key = k.key AND {_MATCHING}
          AND e.version < CASE WHEN k.key = CAST(:last_key AS text) THEN CAST(:last AS bigint)
                               ELSE {_LATEST} END
        ORDER BY e.version DESC LIMIT :limit) e
    ORDER BY e.at DESC, e.key DESC, e.version DESC LIMIT :limit
"""
# Of any other 36 characters, which a reason may have, PostgreSQL would make no id but an error.
_ID: Final = "[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}"
_NAMED: Final = """
SELECT e.at, e.key, l.id AS location_id, l.name AS location, v.id AS variant_id, p.id AS product_id,
       coalesce(p.translations -> CAST(:locale AS text) ->> 'name', p.name) AS product_name,
       v.sku, {options} AS options, e.operation, e.change, e.held_change, e.balance, e.held,
       e.version,
       o.id AS order_id, o.number AS order_number, e.hold AS hold_id, e.actor, e.request, e.note
FROM ({entries}) e
LEFT JOIN variants v ON v.id = CAST(substr(e.key, 7, 36) AS uuid)
LEFT JOIN products p ON p.id = v.product_id
LEFT JOIN locations l ON l.id = {place}
{holds}
LEFT JOIN orders o
    ON o.id = CASE WHEN h.ref LIKE 'order/%' THEN CAST(substr(h.ref, 7) AS uuid)
                   WHEN e.hold IS NULL
                       AND e.note ~ '^order/{id} ({of_order})$'
                   THEN CAST(substr(e.note, 7, 36) AS uuid) END
ORDER BY e.at DESC, e.key DESC, e.version DESC
"""
_PARTS: Final = {
    "id": _ID,
    "of_order": "refunded|bought|returned|codes back|delivered otherwise",
    "place": _PLACE,
    "options": OPTIONS_IN_LOCALE,
    "holds": hold_join("e.hold"),
}
_PAGE_BY_TIME: Final = sa.text(_NAMED.format(entries=_BY_TIME, **_PARTS))
_PAGE_BY_KEY: Final = sa.text(_NAMED.format(entries=_BY_KEY, **_PARTS))
_OF_PRODUCT: Final = sa.text("SELECT id FROM variants WHERE product_id = :id LIMIT :limit")

_COLUMNS: Final = (
    "at", "location", "variant_id", "product_name", "sku", "options", "operation", "change",
    "held_change", "balance", "held", "version", "order_number", "hold_id", "actor", "request",
    "note",
)  # fmt: skip


class LogQuery(Struct, frozen=True):
    """Which entries, from where on; ``since`` is within, ``until`` is not."""

    locale: str
    variant_id: UUID | None = None
    product_id: UUID | None = None
    operation: str | None = None
    actor: str | None = None
    since: datetime | None = None
    until: datetime | None = None
    cursor: str | None = None
    limit: int = 50
    location_id: UUID | None = None


async def log_page(
    connection: AsyncConnection, query: LogQuery, partitions: int
) -> tuple[list[Row], str | None]:
    """A page, newest first, and the cursor of the next one."""
    return await _page(connection, query, await _keys(connection, query), partitions)


def log_csv(
    database: Database, query: LogQuery, partitions: int, most: int = MAX_CSV
) -> AsyncIterator[str]:
    """The entries for a spreadsheet, piece by piece, ``query.limit`` at a time; raises BadCursor
    at once. Where there are more than ``most``, the last line gives the cursor to go on with."""
    if query.cursor:
        _position(query.cursor)
    return _pieces(database, query, partitions, most)


async def _pieces(
    database: Database, query: LogQuery, partitions: int, most: int
) -> AsyncIterator[str]:
    async with database.read() as connection:
        keys = await _keys(connection, query)

    async def page(cursor: str | None, limit: int) -> tuple[Rows, str | None]:
        some = replace(query, cursor=cursor, limit=limit)
        async with database.read() as connection:
            rows, after = await _page(connection, some, keys, partitions)
        return [[row[column] for column in _COLUMNS] for row in rows], after

    async for piece in csv_pages(_COLUMNS, query.cursor, query.limit, most, page, "Older entries"):
        yield piece


async def _page(
    connection: AsyncConnection, query: LogQuery, keys: list[str] | None, partitions: int
) -> tuple[list[Row], str | None]:
    if keys is not None and not keys:
        return [], None
    rows: list[Row] = []
    for since in _reaches(query, by_key=keys is not None):
        rows = await _read(connection, query, keys, since, partitions)
        if len(rows) > query.limit:
            break
    return page_of(rows, query.limit, lambda row: (row["at"], row["key"], row["version"]))


async def _keys(connection: AsyncConnection, query: LogQuery) -> list[str] | None:
    """The accounts asked for; None for all."""
    if query.variant_id is None and query.product_id is None:
        return None
    places = [*(one.id for one in await load_locations(connection)), TO_COME]
    if query.location_id is not None:
        places = [one for one in places if one == query.location_id]
    ids = [query.variant_id]
    if query.variant_id is None:
        about = {"id": query.product_id, "limit": _MAX_VARIANTS}
        ids = [row[0] for row in await connection.execute(_OF_PRODUCT, about)]
    return [account_at(stock_key(one), place) for one in ids if one for place in places]


def _reaches(query: LogQuery, *, by_key: bool) -> list[datetime]:
    """From when on to look, further back each time."""
    first = query.since or _BEGINNING
    if by_key:
        return [first]
    latest = query.until or shop_now() + timedelta(days=1)
    if query.cursor:
        latest = min(latest, _position(query.cursor)[0])
    latest = min(latest, shop_now())
    return [*(start for width in _WINDOWS if (start := latest - width) > first), first]


async def _read(
    connection: AsyncConnection,
    query: LogQuery,
    keys: list[str] | None,
    since: datetime,
    partitions: int,
) -> list[Row]:
    last_at, last_key, last = _position(query.cursor) if query.cursor else (None, None, None)
    about: dict[str, object] = {
        "locale": query.locale,
        "operation": query.operation,
        "actor": query.actor,
        "location": query.location_id,
        "since": since,
        "until": query.until or shop_now() + timedelta(days=1),
        "last_at": last_at,
        "last_key": last_key,
        "last": last,
        "limit": query.limit + 1,
        "partitions": list(range(1, partitions + 1)),
    }
    if keys is not None:
        about["keys"] = keys
    rows = await connection.execute(_PAGE_BY_TIME if keys is None else _PAGE_BY_KEY, about)
    return [dict(row) for row in rows.mappings()]


def _position(cursor: str) -> tuple[datetime, str, int]:
    at, key, version = decode_cursor(cursor, tuple[datetime, str, int])
    if not key.startswith(STOCK_PREFIX):
        raise BadCursor
    return at, key, version
