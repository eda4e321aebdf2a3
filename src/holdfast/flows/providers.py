"""Asking payment providers: within bounds, and never while a transaction is open."""

import asyncio
from collections.abc import Coroutine
from typing import Any, Final, TypeVar

from holdfast.db.engine import forbid_open_transaction
from holdfast.flows.platform import Platform
from holdfast.flows.refusals import PaymentNotFound, ProviderAway, ProviderUnknown
from holdfast.payments import Charge, Payment, PaymentProvider, ProviderUnavailable

__all__ = ["PROVIDER_SECONDS", "ask", "confirmed", "provider_named"]

PROVIDER_SECONDS: Final = 8.0
"""How long a provider may take to answer."""

Result = TypeVar("Result")


def provider_named(platform: Platform, name: str) -> PaymentProvider:
    provider = platform.providers.get(name)
    if provider is None:
        raise ProviderUnknown(f"This shop does not take payments by {name}.", field="provider")
    return provider


async def ask(call: Coroutine[Any, Any, Result]) -> Result:
    """A provider's answer within bounds, and never while a transaction is open."""
    forbid_open_transaction("a call to a payment provider")
    try:
        async with asyncio.timeout(PROVIDER_SECONDS):
            return await call
    except (ProviderUnavailable, TimeoutError) as error:
        raise ProviderAway(
            "The payment provider does not answer. Nothing was charged; please try again.",
            headers={"Retry-After": "5"},
        ) from error


async def confirmed(platform: Platform, payment: Payment) -> Charge:
    """The provider's own account of the payment, which must be about exactly this one."""
    provider = provider_named(platform, payment.provider)
    charge = await ask(provider.confirm(payment.reference))
    if (
        charge is None
        or charge.reservation_id != payment.hold_id
        or charge.amount != payment.amount
        or charge.currency != payment.currency
    ):
        raise PaymentNotFound("The provider knows no such payment.", field="paymentId")
    return charge
