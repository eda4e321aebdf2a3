"""Refunding: what ``cancel`` and ``settle`` began, done at the provider."""

from typing import Final
from uuid import UUID

from holdfast.flows.events import EVENTS, RefundDone, RefundFailed, event_row
from holdfast.flows.platform import Platform
from holdfast.flows.providers import ask, provider_named
from holdfast.flows.refusals import refuse
from holdfast.ledger import (
    NOW,
    Accepted,
    AlreadyDone,
    Command,
    Conflict,
    Insert,
    Rider,
    Transition,
)
from holdfast.orders import ORDER_STATES
from holdfast.payments import PAYMENT_STATES, Payment, ProviderRefused

__all__ = ["refund"]

_TRIES: Final = 4


async def refund(platform: Platform, payment_id: UUID, *, request: str = "") -> None:
    """Give a payment's money back, once. Raises a Problem if the provider is away: the job comes
    again."""
    payment = await platform.payments.get(payment_id)
    if payment is None:
        raise LookupError(f"no payment {payment_id}")
    if payment.status != "refunding":
        return  # done, or never begun: the job came twice
    assert payment.reference is not None, "only what was paid is refunded"
    provider = provider_named(platform, payment.provider)
    detail: str | None = None
    try:
        await ask(provider.refund(payment.reference, payment.amount, f"refund/{payment.id}"))
    except ProviderRefused as refused:
        detail = str(refused)
    await _note(platform, payment, detail, request)


async def _note(platform: Platform, payment: Payment, detail: str | None, request: str) -> None:
    """Keep what the provider said. The order may be rescued by another payment at this moment:
    then look again."""
    for _ in range(_TRIES):
        outcome = await platform.ledger.commit(
            Command(
                (),
                await _riders(platform, payment, detail, request),
                key=f"refund/{payment.id}",
                actor=f"provider:{payment.provider}",
                request=request,
            )
        )
        if isinstance(outcome, Accepted | AlreadyDone):
            return
        if not isinstance(outcome, Conflict):
            raise refuse(outcome)
        now = await platform.payments.get(payment.id)
        if now is None or now.status != "refunding":
            return  # another run of the same job was quicker
    raise RuntimeError(f"the refund of payment {payment.id} cannot be kept")


async def _riders(
    platform: Platform, payment: Payment, detail: str | None, request: str
) -> tuple[Rider, ...]:
    done = detail is None
    fact = (
        RefundDone(payment.id, payment.amount, payment.currency)
        if detail is None
        else RefundFailed(payment.id, payment.amount, payment.currency, detail)
    )
    riders: list[Rider] = [
        Transition(
            PAYMENT_STATES,
            payment.id,
            ("refunding",),
            "refunded" if done else "refund-failed",
            (("settled_at", NOW),),
        ),
        Insert(EVENTS, (event_row(fact, payment.order_id, request),)),
    ]
    order = await platform.orders.get(payment.order_id)
    if order is not None and order.status == "cancelled" and order.payment_id == payment.id:
        also = (("refund", "done" if done else "failed"),)
        riders.append(Transition(ORDER_STATES, order.id, ("cancelled",), "cancelled", also))
    return tuple(riders)
