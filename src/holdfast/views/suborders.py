"""Sub-orders: what one seller has of an order, as that seller, staff and the buyer see it. Of the
buyer a seller learns the name, where there is one, and where the goods go; of other sellers' lines
nothing."""

from collections.abc import Sequence
from typing import Any, Final
from uuid import UUID

import asyncpg
import msgspec

from holdfast.edits import LEAVING
from holdfast.ledger import account_join
from holdfast.payments import FREEZING
from holdfast.views.option_words import ORDERED_NAME, ORDERED_OPTIONS
from holdfast.views.product_list import like

__all__ = ["TO_SEND", "suborder_lines", "suborder_of", "suborders_listed", "suborders_of_order"]

Row = dict[str, Any]

TO_SEND: Final = "to-send"
"""The state of what is still to be sent, at least in part: paid, as what was sent is."""
_UNDECIDED: Final = ", ".join(f"'{one}'" for one in sorted(FREEZING))
_COLUMNS: Final = f"""
SELECT s.id, s.order_id, s.seller_id, s.currency, s.gross, s.commission, s.sold_at, s.earned_at,
       o.number, o.status, o.paid_at, o.completed_at, o.cancelled_at, u.name AS buyer,
       w.name AS seller_name, o.address::text AS address, o.buyer_note,
       EXISTS (SELECT FROM disputes d JOIN payments p ON p.id = d.payment_id
               WHERE p.subject_id = s.order_id AND d.status IN ({_UNDECIDED})) AS disputed
FROM suborders s JOIN orders o ON o.id = s.order_id
JOIN sellers w ON w.id = s.seller_id
LEFT JOIN users u
    ON u.id = CASE WHEN o.owner LIKE 'user:%' THEN CAST(substr(o.owner, 6) AS uuid) END
"""
# Something of it is to go to the buyer, and has not left.
_UNSENT: Final = f"""o.status = 'paid' AND EXISTS (
    SELECT FROM suborder_lines l
    JOIN order_items i ON i.order_id = l.order_id AND i.line = l.line
    {account_join("'returned/' || i.order_id || '/' || i.line", "{0}::smallint[]")}
    WHERE l.order_id = s.order_id AND l.suborder_id = s.id
      AND i.quantity - coalesce(a.balance, 0) + (
        SELECT coalesce(sum(q.restocked + q.written_off), 0)
        FROM returns r JOIN return_lines q ON q.return_id = r.id
        WHERE r.order_id = i.order_id AND q.line = i.line) > (
        SELECT coalesce(sum(q.quantity), 0)
        FROM parcels p JOIN parcel_lines q ON q.parcel_id = p.id
        WHERE p.order_id = i.order_id AND q.line = i.line
          AND p.status IN ('shipped', 'delivered')))"""
_LISTED: Final = f"{_COLUMNS} WHERE {{conditions}} ORDER BY s.order_id DESC LIMIT $2"
_SOLD: Final = """(o.number ILIKE {0} OR u.name ILIKE {0}
    OR o.address ->> 'name' ILIKE {0} OR EXISTS (
    SELECT FROM suborder_lines l
    JOIN order_items i ON i.order_id = l.order_id AND i.line = l.line
    LEFT JOIN variants v ON v.id = i.variant_id
    WHERE l.order_id = s.order_id AND l.suborder_id = s.id
      AND (i.product_name ILIKE {0} OR v.sku ILIKE {0})))"""
