"""Giving back what was paid for an order: the whole of it, or a part; never more than was paid.

What may still go back is the payment's refundable account. One paid from a wallet has it from the
start; for one paid through a provider it is opened with the first refund, so that purchases are
spared an account and an entry each that hardly any of them ever needs.
"""

from collections.abc import Sequence
from typing import Any, Final
from uuid import UUID

from holdfast import orders, payments
from holdfast.digital import code_moved
from holdfast.flows.commit.caller import Caller
from holdfast.flows.commit.crowds import crowded_out
from holdfast.flows.commit.refusals import BalanceTooLarge, refuse
from holdfast.flows.commit.wallet_settlement import MoneyBack
from holdfast.flows.payments.cashier import Cashier
from holdfast.flows.payments.due import due_again
from holdfast.flows.payments.sources import back_into_source
from holdfast.kit import Problem, new_id
from holdfast.kit.money import Money
from holdfast.kit.sentences import say
from holdfast.ledger import (
    Accepted,
    AlreadyDone,
    Conflict,
    Deposit,
    Expect,
    Operation,
    Outcome,
    Rider,
    Short,
    Withdraw,
    defer,
    tell,
)
from holdfast.orders import Order
from holdfast.payments import (
    Payment,
    RefundBegun,
    RefundPayment,
    refundable_key,
)
from holdfast.shop import CardRefund

__all__ = [
    "NothingPaid", "PaymentDisputed", "RefundTooLarge", "RefundedMeanwhile", "disputed",
    "full_wallet", "in_turn", "left_for", "left_of", "refund_part", "refundable_marked",
    "refundable_now", "shares_of", "whole_refund",
]  # fmt: skip

_TRIES: Final = 8
_REFUNDABLE: Final = "refundable/"


class RefundTooLarge(Problem):
    """More than is left of what was paid."""

    status = 409
    code = "refund-too-large"
    title = "More than was paid"


class RefundedMeanwhile(Problem):
    """Units of the order were refunded at this very moment, so the sum is another one."""

    status = 409
    code = "refunded-meanwhile"
    title = "Refunded just now"


class PaymentDisputed(Problem):
    """The buyer's bank has asked for the money back, and decides."""

    status = 409
    code = "payment-disputed"
    title = "The payment is disputed"


class NothingPaid(Problem):
    """The order is not paid, or its payment has gone back."""

    status = 409
    code = "nothing-paid"
    title = "Nothing to refund"


async def whole_refund(
    cashier: Cashier, order: Order, payment: Payment, *, by_staff: bool
) -> MoneyBack:
    """All that is left of the payment; the payment is being refunded, or is refunded. Raises
    :class:`PaymentDisputed`."""
    operations, left = await refundable_now(cashier, payment)
    await _must_be_ours(cashier, payment, operations)
    back = MoneyBack((), (), done=True)
    if left:
        operations += (_taken(payment, left),)
        back = _back(cashier, order, payment, left, left, None, by_staff=by_staff)
    moves = payments.refunded(payment) if back.done else payments.refunding(payment, left)
    operations = (*operations, *back.operations, *due_again(order, payment))
    return MoneyBack(operations, (*moves, *back.riders), back.done)


