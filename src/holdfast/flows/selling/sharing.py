"""Sharing: brings the account of each seller of an order to what is theirs of it now; and what will
be theirs of one that is not completed yet, as it stands.
"""

import asyncio
from collections.abc import Mapping, Sequence
from typing import Final
from uuid import UUID

from asyncpg import Record
from msgspec import Struct

from holdfast.edits import KEPT_BY_EDITS, PIECES, pieces_moved
from holdfast.flows.commit.caller import Caller
from holdfast.flows.selling.bringing import Difference, bring
from holdfast.flows.settlement.settler import Settler
from holdfast.ledger import account_join
from holdfast.orders import Order, OrderItem, load_items
from holdfast.payments import COVERED, LOST
from holdfast.returns import CARRIED, carried_of
from holdfast.sellers import (
    Commission,
    Holder,
    KeptLine,
    commission_of,
    commissions_of,
    kept_of,
    sale_shared,
    share_moved,
    shared,
    suborders_of,
)

__all__ = ["Shared", "expected_of", "share_order"]

# One statement sees one moment: units and money that came back together are seen together.
_PARTITIONS: Final = "$2::smallint[]"
_STATE: Final = f"""
SELECT o.id, coalesce(a.balance, 0) AS returned, {CARRIED} AS carried,
       {KEPT_BY_EDITS} AS edited, {PIECES} AS pieces,
       {COVERED.replace("CAST(:partitions AS smallint[])", _PARTITIONS)} AS kept,
       {LOST} AS lost
FROM orders o JOIN order_items i ON i.order_id = o.id
{account_join("'returned/' || i.order_id || '/' || i.line", _PARTITIONS)}
WHERE o.id = ANY($1::uuid[]) ORDER BY o.id, i.line
"""


class _Kept(Struct, frozen=True):
    """A line as it stands, and what is kept of its price; ``undisputed``: what would be kept of it
    if no bank had taken anything back."""

    line: KeptLine
    amount: int
    undisputed: int


class Shared(Struct, frozen=True):
    """``gross`` of an order is a seller's, of which ``commission`` is the shop's. ``disputed``:
    what banks took back of it."""

    gross: int
    commission: int
    disputed: int


async def share_order(settler: Settler, order_id: UUID, caller: Caller) -> None:
    """Do it, if the order was completed; safe to repeat."""
    order = await settler.orders.get(order_id)
    if order is None or not order.is_completed:
        return
    terms = await commissions_of(settler.database.pool, [order_id])
    for suborder in await suborders_of(settler.database.pool, order_id):
        found = terms.get(suborder.id, {})
        await _share(settler, order, suborder.id, suborder.seller_id, found, caller)


async def _share(
    settler: Settler,
    order: Order,
    suborder_id: UUID,
    seller_id: UUID,
    terms: dict[int, Commission],
    caller: Caller,
) -> None:
    async def look() -> Difference | None:
        known = await suborders_of(settler.database.pool, order.id)
        suborder = next(one for one in known if one.id == suborder_id)
        theirs = _theirs(terms, (await _lines(settler, [order]))[order.id])
        now = (theirs.gross, theirs.commission, theirs.disputed)
        if suborder.is_earned and now == (suborder.gross, suborder.commission, suborder.disputed):
            return None
        return Difference(sale_shared(suborder, *now), shared(suborder, *now))

    holder = Holder("seller", seller_id)
    await bring(settler, caller, holder, order.currency, suborder_id, look, share_moved)


async def expected_of(settler: Settler, suborders: Mapping[UUID, UUID]) -> dict[UUID, Shared]:
    """By sub-order what would be booked of it if its order were completed now. ``suborders``: with
    the order of each."""
    ids = sorted(set(suborders.values()))
    orders = [one for one in await asyncio.gather(*map(settler.orders.get, ids)) if one]
    terms = await commissions_of(settler.database.pool, ids)
    lines = await _lines(settler, orders)
    return {
        one: _theirs(terms.get(one, {}), lines[order_id])
        for one, order_id in suborders.items()
        if order_id in lines
    }


def _theirs(terms: Mapping[int, Commission], lines: Sequence[_Kept]) -> Shared:
    """A seller's lines, with what each was sold under."""
    gross = sum(lines[line].amount for line in terms)
    fees = (commission_of(terms[one], lines[one].line, lines[one].amount) for one in terms)
    undisputed = sum(lines[line].undisputed for line in terms)
    # Each line is rounded by itself: of a cent that a bank took, one may have a cent more.
    return Shared(gross, sum(fees), max(undisputed - gross, 0))


async def _lines(settler: Settler, orders: Sequence[Order]) -> dict[UUID, list[_Kept]]:
    """Each line of the orders, and what is kept of it."""
    partitions = list(range(1, settler.reader.partitions + 1))
    ids = [one.id for one in orders]
    found: dict[UUID, list[Record]] = {one: [] for one in ids}
    for row in await settler.database.pool.fetch(_STATE, ids, partitions):
        found[row["id"]].append(row)
    items = await load_items(settler.database.pool, ids)
    return {one.id: _kept(one, items[one.id], found[one.id]) for one in orders}


def _kept(order: Order, items: Sequence[OrderItem], rows: Sequence[Record]) -> list[_Kept]:
    lines = []
    changes = rows[0]["pieces"] if rows else None
    moved = pieces_moved(changes, [one.quantity for one in items])
    for item, row, pieces in zip(items, rows, moved, strict=True):
        carried, edited = carried_of(row["carried"]), row["edited"] or 0
        paid, returned = order.paid_for(item), row["returned"]
        lines.append(
            KeptLine(
                item.quantity,
                paid,
                returned,
                carried.pieces,
                carried.amount + edited,
                pieces,
            )
        )
    kept, lost = (int(rows[0]["kept"]), int(rows[0]["lost"])) if rows else (0, 0)
    amounts = kept_of(lines, order.paid_for_delivery, kept)
    others = kept_of(lines, order.paid_for_delivery, kept + lost) if lost else amounts
    return [_Kept(*each) for each in zip(lines, amounts, others, strict=True)]
