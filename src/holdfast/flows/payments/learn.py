"""Learning: what a provider answered when a stored payment was begun there."""

from holdfast import payments
from holdfast.flows.commit.caller import Caller
from holdfast.flows.commit.outcomes import may_be_overtaken
from holdfast.flows.payments.purpose import Purpose, payment_known
from holdfast.ledger import Command, Rider, defer
from holdfast.payments import Charge, Payment, PaymentArrives

__all__ = ["arrivals", "learn"]


async def learn(
    purpose: Purpose, payment: Payment, charge: Charge | None, caller: Caller
) -> Payment:
    """Keep what the provider answered (None: it refused); the payment as it stands then. Whoever is
    first keeps it; a repetition changes nothing."""
    if charge is None or charge.status == "failed":
        await purpose.failed(payment, caller, None if charge is None else charge.reference)
    else:
        may_be_overtaken(await purpose.parts.ledger.commit(_answer(payment, charge, caller)))
    return await payment_known(purpose.parts, payment.id)


def _answer(payment: Payment, charge: Charge, caller: Caller) -> Command:
    moves: tuple[Rider, ...] = (payments.answered(payment, charge),)
    if charge.status == "authorized":
        moves = payments.authorized(payment, charge.reference)
    elif charge.status == "succeeded":
        moves = payments.succeeded(payment, charge.reference)
    return caller.command(
        (),
        (*moves, *arrivals(payment, charge)),
        key=f"pay-answer/{payment.id}",
        actor=f"provider:{payment.provider}",
    )


def arrivals(payment: Payment, charge: Charge) -> tuple[Rider, ...]:
    """The jobs that ask the provider again, if it says when."""
    again = PaymentArrives(payment.id)
    return tuple(defer(again, after=delay) for delay in charge.ask_in)
