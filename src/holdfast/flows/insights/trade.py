"""What was sold of goods, by day and hour, of the shop and of each seller; kept from events.

An event says of which order something changed. Its lines are then looked at as they stand, and what
is counted of them changes by the difference to what was counted before. So an event that is read
twice changes nothing, each kind of refund needs no case of its own, and :func:`rebuild` makes the
same sums of the orders alone. What comes back counts where it was sold: it says what came of the
sales of a day, not what was done on it.
"""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from datetime import date
from typing import Any, Final
from uuid import UUID
from zoneinfo import ZoneInfo

import msgspec
import sqlalchemy as sa
from msgspec import Struct
from sqlalchemy.ext.asyncio import AsyncConnection

from holdfast.db.engine import Database
from holdfast.db.id_lists import unseen_ids, written_ids
from holdfast.db.reading import Event
from holdfast.edits import KEPT_BY_EDITS
from holdfast.flows.insights.adding import add_sums, adding
from holdfast.flows.insights.cohorts import COHORTS_ANEW, count_buyers
from holdfast.flows.insights.shop_clock import SHOP_ZONE, clock_of
from holdfast.insights import (
    WHOLE_SHOP,
    SoldLine,
    Sums,
    changes,
    trade_hours,
    trade_products,
)
from holdfast.ledger import account_join
from holdfast.orders import (
    ORDER_COLUMNS,
    Order,
    OrderCancelled,
    OrderItem,
    OrderPaid,
    OrderUnitsRefunded,
)
from holdfast.payments import (
    COVERED,
    DisputeChanged,
    RefundBegun,
    RefundDone,
    RefundFailed,
    RefundWanted,
    order_told,
)
from holdfast.returns import CARRIED, Carried, carried_of
from holdfast.sellers import KeptLine, kept_of

__all__ = ["TRADE", "TRADE_TYPES", "Trade", "rebuild"]

TRADE: Final = "trade"
"""The consumer's name."""
TRADE_TYPES: Final = (
    OrderPaid.TYPE, OrderUnitsRefunded.TYPE, OrderCancelled.TYPE, RefundWanted.TYPE,
    RefundBegun.TYPE, RefundDone.TYPE, RefundFailed.TYPE, DisputeChanged.TYPE,
)  # fmt: skip

_PAGE: Final = 250
_JSON: Final = ("breakdown", "address")
_ORDERS: Final = sa.text(f"""
SELECT {", ".join(f"o.{name}{'::text' * (name in _JSON)}" for name in ORDER_COLUMNS)},
       CAST({COVERED} AS bigint) AS kept
FROM orders o WHERE o.id = ANY({unseen_ids(":ids")}) AND o.paid_at IS NOT NULL
""")
# Of a line that is known the seller is known: goods may get another.
_ITEMS: Final = sa.text(f"""
SELECT i.order_id, i.line, i.product_id, i.variant_id, i.quantity, i.price, i.discount, i.tax,
       coalesce(a.balance, 0)::bigint AS returned, {CARRIED} AS carried,
       {KEPT_BY_EDITS} AS edited,
       coalesce(s.seller_id, l.seller_id, p.seller_id) AS seller_id
FROM order_items i
LEFT JOIN suborder_lines u ON u.order_id = i.order_id AND u.line = i.line
LEFT JOIN suborders s ON s.id = u.suborder_id
LEFT JOIN sold_lines l ON l.order_id = i.order_id AND l.line = i.line
LEFT JOIN products p ON p.id = i.product_id
{account_join("'returned/' || i.order_id || '/' || i.line")}
WHERE i.order_id = ANY({unseen_ids(":ids")}) ORDER BY i.order_id, i.line
""")
_NAMES: Final = tuple(SoldLine.__struct_fields__)
_KNOWN: Final = sa.text(f"""
SELECT {", ".join(_NAMES)} FROM sold_lines WHERE order_id = ANY({unseen_ids(":ids")})
""")
_FORGET: Final = sa.text(f"DELETE FROM sold_lines WHERE order_id = ANY({unseen_ids(':ids')})")
_ADD_LINES: Final = sa.text(f"""
INSERT INTO sold_lines ({", ".join(_NAMES)})
SELECT {", ".join(_NAMES)} FROM jsonb_populate_recordset(NULL::sold_lines, CAST(:rows AS jsonb))
""")


_HOUR_KEYS: Final = {"scope": "uuid", "day": "date", "hour": "smallint", "currency": "text"}
_PRODUCT_KEYS: Final = {
    "product_id": "uuid", "seller_id": "uuid", "day": "date", "currency": "text"
}  # fmt: skip
_ADD_HOURS: Final = adding(trade_hours, _HOUR_KEYS, Sums)
_ADD_PRODUCTS: Final = adding(trade_products, _PRODUCT_KEYS, Sums)

_CURSOR: Final = sa.text("SELECT FROM event_cursors WHERE consumer = :consumer FOR UPDATE")
_NEXT: Final = sa.text("""
SELECT id FROM orders WHERE CAST(:after AS uuid) IS NULL OR id > :after ORDER BY id LIMIT :most
""")
_SUMS: Final = "sum(units), sum(gross), sum(back), sum(refunded)"
# All of them anew, of the lines that were counted. Days of products in their order, as they come
# while the shop sells: the rows of some days lie together. Their months are made by triggers.
_RESUM: Final = (
    "DELETE FROM trade_hours",
    "DELETE FROM trade_products",
    "DELETE FROM trade_product_months",
    f"""
    INSERT INTO trade_hours
        (scope, day, hour, currency, orders, units, gross, back, refunded)
    SELECT scope, day, hour, currency, count(DISTINCT order_id), {_SUMS}
    FROM sold_lines, LATERAL (
        SELECT CAST('{WHOLE_SHOP}' AS uuid) AS scope UNION SELECT seller_id) AS scopes
    GROUP BY scope, day, hour, currency
    """,
    f"""
    INSERT INTO trade_products
        (product_id, seller_id, day, currency, orders, units, gross, back, refunded)
    SELECT product_id, seller_id, day, currency, count(DISTINCT order_id), {_SUMS}
    FROM sold_lines GROUP BY product_id, seller_id, day, currency ORDER BY day
    """,
)


