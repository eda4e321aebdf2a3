"""Orders as staff go through them: newest first, by what they look for, in pages or as CSV.

Order ids are made in the order of time, so a page is a stretch of the primary key: orders that come
in meanwhile shift no later page. What is looked for is found by an index each (see
``order_search``), at most so many orders of each buyer and variant as the page has lines. What was
refunded, and what waits for money by hand, has an index; a state has none, which each step of an
order would have to move it in: where a filter fits few orders, all are read (half a second for a
million).
"""

from collections.abc import AsyncIterator
from datetime import datetime, timedelta
from typing import Any, Final, Literal, TypeAlias
from uuid import UUID

import sqlalchemy as sa
from msgspec import Struct
from msgspec.structs import replace
from sqlalchemy.ext.asyncio import AsyncConnection

from holdfast.db.engine import Database
from holdfast.fulfilment import Fulfilment
from holdfast.kit.paging import decode_id, page_of
from holdfast.orders import fulfilment_of
from holdfast.payments import MANUAL
from holdfast.views.buyers import BUYER_EMAIL, BUYER_NAME, buyer_of
from holdfast.views.option_words import ORDERED_NAME, ORDERED_OPTIONS
from holdfast.views.order_search import Meant, what_is_meant
from holdfast.views.spreadsheet import csv_lines, in_units, last_line

__all__ = ["MAX_CSV", "OrderQuery", "PaidState", "order_list", "orders_csv", "paid_as"]

Row = dict[str, Any]
PaidState: TypeAlias = Literal["unpaid", "paid", "refunding", "refunded", "refund-failed"]
MAX_CSV: Final = 100_000  # orders
_SKEW: Final = timedelta(hours=1)  # of a machine's clock, by which ids are made, to the database's

_PAID: Final[dict[PaidState, str]] = {
    "unpaid": "o.paid_at IS NULL AND o.refund = 'none'",
    "paid": "o.paid_at IS NOT NULL AND o.refund = 'none'",
    # Of a cancelled one, or in cash of one that stands.
    "refunding": """o.id IN (SELECT id FROM orders WHERE refund = 'begun'
        UNION SELECT subject_id FROM payments WHERE status = 'refunding' AND provider = 'manual'
        UNION SELECT r.order_id FROM refunds_by_hand r JOIN payments p ON p.id = r.payment_id
            AND p.provider = 'manual' WHERE r.state = 'waiting')""",
    "refunded": "o.refund = 'done'",
    # Of what paid it, or came beside that; or of a part, which came back from its provider.
    "refund-failed": """o.id IN (SELECT id FROM orders WHERE refund = 'failed'
        UNION SELECT subject_id FROM payments WHERE status = 'refund-failed'
        UNION SELECT r.order_id FROM refunds_by_hand r JOIN payments p ON p.id = r.payment_id
            AND p.provider <> 'manual' WHERE r.state = 'waiting')""",
}
_REFUNDS: Final[dict[str, PaidState]] = {
    "begun": "refunding", "done": "refunded", "failed": "refund-failed",
}  # fmt: skip
# What paid it, or a part of it; where nothing has, whatever was tried.
_PAID_BY: Final = """(o.payment_id IS NULL OR o.payment_id = p.id
    OR p.purpose = 'part' AND p.status NOT IN ('pending', 'authorized', 'failed'))"""
_PROVIDER: Final = f"""EXISTS (
    SELECT FROM payments p WHERE p.provider = :provider AND p.subject_id = o.id AND {_PAID_BY})"""
# The same from its other end: few are paid that way, or many.
_TRIED: Final = f"""
SELECT DISTINCT p.subject_id AS id FROM payments p JOIN orders o ON o.id = p.subject_id
WHERE p.provider = :provider AND {_PAID_BY} AND {{matching}}
ORDER BY p.subject_id DESC LIMIT :limit
"""
# Few at any time, with an index of their own: many more were paid so.
_AWAITED_BY_HAND: Final = """o.id IN (
    SELECT w.subject_id FROM payments w WHERE w.status = 'pending' AND w.provider = 'manual')"""
