"""Which products stand on a page of the shop: filters, order, and where the next page begins."""

import re
from datetime import datetime
from itertools import islice
from typing import Any, Final, Literal
from uuid import UUID

import sqlalchemy as sa
from msgspec import Struct
from sqlalchemy.ext.asyncio import AsyncConnection

from holdfast.catalog import CategoryTree
from holdfast.catalog.tables import products, variants
from holdfast.kit.paging import BadCursor, decode_cursor, page_of
from holdfast.ledger import FREE, free_of, sum_join
from holdfast.locations import goods_accounts

__all__ = [
    "ListPage", "ListQuery", "Sort", "found_by", "like", "list_page", "root_names",
    "search_words",
]  # fmt: skip

Sort = Literal["new", "price", "-price", "name"]

_KEYS: Final[dict[Sort, sa.Column[Any]]] = {
    "new": products.c.created_at,
    "price": products.c.price,
    "-price": products.c.price,
    "name": products.c.name,
}
_DOWN: Final = frozenset({"new", "-price"})
MAX_ROOTS: Final = 100
MAX_WORDS: Final = 10

# Of the roots, those below which something is on sale: it stops at the first product of each.
_FILLED: Final = sa.text("""
SELECT r.id FROM categories r
WHERE r.parent_id IS NULL AND EXISTS (
    SELECT FROM categories c JOIN products p ON p.category_id = c.id AND p.status = 'active'
    WHERE c.path @> ARRAY[r.id])
""")


class ListQuery(Struct, frozen=True):
    """One page of the shop, as asked for. Without ``sort`` the newest stand first or, where
    something is looked for, what fits best."""

    locale: str
    limit: int = 24
    cursor: str | None = None
    category: str | None = None
    q: str | None = None
    sort: Sort | None = None
    in_stock: bool = False


class ListPage(Struct, frozen=True):
    """The ids in order; ``categories`` of the whole shop, on first pages only."""

    ids: tuple[UUID, ...]
    categories: tuple[str, ...] | None
    next_cursor: str | None


async def list_page(
    connection: AsyncConnection, query: ListQuery, tree: CategoryTree, partitions: int
) -> ListPage:
    """One index range; no count of the whole, so the thousandth page costs what the first does.
    What ``q`` looks for is found by the search (``views/search``), not here."""
    roots = None if query.cursor else await root_names(connection, query.locale, tree)
    sort: Sort = query.sort or "new"
    key = _KEYS[sort]
    down = sort in _DOWN
    statement = sa.select(products.c.id, key).where(products.c.status == "active")
    if query.category:
        meant = tree.called(query.category) or tree.named(query.category, query.locale)
        if meant is None:
            return ListPage((), roots, None)
        statement = statement.where(products.c.category_id.in_(tree.with_below(meant.id)))
    if query.in_stock:
        statement = statement.where(_any_free(partitions))
    if query.cursor:
        after = sa.tuple_(*_position(query.cursor, sort))
        place = sa.tuple_(key, products.c.id)
        statement = statement.where(place < after if down else place > after)
    order = (key.desc(), products.c.id.desc()) if down else (key, products.c.id)
    rows = (await connection.execute(statement.order_by(*order).limit(query.limit + 1))).all()
    page, next_cursor = page_of(rows, query.limit, lambda row: (sort, row[1], row[0]))
    return ListPage(
        ids=tuple(row[0] for row in page),
        categories=roots,
        next_cursor=next_cursor,
    )


def search_words(text: str) -> str:
    """A tsquery for words as they are typed: each of them, the last letters still missing."""
    return " & ".join(_typed(text))


def found_by(text: str, product: str = "p") -> tuple[str, dict[str, str]]:
    """SQL and its values: the product has each word of the text, itself or in the name of a
    category it stands in. A text without words finds nothing."""
    words = {f"word{place}": word for place, word in enumerate(_typed(text))}
    each = (
        f"""({product}.search @@ to_tsquery('simple', :{name})
        OR {product}.category_id = ANY(ARRAY(
            SELECT c.id FROM categories found JOIN categories c ON c.path @> ARRAY[found.id]
            WHERE found.search @@ to_tsquery('simple', :{name}))))"""
        for name in words
    )
    return " AND ".join(each) or "false", words


def _typed(text: str) -> list[str]:
    words = re.findall(r"[^\W_]+", text.casefold())[:MAX_WORDS]
    return [f"'{word[:60]}':*" for word in words]


def like(text: str) -> str:
    """A pattern for what has this text in it, its own wildcards meant as letters."""
    literal = text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    return f"%{literal}%"


async def root_names(
    connection: AsyncConnection, locale: str, tree: CategoryTree
) -> tuple[str, ...]:
    """What the categories at the root are called."""
    filled = set((await connection.execute(_FILLED)).scalars())
    names = (one.name_in(locale) for one in tree.below(None) if one.id in filled)
    return tuple(islice(names, MAX_ROOTS))


def _can_be_made(partitions: int) -> sa.ColumnElement[bool]:
    """Whether a variant that is made of others has all of its parts."""
    at = f"ARRAY[{', '.join(map(str, range(1, partitions + 1)))}]::smallint[]"
    found: sa.ColumnElement[bool] = sa.literal_column(f"""(
        EXISTS (SELECT FROM variant_parts t WHERE t.variant_id = variants.id)
        AND NOT EXISTS (
            SELECT FROM variant_parts t {sum_join(goods_accounts("t.part_id"), at)}
            WHERE t.variant_id = variants.id AND coalesce({FREE}, 0) < t.units))""")
    return found


def _any_free(partitions: int) -> sa.ColumnElement[bool]:
    """Whether some variant on sale has a free piece."""
    keys: sa.ColumnClause[Any] = sa.literal_column(goods_accounts("variants.id"))
    return sa.exists(
        sa.select(sa.literal(1))
        .select_from(variants)
        .where(
            variants.c.product_id == products.c.id,
            variants.c.active,
            sa.or_(free_of(keys, partitions) > 0, _can_be_made(partitions)),
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
