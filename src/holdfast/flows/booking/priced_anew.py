"""A session costs what its client was shown, or it is said what it costs now."""

from holdfast.booking.bookings import NewBooking
from holdfast.flows.checkout.price_changed import PriceChanged
from holdfast.kit import Money
from holdfast.kit.sentences import say

__all__ = ["priced_anew", "series_priced_anew"]


def priced_anew(new: NewBooking, expected: int) -> PriceChanged:
    """It can be had, for another price than the one that was ``expected``."""
    now, before = Money(new.price, new.currency), Money(expected, new.currency)
    return PriceChanged(
        say("The session costs {now} now, and {before} was shown. Nothing was booked.",
            now=now, before=before),
        field="expectedPrice",
        extra=_both(new.price, expected, new.currency),
    )  # fmt: skip


def series_priced_anew(total: int, expected: int, currency: str) -> PriceChanged:
    """The same of all of a series that can be had."""
    now, before = Money(total, currency), Money(expected, currency)
    return PriceChanged(
        say("These times cost {now} now, and {before} was shown. Nothing was booked.",
            now=now, before=before),
        field="expectedPrice",
        extra=_both(total, expected, currency),
    )  # fmt: skip


def _both(now: int, expected: int, currency: str) -> dict[str, object]:
    return {
        "expected": {"total": expected, "currency": currency},
        "quote": {"total": now, "currency": currency},
    }
