"""YooKassa's refunds in the port's words: why nothing came of one, and which nobody asked for from
here."""

from holdfast.payments.provider_besides import RefundThere
from holdfast.payments.providers.yookassa.amounts import from_yookassa
from holdfast.payments.providers.yookassa.wire import RefundTold

__all__ = ["made_there", "why_not"]


def why_not(refund: RefundTold) -> str:
    """Of one that was canceled."""
    details = refund.cancellation_details or {}
    return f"canceled: {details.get('reason', 'no reason')}"


def made_there(refund: RefundTold, key: str) -> RefundThere | None:
    """``key``: under which of its metadata our own key stands; None of one that has such."""
    if refund.amount is None or refund.metadata.get(key):
        return None
    amount = from_yookassa(refund.amount.value, refund.amount.currency)
    failed = why_not(refund) if refund.status == "canceled" else None
    return RefundThere(refund.id, amount, refund.amount.currency, failed) if amount > 0 else None
