"""What Stripe kept of a payment."""

from typing import Final

from stripe import BalanceTransaction, PaymentIntent
from stripe import Charge as StripeCharge

from holdfast.payments.providers.stripe.amounts import from_stripe

__all__ = ["BOOKED", "fee_of"]

BOOKED: Final = "latest_charge.balance_transaction"
"""What an intent is asked for with."""


def fee_of(intent: PaymentIntent) -> int | None:
    """None before it is booked, and where the account is kept in another currency."""
    charge = intent.latest_charge
    booked = charge.balance_transaction if isinstance(charge, StripeCharge) else None
    currency = intent.currency.upper()
    if not isinstance(booked, BalanceTransaction) or booked.currency.upper() != currency:
        return None
    return from_stripe(booked.fee, currency)
