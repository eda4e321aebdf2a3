"""Refunds that somebody made on the provider's own pages: each is a fact of ours once.

What counts is what the provider says when it is asked, not an event, so events may come twice, late
and in any order. A refund there first stands for what the buyer is owed already: what the provider
had refused to us, or what staff are to hand over. The rest is taken from what may still be refunded
of the payment. What is more than that counts for nothing, and staff are told.
"""

from collections.abc import Sequence
from typing import Final

import structlog
from msgspec import Struct
from msgspec.structs import replace

from holdfast import orders, payments
from holdfast.db.jobs import NotYet, is_waiting
from holdfast.flows.commit.caller import NOBODY, Caller
from holdfast.flows.commit.refusals import refuse
from holdfast.flows.payments.cashier import Cashier
from holdfast.flows.payments.providers import ask, provider_named
from holdfast.flows.payments.refund_state import refund_shown
from holdfast.flows.payments.resolve import StillPending
from holdfast.kit import new_id
from holdfast.ledger import (
    Accepted,
    AlreadyDone,
    Conflict,
    Deposit,
    Expect,
    Operation,
    Rider,
    Short,
    Withdraw,
)
from holdfast.orders import Order
from holdfast.payments import (
    Payment,
    RefundKept,
    RefundPayment,
    RefundsThere,
    RefundThere,
    TellsRefundsThere,
    came_back_before,
    disputes_of,
    refund_kept,
    refundable_key,
    refunds_kept,
    refunds_waiting,
)
from holdfast.people import audited

__all__ = ["look_there"]

log = structlog.get_logger("holdfast.payments")

_TRIES: Final = 8
_GOING_BACK: Final = "SELECT coalesce(going_back, amount) FROM payments WHERE id = $1"


class _Step(Struct, frozen=True):
    """What is to be written of one refund; ``shown``: the order's own step is among it."""

    refund: RefundKept
    operations: tuple[Operation, ...] = ()
    riders: tuple[Rider, ...] = ()
    shown: bool = False


async def look_there(cashier: Cashier, asked: RefundsThere, caller: Caller = NOBODY) -> None:
    """Ask the provider which refunds of the payment were made there, and keep each. Raises a
    Problem while the provider or the store is away, :class:`NotYet` while a refund of ours may be
    refused because of one there: the job comes again."""
    provider = cashier.providers.get(asked.provider)
    if provider is None or not isinstance(provider, TellsRefundsThere):
        return
    payment_id = asked.payment_id
    if payment_id is None:
        payment_id = await ask(cashier, asked.provider, provider.payment_of(asked.reference))
    payment = None if payment_id is None else await cashier.payments.get(payment_id)
    if payment is None or payment.provider != asked.provider or payment.reference is None:
        log.warning("a refund of a payment that is not known here", reference=asked.reference)
        return
    call = provider.refunds_there(payment.reference)
    for told in await ask(cashier, asked.provider, call):
        await _keep(cashier, payment, told, caller)


async def _keep(cashier: Cashier, payment: Payment, told: RefundThere, caller: Caller) -> None:
    for _ in range(_TRIES):
        payment = await cashier.payments.get(payment.id) or payment
        order = await cashier.orders.get(payment.subject_id)
        kept = await refund_kept(cashier.payments.database.pool, payment.provider, told.reference)
        step = await _step(cashier, payment, order, kept, told)
        if step is None:
            return
        moved = () if order is None or step.shown else (orders.money_moved(order),)
        outcome = await cashier.ledger.commit(
            caller.command(
                step.operations,
                (*moved, *step.riders),
                key=f"refund-there/{step.refund.id}/{new_id()}",
                actor=f"provider:{payment.provider}",
            )
        )
        match outcome:
            case Accepted() | AlreadyDone():
                return
            case Conflict() | Short():
                continue  # something moved on
        raise refuse(outcome)
    raise RuntimeError(f"refund {told.reference} cannot be kept")


async def _step(
    cashier: Cashier,
    payment: Payment,
    order: Order | None,
    kept: RefundKept | None,
    told: RefundThere,
) -> _Step | None:
    """None if nothing of it is news."""
    if told.failed is not None:
        if kept is None or kept.has_failed:
            return None
        return await _given_up(cashier, payment, kept, told.failed)
    if kept is not None and not kept.over:
        return None
    if payment.undecided or payment.has_failed:
        raise StillPending(f"payment {payment.id} is refunded there, and not known to be paid")
    if payment.is_refunding:
        raise NotYet(f"the refund of payment {payment.id} waits first")
    refund = payments.first_told(payment, told) if kept is None else kept
    step = await _counted(cashier, payment, order, refund, is_new=kept is None)
    now = step.refund
    if now.over and await _may_change(cashier, payment):
        return None
    if kept is None:
        audited = _audited(payment, now, "order.refunded-there", over=now.over)
        return replace(step, riders=(*payments.there_noted(now, payment), *step.riders, *audited))
    if now == kept:
        return None
    return replace(step, riders=(*payments.there_counted(kept, now, payment), *step.riders))


async def _may_change(cashier: Cashier, payment: Payment) -> bool:
    """Whether what is more than is left may be so for now only: a bank decides about the money,
    after which it is looked at again. Raises :class:`NotYet` while the provider is asked for
    another refund of it, which it may refuse."""
    if await cashier.payments.is_disputed(payment.id):
        return True
    pool = cashier.payments.database.pool
    if await is_waiting(pool, RefundPayment, str(payment.id)):
        raise NotYet(f"another refund of payment {payment.id} waits first")
    return False


