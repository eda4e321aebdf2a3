"""Receipts as YooKassa takes them: rows of units at a price, that come to the payment's amount."""

from collections import Counter
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from holdfast.payments.providers.yookassa.amounts import from_yookassa, to_yookassa
from holdfast.payments.providers.yookassa.wire import ItemTold
from holdfast.payments.receipt import Receipt

__all__ = ["handover_written", "lines_said", "receipt_written"]


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


def lines_said(said: Receipt, items: Sequence[ItemTold]) -> list[int]:
    """How much of each line of what was ``said`` these are, by what they are called."""
    left = Counter[str]()
    for item in items:
        price = from_yookassa(item.amount.value, item.amount.currency)
        left[item.description] += int(price * Decimal(str(item.quantity)))
    found = []
    for line in said.lines:
        found.append(min(left[line.text], line.amount))
        left[line.text] -= found[-1]
    return found
