"""A session costs what its client was shown, or it is said what it costs now."""

from holdfast.booking.bookings import NewBooking
from holdfast.flows.checkout.price_changed import PriceChanged
from holdfast.kit import Money
from holdfast.kit.sentences import say

__all__ = ["must_cost"]


def must_cost(new: NewBooking, expected: int | None) -> None:
    """Raises :class:`PriceChanged`, with both, if its price is not the one ``expected``."""
    if expected in (None, new.price):
        return
    assert expected is not None
    now, before = Money(new.price, new.currency), Money(expected, new.currency)
    raise PriceChanged(
        say("The session costs {now} now, and {before} was shown. Nothing was booked.",
            now=now, before=before),
        field="expectedPrice",
        extra={
            "expected": {"total": expected, "currency": new.currency},
            "quote": {"total": new.price, "currency": new.currency},
        },
    )  # fmt: skip
