"""Receipts as YooKassa takes them: rows of units at a price, that come to the payment's amount."""

from typing import Any

from holdfast.payments.providers.yookassa.amounts import to_yookassa
from holdfast.payments.receipt import Receipt

__all__ = ["handover_written", "receipt_written"]


def receipt_written(receipt: Receipt, currency: str) -> dict[str, Any]:
    """Raises ValueError for amounts that cannot be said."""
    customer = {"email": receipt.email} if receipt.email else {"phone": receipt.phone}
    said: dict[str, Any] = {
        "customer": customer,
        "items": [
            {
                "description": item.line.text,
                "quantity": f"{item.quantity}.000",
                "amount": to_yookassa(item.price, currency),
                "vat_code": item.line.vat,
                "payment_subject": item.line.subject,
                "payment_mode": item.line.mode,
            }
            for item in receipt.items()
        ],
    }
    if receipt.tax_system is not None:
        said["tax_system_code"] = receipt.tax_system
    return said


def handover_written(receipt: Receipt, currency: str) -> dict[str, Any]:
    """The same of what was paid before: all of it is set off against that."""
    offset = {"type": "prepayment", "amount": to_yookassa(receipt.total, currency)}
    return {**receipt_written(receipt, currency), "settlements": [offset]}
