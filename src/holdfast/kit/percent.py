"""Rates as whole numbers: in thousandths of a percent."""

from typing import Final

__all__ = ["RATE_UNIT", "percent_of"]

RATE_UNIT: Final = 100_000
"""The whole: 100%."""


def percent_of(rate: int) -> str:
    """A rate as people write it: 8875 is 8.875."""
    whole, rest = divmod(rate, RATE_UNIT // 100)
    return f"{whole}.{rest:03}".rstrip("0") if rest else str(whole)
