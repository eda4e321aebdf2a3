"""Orders as staff go through them: sorted, by what they look for, in pages or as CSV; and how many
of them there are, for how much.

Order ids are made in the order of time, so a page of the newest or the oldest is a stretch of the
primary key: orders that come in meanwhile shift no later page. What is looked for is found by an
index each (see ``order_search``), at most so many orders of each buyer and variant as the page has
lines. By total or by the last change all that the filters let through are read, as where a filter
fits few orders (decision 126): a quarter of a second for a million.
"""

from collections.abc import AsyncIterator
from datetime import datetime
from typing import Any, Final, Literal, TypeAlias
from uuid import UUID

import msgspec
import sqlalchemy as sa
from msgspec import Struct
from msgspec.structs import replace
from sqlalchemy.ext.asyncio import AsyncConnection

from holdfast.db.engine import Database
from holdfast.kit.paging import decode_cursor, page_of
from holdfast.orders import fulfilment_of
from holdfast.views.buyers import BUYER_EMAIL, BUYER_NAME, buyer_of
from holdfast.views.names_now import describe_rows
from holdfast.views.option_words import ORDERED_NAME, ORDERED_OPTIONS
from holdfast.views.order_filters import (
    PAID_BY_PROVIDER,
    TRIED,
    GoodsState,
    OrderFilter,
    PaidState,
    conditions_of,
    paid_as,
)
from holdfast.views.order_search import Meant, what_is_meant
from holdfast.views.spreadsheet import Rows, csv_pages, in_units

__all__ = [
    "MAX_CSV", "MOST_SUMMED", "GoodsState", "OrderFilter", "OrderQuery", "OrderSort", "OrderSum",
    "PaidState", "order_list", "order_sums", "orders_csv", "paid_as",
]  # fmt: skip

Row = dict[str, Any]
OrderSort: TypeAlias = Literal["newest", "oldest", "largest", "smallest", "changed"]
MAX_CSV: Final = 100_000  # orders
_ALL: Final = "SELECT o.id FROM orders o WHERE {matching} ORDER BY {order} LIMIT :limit"
# What the text means: these, and of each buyer and variant at most so many as are wanted.
_MEANT: Final = """
SELECT o.id FROM orders o WHERE o.id = ANY(CAST(:orders AS uuid[])) AND {matching}
UNION SELECT one.id FROM unnest(CAST(:owners AS text[])) AS by(owner) CROSS JOIN LATERAL (
    SELECT o.id FROM orders o WHERE o.owner = by.owner AND {matching}
    ORDER BY {order} LIMIT :limit) one
UNION SELECT one.id FROM unnest(CAST(:variants AS uuid[])) AS of(variant) CROSS JOIN LATERAL (
    {of_variant} LIMIT :limit) one
"""
_OF_VARIANT: Final = """SELECT DISTINCT i.order_id AS id
    FROM order_items i JOIN orders o ON o.id = i.order_id
    WHERE i.variant_id = of.variant AND {matching}"""
_BY_ID: Final = " ORDER BY i.order_id {way}"
_BY_ORDER: Final = """SELECT o.id FROM orders o WHERE {matching} AND o.id IN (
        SELECT i.order_id FROM order_items i WHERE i.variant_id = of.variant)
    ORDER BY {order}"""
_CHANGED: Final = """greatest(o.created_at, o.paid_at, o.cancelled_at, o.completed_at,
    o.money_moved_at, o.parcels_moved_at)"""
