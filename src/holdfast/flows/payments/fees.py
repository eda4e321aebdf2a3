"""What a provider kept of a payment, once it says so."""

from datetime import timedelta
from typing import Final
from uuid import UUID

from holdfast.db.engine import Database
from holdfast.db.jobs import NotYet
from holdfast.flows.payments.providers import ask, provider_named
from holdfast.flows.payments.purpose import Paying, payment_known
from holdfast.kit import time_of, utc_now
from holdfast.payments import ProviderRefused, TellsFees, keep_fee

__all__ = ["learn_fee"]

_ASKED_FOR: Final = timedelta(hours=1)


async def learn_fee(parts: Paying, database: Database, payment_id: UUID) -> None:
    """Ask for it. Raises a Problem when the provider is away, :class:`NotYet` while it does not
    know; after an hour the fee stays unknown."""
    payment = await payment_known(parts, payment_id)
    provider = provider_named(parts, payment.provider)
    if not isinstance(provider, TellsFees) or payment.reference is None:
        return
    try:
        fee = await ask(parts, payment.provider, provider.fee(payment.reference))
    except ProviderRefused:
        return
    if fee is not None:
        await keep_fee(database, payment_id, fee)
    elif utc_now() - time_of(payment_id) < _ASKED_FOR:
        raise NotYet(f"{payment.provider} does not know the fee of {payment_id} yet")
