"""What Stripe kept of a payment."""

from typing import Final

from stripe import BalanceTransaction, PaymentIntent
from stripe import Charge as StripeCharge
from stripe.checkout import Session

from holdfast.payments.providers.stripe.amounts import from_stripe

__all__ = ["BOOKED", "fee_of"]

BOOKED: Final = "payment_intent.latest_charge.balance_transaction"
"""What a session is asked for with."""


def fee_of(session: Session) -> int | None:
    """None before it is booked, and where the account is kept in another currency."""
    intent = session.payment_intent
    charge = intent.latest_charge if isinstance(intent, PaymentIntent) else None
    booked = charge.balance_transaction if isinstance(charge, StripeCharge) else None
    currency = (session.currency or "").upper()
    if not isinstance(booked, BalanceTransaction) or booked.currency.upper() != currency:
        return None
    return from_stripe(booked.fee, currency)
