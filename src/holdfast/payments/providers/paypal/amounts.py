"""Amounts as PayPal writes them: a decimal text, in whole units of the currency."""

from decimal import Decimal, InvalidOperation
from typing import Final

from holdfast.kit.money import decimal_text, exponent

__all__ = ["CURRENCIES", "from_paypal", "smallest", "to_paypal"]

CURRENCIES: Final = frozenset({
    "AUD", "BRL", "CAD", "CHF", "CNY", "CZK", "DKK", "EUR", "GBP", "HKD", "HUF", "ILS", "JPY",
    "MXN", "MYR", "NOK", "NZD", "PHP", "PLN", "SEK", "SGD", "THB", "TWD", "USD",
})  # fmt: skip
"""What PayPal takes (its page "PayPal Supported Currencies"). BRL, CNY and MYR are for accounts of
their own country, which PayPal knows and we do not."""

_WHOLE: Final = frozenset({"HUF", "TWD"})
"""With minor units in ISO 4217, and none at PayPal. Of yen both have none."""


def smallest(currency: str) -> int:
    """The least that PayPal moves, in minor units."""
    return 10 ** exponent(currency) if currency in _WHOLE else 1


def to_paypal(amount: int, currency: str) -> dict[str, str]:
    """Minor units as ``{"currency_code": "EUR", "value": "12.30"}``. Raises ValueError for what is
    finer than PayPal takes."""
    value = decimal_text(amount, currency)
    if currency in _WHOLE:
        value, _, minor = value.partition(".")
        if int(minor):
            raise ValueError(f"{amount} {currency} is too fine")
    return {"currency_code": currency, "value": value}


def from_paypal(value: str, currency: str) -> int:
    """Such a text in minor units. Raises ValueError for what is no whole number of them."""
    try:
        amount = Decimal(value).scaleb(exponent(currency))
    except InvalidOperation as error:
        raise ValueError(f"{value!r} is no amount") from error
    if amount != int(amount):
        raise ValueError(f"{value} {currency} is too fine")
    return int(amount)
