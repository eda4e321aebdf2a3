"""Stripe's disputes in the port's words."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Final
from uuid import UUID

from stripe import Dispute, PaymentIntent

from holdfast.payments.provider import DisputeStatus, ProviderDispute
from holdfast.payments.providers.stripe.amounts import from_stripe

__all__ = ["dispute_of", "named_by"]

_STATUS: Final[Mapping[str, DisputeStatus]] = {
    "warning_needs_response": "inquiry",
    "warning_under_review": "inquiry",
    "warning_closed": "won",
    "prevented": "won",
    "needs_response": "open",
    "under_review": "answered",
    "won": "won",
    "lost": "lost",
}
_PAGE: Final = "https://dashboard.stripe.com/{mode}disputes/{name}"


def dispute_of(found: Dispute, key: str) -> ProviderDispute:
    """``key``: under which of its payment's metadata our own key stands."""
    currency = found.currency.upper()
    due = found.evidence_details.due_by
    mode = "" if found.livemode else "test/"
    return ProviderDispute(
        found.id,
        _payment_of(found, key),
        from_stripe(found.amount, currency),
        currency,
        _STATUS.get(found.status, "open"),
        found.reason,
        None if due is None else datetime.fromtimestamp(due, UTC),
        datetime.fromtimestamp(found.created, UTC),
        _PAGE.format(mode=mode, name=found.id),
    )


def _payment_of(found: Dispute, key: str) -> UUID | None:
    intent = found.payment_intent
    return named_by(intent, key) if isinstance(intent, PaymentIntent) else None


def named_by(intent: PaymentIntent, key: str) -> UUID | None:
    """Our id of the payment; None of what is not ours."""
    try:
        return UUID(getattr(intent.metadata, key, ""))
    except (ValueError, TypeError):
        return None
