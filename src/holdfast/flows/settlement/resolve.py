"""Resolving: what became of a payment that we left, or lost, at its provider.

A payment is stored before its provider is asked (see ``payments.provider``). Whatever happens to
the answer, a job comes back here until the payment is decided: it asks again with the same key,
then what became of it; and once the order is off, or paid by another payment, it calls the
payment off. At most one call to the provider a run, so that a run is bounded.
"""

from datetime import UTC, datetime, timedelta
from typing import Final
from uuid import UUID

from holdfast.flows.commit.platform import Platform
from holdfast.flows.payments.learn import learn
from holdfast.flows.payments.providers import begun, called_off, confirmed, provider_named
from holdfast.flows.settlement.confirm import StillPending, come_to
from holdfast.kit import time_of, utc_now
from holdfast.orders import Order
from holdfast.payments import ChargeRequest, Payment

__all__ = ["KEY_LIFE", "Unanswered", "resolve"]

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