# As ``orders.fulfilment_of`` says it.
_GOODS: Final = """o.description IS NULL AND o.booking_id IS NULL AND CASE o.status
    WHEN 'completed' THEN 'delivered' WHEN 'paid' THEN coalesce(o.fulfilment, 'unfulfilled')
    END = :fulfilment"""
_SOLD_BY: Final = (
    "EXISTS (SELECT FROM suborders s WHERE s.order_id = o.id AND s.seller_id = :seller)"
)
_TAGGED: Final = "o.id IN (SELECT t.order_id FROM order_tags t WHERE lower(t.tag) = lower(:tag))"
_HELD: Final = "o.id IN (SELECT c.order_id FROM fraud_checks c WHERE c.status = 'held')"
_SILENT: Final = (
    "o.id IN (SELECT q.order_id FROM parcels q WHERE q.heard_at IS NOT NULL AND q.ask_at IS NULL)"
)
_ALL: Final = "SELECT o.id FROM orders o WHERE {matching} ORDER BY o.id DESC LIMIT :limit"
_MEANT: Final = """
SELECT o.id FROM orders o WHERE o.id = ANY(CAST(:orders AS uuid[])) AND {matching}
UNION SELECT one.id FROM unnest(CAST(:owners AS text[])) AS by(owner) CROSS JOIN LATERAL (
    SELECT o.id FROM orders o WHERE o.owner = by.owner AND {matching}
    ORDER BY o.id DESC LIMIT :limit) one
UNION SELECT one.id FROM unnest(CAST(:variants AS uuid[])) AS of(variant) CROSS JOIN LATERAL (
    SELECT DISTINCT i.order_id AS id FROM order_items i JOIN orders o ON o.id = i.order_id
    WHERE i.variant_id = of.variant AND {matching}
    ORDER BY i.order_id DESC LIMIT :limit) one
"""
_SHOWN: Final = f"""
SELECT o.id, o.number, o.owner, o.status, o.reason, o.refund, o.total, o.discount, o.tax,
       o.shipping, o.currency, o.description, o.created_at, o.paid_at, o.cancelled_at,
       o.completed_at, o.fulfilment, o.booking_id,
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
ORDER BY o.id DESC LIMIT :limit
"""
_COLUMNS: Final = (
    "number", "created_at", "status", "reason", "payment", "provider", "buyer", "email", "owner",
    "items", "units", "total", "discount", "tax", "shipping", "currency",
    "paid_at", "cancelled_at", "completed_at", "tags", "id",
)  # fmt: skip


class OrderQuery(Struct, frozen=True):
    """Which orders, from where on, their lines in which language; ``since`` is within, ``until`` is
    not. ``fulfilment``: how far their goods are; ``seller``: with goods of theirs; ``held`` against
    fraud; ``silent``: with a parcel of which its carrier says nothing; ``tag``: with this one of
    staff's."""

    locale: str
    q: str | None = None
    status: str | None = None
    paid: PaidState | None = None
    provider: str | None = None
    fulfilment: Fulfilment | None = None
    seller: UUID | None = None
    held: bool = False
    silent: bool = False
    tag: str | None = None
    since: datetime | None = None
    until: datetime | None = None
    cursor: str | None = None
    limit: int = 50


async def order_list(
    connection: AsyncConnection, query: OrderQuery
) -> tuple[list[Row], str | None]:
    """A page, newest first, and the cursor of the next one."""
    meant = await what_is_meant(connection, query.q) if query.q else None
    return await _page(connection, query, meant)


def orders_csv(database: Database, query: OrderQuery, most: int = MAX_CSV) -> AsyncIterator[str]:
    """The orders for a spreadsheet, piece by piece, ``query.limit`` at a time; raises BadCursor at
    once. Where there are more than ``most``, the last line gives the cursor to go on with."""
    if query.cursor:
        decode_id(query.cursor)
    return _pieces(database, query, most)