_ONE: Final = f"{_COLUMNS} WHERE s.seller_id = $1 AND (s.order_id = $2 OR s.id = $2)"
_OF_ORDER: Final = f"{_COLUMNS} WHERE s.order_id = $1 ORDER BY s.id"
# In the words its buyer read, or those of the reader's language.
_NAME: Final = f"CASE WHEN $3::text = '' THEN i.product_name ELSE {ORDERED_NAME} END"
_OPTIONS: Final = f"CASE WHEN $3::text = '' THEN i.options ELSE {ORDERED_OPTIONS} END"
_LINES: Final = f"""
SELECT l.suborder_id, l.rate, l.fixed, i.line, i.product_id, i.variant_id,
       {_NAME.replace(":locale", "$3")} AS product_name,
       ({_OPTIONS.replace(":locale", "$3")})::text AS options, i.quantity, i.price,
       i.discount, i.tax, v.sku,
       coalesce(a.balance, 0) AS returned, back.came_back, {LEAVING} AS leaving,
       sent.packed, sent.shipped, sent.delivered
FROM suborders s
JOIN suborder_lines l ON l.order_id = s.order_id AND l.suborder_id = s.id
JOIN order_items i ON i.order_id = l.order_id AND i.line = l.line
LEFT JOIN variants v ON v.id = i.variant_id
LEFT JOIN products p ON p.id = v.product_id
{account_join("'returned/' || i.order_id || '/' || i.line", "$2::smallint[]")}
CROSS JOIN LATERAL (
    SELECT coalesce(sum(q.quantity), 0)::integer AS packed,
           coalesce(sum(q.quantity) FILTER (WHERE p.status IN ('shipped', 'delivered')), 0)::integer
               AS shipped,
           coalesce(sum(q.quantity) FILTER (WHERE p.status = 'delivered'), 0)::integer AS delivered
    FROM parcels p JOIN parcel_lines q ON q.parcel_id = p.id
    WHERE p.order_id = i.order_id AND q.line = i.line
      AND p.status NOT IN ('failed', 'cancelled')) sent
CROSS JOIN LATERAL (
    SELECT coalesce(sum(q.restocked + q.written_off), 0)::integer AS came_back
    FROM returns r JOIN return_lines q ON q.return_id = r.id
    WHERE r.order_id = i.order_id AND q.line = i.line) back
WHERE s.id = ANY($1::uuid[]) ORDER BY l.order_id, i.line
"""


async def suborders_listed(
    pool: asyncpg.Pool,
    partitions: int,
    seller_id: UUID,
    status: str | None,
    before: UUID | None,
    limit: int,
    words: str | None = None,
) -> list[Row]:
    """A seller's, of a state or :data:`TO_SEND`, the latest first, before the order given;
    ``words``: in the order's number, the name of its buyer or of whom it goes to, or what was
    sold."""
    pattern = None if words is None else like(words)
    asked: list[tuple[str, object]] = [("s.order_id < {0}", before), (_SOLD, pattern)]
    if status == TO_SEND:
        asked.append((_UNSENT, _all(partitions)))
    else:
        asked.append(("o.status = {0}", status))
    # Only what is asked for, so that each combination is planned for what it is.
    conditions = ["s.seller_id = $1"]
    values: list[object] = [seller_id, limit]
    for condition, value in asked:
        if value is not None:
            values.append(value)
            conditions.append(condition.format(f"${len(values)}"))
    statement = _LISTED.format(conditions=" AND ".join(conditions))
    return [dict(row) for row in await pool.fetch(statement, *values)]


async def suborder_of(pool: asyncpg.Pool, seller_id: UUID, order_id: UUID) -> Row | None:
    """The seller's part of one order, which may be named by its sub-order."""
    found = await pool.fetchrow(_ONE, seller_id, order_id)
    return None if found is None else dict(found)


async def suborders_of_order(pool: asyncpg.Pool, order_id: UUID) -> list[Row]:
    """One for each seller of the order."""
    return [dict(row) for row in await pool.fetch(_OF_ORDER, order_id)]


async def suborder_lines(
    pool: asyncpg.Pool, suborders: Sequence[UUID], partitions: int, locale: str = ""
) -> dict[UUID, list[Row]]:
    """The lines of each, with what came back of it, how many units are in parcels, and the
    commission it was sold under; in words of the ``locale``, or as the buyer read them."""
    found: dict[UUID, list[Row]] = {one: [] for one in suborders}
    for row in await pool.fetch(_LINES, suborders, _all(partitions), locale):
        line = dict(row)
        line["options"] = msgspec.json.decode(line["options"])
        found[line.pop("suborder_id")].append(line)
    return found


def _all(partitions: int) -> list[int]:
    return list(range(1, partitions + 1))
