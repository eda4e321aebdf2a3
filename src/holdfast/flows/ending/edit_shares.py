"""What an order pays of goods that were added to it goes back with their units, each its share."""

from collections.abc import Mapping

from msgspec import Struct

from holdfast.edits import OrderEdit, edit_of_added
from holdfast.flows.ending.parcels import ParcelsNow
from holdfast.flows.settlement.settler import Settler
from holdfast.pricing import SoldLine, refund_sum, spread

__all__ = ["PaidElsewhere", "more_back", "paid_elsewhere"]


class PaidElsewhere(Struct, frozen=True):
    """So much goes back on another order, which pays for the units."""

    order_number: str
    amount: int


def more_back(edit: OrderEdit, there: ParcelsNow, also: Mapping[int, int]) -> int:
    """Of what stays for what was added, the share of its units that are off, and of so many more
    of each line, that did not go back yet: by what the lines cost before the credit came off. With
    the last unit all of it is back."""
    shares = zip(
        _gone(there, also), spread(sum(one.kept for one in edit.off), edit.worth), strict=True
    )
    sold = [SoldLine(units, share, 0, off) for (units, off), share in shares]
    return refund_sum(sold, 0).total - sum(one.back for one in edit.off)


async def paid_elsewhere(
    settler: Settler, there: ParcelsNow, wanted: Mapping[int, int]
) -> PaidElsewhere | None:
    """What goes back beside what was paid for so many units of each line with their own order."""
    if there.order.exchange_of is None:
        return None
    edit = await edit_of_added(settler.database.pool, there.order.id)
    if edit is None or not edit.is_done or (more := more_back(edit, there, wanted)) <= 0:
        return None
    return PaidElsewhere((await settler.orders.known(edit.order_id)).number, more)


def _gone(there: ParcelsNow, also: Mapping[int, int]) -> list[tuple[int, int]]:
    """Of each line: how many units there were, and how many are off. Those that came back for
    others, or for less than was paid, are left out: what of their share goes back is staff's to
    say."""
    apart = [one for one in there.returns if one.exchanged is not None or one.deducted]
    found = []
    for line, (item, account) in enumerate(zip(there.items, there.returned, strict=True)):
        without = sum(one.lines[line].came for one in apart if line in one.lines)
        found.append((item.quantity, account.balance - without + also.get(line, 0)))
    return found
