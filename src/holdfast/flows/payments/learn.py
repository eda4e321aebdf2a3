"""Learning: what a provider answered when a stored payment was begun there."""

from typing import Final

from holdfast import payments
from holdfast.flows.commit.platform import Platform
from holdfast.flows.commit.refusals import refuse
from holdfast.flows.payments.unpaid import note_failure
from holdfast.ledger import (
    Accepted,
    AlreadyDone,
    Command,
    Conflict,
    Rider,
    defer,
)
from holdfast.orders import Order
from holdfast.payments import Charge, Payment, PaymentArrives

__all__ = ["RESOLVE_AFTER", "arrivals", "learn"]

RESOLVE_AFTER: Final = 10.0
"""Seconds after which a payment is looked at that its own request may have left undecided."""


async def learn(
    platform: Platform, order: Order, payment: Payment, charge: Charge | None, request: str
) -> Payment:
    """Keep what the provider answered when a stored payment was begun there (None: it refused);
    the payment as it stands then. Whoever is first keeps it; a repetition changes nothing."""
    if charge is None or charge.status == "failed":
        reference = None if charge is None else charge.reference
        await note_failure(platform, order, payment, request, reference)
    else:
        outcome = await platform.ledger.commit(_answer(order, payment, charge, request))
        if not isinstance(outcome, Accepted | AlreadyDone | Conflict):
            raise refuse(outcome)
    now = await platform.payments.get(payment.id)
    assert now is not None
    return now


def _answer(order: Order, payment: Payment, charge: Charge, request: str) -> Command:
    moves: tuple[Rider, ...] = (payments.answered(payment, charge.reference),)
    if charge.status == "succeeded":
        moves = payments.succeeded(payment, request, charge.reference)
    return Command(
        (),
        (*moves, *arrivals(payment, charge, request)),
        key=f"pay-answer/{payment.id}",
        actor=order.owner,
        request=request,
    )


def arrivals(payment: Payment, charge: Charge, request: str) -> tuple[Rider, ...]:
    """The jobs for the word that the provider will send, if it says when."""
    word = PaymentArrives(payment.id)
    return tuple(defer(word, request, after=delay) for delay in charge.news_in)