_SUM: Final = """
SELECT o.currency, count(*) AS orders, sum(o.total)::bigint AS total
FROM (SELECT found.id FROM ({found}) found LIMIT :limit) found JOIN orders o ON o.id = found.id
GROUP BY o.currency ORDER BY count(*) DESC, o.currency
"""
MOST_SUMMED: Final = 100_000
_SHOWN: Final = f"""
SELECT o.id, o.number, o.owner, o.status, o.reason, o.refund, o.total, o.discount, o.tax,
       o.money_moved_at, o.shipping, o.currency, o.description,
       o.created_at, o.paid_at, o.cancelled_at,
       o.completed_at, o.fulfilment, o.breakdown->>'pickup' AS pickup, o.booking_id,
       o.address::text AS address, o.buyer_note, o.breakdown->>'method' AS shipping_method,
       o.breakdown->>'promo_code' AS promo_code, {_CHANGED} AS changed_at,
       {BUYER_NAME} AS name, {BUYER_EMAIL} AS email, tried.provider,
       ARRAY(SELECT t.tag FROM order_tags t WHERE t.order_id = o.id ORDER BY lower(t.tag)) AS tags,
       coalesce((
           SELECT json_agg(json_build_object(
                      'productName', {ORDERED_NAME}, 'options', {ORDERED_OPTIONS}, 'sku', v.sku,
                      'quantity', i.quantity) ORDER BY i.line)
           FROM order_items i LEFT JOIN variants v ON v.id = i.variant_id
                              LEFT JOIN products p ON p.id = v.product_id
           WHERE i.order_id = o.id), '[]') AS items
FROM ({{found}}) found JOIN orders o ON o.id = found.id
LEFT JOIN users u
    ON u.id = CASE WHEN o.owner LIKE 'user:%' THEN CAST(substr(o.owner, 6) AS uuid) END
LEFT JOIN LATERAL (
    SELECT p.provider FROM payments p WHERE p.subject_id = o.id
    ORDER BY p.id = o.payment_id DESC NULLS LAST, p.id DESC LIMIT 1) tried ON true
ORDER BY {{order}} LIMIT :limit
"""
_COLUMNS: Final = (
    "number", "created_at", "status", "reason", "payment", "provider", "buyer", "email", "owner",
    "items", "units", "total", "discount", "tax", "shipping", "currency",
    "paid_at", "cancelled_at", "completed_at", "tags", "id", "fulfilment", "shipping_method",
    "pickup", "promo_code", "note",
)  # fmt: skip
# Where it goes, which stands behind those; as sellers read it of theirs.
_PLACE: Final = ("name", "company", "street", "city", "region", "postalCode", "country", "phone")
_PLACE_HEAD: Final = (
    "name", "company", "street", "city", "region", "postal_code", "country", "phone",
)  # fmt: skip


class _Sort(Struct, frozen=True):
    """By these, each in the same way; a cursor has the last row's, of these types."""

    by: tuple[tuple[str, str], ...]  # what, and its type
    way: Literal["ASC", "DESC"]
    place: type[tuple[Any, ...]]
    names: tuple[str, ...]  # in a row

    @property
    def order(self) -> str:
        return ", ".join(f"{what} {self.way}" for what, _ in self.by)

    @property
    def after(self) -> str:
        """What comes after the cursor's values, ``:at0`` and so on."""
        what = ", ".join(what for what, _ in self.by)
        values = ", ".join(f"CAST(:at{place} AS {kind})" for place, (_, kind) in enumerate(self.by))
        return f"({what}) {'<' if self.way == 'DESC' else '>'} ({values})"


_ID: Final = ("o.id", "uuid")
_TOTAL, _CHANGE = ("o.total", "bigint"), (_CHANGED, "timestamptz")
_SORTS: Final[dict[OrderSort, _Sort]] = {
    "newest": _Sort((_ID,), "DESC", tuple[UUID], ("id",)),
    "oldest": _Sort((_ID,), "ASC", tuple[UUID], ("id",)),
    "largest": _Sort((_TOTAL, _ID), "DESC", tuple[int, UUID], ("total", "id")),
    "smallest": _Sort((_TOTAL, _ID), "ASC", tuple[int, UUID], ("total", "id")),
    "changed": _Sort((_CHANGE, _ID), "DESC", tuple[datetime, UUID], ("changed_at", "id")),
}


class OrderQuery(OrderFilter, frozen=True, kw_only=True):
    """Which orders, sorted how, from where on, their lines in which language."""

    locale: str
    sort: OrderSort = "newest"
    cursor: str | None = None
    limit: int = 50


class OrderSum(Struct, frozen=True):
    """How many orders in one currency, and what they come to."""

    currency: str
    orders: int
    total: int


async def order_sums(
    connection: AsyncConnection, wanted: OrderFilter, most: int = MOST_SUMMED
) -> tuple[list[OrderSum], bool]:
    """Of all pages, by currency, the most frequent first; and whether there are more than ``most``:
    then of so many and one."""
    meant = await what_is_meant(connection, wanted.q) if wanted.q else None
    if meant is not None and meant.nothing:
        return [], False
    found, about = _found(wanted, meant, _SORTS["newest"], most + 1)
    rows = (await connection.execute(sa.text(_SUM.format(found=found)), about)).all()
    sums = [OrderSum(*row) for row in rows]
    return sums, sum(one.orders for one in sums) > most


async def order_list(database: Database, query: OrderQuery) -> tuple[list[Row], str | None]:
    """A page, and the cursor of the next one."""
    async with database.read() as connection:
        meant = await what_is_meant(connection, query.q) if query.q else None
        rows, after = await _page(connection, query, meant)
    await describe_rows(database, rows, query.locale)
    return rows, after


