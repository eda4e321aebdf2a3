"""What a provider kept of a payment, once it says so."""

from datetime import timedelta
from typing import Final
from uuid import UUID

from holdfast.db.engine import Database
from holdfast.db.jobs import NotYet
from holdfast.flows.payments.holding import part_key
from holdfast.flows.payments.providers import ask, provider_named
from holdfast.flows.payments.purpose import Paying, payment_known
from holdfast.kit import time_of, utc_now
from holdfast.payments import ProviderRefused, TellsFees, keep_fee

__all__ = ["learn_fee"]

_ASKED_FOR: Final = timedelta(hours=1)


async def learn_fee(
    parts: Paying, database: Database, payment_id: UUID, part_id: UUID | None = None
) -> None:
    """Ask for it, or for that of a part of what was set aside. Raises a Problem when the provider
    is away, :class:`NotYet` while it does not know; after an hour the fee stays unknown."""
    payment = await payment_known(parts, payment_id)
    provider = provider_named(parts, payment.provider)
    if not isinstance(provider, TellsFees) or payment.reference is None:
        return
    try:
        part = None if part_id is None else part_key(part_id)
        fee = await ask(parts, payment.provider, provider.fee(payment.reference, part))
    except ProviderRefused:
        return
    if fee is not None:
        await keep_fee(database, payment_id, fee, part_id)
    elif utc_now() - time_of(part_id or payment_id) < _ASKED_FOR:
        raise NotYet(f"{payment.provider} does not know the fee of {payment_id} yet")
