"""Amounts as YooKassa writes them: a decimal text, in whole units of the currency."""

from decimal import Decimal, InvalidOperation
from typing import Final

from holdfast.kit.money import exponent

__all__ = ["from_yookassa", "smallest", "to_yookassa"]

_PLACES: Final = 2
"""Digits after the point, whatever the currency."""


def smallest(currency: str) -> int:
    """The least that can be said, in minor units."""
    return int(10 ** max(exponent(currency) - _PLACES, 0))


def to_yookassa(amount: int, currency: str) -> dict[str, str]:
    """Minor units as ``{"value": "12.30", "currency": "RUB"}``. Raises ValueError for what its two
    digits cannot say."""
    value = Decimal(amount).scaleb(-exponent(currency))
    if value != round(value, _PLACES):
        raise ValueError(f"{amount} {currency} is too fine")
    return {"value": f"{value:.{_PLACES}f}", "currency": currency}


def from_yookassa(value: str, currency: str) -> int:
    """Such a text in minor units. Raises ValueError for what is no whole number of them."""
    try:
        amount = Decimal(value).scaleb(exponent(currency))
    except InvalidOperation as error:
        raise ValueError(f"{value!r} is no amount") from error
    if amount != int(amount):
        raise ValueError(f"{value} {currency} is too fine")
    return int(amount)
