"""What of an order's money belongs to units that come back, and that none comes back twice: how
many of each line did is a capacity account."""

from collections.abc import Iterable, Mapping, Sequence

from msgspec import Struct
from msgspec.structs import replace

from holdfast.edits import SettleEdit
from holdfast.flows.ending.codes_back import codes_back
from holdfast.flows.ending.edit_shares import paid_elsewhere
from holdfast.flows.ending.parcels import ParcelsNow, edit_open, must_not_wait, parcels_now
from holdfast.flows.payments.give_back import NothingPaid, left_of
from holdfast.flows.settlement.settler import Settler
from holdfast.fulfilment import sum_of
from holdfast.kit import FieldError, Problem
from holdfast.kit.money import Money
from holdfast.kit.sentences import say
from holdfast.ledger import AccountState, Expect, Operation, Rider, Withdraw, defer, tell
from holdfast.orders import Order, OrderItem, OrderUnitsRefunded, fulfilment_noted
from holdfast.payments import Payment
from holdfast.pricing import RefundSum, SoldLine, refund_sum
from holdfast.returns import Return
from holdfast.shop import ReturnRules

__all__ = [
    "AmountBelowCodes", "NothingToTakeBack", "UnitsBack", "UnitsNotThere", "delivery_goes_back",
    "refund_of_amount", "refund_of_units", "taken_with", "units_paid", "units_refunded",
]  # fmt: skip


class UnitsNotThere(Problem):
    """More units than the line has, or than were not refunded yet; ``errors`` names each line."""

    status = 409
    code = "units-not-there"
    title = "So many units are not left"


class NothingToTakeBack(Problem):
    """Only codes and files can be taken back that its buyer has."""

    status = 409
    code = "nothing-to-take-back"
    title = "There is nothing to take back"


class AmountBelowCodes(Problem):
    """Codes and files are taken back for what was paid for them, or for more."""

    status = 409
    code = "amount-below-codes"
    title = "That is less than they cost"


class UnitsBack(Struct, frozen=True):
    """What was paid for them, what counts them, and what is told of it, with what the order's
    parcels come to then."""

    sum: RefundSum
    operations: tuple[Operation, ...]
    riders: tuple[Rider, ...]


async def refund_of_units(settler: Settler, order: Order, wanted: Mapping[int, int]) -> UnitsBack:
    """What goes back for so many units of each line. Raises :class:`UnitsNotThere`,
    :class:`NothingPaid` where they cost nothing, and
    :class:`~holdfast.flows.ending.codes_back.CodesNotGiven`."""
    now = await parcels_now(settler, order)
    must_not_wait(now)
    codes = await codes_back(settler, now, wanted)
    back = units_refunded(now, wanted, given=codes.units)
    if not back.sum.total:
        raise await _nothing_paid(settler, now, wanted)
    operations = (*back.operations, *codes.operations)
    return UnitsBack(back.sum, operations, (*back.riders, *codes.riders))


async def _nothing_paid(
    settler: Settler, now: ParcelsNow, wanted: Mapping[int, int]
) -> NothingPaid:
    elsewhere = await paid_elsewhere(settler, now, wanted)
    if elsewhere is None:
        return NothingPaid("Nothing was paid for these units.")
    return NothingPaid(
        say(
            "Order {number} paid {amount} for them. Refund that there, or cancel them.",
            number=elsewhere.order_number,
            amount=Money(elsewhere.amount, now.order.currency),
        )
    )


async def refund_of_amount(
    settler: Settler, order: Order, paid: Sequence[Payment], amount: int
) -> UnitsBack:
    """So much goes back for no units. Raises :class:`~holdfast.edits.EditOpen`, if what a change
    that waits takes off would not be paid for then."""
    if not order.is_sent:
        return UnitsBack(RefundSum(()), (), ())
    now = await parcels_now(settler, order)
    if now.edit is not None:
        waits = now.kept + sum(one.paid for one in now.edit.off)
        if amount > await left_of(settler, paid) - waits:
            raise edit_open()
    return UnitsBack(RefundSum(()), (now.unmoved,), ())


async def taken_with(settler: Settler, order: Order, amount: int) -> UnitsBack:
    """All codes and files that its buyer has are taken back with so much money, which is at least
    what was paid for them: so they are refunded units, as others are, and what goes beyond that is
    of no line. Raises
    :class:`NothingToTakeBack` and :class:`AmountBelowCodes`."""
    now = await parcels_now(settler, order)
    wanted = {
        line: one.given
        for line, one in enumerate(now.lines)
        if one.given and line in now.given_lines
    }
    if not wanted:
        raise NothingToTakeBack("Its buyer has no codes and no files of it.", field="takeBack")
    codes = await codes_back(settler, now, wanted)
    back = units_refunded(now, wanted, given=codes.units)
    if amount < back.sum.total:
        worth = Money(back.sum.total, order.currency)
        said = say("They cost {amount}. Give that back at least, or leave them.", amount=worth)
        raise AmountBelowCodes(said, field="amount", extra={"least": back.sum.total})
    operations = (*back.operations, *codes.operations)
    return UnitsBack(back.sum, operations, (*back.riders, *codes.riders))


def units_refunded(
    now: ParcelsNow,
    wanted: Mapping[int, int],
    *,
    delivery: bool = True,
    came: bool = False,
    given: Mapping[int, int] | None = None,
) -> UnitsBack:
    """So many units of each line are refunded; with the last of all what ``delivery`` cost, if
    that goes back. ``came``: they were sent, and are back; so many codes of a line that was
    ``given`` are its buyer's no more. Raises :class:`UnitsNotThere`."""
    order, items, accounts = now.order, now.items, now.returned
    _must_be_there(items, accounts, wanted)
    operations: list[Operation] = []
    for line, account in enumerate(accounts):
        # All of them: what the last unit brings back depends on every line.
        operations.append(Expect(account.key, account.version))
        if wanted.get(line):
            most = items[line].quantity
            operations.append(Withdraw(account.key, wanted[line], capacity=most))
    paid = units_paid(now, wanted, delivery=delivery)
    told: tuple[Rider, ...] = (tell(_told(items, accounts, wanted), order.id),)
    if order.exchange_of is not None:  # what of another order's money pays for them
        told = (*told, defer(SettleEdit(order.exchange_of)))
    if not now.steps.version:
        return UnitsBack(paid, tuple(operations), told)
    lines = now.lines
    if not came:
        lines = tuple(
            replace(
                one,
                returned=one.returned + wanted.get(line, 0),
                given=one.given - (given or {}).get(line, 0),
            )
            for line, one in enumerate(lines)
        )
    noted = fulfilment_noted(order, sum_of(lines, now.parcels))
    return UnitsBack(paid, (now.unmoved, *operations), (*told, noted))


def delivery_goes_back(rules: ReturnRules, returns: Iterable[Return]) -> bool:
    """Whether it does with the last unit of an order that comes back: not where something of it was
    exchanged. Who exchanges keeps what they ordered, and it was brought to them."""
    return rules.delivery and all(one.exchanged is None for one in returns)


def units_paid(now: ParcelsNow, wanted: Mapping[int, int], *, delivery: bool = True) -> RefundSum:
    """What was paid for so many more units of each line, as many of which there are; with the last
    what ``delivery`` cost, unless it is made for what was added in place of some."""
    order = now.order
    sold = [
        SoldLine(item.quantity, order.paid_for(item), account.balance, wanted.get(line, 0))
        for line, (item, account) in enumerate(zip(now.items, now.returned, strict=True))
    ]
    return refund_sum(sold, order.paid_for_delivery if delivery and not now.kept else 0)


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
