"""Who buys: customers with an account by how often and when they bought goods, and what they paid.
From what is counted of paid orders by month, whatever came back of them."""

from collections.abc import AsyncIterator, Sequence
from datetime import date
from typing import Any, Final
from uuid import UUID

import sqlalchemy as sa
from msgspec import Struct
from msgspec.structs import replace
from sqlalchemy.ext.asyncio import AsyncConnection

from holdfast.db.engine import Database
from holdfast.insights import WHOLE_SHOP
from holdfast.kit.paging import decode_cursor, page_of
from holdfast.views.spreadsheet import Rows, csv_pages, in_units

__all__ = ["MAX_CSV", "Regular", "RegularQuery", "regulars_csv", "regulars_page"]

MAX_CSV: Final = 100_000
_AT_ONCE: Final = 500
_PAGE: Final = sa.text("""
WITH found AS (
    SELECT b.owner, sum(b.orders)::bigint AS orders, min(b.month) AS first, max(b.month) AS last
    FROM buyer_months b
    WHERE b.scope = :whole AND b.orders > 0 AND b.owner LIKE 'user:%'
      AND (CAST(:after AS text) IS NULL OR b.owner > :after)
    GROUP BY b.owner
    HAVING sum(b.orders) >= :least AND (CAST(:most AS bigint) IS NULL OR sum(b.orders) <= :most)
       AND (CAST(:first_from AS date) IS NULL OR min(b.month) >= :first_from)
       AND (CAST(:last_before AS date) IS NULL OR max(b.month) < :last_before)
    ORDER BY b.owner LIMIT :limit)
SELECT f.owner, u.id AS user_id, u.name, u.email, f.orders, f.first, f.last,
       coalesce((SELECT bool_or(c.consent) FROM client_accounts a
                 JOIN clients c ON c.id = a.client_id WHERE a.owner = f.owner), false) AS consent
FROM found f JOIN users u ON u.id = CAST(substr(f.owner, 6) AS uuid)
ORDER BY f.owner
""")
_PAID: Final = sa.text("""
SELECT owner, currency, sum(total)::bigint AS paid FROM orders
WHERE owner = ANY(CAST(:owners AS text[])) AND status IN ('paid', 'completed')
GROUP BY owner, currency ORDER BY owner, sum(total) DESC
""")
_HEAD: Final = (
    "name", "email", "orders", "first_month", "last_month", "paid", "currency", "may_be_written_to",
    "id",
)  # fmt: skip


class RegularQuery(Struct, frozen=True):
    """Who bought so often, at the least and at the most, for the first time from that month on, and
    for the last time before that month."""

    least: int = 1
    most: int | None = None
    first_from: date | None = None
    last_before: date | None = None
    cursor: str | None = None
    limit: int = 50


class Regular(Struct, frozen=True):
    """``first`` and ``last`` are months; ``paid`` by currency, the most first; ``consent``: they
    may be written to about more than what they bought."""

    owner: str
    user_id: UUID
    name: str
    email: str
    orders: int
    first: date
    last: date
    consent: bool
    paid: tuple[tuple[str, int], ...] = ()


async def regulars_page(
    connection: AsyncConnection, query: RegularQuery
) -> tuple[list[Regular], str | None]:
    """A page in the order in which they signed up, and the cursor of the next one."""
    after = decode_cursor(query.cursor, tuple[str])[0] if query.cursor else None
    about: dict[str, Any] = {
        "whole": WHOLE_SHOP,
        "after": after,
        "least": query.least,
        "most": query.most,
        "first_from": query.first_from,
        "last_before": query.last_before,
        "limit": query.limit + 1,
    }
    rows = [Regular(*row) for row in await connection.execute(_PAGE, about)]
    page, more = page_of(rows, query.limit, lambda one: (one.owner,))
    return await _with_paid(connection, page), more


async def _with_paid(connection: AsyncConnection, page: Sequence[Regular]) -> list[Regular]:
    sums: dict[str, list[tuple[str, int]]] = {}
    owners = [one.owner for one in page]
    for owner, currency, paid in await connection.execute(_PAID, {"owners": owners}):
        sums.setdefault(owner, []).append((currency, paid))
    return [replace(one, paid=tuple(sums.get(one.owner, ()))) for one in page]


def regulars_csv(
    database: Database, query: RegularQuery, most: int = MAX_CSV
) -> AsyncIterator[str]:
    """A row for each and each currency they paid in, piece by piece; raises BadCursor at once."""
    if query.cursor:
        decode_cursor(query.cursor, tuple[str])

    async def page(cursor: str | None, limit: int) -> tuple[Rows, str | None]:
        some = replace(query, cursor=cursor, limit=limit)
        async with database.read() as connection:
            found, after = await regulars_page(connection, some)
        return [cells for one in found for cells in _cells(one)], after

    return csv_pages(_HEAD, query.cursor, _AT_ONCE, most, page, "More customers")


def _cells(one: Regular) -> list[list[object]]:
    known = [one.name, one.email, one.orders, one.first.isoformat()[:7], one.last.isoformat()[:7]]
    rest = ["yes" if one.consent else "no", str(one.user_id)]
    if not one.paid:
        return [[*known, "", "", *rest]]
    return [[*known, in_units(paid, currency), currency, *rest] for currency, paid in one.paid]
