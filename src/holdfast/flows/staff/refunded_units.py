"""What of an order's money belongs to units that come back, and that none comes back twice: how
many of each line did is a capacity account."""

from collections.abc import Mapping, Sequence

from msgspec.structs import replace

from holdfast.flows.ending.parcels import parcels_now
from holdfast.flows.payments.give_back import NothingPaid
from holdfast.flows.settlement.settler import Settler
from holdfast.fulfilment import sum_of
from holdfast.kit import FieldError, Problem
from holdfast.kit.sentences import say
from holdfast.ledger import AccountState, Expect, Operation, Rider, Withdraw, tell
from holdfast.orders import Order, OrderItem, OrderUnitsRefunded, fulfilment_noted
from holdfast.pricing import SoldLine, refund_of

__all__ = ["UnitsNotThere", "refund_of_units"]


class UnitsNotThere(Problem):
    """More units than the line has, or than were not refunded yet; ``errors`` names each line."""

    status = 409
    code = "units-not-there"
    title = "So many units are not left"


async def refund_of_units(
    settler: Settler, order: Order, wanted: Mapping[int, int]
) -> tuple[int, tuple[Operation, ...], tuple[Rider, ...]]:
    """How much goes back for so many units of each line, what counts them, and what is told of
    it, with what the order's parcels come to then. Raises :class:`UnitsNotThere`, and
    :class:`NothingPaid` where they cost nothing."""
    now = await parcels_now(settler, order)
    items, accounts = now.items, now.returned
    _must_be_there(items, accounts, wanted)
    sold = [
        SoldLine(item.quantity, order.paid_for(item), account.balance, wanted.get(line, 0))
        for line, (item, account) in enumerate(zip(items, accounts, strict=True))
    ]
    amount = refund_of(sold, order.paid_for_delivery)
    if not amount:
        raise NothingPaid("Nothing was paid for these units.")
    operations: list[Operation] = []
    for line, account in enumerate(accounts):
        # All of them: what the last unit brings back depends on every line.
        operations.append(Expect(account.key, account.version))
        if wanted.get(line):
            most = items[line].quantity
            operations.append(Withdraw(account.key, wanted[line], capacity=most))
    told = tell(_told(items, accounts, wanted), order.id)
    if not now.steps.version:
        return amount, tuple(operations), (told,)
    lines = tuple(
        replace(one, returned=one.returned + wanted.get(line, 0))
        for line, one in enumerate(now.lines)
    )
    noted = fulfilment_noted(order, sum_of(lines, now.parcels))
    return amount, (now.unmoved, *operations), (told, noted)


def _told(
    items: Sequence[OrderItem], accounts: Sequence[AccountState], wanted: Mapping[int, int]
) -> OrderUnitsRefunded:
    units: dict[str, int] = {}
    left: dict[str, int] = {}
    for line, (item, account) in enumerate(zip(items, accounts, strict=True)):
        product, before = str(item.product_id), item.quantity - account.balance
        if before:
            left[product] = left.get(product, 0) + before - wanted.get(line, 0)
        if wanted.get(line):
            units[product] = units.get(product, 0) + wanted[line]
    return OrderUnitsRefunded(units, left)


def _must_be_there(
    items: Sequence[OrderItem], accounts: Sequence[AccountState], wanted: Mapping[int, int]
) -> None:
    found = []
    for line, units in wanted.items():
        left = items[line].quantity - accounts[line].balance if line < len(items) else 0
        if units > left:
            said = say("Of line {line}, {left} are left to refund.", line=line + 1, left=left)
            found.append(FieldError(f"lines[{line}].quantity", "units-not-there", said))
    if found:
        raise UnitsNotThere.of(found)
