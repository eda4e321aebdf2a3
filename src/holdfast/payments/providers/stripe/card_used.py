"""The card of a payment by Stripe."""

from typing import Final

from stripe import Charge as StripeCharge
from stripe import PaymentIntent

from holdfast.payments.provider_besides import CardUsed

__all__ = ["CHARGED", "card_of"]

CHARGED: Final = "latest_charge"
"""What an intent is asked for with."""


def card_of(intent: PaymentIntent) -> CardUsed | None:
    """None before one was charged, and of what was paid without a card."""
    charge = intent.latest_charge
    details = charge.payment_method_details if isinstance(charge, StripeCharge) else None
    card = None if details is None else getattr(details, "card", None)
    if card is None or not card.fingerprint:
        return None
    return CardUsed(card.fingerprint, card.country)