def orders_csv(database: Database, query: OrderQuery, most: int = MAX_CSV) -> AsyncIterator[str]:
    """The orders for a spreadsheet, piece by piece, ``query.limit`` at a time; raises BadCursor at
    once. Where there are more than ``most``, the last line gives the cursor to go on with."""
    if query.cursor:
        decode_cursor(query.cursor, _SORTS[query.sort].place)
    return _pieces(database, query, most)


async def _pieces(database: Database, query: OrderQuery, most: int) -> AsyncIterator[str]:
    meant: Meant | None = None
    if query.q:
        async with database.read() as connection:
            meant = await what_is_meant(connection, query.q)

    async def page(cursor: str | None, limit: int) -> tuple[Rows, str | None]:
        some = replace(query, cursor=cursor, limit=limit)
        async with database.read() as connection:
            rows, after = await _page(connection, some, meant)
        await describe_rows(database, rows, query.locale)
        return map(_cells, rows), after

    head = (*_COLUMNS, *_PLACE_HEAD)
    async for piece in csv_pages(head, query.cursor, query.limit, most, page, "More orders"):
        yield piece


async def _page(
    connection: AsyncConnection, query: OrderQuery, meant: Meant | None
) -> tuple[list[Row], str | None]:
    if meant is not None and meant.nothing:
        return [], None
    sort = _SORTS[query.sort]
    found, about = _found(query, meant, sort, query.limit + 1, query.cursor)
    statement = sa.text(_SHOWN.format(found=found, order=sort.order))
    about |= {"locale": query.locale}
    rows = [_shown(dict(row)) for row in (await connection.execute(statement, about)).mappings()]
    return page_of(rows, query.limit, lambda row: tuple(row[name] for name in sort.names))


def _found(
    wanted: OrderFilter, meant: Meant | None, sort: _Sort, limit: int, cursor: str | None = None
) -> tuple[str, dict[str, object]]:
    """SQL that finds the ids of at most so many in each way, those that come first among them, and
    its values."""
    conditions, about = conditions_of(wanted)
    about |= {"limit": limit}
    if cursor is not None:
        conditions.append(sort.after)
        place = decode_cursor(cursor, sort.place)
        about |= {f"at{number}": value for number, value in enumerate(place)}
    if meant is None and wanted.provider is not None and sort is _SORTS["newest"]:
        return TRIED.format(matching=" AND ".join(conditions)), about
    if wanted.provider is not None:
        conditions.append(PAID_BY_PROVIDER)
    matching, found = " AND ".join(conditions), _ALL
    of_variant = ""
    if meant is not None:
        found = _MEANT
        about |= {"orders": meant.orders, "owners": meant.owners, "variants": meant.variants}
        by_id = (_OF_VARIANT + _BY_ID) if len(sort.by) == 1 else _BY_ORDER
        of_variant = by_id.format(matching=matching, order=sort.order, way=sort.way)
    return found.format(matching=matching, order=sort.order, of_variant=of_variant), about


def _shown(row: Row) -> Row:
    name, email = row.pop("name"), row.pop("email")
    row["buyer"] = buyer_of(row["owner"], name, email)
    kept, booking_id = row.pop("fulfilment"), row.pop("booking_id")
    sent = row["description"] is None and booking_id is None
    row["fulfilment"] = fulfilment_of(row["status"], kept) if sent else None
    row["pickup"] = row["pickup"] or None  # of orders to an address it is empty
    row["parts_moved"] = row.pop("money_moved_at") is not None
    row["payment"] = paid_as(row["paid_at"], row["refund"])
    return row


def _cells(row: Row) -> list[object]:
    buyer, items = row["buyer"], row["items"]
    words = [f"{one['quantity']} x {one['sku'] or one['productName']}" for one in items]
    cells = {
        **row,
        "buyer": buyer.name,
        "email": buyer.email,
        "items": ", ".join(words) or row["description"],
        "tags": ", ".join(row["tags"]),
        "note": row["buyer_note"],
        "units": sum(one["quantity"] for one in items),
        "total": in_units(row["total"], row["currency"]),
        **{name: in_units(row[name], row["currency"]) for name in ("discount", "tax", "shipping")},
    }
    place = msgspec.json.decode(row["address"] or "{}")
    return [*(cells[column] for column in _COLUMNS), *(place.get(one, "") for one in _PLACE)]
