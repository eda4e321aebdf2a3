"""What is written when a payment failed, and when its order is off because of that."""

from typing import Literal, TypeAlias

from holdfast import orders, payments
from holdfast.flows.commit import order_moves
from holdfast.flows.commit.caller import Caller
from holdfast.flows.commit.outcomes import must_go_through
from holdfast.flows.commit.refusals import refuse
from holdfast.flows.commit.wallet_settlement import MoneyMissing
from holdfast.flows.payments.cashier import Cashier
from holdfast.flows.payments.give_back import whole_refund
from holdfast.flows.payments.tries import is_only_try, of_parts
from holdfast.ledger import (
    Accepted,
    AlreadyDone,
    Conflict,
    Expired,
    Insert,
    Release,
    Rider,
)
from holdfast.orders import Order
from holdfast.payments import Payment

__all__ = ["Unpaid", "note_failure"]

Unpaid: TypeAlias = Literal["unpaid", "no-wallet", "insufficient-funds"]
"""Why an order is off whose payment failed."""


async def note_failure(
    cashier: Cashier,
    order: Order,
    payment: Payment,
    caller: Caller,
    reference: str | None = None,
    *,
    reason: Unpaid = "unpaid",
    missing: MoneyMissing | None = None,
    marks: tuple[Insert, ...] = (),
) -> bool:
    """A stored payment failed after all: release what it was for, unless that has ended otherwise
    or another payment for it is under way. ``reference`` is the provider's own id, if it is news;
    ``missing`` is what a wallet lacked; ``marks`` are written with whatever is. False if it had
    been noted before.
    """
    if not payment.undecided:
        return False
    meant = payment.hold_id is None or payment.hold_id == order.hold_id  # else changed since
    declined = reason == "unpaid" and not payment.from_wallet
    keeps = declined and await _keeps(cashier, payment)
    if payment.mix_id is not None and order.is_pending and meant:
        if await _mix_failed(cashier, order, payment, caller, reference, keeps=keeps):
            return True
        order = await cashier.orders.get(order.id) or order  # it ended, or moved, just now
    may_drop = order.is_pending and meant and not keeps and not of_parts(order, payment)
    drop = may_drop and await is_only_try(cashier, payment)
    noted = payments.failed(payment, reference=reference, shortfall=missing)
    while True:
        off = order_moves.cancelled(order.id, order.booking_id, reason) if drop else ()
        outcome = await cashier.ledger.commit(
            caller.command(
                (Release(order.reservation_id),) if drop else (),
                (*noted, *off, *marks),
                key=f"unpaid/{payment.id}",
                actor=order.owner,
            )
        )
        if isinstance(outcome, Accepted | AlreadyDone):
            return isinstance(outcome, Accepted)
        if not isinstance(outcome, Conflict | Expired):
            raise refuse(outcome)
        if not drop:
            return False  # somebody else noted it
        drop = False  # the order ended otherwise just now: what is left to note is the payment


async def _keeps(cashier: Cashier, payment: Payment) -> bool:
    """Whether the order goes on: the shop keeps what is held, its buyer was shown no page to pay
    otherwise, or left the payment to do so, which may have been noted since it was read."""
    if payment.by_kept_card or payment.left_behind:
        return True
    if (await cashier.shop.now()).decline_keeps_hold:
        return True
    now = await cashier.payments.get(payment.id)
    return now is not None and now.left_behind


async def _mix_failed(
    cashier: Cashier,
    order: Order,
    payment: Payment,
    caller: Caller,
    reference: str | None,
    *,
    keeps: bool,
) -> bool:
    """The rest was declined: what was taken with it goes back in the command that notes it. The
    order is off by that, unless the shop ``keeps`` it, or other parts are counted or tried. False
    if something moved meanwhile."""
    tries = await cashier.payments.of_order(order.id)
    counted = [one for one in tries if one.is_part and one.is_credited]
    together = [one for one in counted if one.mix_id == payment.mix_id]
    drop = not keeps and len(together) == len(counted) and await is_only_try(cashier, payment)
    money = [await whole_refund(cashier, order, one, by_staff=False) for one in together]
    off: tuple[Rider, ...] = (orders.money_moved(order),)
    if drop:
        refund: orders.Refund = "done" if together else "none"
        paid_by = together[-1].id if together else None
        off = order_moves.cancelled(
            order.id, order.booking_id, "unpaid", refund=refund, payment_id=paid_by
        )
    outcome = await cashier.ledger.commit(
        caller.command(
            (
                *((Release(order.reservation_id),) if drop else ()),
                *(operation for one in money for operation in one.operations),
            ),
            (
                *payments.failed(payment, reference=reference),
                *off,
                *(rider for one in money for rider in one.riders),
            ),
            key=f"unpaid-mix/{payment.id}",
            actor=order.owner,
        )
    )
    if isinstance(outcome, Conflict | Expired):
        return False
    must_go_through(outcome)
    return True
