"""What is still due of an order, and how parts of it are counted.

Who pays the whole at once has nothing to do with it: the account is opened by the first part that
is counted. With each part it becomes less, and with each that goes back more, so parts and what is
due are the total at any time. The part that leaves nothing due pays the order.
"""

from collections.abc import Sequence
from typing import Final
from uuid import UUID

from msgspec import Struct

from holdfast import orders
from holdfast.flows.commit import order_moves
from holdfast.flows.commit.refusals import AlreadyPaid
from holdfast.flows.commit.wallet_settlement import Taken
from holdfast.flows.payments.cashier import Cashier
from holdfast.kit import Money, Problem
from holdfast.kit.sentences import say
from holdfast.ledger import Capture, Deposit, Expect, ExpectHeld, Operation, Withdraw
from holdfast.orders import Order, OrderPaid, due_key
from holdfast.payments import Payment

__all__ = [
    "MOST_PARTS", "AmountAboveDue", "Due", "TooManyParts", "counting", "counting_all", "due_again",
    "due_of", "to_pay",
]  # fmt: skip

MOST_PARTS: Final = 10
"""Parts of one order: all of them go back in one command. The last pays all that is due."""
_BUYER: Final = "world/buyer"
"""The other side of what is due."""


class AmountAboveDue(Problem):
    """More than is due; ``due`` is what is."""

    status = 409
    code = "amount-above-due"
    title = "More than is due"


class TooManyParts(Problem):
    """As many parts as may be are paid; what is ``due`` is to be paid at once."""

    status = 409
    code = "too-many-parts"
    title = "Too many parts"


class Due(Struct, frozen=True):
    """What is due of an order, and the version of its account: 0 before the first part."""

    amount: int
    version: int

    def takes(self, amount: int) -> bool:
        """Whether a part of so much counts."""
        return amount == self.amount or (amount < self.amount and self.version < MOST_PARTS)


async def due_of(cashier: Cashier, order: Order) -> Due:
    """What is due of an order that waits for its money."""
    account = await cashier.reader.account(due_key(order.id))
    return Due(account.balance if account.version else order.total, account.version)


async def to_pay(cashier: Cashier, order: Order, amount: int | None) -> tuple[int, Due | None]:
    """How much a payment is of (all that is due, if no ``amount`` is asked for), and what is due
    where that is a part: None for the whole."""
    if not order.paid_in_part and amount in (None, order.total):
        return order.total, None
    due = await due_of(cashier, order)
    if not due.amount and due.version:
        raise AlreadyPaid("The order is already paid. You were not charged again.")
    if amount is None:
        return due.amount, due
    shown = Money(due.amount, order.currency)
    if amount > due.amount:
        raise AmountAboveDue(
            say("{due} is due. You were not charged.", due=shown),
            field="amount",
            extra={"due": due.amount},
        )
    if not due.takes(amount):
        raise TooManyParts(
            say("Pay the remaining {due} at once. You were not charged.", due=shown),
            field="amount",
            extra={"due": due.amount},
        )
    return amount, due


def counting(order: Order, payment_id: UUID, amount: int, due: Due, by: str | None = None) -> Taken:
    """What counts a part that ``due`` takes, while the order's hold runs and nobody else counts
    one; the last captures the hold and pays the order. The payment's own step comes with it.
    ``by``: whose act it is."""
    return counting_all(order, ((payment_id, amount),), due, by)


def counting_all(
    order: Order, parts: Sequence[tuple[UUID, int]], due: Due, by: str | None = None
) -> Taken:
    """The same for parts that come together, in their order."""
    key, unit = due_key(order.id), order.currency
    operations: list[Operation] = [Expect(key, due.version)]
    if not due.version:
        operations.append(Deposit(key, order.total, unit=unit, counterparty=_BUYER))
    for _, amount in parts:
        operations.append(Withdraw(key, amount, unit=unit, counterparty=_BUYER))
    if sum(amount for _, amount in parts) != due.amount:
        held = ExpectHeld(order.reservation_id)
        return Taken((*operations, held), (orders.money_moved(order),))
    fact = OrderPaid(parts[-1][0], order.total, order.currency)
    captured = Capture(order.reservation_id)
    riders = order_moves.paid(order.id, order.booking_id, fact, by, edit_id=order.exchange_of)
    return Taken((*operations, captured), riders)


def due_again(order: Order, payment: Payment) -> tuple[Operation, ...]:
    """For the command that gives a payment back: it does not count any more, if it did."""
    if not (payment.is_part and payment.is_credited):
        return ()
    unit = order.currency
    return (Deposit(due_key(order.id), payment.amount, unit=unit, counterparty=_BUYER),)