async def refund_part(
    cashier: Cashier,
    order: Order,
    paid: Sequence[Payment],
    amount: int,
    caller: Caller,
    *,
    by_staff: bool,
    marks: tuple[Rider, ...] = (),
    units: tuple[Operation, ...] = (),
    lines: Sequence[int] = (),
    answer: object = None,
) -> int:
    """Give back ``amount`` minor units (above 0) of what was ``paid`` for an order that stands, of
    its parts as the shop's ``card_refund`` says; what is left then. Goods and coupon stay as they
    are: only cancelling brings those back. ``by_staff``: who hand back at once what was paid by
    hand. ``marks`` are written with it, ``units`` are counted with it; ``answer`` is what a
    repetition of the request is told.

    Raises :class:`RefundTooLarge`, :class:`PaymentDisputed`, :class:`NothingPaid`,
    :class:`BalanceTooLarge`, :class:`RefundedMeanwhile` and the problems of the ledger.
    """
    refund_id, counted = new_id(), {one.key for one in units if isinstance(one, Expect)}
    for _ in range(_TRIES):
        shares, left = await shares_of(cashier, order, paid, amount, by_staff=by_staff, lines=lines)
        outcome = await cashier.ledger.commit(
            caller.keyed(
                (*(operation for share in shares for operation in share.operations), *units),
                (
                    orders.money_moved(order),
                    *(rider for share in shares for rider in share.riders),
                    *marks,
                ),
                f"refund-part/{refund_id}",
                answer,
            )
        )
        match outcome:
            case Accepted() | AlreadyDone():
                return await left_of(cashier, paid)
            case Short():
                if await _any_disputed(cashier, paid):
                    raise disputed(extra={"refundable": left})
                raise _too_large(Money(left, order.currency))
            case Conflict(subject=subject) if subject.startswith(_REFUNDABLE):
                continue  # another refund was quicker: look again
            case Conflict(subject=subject) if subject in counted:
                raise RefundedMeanwhile(
                    "Somebody refunded units of this order just now. Look again."
                )
            case Conflict(subject=subject) if code_moved(subject):  # its buyer looked at it
                raise RefundedMeanwhile("The order moved on just now. Look again.")
            case Conflict(subject=subject) if orders.moved(subject):
                if counted:  # what is counted and told was of the order as it was
                    raise RefundedMeanwhile("The order moved on just now. Look again.")
                order = await cashier.orders.get(order.id) or order  # completed just now
                continue
            case Conflict(subject=subject) if payments.moved(subject):
                raise NothingPaid("The payment was refunded, or is being refunded.")
        raise full_wallet(outcome) or refuse(outcome)
    raise crowded_out(f"order {order.id} is not refunded in part")


async def left_of(cashier: Cashier, paid: Sequence[Payment]) -> int:
    """What may still go back of what was paid."""
    return sum([(await refundable_now(cashier, one))[1] for one in paid])


async def left_for(cashier: Cashier, paid: Sequence[Payment], wanted: int, kept: int = 0) -> int:
    """What may still go back of what was paid, beside what is ``kept``. Raises
    :class:`PaymentDisputed` where that is less than is ``wanted`` since a bank has it: what it
    decides may bring it back."""
    before = await _any_disputed(cashier, paid)
    left = max(await left_of(cashier, paid) - kept, 0)
    if left < wanted and (before or await _any_disputed(cashier, paid)):
        raise disputed(extra={"refundable": left})
    return left


async def _any_disputed(cashier: Cashier, paid: Sequence[Payment]) -> bool:
    return any([await cashier.payments.is_disputed(one.id) for one in paid])


async def shares_of(
    cashier: Cashier,
    order: Order,
    paid: Sequence[Payment],
    amount: int,
    *,
    by_staff: bool,
    lines: Sequence[int] = (),
) -> tuple[list[MoneyBack], int]:
    """``amount`` by the payments that it goes back of, and what is left of all. What is too much
    is asked of the last of them, so that the ledger says so."""
    shares: list[MoneyBack] = []
    turns = in_turn(paid, (await cashier.shop.now()).card_refund)
    found = [(one, *await refundable_now(cashier, one)) for one in turns]
    for at, (payment, operations, left) in enumerate(found, 1):
        share = amount if at == len(found) else min(amount, left)
        if not share:
            continue
        amount -= share
        taken = _taken(payment, share)
        part = new_id()
        back = _back(cashier, order, payment, share, left, part, by_staff=by_staff, lines=lines)
        # As it was: of a payment that goes back as a whole, no share does.
        riders = (payments.unchanged(payment), *back.riders)
        shares.append(MoneyBack((*operations, taken, *back.operations), riders, back.done))
    return shares, sum(left for *_, left in found)


def in_turn(paid: Sequence[Payment], card: CardRefund) -> list[Payment]:
    """What was paid, in the order in which it goes back: by card before what was paid of one's own,
    or after it; of each the last part first."""

    def own(payment: Payment) -> bool:
        return payment.source is not None or payment.from_wallet

    by_card = [one for one in reversed(paid) if not own(one)]
    of_ones_own = [one for one in reversed(paid) if own(one)]
    return by_card + of_ones_own if card == "first" else of_ones_own + by_card


