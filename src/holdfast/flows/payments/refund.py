"""Refunding: what ``cancel`` and ``settle`` began, done at the provider."""

from typing import Final
from uuid import UUID

from holdfast.db.events import event_row
from holdfast.flows.commit.inbox import INBOX
from holdfast.flows.commit.platform import Platform
from holdfast.flows.commit.refusals import refuse
from holdfast.flows.payments.providers import ask, provider_named
from holdfast.ledger import (
    EVENTS,
    NOW,
    Accepted,
    AlreadyDone,
    Command,
    Conflict,
    Deposit,
    Insert,
    Operation,
    Rider,
    Transition,
    tell,
)
from holdfast.orders import ORDER_STATES, part_moved
from holdfast.payments import (
    PAYMENT_STATES,
    Payment,
    ProviderRefused,
    RefundDone,
    RefundFailed,
    refundable_key,
)

__all__ = ["note_part", "note_refund", "refund", "refund_of_part"]

_TRIES: Final = 4


async def refund(
    platform: Platform, payment_id: UUID, *, amount: int | None = None, request: str = ""
) -> None:
    """Give a payment's money back, once: all that is left of it, which is ``amount`` if parts went
    back before. Raises a Problem if the provider is away: the job comes again."""
    payment = await platform.payments.get(payment_id)
    if payment is None:
        raise LookupError(f"no payment {payment_id}")
    if payment.status != "refunding":
        return  # done, or never begun: the job came twice
    amount = payment.amount if amount is None else amount
    detail = await _asked(platform, payment, amount, f"refund/{payment.id}")
    await note_refund(platform, payment, amount, detail, request)


async def refund_of_part(
    platform: Platform, payment_id: UUID, refund_id: UUID, amount: int, *, request: str = ""
) -> None:
    """Give a part of a payment back, once for each ``refund_id``. What the provider refuses may be
    refunded another time. Raises a Problem if the provider is away: the job comes again."""
    payment = await platform.payments.get(payment_id)
    if payment is None:
        raise LookupError(f"no payment {payment_id}")
    detail = await _asked(platform, payment, amount, f"refund/{refund_id}")
    kept: tuple[Operation, ...] = ()
    if detail is not None:
        kept = (
            Deposit(
                refundable_key(payment.id),
                amount,
                unit=payment.currency,
                counterparty=f"world/{payment.provider}",
            ),
        )
    told = event_row(_fact(payment, amount, detail), payment.order_id, request)
    marks = (Insert(EVENTS, (told,)),)
    await note_part(platform, payment, refund_id, marks, request, kept)


async def note_part(
    platform: Platform,
    payment: Payment,
    refund_id: UUID,
    marks: tuple[Insert, ...],
    request: str,
    kept: tuple[Operation, ...] = (),
) -> bool:
    """Keep what became of a part: ``marks`` say it, ``kept`` is what did not go back after all.
    False if it had been kept before."""
    for _ in range(_TRIES):
        order = await platform.orders.get(payment.order_id)
        assert order is not None, "it was paid"
        outcome = await platform.ledger.commit(
            Command(
                kept,
                (part_moved(order), *marks),
                key=f"refund-done/{refund_id}",
                actor=f"provider:{payment.provider}",
                request=request,
            )
        )
        match outcome:
            case Accepted():
                return True
            case AlreadyDone():
                return False
            case Conflict(subject=subject) if subject.startswith(f"{ORDER_STATES.name}/"):
                continue  # the order moved on meanwhile
            case Conflict(subject=INBOX.name):
                return False
        raise refuse(outcome)
    raise RuntimeError(f"a part of payment {payment.id} cannot be kept")


async def _asked(platform: Platform, payment: Payment, amount: int, key: str) -> str | None:
    """Ask the provider; None if it took the refund, else what it says."""
    if amount == 0:  # nothing was paid
        return None
    assert payment.reference is not None, "only what was paid is refunded"
    provider = provider_named(platform, payment.provider)
    try:
        await ask(provider.refund(payment.reference, amount, key))
    except ProviderRefused as refused:
        return str(refused)
    return None


async def note_refund(
    platform: Platform,
    payment: Payment,
    amount: int,
    detail: str | None,
    request: str,
    *,
    marks: tuple[Insert, ...] = (),
) -> bool:
    """Keep what became of a refund that was begun: done, or (``detail`` says why) refused. The
    order may be rescued by another payment at this moment: then look again. ``marks`` are written
    with it. False if it had been kept before."""
    for _ in range(_TRIES):
        outcome = await platform.ledger.commit(
            Command(
                (),
                (*await _riders(platform, payment, amount, detail, request), *marks),
                key=f"refund/{payment.id}",
                actor=f"provider:{payment.provider}",
                request=request,
            )
        )
        if isinstance(outcome, Accepted | AlreadyDone):
            return isinstance(outcome, Accepted)
        if not isinstance(outcome, Conflict):
            raise refuse(outcome)
        now = await platform.payments.get(payment.id)
        if now is None or now.status != "refunding":
            return False  # another run of the same job was quicker
    raise RuntimeError(f"the refund of payment {payment.id} cannot be kept")


def _fact(payment: Payment, amount: int, detail: str | None) -> RefundDone | RefundFailed:
    if detail is None:
        return RefundDone(payment.id, amount, payment.currency)
    return RefundFailed(payment.id, amount, payment.currency, detail)


async def _riders(
    platform: Platform, payment: Payment, amount: int, detail: str | None, request: str
) -> tuple[Rider, ...]:
    done = detail is None
    riders: list[Rider] = [
        Transition(
            PAYMENT_STATES,
            payment.id,
            ("refunding",),
            "refunded" if done else "refund-failed",
            (("settled_at", NOW),),
        ),
        tell(_fact(payment, amount, detail), payment.order_id, request),
    ]
    order = await platform.orders.get(payment.order_id)
    if order is not None and order.status == "cancelled" and order.payment_id == payment.id:
        also = (("refund", "done" if done else "failed"),)
        riders.append(Transition(ORDER_STATES, order.id, ("cancelled",), "cancelled", also))
    return tuple(riders)
