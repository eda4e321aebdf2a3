"""Beginning a payment at a provider, whatever it is for: stored first, then asked for, then its
answer kept. Killed in between, ``resolve`` goes on from what is stored; the same key does, too.
"""

from datetime import datetime
from typing import Final
from uuid import UUID

import msgspec
from msgspec import Struct

from holdfast import payments
from holdfast.flows.commit.caller import Caller
from holdfast.flows.commit.idempotency import stored
from holdfast.flows.commit.refusals import ProviderAway, refuse
from holdfast.flows.payments.learn import learn
from holdfast.flows.payments.providers import begun
from holdfast.flows.payments.purpose import Purpose, payment_known
from holdfast.ledger import (
    Accepted,
    AlreadyDone,
    Command,
    Conflict,
    Expired,
    Operation,
    Outcome,
    Rider,
    Short,
    defer,
)
from holdfast.payments import ChargeStatus, NextAction, Payment, ResolvePayment

__all__ = [
    "RESOLVE_AFTER", "NewPayment", "NotTaken", "PaymentBegun", "as_begun", "begin_command",
    "decode_begun", "not_taken", "stored_first",
]  # fmt: skip

RESOLVE_AFTER: Final = 10.0
"""Seconds after which a payment is looked at that its own request may have left undecided."""


class PaymentBegun(Struct, frozen=True):
    """A payment, what the provider says of it so far, and wants of the buyer."""

    payment_id: UUID
    status: ChargeStatus
    next_action: NextAction | None = None


class NewPayment(Struct, frozen=True):
    """A payment as it begins, for what ends ``until``; who asks. ``operations`` and ``riders`` are
    what is taken in the command that stores it, unless it has failed by then."""

    payment: Payment
    until: datetime
    caller: Caller
    operations: tuple[Operation, ...] = ()
    riders: tuple[Rider, ...] = ()


class NotTaken(Exception):
    """What was to be taken with a payment could not be, or a kept card is charged for the same
    order by another: look again."""


def not_taken(asked: NewPayment, outcome: Outcome) -> NotTaken | None:
    """What to raise, if it is because of what was to be taken, or another kept card is charged."""
    may_be = asked.operations or asked.payment.by_kept_card
    if may_be and isinstance(outcome, Short | Conflict | Expired):
        return NotTaken(str(outcome))
    return None


_decode_action = msgspec.json.Decoder(NextAction).decode


def decode_begun(answer: str) -> PaymentBegun:
    """As a request was answered before: top-ups once with the payment's id alone."""
    return stored(answer, PaymentBegun, lambda payment_id: PaymentBegun(payment_id, "pending"))


def as_begun(payment: Payment) -> PaymentBegun:
    """As it stands by now."""
    if payment.waits_for_buyer and payment.next_action is not None:
        return PaymentBegun(payment.id, "pending", _decode_action(payment.next_action))
    return PaymentBegun(payment.id, payment.charge_status)


async def stored_first(purpose: Purpose, asked: NewPayment) -> PaymentBegun:
    """A provider that does not answer may have it all the same: it is pending, and a job asks."""
    payment, parts = asked.payment, purpose.parts
    job = defer(ResolvePayment(payment.id), after=RESOLVE_AFTER)
    stored = await parts.ledger.commit(begin_command(asked, payment, (job,)))
    match stored:
        case Accepted():
            pass
        case AlreadyDone(answer=answer):
            payment = await payment_known(parts, decode_begun(answer).payment_id)
            if payment.reference is not None or not payment.is_pending:
                return as_begun(payment)
        case _:
            raise not_taken(asked, stored) or refuse(stored)
    try:
        charge = await begun(parts, payment, asked.until)
    except ProviderAway:
        return as_begun(payment)
    return as_begun(await learn(purpose, payment, charge, asked.caller))


def begin_command(
    asked: NewPayment,
    payment: Payment,
    riders: tuple[Rider, ...],
    operations: tuple[Operation, ...] = (),
) -> Command:
    """The payment as begun."""
    # Without the client's key one of our own: its record settles a doubt at COMMIT, since a
    # payment that only begins leaves no entry in the journal.
    failed = payment.has_failed
    return asked.caller.keyed(
        operations if failed else (*asked.operations, *operations),
        (*payments.begun(payment), *(() if failed else asked.riders), *riders),
        f"pay/{payment.id}",
        as_begun(payment),
    )
