"""The card of a payment by Stripe."""

from typing import Final

from stripe import Charge as StripeCharge
from stripe import PaymentIntent
from stripe.checkout import Session

from holdfast.payments.provider_besides import CardUsed

__all__ = ["CHARGED", "card_of"]

CHARGED: Final = "payment_intent.latest_charge"
"""What a session is asked for with."""


def card_of(session: Session) -> CardUsed | None:
    """None before one was charged, and of what was paid without a card."""
    intent = session.payment_intent
    charge = intent.latest_charge if isinstance(intent, PaymentIntent) else None
    details = charge.payment_method_details if isinstance(charge, StripeCharge) else None
    card = None if details is None else getattr(details, "card", None)
    if card is None or not card.fingerprint:
        return None
    return CardUsed(card.fingerprint, card.country)