async def _counted(
    cashier: Cashier, payment: Payment, order: Order | None, refund: RefundKept, *, is_new: bool
) -> _Step:
    """What counts for it: for what is owed already, and for what may still be refunded."""
    step = _Step(refund)
    if refund.currency != payment.currency or payment.purpose == "top-up":
        return step  # what is in a wallet may be spent: staff read of it
    if payment.refund_refused:
        return await _instead_of_refused(cashier, payment, order, step)
    if is_new:
        step = await _instead_of_owed(cashier, payment, step)
    if step.refund.over and payment.has_paid:
        step = await _of_what_is_left(cashier, payment, step)
    return step


async def _instead_of_refused(
    cashier: Cashier, payment: Payment, order: Order | None, step: _Step
) -> _Step:
    """The provider refused to give back what is left of the payment; perhaps since it was given
    there. So much of it is back."""
    pool = cashier.payments.database.pool
    waits: int = await pool.fetchval(_GOING_BACK, payment.id)
    amount = min(step.refund.over, waits)
    key, version = await _account(cashier, payment)
    unit, world = payment.currency, _world(payment)
    again = await came_back_before(pool, payment.id, waits)
    shown: tuple[Rider, ...] = ()
    riders = payments.refund_partly(payment, amount, waits - amount, again=again)
    if amount == waits:
        riders = payments.refunded(payment, amount, again=again, there=True)
        shown = await refund_shown(cashier, order, payment, "done")
    moved = amount if version else payment.amount  # an account is opened with all that was paid
    return _Step(
        replace(step.refund, covered=step.refund.covered + amount),
        (
            # It may be refunded after all, and is: so that two of them do not count for one.
            Expect(key, version),
            Deposit(key, moved, unit=unit, counterparty=world),
            Withdraw(key, moved, unit=unit, counterparty=world),
        ),
        (*riders, *shown),
        shown=bool(shown),
    )


async def _instead_of_owed(cashier: Cashier, payment: Payment, step: _Step) -> _Step:
    """What came back from the provider, exactly so much, staff were to hand over: they did so
    there. Or it is what a dispute took, which is told as a refund besides."""
    pool, refund = cashier.payments.database.pool, step.refund
    for owed in await refunds_waiting(pool, payment.subject_id):
        if owed.payment_id == payment.id and owed.amount == refund.amount:
            done = payments.handed_back(payment, owed, there=True)
            return _Step(replace(refund, covered=refund.amount), (), done)
    provider = provider_named(cashier, payment.provider)
    if not (isinstance(provider, TellsRefundsThere) and provider.disputes_refund):
        return step
    lost = [one.lost for one in await disputes_of(cashier.payments.database, payment.id)]
    before = [one.covered for one in await refunds_kept(pool, [payment.id]) if not one.has_failed]
    if lost.count(refund.amount) > before.count(refund.amount):
        return _Step(replace(refund, covered=refund.amount))
    return step


async def _of_what_is_left(cashier: Cashier, payment: Payment, step: _Step) -> _Step:
    key = refundable_key(payment.id)
    account = await cashier.reader.account(key)
    unit, world = payment.currency, _world(payment)
    opens: tuple[Operation, ...] = ()
    left = account.balance
    if not account.version:
        opens = (Deposit(key, payment.amount, unit=unit, counterparty=world),)
        left = payment.amount
    amount = min(step.refund.over, left)
    if not amount:
        return replace(step, operations=(Expect(key, account.version),))
    return _Step(
        replace(step.refund, counted=step.refund.counted + amount),
        (
            Expect(key, account.version),
            *opens,
            Withdraw(key, amount, unit=unit, counterparty=world),
        ),
        (
            payments.unchanged(payment),
            *step.riders,
            payments.part_refunded(payment, amount, there=True),
        ),
    )


async def _given_up(cashier: Cashier, payment: Payment, refund: RefundKept, detail: str) -> _Step:
    """Nothing came of it: what counted of what may be refunded may be refunded again; what the
    buyer was owed, or is since their order is off, staff hand over."""
    if payment.is_refunding:
        raise NotYet(f"the refund of payment {payment.id} waits first")
    key, version = await _account(cashier, payment)
    back = refund.counted if payment.has_paid else 0
    owed = refund.counted + refund.covered - back
    operations: tuple[Operation, ...] = (Expect(key, version),)
    riders = [
        payments.unchanged(payment),
        *payments.there_failed(refund, payment, detail),
        *_audited(payment, refund, "order.refund-there-failed", reason=detail),
    ]
    if back:
        world = _world(payment)
        operations += (Deposit(key, back, unit=payment.currency, counterparty=world),)
    if owed:
        riders.append(payments.owed_again(payment, owed))
    if back or owed:
        failed = payments.part_refunded(payment, back + owed, detail, returned=True, undone=back)
        riders.append(failed)
    return _Step(refund, operations, tuple(riders))


async def _account(cashier: Cashier, payment: Payment) -> tuple[str, int]:
    key = refundable_key(payment.id)
    return key, (await cashier.reader.account(key)).version


def _audited(payment: Payment, refund: RefundKept, action: str, **about: object) -> Sequence[Rider]:
    """A line of the order's audit log, by the provider."""
    said = {
        "amount": refund.amount,
        "currency": refund.currency,
        "payment": str(payment.id),
        "refund": refund.reference,
        **{key: value for key, value in about.items() if value},
    }
    return (audited(f"provider:{payment.provider}", action, payment.subject_id, said),)


def _world(payment: Payment) -> str:
    return f"world/{payment.provider}"
