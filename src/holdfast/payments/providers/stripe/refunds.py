"""Stripe's refunds in the port's words: what became of one, and which nobody asked for here."""

from typing import Final

from stripe import Refund

from holdfast.payments.provider import MoveStatus, ProviderRefused
from holdfast.payments.provider_besides import RefundThere
from holdfast.payments.providers.stripe.amounts import from_stripe
from holdfast.payments.providers.stripe.events import KEY, refund_key

__all__ = ["given", "key_of", "made_there", "why_not"]

_LET_GO: Final = "expired_uncaptured_charge"
"""Why Stripe by itself "refunds" what was only set aside: no money moved."""


def given(refund: Refund) -> MoveStatus:
    """What became of a refund. Raises :class:`ProviderRefused`."""
    if (why := why_not(refund)) is not None:
        raise ProviderRefused(why)
    return "succeeded" if refund.status == "succeeded" else "pending"


def why_not(refund: Refund) -> str | None:
    """A card's bank may send it back for a month after it was given."""
    if refund.status not in ("failed", "canceled"):
        return None
    why = getattr(refund, "failure_reason", None) or "no reason"
    return f"the refund is {refund.status}: {why}"


def key_of(refund: Refund) -> str:
    """Under which it was asked for from here; none of one that was made there."""
    return refund_key(getattr(refund.metadata, KEY, None))


def made_there(refund: Refund) -> RefundThere | None:
    """None of one that was asked for from here, or that moved no money."""
    if key_of(refund) or getattr(refund, "reason", None) == _LET_GO:
        return None
    currency = refund.currency.upper()
    amount = from_stripe(refund.amount, currency)
    return RefundThere(refund.id, amount, currency, why_not(refund)) if amount > 0 else None
