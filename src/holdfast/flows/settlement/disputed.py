"""Disputes: what the provider says now, kept, with the money that it is about.

While a bank decides, what is left of the payment stands on an account of the dispute's: no refund
reaches it. Won, it goes back to what may be refunded; lost, it is booked as gone to the provider.
"""

from collections.abc import Iterator
from typing import Final

import structlog
from msgspec.structs import replace

from holdfast import orders, payments
from holdfast.db.jobs import NotYet
from holdfast.edits import SettleEdit, edits_of
from holdfast.flows.commit.caller import NOBODY, Caller
from holdfast.flows.commit.refusals import refuse
from holdfast.flows.payments.give_back import refundable_now
from holdfast.flows.payments.providers import ask, payment_told_of, provider_named
from holdfast.flows.payments.resolve import StillPending
from holdfast.flows.settlement.settler import Settler
from holdfast.kit import new_id
from holdfast.ledger import (
    Accepted,
    AlreadyDone,
    Conflict,
    Deposit,
    Operation,
    Rider,
    Short,
    Withdraw,
    defer,
)
from holdfast.payments import (
    Dispute,
    DisputeArrives,
    Payment,
    ProviderDispute,
    TellsDisputes,
    dispute_named,
    disputed_key,
    refundable_key,
    refunded_since,
    refunds_unread,
)
from holdfast.returns import EndExchange, returns_of

__all__ = ["dispute_arrived"]

log = structlog.get_logger("holdfast.payments")

_TRIES: Final = 8


async def dispute_arrived(
    settler: Settler, asked: DisputeArrives, caller: Caller = NOBODY
) -> Dispute | None:
    """Ask the provider what became of the dispute, and keep it; None of a payment that is not this
    shop's. Raises a Problem when the provider or the store is away: the job comes again."""
    provider = provider_named(settler, asked.provider)
    if not isinstance(provider, TellsDisputes):
        return None
    told = await ask(settler, asked.provider, provider.dispute(asked.reference))
    payment = None
    if told is not None:
        payment = await payment_told_of(settler, asked.provider, told.payment_id)
    if told is None or payment is None:
        log.warning("a dispute of a payment that is not known here", dispute=asked.reference)
        return None
    if payment.undecided:
        raise StillPending(f"payment {payment.id} is disputed, and not decided here yet")
    for _ in range(_TRIES):
        kept = await dispute_named(settler.database, asked.provider, asked.reference)
        if kept is not None and kept.says(told):
            return kept
        if await _keep(settler, kept, payment, told, caller):
            return await dispute_named(settler.database, asked.provider, asked.reference)
        payment = await settler.payments.get(payment.id) or payment
    raise RuntimeError(f"dispute {asked.reference} cannot be kept")


async def _keep(
    settler: Settler, kept: Dispute | None, payment: Payment, told: ProviderDispute, caller: Caller
) -> bool:
    """False if something moved meanwhile: look again."""
    dispute = _first_told(payment, told) if kept is None else kept
    operations, frozen, lost = await _money(settler, dispute, payment, told, new=kept is None)
    riders: tuple[Rider, ...]
    if kept is None:
        riders = payments.dispute_opened(replace(dispute, lost=lost), payment, frozen)
    else:
        riders = payments.dispute_moved(dispute, payment, told, lost)
    if operations:
        riders = (*riders, payments.unchanged(payment))
        order = await settler.orders.get(payment.subject_id)
        if order is not None:
            riders = (*riders, orders.money_moved(order))
    if not replace(dispute, status=told.status).freezes:  # what was refunded there may count now
        riders = (*riders, payments.looked_for_there(payment), *await _waited(settler, payment))
    outcome = await settler.ledger.commit(
        caller.command(
            operations,
            riders,
            key=f"dispute/{dispute.id}/{new_id()}",
            actor=f"provider:{payment.provider}",
        )
    )
    if isinstance(outcome, Accepted | AlreadyDone):
        return True
    if isinstance(outcome, Conflict | Short):
        return False
    raise refuse(outcome)


