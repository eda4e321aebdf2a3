"""Refunds that somebody made on the provider's own pages: each is a fact of ours once.

What counts is what the provider says when it is asked, not an event, so events may come twice, late
and in any order. Of a payment for an order, one first stands for what the buyer is owed already:
what the provider had refused to us, or what staff are to hand over. The rest is taken from what may
still be refunded of the payment. What is more than that counts for nothing, and staff are told.
"""

from collections.abc import Sequence
from contextlib import suppress

import structlog
from msgspec import Struct
from msgspec.structs import replace

from holdfast import orders, payments
from holdfast.db.jobs import NotYet, is_waiting
from holdfast.flows.commit.caller import NOBODY, Caller
from holdfast.flows.payments.cashier import Cashier
from holdfast.flows.payments.give_back import refundable_marked, refundable_now
from holdfast.flows.payments.keep_told import audited_there, by_provider, keep_told
from holdfast.flows.payments.providers import ask, payment_told_of, provider_named
from holdfast.flows.payments.purpose import Purposes
from holdfast.flows.payments.receipt_parts import note_receipt_there
from holdfast.flows.payments.refund_came_back import refund_arrived
from holdfast.flows.payments.refund_state import refund_shown
from holdfast.flows.payments.resolve import StillPending
from holdfast.kit import new_id
from holdfast.ledger import (
    Command,
    Deposit,
    Expect,
    Operation,
    Rider,
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
    refunds_taken,
    refunds_waiting,
)

__all__ = ["keep_of_order", "look_there"]

log = structlog.get_logger("holdfast.payments")


class _Step(Struct, frozen=True):
    """What is to be written of one refund; ``shown``: the order's own step is among it."""

    refund: RefundKept
    operations: tuple[Operation, ...] = ()
    riders: tuple[Rider, ...] = ()
    shown: bool = False


async def look_there(purposes: Purposes, asked: RefundsThere, caller: Caller = NOBODY) -> None:
    """Ask the provider which refunds of the payment were made there, and have its purpose keep
    each. Raises a Problem while the provider or the store is away, :class:`NotYet` while a refund
    of ours may be refused because of one there: the job comes again."""
    shop = next(iter(purposes.values())).parts  # the same of all
    provider = shop.providers.get(asked.provider)
    if provider is None or not isinstance(provider, TellsRefundsThere):
        return
    payment_id = asked.payment_id
    if payment_id is None:
        payment_id = await ask(shop, asked.provider, provider.payment_of(asked.reference))
    payment = await payment_told_of(shop, asked.provider, payment_id)
    if payment is None:
        log.warning("a refund of a payment that is not known here", reference=asked.reference)
        return
    if payment.reference is None:
        raise StillPending(f"payment {payment.id} is refunded there, and its begin not answered")
    found = await ask(shop, asked.provider, provider.refunds_there(payment.reference))
    # What failed makes room for what was more than was left.
    found = sorted(found, key=lambda one: one.failed is None)
    purpose = purposes.get(payment.purpose)
    if purpose is not None:  # else another service has it
        await purpose.given_there(payment, found, caller)


async def keep_of_order(
    cashier: Cashier, payment: Payment, found: Sequence[RefundThere], caller: Caller
) -> None:
    """Of a payment for an order; those that failed come first. Raises as above."""
    await _own_first(cashier, payment, found, caller)
    for told in found:
        await _keep(cashier, payment, told, caller)
    for kept in await refunds_kept(cashier.payments.database.pool, [payment.id]):
        await note_receipt_there(cashier, payment, kept)


async def _own_first(
    cashier: Cashier, payment: Payment, found: Sequence[RefundThere], caller: Caller
) -> None:
    """One that is news may have been made because one of ours came back, of which no word has come
    yet: so each of ours is asked for before it counts. One that waits for what was refused since
    waits for this."""
    pool = cashier.payments.database.pool
    known = {one.reference for one in await refunds_kept(pool, [payment.id])}
    if any(one.failed is None and one.reference not in known for one in found):
        for refund_id in await refunds_taken(pool, payment.id):
            with suppress(NotYet):
                await refund_arrived(cashier, refund_id, caller)


async def _keep(cashier: Cashier, payment: Payment, told: RefundThere, caller: Caller) -> None:
    async def look() -> Command | None:
        now = await cashier.payments.get(payment.id) or payment
        order = await cashier.orders.get(now.subject_id)
        kept = await refund_kept(cashier.payments.database.pool, now.provider, told.reference)
        step = await _step(cashier, now, order, kept, told)
        if step is None:
            return None
        moved = () if order is None or step.shown else (orders.money_moved(order),)
        key = f"refund-there/{step.refund.id}/{new_id()}"
        return by_provider(caller, now, step.operations, (*moved, *step.riders), key)

    await keep_told(cashier.ledger, told.reference, look)


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
    step = await _counted(cashier, payment, order, refund)
    now = step.refund
    if await _may_change(cashier, payment, now):
        return None
    if kept is None:
        noted = audited_there(
            payment, now, "order.refunded-there", payment.subject_id, over=now.over
        )
        return replace(step, riders=(*payments.there_noted(now, payment), *step.riders, noted))
    if now == kept:
        return None
    return replace(step, riders=(*payments.there_counted(kept, now, payment), *step.riders))