async def _pieces(database: Database, query: OrderQuery, most: int) -> AsyncIterator[str]:
    yield csv_lines([_COLUMNS])
    meant: Meant | None = None
    if query.q:
        async with database.read() as connection:
            meant = await what_is_meant(connection, query.q)
    cursor, told = query.cursor, 0
    while told < most:
        some = replace(query, cursor=cursor, limit=min(query.limit, most - told))
        async with database.read() as connection:
            rows, cursor = await _page(connection, some, meant)
        yield csv_lines(_cells(row) for row in rows)
        if cursor is None:
            return
        told += len(rows)
    yield last_line(f"Older orders follow with cursor={cursor}", len(_COLUMNS))


async def _page(
    connection: AsyncConnection, query: OrderQuery, meant: Meant | None
) -> tuple[list[Row], str | None]:
    if meant is not None and meant.nothing:
        return [], None
    conditions, about = _conditions(query)
    found = _ALL if query.provider is None else _TRIED
    if meant is not None:
        conditions += [] if query.provider is None else [_PROVIDER]
        found = _MEANT
        about |= {"orders": meant.orders, "owners": meant.owners, "variants": meant.variants}
    statement = sa.text(_SHOWN.format(found=found.format(matching=" AND ".join(conditions))))
    rows = [_shown(dict(row)) for row in (await connection.execute(statement, about)).mappings()]
    return page_of(rows, query.limit, lambda row: (row["id"],))


def _conditions(query: OrderQuery) -> tuple[list[str], dict[str, object]]:
    """Only those asked for, so that each combination is planned for what it is."""
    awaited = (query.provider, query.status) == (MANUAL, "pending")
    conditions = [_AWAITED_BY_HAND if awaited else "true"]
    values: dict[str, object] = {"limit": query.limit + 1, "locale": query.locale}
    if query.status is not None:
        conditions.append("o.status = :status")
        values["status"] = query.status
    if query.paid is not None:
        conditions.append(_PAID[query.paid])
    if query.provider is not None:
        values["provider"] = query.provider
    if query.fulfilment is not None:
        conditions.append(_GOODS)
        values["fulfilment"] = query.fulfilment
    if query.seller is not None:
        conditions.append(_SOLD_BY)
        values["seller"] = query.seller
    if query.held:
        conditions.append(_HELD)
    if query.silent:
        conditions.append(_SILENT)
    if query.tag is not None:
        conditions.append(_TAGGED)
        values["tag"] = query.tag
    if query.since is not None:
        conditions.append("o.created_at >= :since AND o.id >= CAST(:first AS uuid)")
        values |= {"since": query.since, "first": _id_at(query.since - _SKEW)}
    if query.until is not None:
        conditions.append("o.created_at < :until AND o.id < CAST(:last AS uuid)")
        values |= {"until": query.until, "last": _id_at(query.until + _SKEW)}
    if query.cursor is not None:
        conditions.append("o.id < CAST(:before AS uuid)")
        values["before"] = decode_id(query.cursor)
    return conditions, values


def _id_at(moment: datetime) -> UUID:
    """Below every id made from that moment on."""
    return UUID(int=max(0, int(moment.timestamp() * 1000)) << 80)


def paid_as(paid_at: datetime | None, refund: str) -> PaidState:
    """How far the money is."""
    return _REFUNDS.get(refund, "unpaid" if paid_at is None else "paid")


def _shown(row: Row) -> Row:
    name, email = row.pop("name"), row.pop("email")
    row["buyer"] = buyer_of(row["owner"], name, email)
    kept, booking_id = row.pop("fulfilment"), row.pop("booking_id")
    sent = row["description"] is None and booking_id is None
    row["fulfilment"] = fulfilment_of(row["status"], kept) if sent else None
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
        "units": sum(one["quantity"] for one in items),
        "total": in_units(row["total"], row["currency"]),
        **{name: in_units(row[name], row["currency"]) for name in ("discount", "tax", "shipping")},
    }
    return [cells[column] for column in _COLUMNS]