def full_wallet(outcome: Outcome) -> BalanceTooLarge | None:
    """The refusal, if the money does not fit into the wallet that it came from."""
    if isinstance(outcome, Conflict) and outcome.found == "full":
        return BalanceTooLarge("The refund would exceed the wallet's limit. Nothing was changed.")
    return None


async def refundable_now(cashier: Cashier, payment: Payment) -> tuple[tuple[Operation, ...], int]:
    """What is left of the payment, and the operations that see to it that this is still so: the
    first of them expects it, another one opens the account if nothing ever went back."""
    if payment.amount == 0:
        return (), 0
    key = refundable_key(payment.id)
    account = await cashier.reader.account(key)
    if account.version:
        return (Expect(key, account.version),), account.balance
    opened = Deposit(key, payment.amount, unit=payment.currency, counterparty=_other_side(payment))
    return (Expect(key, 0), opened), payment.amount


async def refundable_marked(cashier: Cashier, payment: Payment) -> tuple[Operation, ...]:
    """What moves the account of what may be refunded, and leaves it as it is: so that of two who
    read how much of the payment waits, one looks again."""
    key, unit = refundable_key(payment.id), payment.currency
    version = (await cashier.reader.account(key)).version
    return (
        Expect(key, version),
        Deposit(key, payment.amount, unit=unit, counterparty=_other_side(payment)),
        Withdraw(key, payment.amount, unit=unit, counterparty=_other_side(payment)),
    )


async def _must_be_ours(cashier: Cashier, payment: Payment, looked: tuple[Operation, ...]) -> None:
    """A dispute moves the account that was ``looked`` at, so one that comes now is noticed; and of
    a payment whose account was never used, there is none."""
    untouched = not looked or (isinstance(looked[0], Expect) and looked[0].version == 0)
    if not untouched and await cashier.payments.is_disputed(payment.id):
        raise disputed()


def disputed(**more: Any) -> PaymentDisputed:
    """The refusal."""
    return PaymentDisputed(
        "The buyer's bank has asked for this money back and decides. Until then nothing of it can "
        "be refunded.",
        **more,
    )


def _taken(payment: Payment, amount: int) -> Withdraw:
    key, other = refundable_key(payment.id), _other_side(payment)
    return Withdraw(key, amount, unit=payment.currency, counterparty=other)


def _other_side(payment: Payment) -> str:
    """Where the payment's money came from, and goes back to."""
    return f"order/{payment.subject_id}" if payment.from_wallet else f"world/{payment.provider}"


def _back(
    cashier: Cashier,
    order: Order,
    payment: Payment,
    amount: int,
    left: int,
    part: UUID | None,
    *,
    by_staff: bool,
    lines: Sequence[int] = (),
) -> MoneyBack:
    """``amount`` of what is ``left``; ``part`` is the id of the refund, if it is not of all."""
    if payment.source is not None:
        return back_into_source(order, payment, amount, left, lines)
    if payment.from_wallet:
        return cashier.settlement.give_back(order, payment, amount, part or payment.id, lines)
    if payment.by_hand:
        moved = _by_hand(payment, amount, part, by_staff=by_staff, lines=lines)
        return MoneyBack((), moved, done=by_staff)
    fact = RefundBegun(payment.id, amount, payment.currency)
    whole = part is None and amount == payment.amount
    job = RefundPayment(payment.id, None if whole else amount, part, lines=tuple(lines))
    return MoneyBack((), (tell(fact, order.id), defer(job)), done=False)


def _by_hand(
    payment: Payment, amount: int, part: UUID | None, *, by_staff: bool, lines: Sequence[int]
) -> tuple[Rider, ...]:
    """Staff who refund it hand it back; else they are still to."""
    if by_staff:
        return (payments.part_refunded(payment, amount, lines=lines),)
    if part is None:  # the payment itself says that it goes back
        return (payments.refund_begun(payment, amount),)
    return payments.to_hand_back(payment, part, amount, lines)


def _too_large(left: Money) -> RefundTooLarge:
    return RefundTooLarge(
        say("{left} of the payment is left. Nothing was changed.", left=left),
        extra={"refundable": left.amount},
    )
