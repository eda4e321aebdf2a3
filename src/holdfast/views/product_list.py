"""Which products stand on a page of the shop: filters, order, and where the next page begins."""

import re
from datetime import datetime
from typing import Any, Final, Literal
from uuid import UUID

import sqlalchemy as sa
from msgspec import Struct
from sqlalchemy.ext.asyncio import AsyncConnection

from holdfast.catalog.tables import products, variants
from holdfast.kit.paging import BadCursor, decode_cursor, page_of
from holdfast.ledger import balance_of

__all__ = ["ListPage", "ListQuery", "Sort", "list_page", "search_words"]

Sort = Literal["new", "price", "-price", "name"]

_KEYS: Final[dict[Sort, sa.Column[Any]]] = {
    "new": products.c.created_at,
    "price": products.c.price,
    "-price": products.c.price,
    "name": products.c.name,
}
_DOWN: Final = frozenset({"new", "-price"})
MAX_CATEGORIES: Final = 100

# A loose walk over the index: one probe a category, however many products there are.
_CATEGORIES: Final = sa.text("""
WITH RECURSIVE walk AS (
    (SELECT category FROM products WHERE status = 'active' ORDER BY category LIMIT 1)
    UNION ALL
    SELECT (SELECT p.category FROM products p
            WHERE p.status = 'active' AND p.category > walk.category
            ORDER BY p.category LIMIT 1)
    FROM walk WHERE walk.category IS NOT NULL
)
SELECT walk.category,
       (SELECT p.translations -> CAST(:locale AS text) ->> 'category' FROM products p
        WHERE p.status = 'active' AND p.category = walk.category
        ORDER BY p.created_at LIMIT 1) AS named
FROM walk WHERE walk.category <> '' LIMIT :limit
""")


class ListQuery(Struct, frozen=True):
    """One page of the shop, as asked for."""

    locale: str
    limit: int = 24
    cursor: str | None = None
    category: str | None = None
    q: str | None = None
    sort: Sort = "new"
    in_stock: bool = False


class ListPage(Struct, frozen=True):
    """The ids in order; ``categories`` of the whole shop, on first pages only."""

    ids: tuple[UUID, ...]
    categories: tuple[str, ...] | None
    next_cursor: str | None


async def list_page(connection: AsyncConnection, query: ListQuery, partitions: int) -> ListPage:
    """One index range; no count of the whole, so the thousandth page costs what the first does."""
    categories = await _categories(connection, query.locale)
    key = _KEYS[query.sort]
    down = query.sort in _DOWN
    statement = sa.select(products.c.id, key).where(products.c.status == "active")
    if query.category:
        meant = categories.get(query.category, query.category)
        statement = statement.where(products.c.category == meant)
    if query.q:
        words = search_words(query.q)
        if not words:
            return ListPage((), _shown(categories, query), None)
        statement = statement.where(
            products.c.search.bool_op("@@")(sa.func.to_tsquery(sa.text("'simple'"), words))
        )
    if query.in_stock:
        statement = statement.where(_any_free(partitions))
    if query.cursor:
        after = sa.tuple_(*_position(query.cursor, query.sort))
        place = sa.tuple_(key, products.c.id)
        statement = statement.where(place < after if down else place > after)
    order = (key.desc(), products.c.id.desc()) if down else (key, products.c.id)
    rows = (await connection.execute(statement.order_by(*order).limit(query.limit + 1))).all()
    page, next_cursor = page_of(rows, query.limit, lambda row: (query.sort, row[1], row[0]))
    return ListPage(
        ids=tuple(row[0] for row in page),
        categories=_shown(categories, query),
        next_cursor=next_cursor,
    )


def search_words(text: str) -> str:
    """A tsquery for words as they are typed: each of them, the last letters still missing."""
    words = re.findall(r"[^\W_]+", text.casefold())[:10]
    return " & ".join(f"'{word[:60]}':*" for word in words)


def like(text: str) -> str:
    """A pattern for what has this text in it, its own wildcards meant as letters."""
    literal = text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    return f"%{literal}%"


def _shown(categories: dict[str, str], query: ListQuery) -> tuple[str, ...] | None:
    return None if query.cursor else tuple(categories)


async def _categories(connection: AsyncConnection, locale: str) -> dict[str, str]:
    """Each category as it is called in that language, and as it is kept."""
    rows = await connection.execute(_CATEGORIES, {"locale": locale, "limit": MAX_CATEGORIES})
    return {named or category: category for category, named in rows}


def _any_free(partitions: int) -> sa.ColumnElement[bool]:
    """Whether some variant on sale has a free piece."""
    key = sa.func.concat("stock/", sa.cast(variants.c.id, sa.Text))
    return sa.exists(
        sa.select(sa.literal(1))
        .select_from(variants)
        .where(
            variants.c.product_id == products.c.id,
            variants.c.active,
            balance_of(key, partitions) > 0,
        )
    )


def _position(cursor: str, sort: Sort) -> tuple[datetime | int | str, UUID]:
    """The last row of the page before; a cursor of another order is refused."""
    kind: type[tuple[str, Any, UUID]] = tuple[str, str, UUID]
    if sort == "new":
        kind = tuple[str, datetime, UUID]
    elif sort in ("price", "-price"):
        kind = tuple[str, int, UUID]
    made_for, value, product_id = decode_cursor(cursor, kind)
    if made_for != sort:
        raise BadCursor
    return value, product_id
