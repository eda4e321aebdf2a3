"""What staff do with an order: say that it was paid or not, complete it, refund a part of it, see
to a refund that waits. Each is one ledger command with its line in the audit log; cancelling is in
``cancel``."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Final, TypeAlias
from uuid import UUID

from msgspec import Struct
from msgspec.structs import replace

from holdfast import orders, payments
from holdfast.booking.bookings import booking_of
from holdfast.flows.commit import order_moves
from holdfast.flows.commit.caller import Caller
from holdfast.flows.commit.crowds import crowded_out
from holdfast.flows.commit.idempotency import keep, unless_done_before
from holdfast.flows.commit.known_orders import any_order
from holdfast.flows.commit.refusals import NotAgreed, ReservationExpired, refuse
from holdfast.flows.ending.complete import complete_command
from holdfast.flows.ending.parcels import complete_refused, parcels_now
from holdfast.flows.ending.refunded_units import (
    UnitsBack,
    refund_of_amount,
    refund_of_units,
    taken_with,
)
from holdfast.flows.ending.repeated import ended_with
from holdfast.flows.guarding.assessing import must_be_released
from holdfast.flows.payments.give_back import RefundedMeanwhile, refund_part, refundable_marked
from holdfast.flows.payments.refund_state import refund_noted
from holdfast.flows.payments.tries import manual_of, paid_with
from holdfast.flows.settlement.settler import Settler
from holdfast.flows.staff.order_actions import OrderAction, why_not
from holdfast.flows.staff.paid_by_hand import Taken, paid_command
from holdfast.flows.staff.waiting_refunds import part_waiting, payment_waiting
from holdfast.kit import Problem, new_id
from holdfast.ledger import (
    Accepted,
    AlreadyDone,
    Command,
    Conflict,
    Expired,
    Insert,
    Operation,
    Release,
    Rider,
    defer,
)
from holdfast.orders import Order, Refund
from holdfast.payments import (
    Payment,
    RefundByHand,
    RefundPayment,
    came_back_before,
    refunds_waiting,
)

__all__ = ["complete", "mark_paid", "mark_refunded", "mark_unpaid", "refund", "retry_refund"]

_TRIES: Final = 4


class _Done(Struct, frozen=True):
    """What a key stands for: that it was done; the order says the rest."""

    order_id: UUID


_Make: TypeAlias = Callable[[Order, list[Payment]], Awaitable[Command]]


async def mark_paid(
    settler: Settler,
    caller: Caller,
    order_id: UUID,
    why: str | None = None,
    taken: Taken | None = None,
) -> None:
    """The buyer has paid staff: the goods are sold. ``why``: how they paid, for the log; ``taken``:
    all that was due was, whatever was begun, and this is written with it."""

    async def make(order: Order, tries: list[Payment]) -> Command:
        return await paid_command(settler, caller, order, tries, why, taken)

    await _do(settler, "markPaid", caller, order_id, make)


async def mark_unpaid(settler: Settler, caller: Caller, order_id: UUID, why: str) -> None:
    """The buyer will not pay: the goods are free again."""

    async def make(order: Order, tries: list[Payment]) -> Command:
        payment = manual_of(order, tries)
        assert payment is not None, "asked before"
        return caller.command(
            (Release(order.reservation_id),),
            (
                *order_moves.cancelled(
                    order.id, order.booking_id, "unpaid", staff=caller.actor, note=why
                ),
                *payments.failed(payment),
                _audited(caller, order, "order.marked-unpaid", reason=why),
            ),
            f"unpaid/{payment.id}",
        )

    await _do(settler, "markUnpaid", caller, order_id, make)


async def complete(settler: Settler, caller: Caller, order_id: UUID) -> None:
    """The buyer has what was bought."""

    async def make(order: Order, _: list[Payment]) -> Command:
        await must_be_released(settler, order)
        now = await parcels_now(settler, order)
        if (refusal := complete_refused(now)) is not None:
            raise refusal
        command = complete_command(caller, order, now)
        audited = _audited(caller, order, "order.completed")
        return replace(command, riders=(*command.riders, audited))

    await _do(settler, "complete", caller, order_id, make)


async def mark_refunded(
    settler: Settler,
    caller: Caller,
    order_id: UUID,
    payment_id: UUID | None = None,
    refund_id: UUID | None = None,
) -> None:
    """The money of a payment has been handed back: one paid by hand, or one whose provider refused
    the refund; with a ``refund_id``, that part of one paid by hand. Without any it is the first
    that waits."""

    async def make(order: Order, tries: list[Payment]) -> Command:
        owed = await refunds_waiting(settler.database.pool, order.id)
        if (part := part_waiting(owed, tries, payment_id, refund_id)) is not None:
            return _part_handed(caller, order, tries, part)
        payment = payment_waiting("markRefunded", tries, payment_id)
        looked = await _looked_at(settler, payment)
        amount = await settler.payments.going_back(payment.id)
        again = await came_back_before(settler.database.pool, payment.id, amount)
        return caller.command(
            looked,
            (
                *await _noted(settler, order, tries, payment, "done"),
                *payments.refunded(payment, amount, again=again),
                _audited(
                    caller, order, "order.marked-refunded", amount=amount, payment=str(payment.id)
                ),
            ),
            # The provider's refusal has taken the usual key, and may be one of several.
            f"refund-by-hand/{new_id()}" if payment.refund_refused else f"refund/{payment.id}",
        )

    await _do(settler, "markRefunded", caller, order_id, make)


async def retry_refund(
    settler: Settler, caller: Caller, order_id: UUID, payment_id: UUID | None = None
) -> None:
    """The provider that refused the refund is asked once more."""

    async def make(order: Order, tries: list[Payment]) -> Command:
        payment = payment_waiting("retryRefund", tries, payment_id)
        looked, attempt = await _looked_at(settler, payment), new_id()
        amount = await settler.payments.going_back(payment.id)
        return caller.command(
            looked,
            (
                *await _noted(settler, order, tries, payment, "begun"),
                *payments.refund_again(payment, amount),
                defer(RefundPayment(payment.id, amount, attempt=attempt)),
                _audited(
                    caller, order, "order.refund-retried", amount=amount, payment=str(payment.id)
                ),
            ),
            f"refund-again/{attempt}",
        )

    await _do(settler, "retryRefund", caller, order_id, make)


async def refund(
    settler: Settler,
    caller: Caller,
    order_id: UUID,
    wanted: int | Mapping[int, int],
    why: str,
    *,
    take_back: bool = False,
    end_repeat: bool = False,
) -> None:
    """So much of what was paid goes back, or what was paid for so many units of each line; the
    order stays as it is. ``take_back``: with an amount, also the codes and files that its buyer
    has; with units theirs always are. ``end_repeat``: the repeat order that it is of ends."""
    order, tries = await _found(settler, order_id)
    refusal = why_not("refund", order, tries)
    try:
        if refusal is not None:
            raise refusal
        paid = paid_with(order, tries)
        ended = await ended_with(settler, caller, order, end_repeat, whole=False, staff=True)
        if isinstance(wanted, int):
            await _refund_amount(
                settler, caller, order, paid, wanted, why, ended, take_back=take_back
            )
            return
        back = await refund_of_units(settler, order, wanted)
        said = {"lines": {str(line): count for line, count in wanted.items()}, "reason": why}
        await _refunded(settler, caller, order, paid, back.sum.total, back, said, ended)
    except Problem as problem:
        await unless_done_before(settler, caller.key, problem)


async def _refund_amount(
    settler: Settler,
    caller: Caller,
    order: Order,
    paid: Sequence[Payment],
    amount: int,
    why: str,
    ended: tuple[Rider, ...],
    *,
    take_back: bool,
) -> None:
    said = {"takenBack": take_back, "reason": why}
    for _ in range(_TRIES):
        back = await refund_of_amount(settler, order, paid, amount)
        if take_back:
            codes = await taken_with(settler, order, amount)
            back = replace(codes, operations=(*back.operations, *codes.operations))
        try:
            return await _refunded(settler, caller, order, paid, amount, back, said, ended)
        except RefundedMeanwhile:
            if take_back:
                raise
            # Something was done with its parcels just now: look whether it is changed.
            order = await any_order(settler.orders, order.id)
    raise crowded_out(f"order {order.id} is not refunded in part")


async def _refunded(
    settler: Settler,
    caller: Caller,
    order: Order,
    paid: Sequence[Payment],
    amount: int,
    back: UnitsBack,
    said: Mapping[str, object],
    ended: tuple[Rider, ...],
) -> None:
    audited = _audited(caller, order, "order.refunded", amount=amount, **said)
    await refund_part(
        settler,
        order,
        paid,
        amount,
        caller,
        by_staff=True,
        marks=(audited, *back.riders, *ended),
        units=back.operations,
        lines=back.sum.by_line,
    )


async def _do(
    settler: Settler, action: OrderAction, caller: Caller, order_id: UUID, make: _Make
) -> None:
    pool = settler.database.pool
    try:
        for _ in range(_TRIES):
            order, tries = await _found(settler, order_id)
            owed = () if action != "markRefunded" else await refunds_waiting(pool, order_id)
            refusal = why_not(action, order, tries, owed=owed)
            refusal = refusal or await _not_agreed(settler, action, order)
            if refusal is not None:
                raise refusal
            wanted = caller.request_key(_Done(order.id))
            command = replace(await make(order, tries), request_key=wanted)
            outcome = await settler.ledger.commit(command)
            match outcome:
                case Accepted():
                    return
                case AlreadyDone():
                    if wanted is not None:  # by its key, or by another's
                        await keep(settler.ledger, wanted)
                    return
                case Expired():
                    raise ReservationExpired(
                        "The reservation has expired. Its items are available again."
                    )
                case Conflict():
                    continue  # it moved on at this very moment: look again
            raise refuse(outcome)
        raise crowded_out(f"order {order_id} does not take {action}")
    except Problem as problem:
        await unless_done_before(settler, caller.key, problem)


async def _not_agreed(settler: Settler, action: OrderAction, order: Order) -> Problem | None:
    """The refusal of money for a booking that waits for an answer."""
    if action != "markPaid" or order.booking_id is None:
        return None
    booking = await booking_of(settler.database.pool, order.booking_id)
    if booking is None or not booking.is_asked:
        return None
    return NotAgreed("It is on request: answer it first.")


async def _looked_at(settler: Settler, payment: Payment) -> tuple[Operation, ...]:
    """That no part of what waits was given at the provider since it is read how much that is."""
    return await refundable_marked(settler, payment) if payment.refund_refused else ()


async def _found(settler: Settler, order_id: UUID) -> tuple[Order, list[Payment]]:
    order = await any_order(settler.orders, order_id)
    return order, await settler.payments.of_order(order.id)


async def _noted(
    settler: Settler, order: Order, tries: list[Payment], payment: Payment, refund: Refund
) -> tuple[Rider, ...]:
    """The order's step, if it shows how far the money of this payment is back."""
    if not order.is_cancelled or payment not in paid_with(order, tries):
        return (orders.money_moved(order),)
    return await refund_noted(settler, order, payment, refund)


def _part_handed(caller: Caller, order: Order, tries: list[Payment], part: RefundByHand) -> Command:
    payment = next(one for one in tries if one.id == part.payment_id)
    said = {"amount": part.amount, "payment": str(payment.id)}
    return caller.command(
        (),
        (
            orders.money_moved(order),
            *payments.handed_back(payment, part),
            _audited(caller, order, "order.marked-refunded", **said),
        ),
        # The provider's yes has taken the usual key, of one that came back since.
        f"refund-done/{part.id}" if payment.by_hand else f"refund-handed/{part.id}",
    )


def _audited(caller: Caller, order: Order, action: str, **about: object) -> Insert:
    said = {key: value for key, value in about.items() if value}
    return caller.audited(action, order.id, said)
