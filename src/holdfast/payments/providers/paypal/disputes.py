"""PayPal's disputes in the port's words."""

from collections.abc import Mapping
from typing import Final
from uuid import UUID

from holdfast.payments.provider import DisputeStatus, ProviderDispute
from holdfast.payments.providers.paypal.amounts import from_paypal
from holdfast.payments.providers.paypal.told import DisputeTold

__all__ = ["dispute_of"]

_STATUS: Final[Mapping[str, DisputeStatus]] = {
    "OPEN": "open",
    "WAITING_FOR_SELLER_RESPONSE": "open",
    "WAITING_FOR_BUYER_RESPONSE": "answered",
    "UNDER_REVIEW": "answered",
}
_LOST: Final = frozenset({"RESOLVED_BUYER_FAVOUR", "ACCEPTED"})
"""Ended for the buyer. Else the money stays here: PayPal pays the buyer itself, or nobody does."""
_PAGE: Final = "https://www.{mode}paypal.com/resolutioncenter/view/{name}"


def dispute_of(found: DisputeTold, *, sandbox: bool) -> ProviderDispute:
    amount = found.dispute_amount
    return ProviderDispute(
        found.dispute_id,
        _payment_of(found),
        from_paypal(amount.value, amount.currency_code),
        amount.currency_code,
        _status(found),
        found.reason.lower(),
        found.seller_response_due_date,
        found.create_time,
        _PAGE.format(mode="sandbox." if sandbox else "", name=found.dispute_id),
        _gone(found),
    )


def _gone(found: DisputeTold) -> int | None:
    """A dispute may end with a part for the buyer."""
    outcome = found.dispute_outcome
    back = None if outcome is None else outcome.amount_refunded
    if back is None or back.currency_code != found.dispute_amount.currency_code:
        return None
    return from_paypal(back.value, back.currency_code)


def _status(found: DisputeTold) -> DisputeStatus:
    """While buyer and shop talk to one another (``INQUIRY``), PayPal only asks."""
    if found.status == "RESOLVED":
        outcome = found.dispute_outcome
        return "lost" if outcome is not None and outcome.outcome_code in _LOST else "won"
    if found.dispute_life_cycle_stage == "INQUIRY":
        return "inquiry"
    return _STATUS.get(found.status, "open")


def _payment_of(found: DisputeTold) -> UUID | None:
    for one in found.disputed_transactions:
        try:
            return UUID(one.custom)
        except ValueError:
            continue
    return None
