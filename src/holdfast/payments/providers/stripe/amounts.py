"""Amounts as Stripe counts them: mostly our minor units, with the exceptions of its list of
zero-decimal, three-decimal and special currencies."""

from collections.abc import Mapping
from typing import Final

from holdfast.payments.provider import ProviderRefused

__all__ = ["NotChargeable", "from_stripe", "smallest", "to_stripe"]

_TIMES: Final[Mapping[str, int]] = {"ISK": 100, "UGX": 100}
"""Without minor units in ISO 4217; Stripe wants two decimals that are zero."""
_PARTS: Final[Mapping[str, int]] = {"MGA": 100}
"""With minor units in ISO 4217; Stripe takes whole ones only."""
_TENS: Final = frozenset({"BHD", "JOD", "KWD", "OMR", "TND"})
"""Of three decimals, of which Stripe takes two."""


class NotChargeable(ProviderRefused):
    """Stripe moves no so fine an amount."""


def smallest(currency: str) -> int:
    """The least that Stripe moves, in minor units of ISO 4217."""
    return 10 if currency in _TENS else _PARTS.get(currency, 1)


def to_stripe(amount: int, currency: str) -> int:
    """Minor units of ISO 4217 as Stripe's. Raises :class:`NotChargeable`."""
    if amount % (least := smallest(currency)):
        raise NotChargeable(f"{amount} {currency} is no multiple of {least}")
    return amount * _TIMES.get(currency, 1) // _PARTS.get(currency, 1)


def from_stripe(amount: int, currency: str) -> int:
    """Stripe's amount in minor units of ISO 4217."""
    return amount * _PARTS.get(currency, 1) // _TIMES.get(currency, 1)