class _Clock(Struct):
    """``afresh``: what was counted by another clock moves to this one."""

    zone: ZoneInfo
    afresh: bool = False


class Trade:
    """The consumer's handler."""

    def __init__(self, partitions: int = 1) -> None:
        self._partitions = list(range(1, partitions + 1))

    async def __call__(self, connection: AsyncConnection, events: Sequence[Event]) -> None:
        await self.write(connection, {order_told(event) for event in events})

    async def write(
        self, connection: AsyncConnection, ids: Collection[str], *, afresh: bool = False
    ) -> None:
        """Count these orders as they stand now. ``afresh``: by the shop's clock of now, too."""
        about = {"ids": written_ids(ids), "partitions": self._partitions}
        orders = (await connection.execute(_ORDERS, about)).all()
        if not orders:
            return
        name = (await connection.execute(sa.text(SHOP_ZONE))).scalar()
        clock = _Clock(clock_of(name), afresh)
        before = [SoldLine(*row) for row in await connection.execute(_KNOWN, about)]
        known = {(one.order_id, one.line): one for one in before}
        items: dict[UUID, list[Any]] = defaultdict(list)
        for row in (await connection.execute(_ITEMS, about)).mappings():
            items[row["order_id"]].append(row)
        now = [
            line
            for *columns, kept in orders
            for line in _lines(Order(*columns), items[columns[0]], kept, known, clock)
        ]
        await _keep(connection, before, now)
        owners = {order_id: owner for order_id, _, owner, *_ in orders}
        counted = {one.order_id for one in before}
        await count_buyers(connection, owners, [one for one in now if one.order_id not in counted])


async def rebuild(database: Database, partitions: int = 1) -> int:
    """Count every order anew, and make the sums of that; how many orders there are. Works while the
    shop sells: the consumer stands back for the moment of each page, and while the sums are made.

    Visits are counted where they happen, and nowhere else: those stay."""
    trade, after, total = Trade(partitions), None, 0
    while True:
        async with database.transaction() as connection:
            await connection.execute(_CURSOR, {"consumer": TRADE})
            asked = {"after": after, "most": _PAGE}
            ids = list((await connection.execute(_NEXT, asked)).scalars())
            await trade.write(connection, [str(one) for one in ids], afresh=True)
        total += len(ids)
        if len(ids) < _PAGE:
            break
        after = ids[-1]
    async with database.transaction() as connection:
        await connection.execute(_CURSOR, {"consumer": TRADE})
        for statement in (*_RESUM, *COHORTS_ANEW):
            await connection.execute(sa.text(statement))
    return total


async def _keep(
    connection: AsyncConnection, before: Sequence[SoldLine], now: Sequence[SoldLine]
) -> None:
    hours, products = changes(before, now)
    await add_sums(connection, _ADD_HOURS, _HOUR_KEYS, hours)
    await add_sums(connection, _ADD_PRODUCTS, _PRODUCT_KEYS, products)
    if before:
        gone = {"ids": written_ids({str(one.order_id) for one in before})}
        await connection.execute(_FORGET, gone)
    if now:
        await connection.execute(_ADD_LINES, {"rows": msgspec.json.encode(now).decode()})


def _lines(
    order: Order,
    items: Sequence[Any],
    kept: int,
    known: Mapping[tuple[UUID, int], SoldLine],
    clock: _Clock,
) -> list[SoldLine]:
    """The order's lines with what came back of them; of a whole refund all of it."""
    assert order.paid_at is not None
    lines = [_line(order, row) for row in items]
    amounts = kept_of(lines, order.paid_for_delivery, kept)
    found = []
    for row, line, amount in zip(items, lines, amounts, strict=True):
        day, hour = _when(order, known.get((order.id, row["line"])), clock)
        found.append(
            SoldLine(
                order.id,
                row["line"],
                row["product_id"],
                row["seller_id"] or WHOLE_SHOP,
                order.currency,
                order.paid_at,
                day,
                hour,
                line.quantity,
                line.paid,
                line.returned,
                line.paid - amount,
            )
        )
    return found


def _line(order: Order, row: Any) -> KeptLine:
    units, back, carried = row["quantity"], row["returned"], carried_of(row["carried"])
    edited = row["edited"] or 0
    if order.is_cancelled:
        back, carried, edited = units, Carried(), 0
    kept = carried.amount + edited
    return KeptLine(units, order.paid_for(_item(row)), back, carried.pieces, kept)


def _item(row: Any) -> OrderItem:
    return OrderItem(
        row["product_id"], row["variant_id"], "", {}, row["quantity"], row["price"],
        row["discount"], row["tax"],
    )  # fmt: skip


def _when(order: Order, known: SoldLine | None, clock: _Clock) -> tuple[date, int]:
    if known is not None and not clock.afresh:
        return known.day, known.hour
    assert order.paid_at is not None
    shown = order.paid_at.astimezone(clock.zone)
    return shown.date(), shown.hour
