"""What YooKassa is asked for, as it takes it: what it cannot take is refused before it is asked."""

import hashlib
from collections.abc import Callable
from typing import Any, Final

from holdfast.payments.provider import ProviderRefused
from holdfast.payments.providers.yookassa.amounts import to_yookassa
from holdfast.payments.providers.yookassa.receipts import receipt_written
from holdfast.payments.receipt import Receipt

__all__ = ["KEY", "amount_asked", "receipt_asked", "short", "with_receipt"]

KEY: Final = "holdfast"
"""Under which our key stands among the metadata of a payment or a refund."""
_KEY_LENGTH: Final = 64


def amount_asked(amount: int, currency: str) -> dict[str, Any]:
    try:
        return dict(to_yookassa(amount, currency))
    except ValueError as error:
        raise ProviderRefused(str(error)) from error


def with_receipt(receipt: Receipt | None, currency: str) -> dict[str, Any]:
    """Nothing more, if there is none."""
    return {} if receipt is None else {"receipt": receipt_asked(receipt_written, receipt, currency)}


def receipt_asked(
    write: Callable[[Receipt, str], dict[str, Any]], receipt: Receipt, currency: str
) -> dict[str, Any]:
    try:
        return write(receipt, currency)
    except ValueError as error:
        raise ProviderRefused(str(error)) from error


def short(key: str) -> str:
    """A key as long as YooKassa takes."""
    return key if len(key) <= _KEY_LENGTH else hashlib.sha256(key.encode()).hexdigest()