async def _waited(settler: Settler, payment: Payment) -> Iterator[Rider]:
    """What was to go back of the payment, for what was added or sent in place of something and is
    off, could not as long as the bank had it: now it is looked at again."""
    pool, order_id = settler.database.pool, payment.subject_id
    changes = (SettleEdit(one.id) for one in await edits_of(pool, order_id) if one.is_done)
    exchanges = (
        EndExchange(one.id)
        for one in await returns_of(pool, order_id)
        if one.exchange is not None and one.exchanged is not None
    )
    return (defer(job) for job in (*changes, *exchanges))


def _first_told(payment: Payment, told: ProviderDispute) -> Dispute:
    return Dispute(
        new_id(),
        payment.id,
        payment.provider,
        told.reference,
        told.amount,
        told.currency,
        told.status,
        told.reason,
        told.due_at,
        told.url,
        0,
        told.opened_at,
    )


async def _money(
    settler: Settler, dispute: Dispute, payment: Payment, told: ProviderDispute, *, new: bool
) -> tuple[tuple[Operation, ...], int, int]:
    """What moves by what the provider says; how much is frozen then, and how much is lost."""
    key = disputed_key(dispute.id)
    has = 0 if new else (await settler.reader.account(key)).balance
    match told.status:
        case "open" | "answered" if not has:
            back = _gone(key, payment, Deposit, dispute.lost)
            frozen, amount = await _frozen(settler, dispute, payment, told, dispute.lost)
            return (*back, *frozen), amount + dispute.lost, 0
        case "open" | "answered":
            return (), has, 0
        case "lost" if not dispute.lost:
            taken, here = ((), has) if has else await _frozen(settler, dispute, payment, told, 0)
            amount = await _lost_of(settler, payment, told, here, frozen=has > 0)
            if not (amount or has):
                return (), 0, 0
            kept = _both(key, refundable_key(payment.id), payment, here - amount)
            return (*taken, *_gone(key, payment, Withdraw, amount), *kept), 0, amount
        case "lost":
            return (), 0, dispute.lost
    reinstated = _gone(key, payment, Deposit, dispute.lost)
    free = _both(key, refundable_key(payment.id), payment, has + dispute.lost)
    return (*reinstated, *free), 0, 0


async def _lost_of(
    settler: Settler, payment: Payment, told: ProviderDispute, here: int, *, frozen: bool
) -> int:
    """Of what is ``here`` of it, so much is lost: all, or what the provider says the buyer has got,
    less what they were given back from here since it was opened. What was ``frozen`` nobody could
    give back. Raises :class:`NotYet` while that is not known."""
    if told.gone is None:
        return here
    if await refunds_unread(settler.database, payment.id):
        raise NotYet(f"what went back of payment {payment.id} is not kept yet")
    back = await refunded_since(settler.database, payment.id, told.opened_at)
    if frozen:
        back = min(back, max(told.amount - here, 0))
    return min(here, max(told.gone - back, 0))


async def _frozen(
    settler: Settler, dispute: Dispute, payment: Payment, told: ProviderDispute, lost: int
) -> tuple[tuple[Operation, ...], int]:
    """What is left of the payment, up to what is disputed beside what was ``lost`` by it before:
    away from refunds. Nothing of one that is in a wallet, that goes back, or in another currency;
    staff read of each."""
    if payment.purpose == "top-up" or not payment.has_paid or told.currency != payment.currency:
        return (), 0
    operations, left = await refundable_now(settler, payment)
    amount = min(left, told.amount - lost)
    if amount <= 0:
        return (), 0
    key, kept = refundable_key(payment.id), disputed_key(dispute.id)
    return (*operations, *_both(key, kept, payment, amount)), amount


def _both(origin: str, to: str, payment: Payment, amount: int) -> tuple[Operation, ...]:
    if not amount:
        return ()
    unit, other = payment.currency, _world(payment)
    return (
        Withdraw(origin, amount, unit=unit, counterparty=other),
        Deposit(to, amount, unit=unit, counterparty=other),
    )


def _gone(
    key: str, payment: Payment, how: type[Withdraw] | type[Deposit], amount: int
) -> tuple[Operation, ...]:
    """To the provider for good, or back from it."""
    if not amount:
        return ()
    return (how(key, amount, unit=payment.currency, counterparty=_world(payment)),)


def _world(payment: Payment) -> str:
    return f"world/{payment.provider}"
