"""Sharing: brings the account of each seller of an order to what is theirs of it now.

It looks at how the order stands and books the difference to what was booked, under the versions of
the seller's two accounts that were read before that. So nothing is booked twice, whatever comes
twice, late or at once; and a change that was not seen yet has an event of its own behind it.
"""

from collections.abc import Sequence
from typing import Final
from uuid import UUID

from msgspec import Struct

from holdfast.flows.commit.caller import Caller
from holdfast.flows.commit.refusals import refuse
from holdfast.flows.settlement.settler import Settler
from holdfast.ledger import Accepted, AlreadyDone, Conflict, LedgerReader, account_join
from holdfast.orders import Order, load_items
from holdfast.payments import COVERED
from holdfast.sellers import (
    Commission,
    KeptLine,
    SellerMoney,
    SubOrder,
    commission_of,
    commissions_of,
    earned_key,
    kept_of,
    owed_key,
    share_moved,
    shared,
    suborders_of,
)

__all__ = ["TooManyMeanwhile", "money_of", "share_order"]

_TRIES: Final = 20
# One statement sees one moment: units and money that came back together are seen together.
_PARTITIONS: Final = "$2::smallint[]"
_STATE: Final = f"""
SELECT coalesce(a.balance, 0) AS returned,
       {COVERED.replace("CAST(:partitions AS smallint[])", _PARTITIONS)} AS kept
FROM orders o JOIN order_items i ON i.order_id = o.id
{account_join("'returned/' || i.order_id || '/' || i.line", _PARTITIONS)}
WHERE o.id = $1 ORDER BY i.line
"""


class TooManyMeanwhile(Exception):
    """The seller's account was another one at each try: the job comes again."""


class _Kept(Struct, frozen=True):
    """A line as it stands, and what is kept of its price."""

    line: KeptLine
    amount: int


async def share_order(settler: Settler, order_id: UUID, caller: Caller) -> None:
    """Do it, if the order was completed; safe to repeat."""
    order = await settler.orders.get(order_id)
    if order is None or not order.is_completed:
        return
    terms = await commissions_of(settler.database.pool, order_id)
    for suborder in await suborders_of(settler.database.pool, order_id):
        await _share(settler, order, suborder.seller_id, terms.get(suborder.id, {}), caller)


async def money_of(reader: LedgerReader, seller_id: UUID, currency: str) -> SellerMoney:
    """The seller's accounts as they stand."""
    earned = await reader.account(earned_key(seller_id, currency))
    owed = await reader.account(owed_key(seller_id, currency))
    return SellerMoney(seller_id, currency, earned, owed)


async def _share(
    settler: Settler,
    order: Order,
    seller_id: UUID,
    terms: dict[int, Commission],
    caller: Caller,
) -> None:
    for _ in range(_TRIES):
        # The accounts before all else: what is read later is not older than they are.
        money = await money_of(settler.reader, seller_id, order.currency)
        known = await suborders_of(settler.database.pool, order.id)
        suborder = next(one for one in known if one.seller_id == seller_id)
        lines = await _lines(settler, order)
        gross = sum(lines[line].amount for line in terms)
        fee = sum(
            commission_of(terms[line], lines[line].line, lines[line].amount) for line in terms
        )
        if suborder.is_earned and (gross, fee) == (suborder.gross, suborder.commission):
            return
        if await _booked(settler, money, suborder, gross, fee, caller):
            return
    raise TooManyMeanwhile(f"seller {seller_id}")


async def _booked(
    settler: Settler, money: SellerMoney, suborder: SubOrder, gross: int, fee: int, caller: Caller
) -> bool:
    operations = money.shared(suborder.order_id, gross - suborder.gross, fee - suborder.commission)
    key = f"share/{suborder.id}/{money.earned.version}/{money.owed.version}"
    outcome = await settler.ledger.commit(
        caller.command(operations, shared(suborder, gross, fee), key)
    )
    match outcome:
        case Accepted() | AlreadyDone():
            return True
        case Conflict(subject=subject) if money.changed(subject) or share_moved(subject):
            return False  # something else of the seller's was quicker: look again
    raise refuse(outcome)


async def _lines(settler: Settler, order: Order) -> Sequence[_Kept]:
    """Each line of the order, and what is kept of it."""
    partitions = list(range(1, settler.reader.partitions + 1))
    rows = await settler.database.pool.fetch(_STATE, order.id, partitions)
    items = (await load_items(settler.database.pool, [order.id]))[order.id]
    lines = [
        KeptLine(item.quantity, order.paid_for(item), row["returned"])
        for item, row in zip(items, rows, strict=True)
    ]
    kept = int(rows[0]["kept"]) if rows else 0
    amounts = kept_of(lines, order.paid_for_delivery, kept)
    return [_Kept(line, amount) for line, amount in zip(lines, amounts, strict=True)]
