"""Which products stand on a page of a category: its own and those of all categories below it.

Each category has its products in each order as a range of an index. A page reads the first of each
range and merges them, so the ten-thousandth costs what the first does; where there are too many
ranges, or it is asked for by its number far behind, PostgreSQL chooses how.
"""

from datetime import datetime
from typing import Any, Final, Literal
from uuid import UUID

import asyncpg
from msgspec import Struct

from holdfast.db.plans import unseen
from holdfast.kit.paging import BadCursor, decode_cursor, page_of

__all__ = ["CategoryQuery", "CategorySort", "category_page", "page_statement"]

CategorySort = Literal["price_asc", "price_desc", "popular", "rating", "new"]

MOST_MERGED: Final = 50_000
"""Rows that are read at most to merge a page."""


_BY_NUMBER: Final = tuple[str, int, UUID]
_BY_TIME: Final = tuple[str, datetime, UUID]


class _Order(Struct, frozen=True):
    """By ``key`` of the rows of ``source``, which have the category in ``category``; ``cursor`` is
    how it is kept in one."""

    key: str
    id: str
    category: str
    source: str
    cursor: Any = _BY_NUMBER
    down: bool = True

    def after(self, *, begun: bool) -> str:
        sign = "<" if self.down else ">"
        return f"AND ({self.key}, {self.id}) {sign} ($4, $5::uuid)" if begun else ""

    def by(self, key: str, id_: str) -> str:
        direction = " DESC" if self.down else ""
        return f"{key}{direction}, {id_}{direction}"


_OWN: Final = ("p.id", "p.category_id", "products p")
_COUNTED: Final = (
    "n.product_id",
    "n.category_id",
    "product_counts n JOIN products p ON p.id = n.product_id",
)
_ORDERS: Final[dict[CategorySort, _Order]] = {
    "price_asc": _Order("p.price", *_OWN, down=False),
    "price_desc": _Order("p.price", *_OWN),
    "new": _Order("p.created_at", *_OWN, _BY_TIME),
    "popular": _Order("n.sales", *_COUNTED),
    "rating": _Order("n.rating", *_COUNTED),
}


_MERGED: Final = f"""
SELECT found.id, found.key
FROM unnest({unseen("$1", "uuid[]")}) AS c(id)
CROSS JOIN LATERAL (
    SELECT {{id}} AS id, {{key}} AS key FROM {{source}}
    WHERE {{category}} = c.id AND p.status = 'active' {{after}}
    ORDER BY {{inner}} LIMIT (SELECT $2::int + $3::int)) AS found
ORDER BY {{outer}} LIMIT {unseen("$2", "int")} OFFSET {unseen("$3", "int")}
"""
_SORTED: Final = """
SELECT {id} AS id, {key} AS key FROM {source}
WHERE {category} = ANY($1::uuid[]) AND p.status = 'active' {after}
ORDER BY {inner} LIMIT $2::int OFFSET $3::int
"""


class CategoryQuery(Struct, frozen=True):
    """One page: behind ``cursor``, or else behind so many products."""

    category: UUID
    locale: str
    sort: CategorySort = "popular"
    limit: int = 20
    offset: int = 0
    cursor: str | None = None


async def category_page(
    pool: asyncpg.Pool, query: CategoryQuery, categories: tuple[UUID, ...]
) -> tuple[list[UUID], str | None]:
    """The ids of those on sale in these categories, and the cursor of the next page."""
    statement, values = page_statement(query, categories)
    rows = await pool.fetch(statement, *values)
    page, next_cursor = page_of(rows, query.limit, lambda row: (query.sort, row[1], row[0]))
    return [row[0] for row in page], next_cursor


def page_statement(query: CategoryQuery, categories: tuple[UUID, ...]) -> tuple[str, list[Any]]:
    """What PostgreSQL is asked: one row more than the page has."""
    order = _ORDERS[query.sort]
    values: list[Any] = [list(categories), query.limit + 1, query.offset]
    if query.cursor is not None:
        made_for, *behind = decode_cursor(query.cursor, order.cursor)
        if made_for != query.sort:
            raise BadCursor
        values += behind
    merged = len(categories) * (query.offset + query.limit + 1) <= MOST_MERGED
    statement = _MERGED if merged else _SORTED
    text = statement.format(
        key=order.key,
        id=order.id,
        category=order.category,
        source=order.source,
        after=order.after(begun=query.cursor is not None),
        inner=order.by(order.key, order.id),
        outer=order.by("found.key", "found.id"),
    )
    return text, values