async def _may_change(cashier: Cashier, payment: Payment, refund: RefundKept) -> bool:
    """Whether a bank decides about the money, so that what is more than is left may be so for now
    only, or the refund may be what the bank takes: after that it is looked at again. Raises
    :class:`NotYet` while the provider is asked for another refund, which it may refuse; but of a
    payment of which the rest was refused, that waits for this. What has ended since the account was
    read moved it."""
    may_be_disputes = refund.over or _disputes_refund(cashier, payment)
    if may_be_disputes and await cashier.payments.is_disputed(payment.id):
        return True
    pool, about = cashier.payments.database.pool, str(payment.id)
    may_be_refused = refund.over and not payment.refund_refused
    if may_be_refused and await is_waiting(pool, RefundPayment, about):
        raise NotYet(f"another refund of payment {payment.id} waits first")
    return False


async def _counted(
    cashier: Cashier, payment: Payment, order: Order | None, refund: RefundKept
) -> _Step:
    """What counts for it: for what is owed already, and for what may still be refunded."""
    step, is_whole = _Step(refund), refund.over == refund.amount
    if refund.currency != payment.currency:
        return step
    if is_whole and await _is_disputes(cashier, payment, refund.amount):
        return _Step(replace(refund, covered=refund.amount, disputed=True))
    if payment.refund_refused:
        step = await _instead_of_refused(cashier, payment, order, step)
    elif is_whole:
        step = await _instead_of_owed(cashier, payment, step)
    if step.refund.over and payment.has_paid:
        step = await _of_what_is_left(cashier, payment, step)
    return await _of_what_is_owed(cashier, payment, step)


async def _is_disputes(cashier: Cashier, payment: Payment, amount: int) -> bool:
    """Whether it is what a dispute took, exactly so much, which is told as a refund besides."""
    if not _disputes_refund(cashier, payment):
        return False
    database = cashier.payments.database
    kept = await refunds_kept(database.pool, [payment.id])
    lost = [one.lost for one in await disputes_of(database, payment.id)]
    return lost.count(amount) > [one.amount for one in kept if one.disputed].count(amount)


async def _instead_of_refused(
    cashier: Cashier, payment: Payment, order: Order | None, step: _Step
) -> _Step:
    """The provider refused to give back what is left of the payment; perhaps since it was given
    there. So much of it is back."""
    # It may be refunded after all, and is: so that two of them do not count for one.
    marked = await refundable_marked(cashier, payment)
    waits = await cashier.payments.going_back(payment.id)
    amount = min(step.refund.over, waits)
    again = await came_back_before(cashier.payments.database.pool, payment.id, waits)
    shown: tuple[Rider, ...] = ()
    riders = payments.refund_partly(payment, amount, waits - amount, again=again)
    if amount == waits:
        riders = payments.refunded(payment, amount, again=again, there=True)
        shown = await refund_shown(cashier, order, payment, "done")
    refund = replace(step.refund, covered=step.refund.covered + amount)
    return _Step(refund, marked, (*riders, *shown), shown=bool(shown))


async def _instead_of_owed(cashier: Cashier, payment: Payment, step: _Step) -> _Step:
    """What came back from the provider, exactly so much, staff were to hand over: they did so
    there."""
    pool, refund = cashier.payments.database.pool, step.refund
    for owed in await refunds_waiting(pool, payment.subject_id):
        if owed.payment_id == payment.id and owed.amount == refund.amount:
            done = payments.handed_back(payment, owed, there=True)
            return _Step(replace(refund, covered=refund.amount), (), done)
    return step


async def _of_what_is_left(cashier: Cashier, payment: Payment, step: _Step) -> _Step:
    operations, left = await refundable_now(cashier, payment)
    amount = min(step.refund.over, left)
    if not amount:
        return replace(step, operations=operations[:1])
    taken = Withdraw(
        refundable_key(payment.id), amount, unit=payment.currency, counterparty=_world(payment)
    )
    return _Step(
        replace(step.refund, counted=step.refund.counted + amount),
        (*operations, taken),
        (
            payments.unchanged(payment),
            *step.riders,
            payments.part_refunded(payment, amount, there=True),
        ),
    )


async def _of_what_is_owed(cashier: Cashier, payment: Payment, step: _Step) -> _Step:
    """Where nothing else is left, it is of what staff were to hand over: so much less of that."""
    for owed in await refunds_waiting(cashier.payments.database.pool, payment.subject_id):
        amount = min(step.refund.over, owed.amount)
        if amount and owed.payment_id == payment.id:
            refund = replace(step.refund, covered=step.refund.covered + amount)
            riders = payments.handed_back(payment, owed, amount, there=True)
            step = replace(step, refund=refund, riders=(*step.riders, *riders))
    return step


async def _given_up(cashier: Cashier, payment: Payment, refund: RefundKept, detail: str) -> _Step:
    """Nothing came of it: what counted of what may be refunded may be refunded again; what the
    buyer was owed, or is since their order is off, staff hand over."""
    if payment.is_refunding:
        raise NotYet(f"the refund of payment {payment.id} waits first")
    key, version = await _account(cashier, payment)
    back = refund.counted if payment.has_paid else 0
    owed = refund.counted - back + (0 if refund.disputed else refund.covered)
    operations: tuple[Operation, ...] = (Expect(key, version),)
    riders = [
        payments.unchanged(payment),
        *payments.there_failed(refund, payment, detail),
        audited_there(
            payment, refund, "order.refund-there-failed", payment.subject_id, reason=detail
        ),
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


def _disputes_refund(cashier: Cashier, payment: Payment) -> bool:
    """Whether its provider tells what a dispute took as a refund besides."""
    provider = provider_named(cashier, payment.provider)
    return isinstance(provider, TellsRefundsThere) and provider.disputes_refund


async def _account(cashier: Cashier, payment: Payment) -> tuple[str, int]:
    key = refundable_key(payment.id)
    return key, (await cashier.reader.account(key)).version


def _world(payment: Payment) -> str:
    return f"world/{payment.provider}"
