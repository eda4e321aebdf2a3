"""Resolving: what became of a payment that we left, or lost, at its provider.

A payment is stored before its provider is asked (see ``payments.provider``). Whatever happens to
the answer, a job comes back here until the payment is decided: it asks again with the same key,
then what became of it; and once the order is off, or paid by another payment, it calls the
payment off. At most one call to the provider a run, so that a run is bounded.
"""

from datetime import UTC, datetime, timedelta
from typing import Final
from uuid import UUID

from holdfast.flows.confirm import StillPending, come_to
from holdfast.flows.events import EVENTS
from holdfast.flows.jobs import LATER_JOBS, later_job_row
from holdfast.flows.payment_events import payment_succeeded
from holdfast.flows.platform import Platform
from holdfast.flows.providers import begun, called_off, confirmed, provider_named
from holdfast.flows.refusals import refuse
from holdfast.flows.unpaid import note_failure
from holdfast.kit import time_of, utc_now
from holdfast.ledger import NOW, Accepted, AlreadyDone, Command, Conflict, Insert, Rider, Transition
from holdfast.orders import Order
from holdfast.payments import PAYMENT_STATES, Charge, ChargeRequest, Payment

__all__ = ["KEY_LIFE", "RESOLVE_AFTER", "Unanswered", "arrivals", "learn", "resolve"]

RESOLVE_AFTER: Final = 10.0
"""Seconds after which a payment is looked at that its own request may have left undecided."""
KEY_LIFE: Final = timedelta(hours=23)
"""How long a provider is asked with the same key: they remember one for 24 hours."""


class Unanswered(Exception):
    """The provider never answered, and asking again would begin a second payment."""


async def resolve(platform: Platform, payment_id: UUID, *, request: str = "") -> None:
    """Bring a pending payment on. Raises :class:`StillPending` while it is not decided, a Problem
    when the provider or the store is away, :class:`Unanswered` when it is too late to ask."""
    payment = await platform.payments.get(payment_id)
    if payment is None:
        raise LookupError(f"no payment {payment_id}")
    if payment.status != "pending":
        return
    order = await platform.orders.get(payment.order_id)
    if order is None:
        raise LookupError(f"payment {payment.id} has no order")
    if payment.reference is None:
        payment = await _ask_again(platform, order, payment, request)
        if payment.status == "pending":
            raise StillPending(f"payment {payment.id} is pending")
        if payment.status == "succeeded":
            await come_to(platform, payment, "succeeded", request)
        return
    ask = confirmed if order.status == "pending" else called_off
    await come_to(platform, payment, (await ask(platform, payment)).status, request)


async def _ask_again(platform: Platform, order: Order, payment: Payment, request: str) -> Payment:
    if utc_now() - time_of(payment.id) > KEY_LIFE:
        raise Unanswered(f"{payment.provider} never answered for payment {payment.id}")
    hold = await platform.reader.hold(order.reservation_id)
    ends = datetime.fromtimestamp(0, UTC) if hold is None else hold.expires_at
    asked = ChargeRequest(payment.reservation_id, payment.amount, payment.currency, ends)
    charge = await begun(provider_named(platform, payment.provider), asked, payment.id)
    return await learn(platform, order, payment, charge, request)


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
    also: tuple[tuple[str, object], ...] = (("reference", charge.reference),)
    riders: list[Rider] = []
    if charge.status == "succeeded":
        also = (*also, ("settled_at", NOW))
        riders.append(Insert(EVENTS, (payment_succeeded(payment, request),)))
    return Command(
        (),
        (
            Transition(PAYMENT_STATES, payment.id, ("pending",), charge.status, also),
            *riders,
            *arrivals(payment, charge, request),
        ),
        key=f"pay-answer/{payment.id}",
        actor=order.owner,
        request=request,
    )


def arrivals(payment: Payment, charge: Charge, request: str) -> tuple[Rider, ...]:
    """The jobs for the word that the provider will send, if it says when."""
    news = tuple(
        later_job_row("payment-arrives", {"paymentId": str(payment.id)}, delay, request)
        for delay in charge.news_in
    )
    return (Insert(LATER_JOBS, news),) if news else ()
