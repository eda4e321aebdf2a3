"""A payment that YooKassa tells of, in the port's words."""

from collections.abc import Mapping
from typing import Final
from uuid import UUID

from holdfast.payments.provider import Charge, ChargeStatus, Declined, NextAction
from holdfast.payments.providers.yookassa.amounts import from_yookassa
from holdfast.payments.providers.yookassa.wire import PaymentTold

__all__ = ["SUBJECT", "charge_of"]

SUBJECT: Final = "subject"
"""Under which what is paid for stands among a payment's metadata."""
_STATUS: Final[Mapping[str, ChargeStatus]] = {
    "pending": "pending",
    "waiting_for_capture": "authorized",
    "succeeded": "succeeded",
    "canceled": "failed",
}
_WHY: Final[Mapping[str, Declined]] = {
    "3d_secure_failed": "authentication",
    "insufficient_funds": "later",
    "internal_timeout": "later",
    "issuer_unavailable": "later",
    "payment_method_limit_exceeded": "later",
    "permission_revoked": "gone",
}
"""Reasons that say nothing against the card, or all; any other is a no."""


def charge_of(found: PaymentTold, *, kept: bool = False) -> Charge:
    """``kept``: a kept card was charged, so nobody is sent to a page."""
    status = _STATUS[found.status]
    currency = found.amount.currency
    url = None
    if status == "pending" and found.confirmation is not None and not kept:
        url = found.confirmation.confirmation_url
    return Charge(
        found.id,
        status,
        _subject(found),
        from_yookassa(found.amount.value, currency),
        currency,
        next_action=None if url is None else NextAction(redirect_url=url),
        held_until=found.expires_at if status == "authorized" else None,
        why=_why(found) if status == "failed" else None,
    )


def _why(found: PaymentTold) -> Declined:
    return _WHY.get((found.cancellation_details or {}).get("reason", ""), "declined")


def _subject(found: PaymentTold) -> UUID:
    try:
        return UUID(found.metadata.get(SUBJECT, ""))
    except ValueError:
        return UUID(int=0)  # a payment that is not ours
