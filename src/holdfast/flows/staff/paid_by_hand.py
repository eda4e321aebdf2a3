"""What makes an order paid whose buyer gave the money to somebody: all of it, or a part."""

from collections.abc import Callable, Sequence
from typing import TypeAlias

from msgspec.structs import replace

from holdfast import payments
from holdfast.flows.commit.caller import Caller
from holdfast.flows.commit.refusals import AlreadyPaid
from holdfast.flows.payments.due import counting, due_of
from holdfast.flows.payments.tries import manual_of
from holdfast.flows.settlement.settle import capture_command
from holdfast.flows.settlement.settler import Settler
from holdfast.kit import new_id
from holdfast.ledger import Command, Expect, Rider
from holdfast.orders import Order, due_key
from holdfast.payments import MANUAL, Payment, manual_reference

__all__ = ["Taken", "paid_command"]

Taken: TypeAlias = Callable[[int], tuple[Rider, ...]]
"""What is written with it where all that is due was taken, by how much that was."""


async def paid_command(
    settler: Settler,
    caller: Caller,
    order: Order,
    tries: Sequence[Payment],
    why: str | None,
    taken: Taken | None = None,
) -> Command:
    """Of an order as it was read: what its buyer chose to pay by hand counts, or else all that is
    due; with ``taken`` that always. Raises :class:`AlreadyPaid`."""
    waiting = manual_of(order, list(tries))
    if order.paid_in_part or (waiting is not None and waiting.is_part):
        return await _part_paid(settler, caller, order, waiting, why, taken)
    payment, rows = (waiting, ()) if waiting else _in_cash(order, order.total)
    also = () if taken is None else taken(payment.amount)
    marks = (*rows, _noted(caller, order, payment, why), *also)
    command = capture_command(order, payment, marks, None, caller, caller.actor)
    # Of this and a part that counts at the same moment one is refused, and looks again.
    return replace(command, operations=(Expect(due_key(order.id), 0), *command.operations))


async def _part_paid(
    settler: Settler,
    caller: Caller,
    order: Order,
    waiting: Payment | None,
    why: str | None,
    taken: Taken | None,
) -> Command:
    """The part that was to be paid by hand, or all that is due."""
    due = await due_of(settler, order)
    if not due.amount:
        raise AlreadyPaid("The order is already paid. Refund it instead.")
    if waiting is not None and not due.takes(waiting.amount):
        waiting = None  # it is called off later: what was due was taken
    if waiting is not None and taken is not None and waiting.amount != due.amount:
        waiting = None
    if waiting is not None:
        payment, rows = waiting, payments.credited(waiting)
    else:
        payment, _ = _in_cash(order, due.amount)
        payment = replace(payment, status="credited", purpose="part")
        rows = payments.begun(payment)
    counted = counting(order, payment.id, payment.amount, due, caller.actor)
    also = () if taken is None else taken(payment.amount)
    riders = (*counted.riders, *rows, _noted(caller, order, payment, why), *also)
    return caller.command(counted.operations, riders)


def _in_cash(order: Order, amount: int) -> tuple[Payment, tuple[Rider, ...]]:
    """A payment that nobody began: somebody took the money."""
    payment_id = new_id()
    payment = Payment(
        payment_id,
        order.id,
        order.reservation_id,
        MANUAL,
        manual_reference(payment_id),
        amount,
        order.currency,
        "succeeded",
    )
    return payment, payments.begun(payment)


def _noted(caller: Caller, order: Order, payment: Payment, why: str | None) -> Rider:
    said: dict[str, object] = {"amount": payment.amount}
    if why:
        said["reason"] = why
    return caller.audited("order.marked-paid", order.id, said)
