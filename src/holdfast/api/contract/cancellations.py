"""What cancelling a booking comes to, as it is answered."""

from typing import Any

from holdfast.api.contract.answers import Answer, Instant
from holdfast.booking.bookings import Cause
from holdfast.flows.booking.cancelling import Cancellation
from holdfast.kit import iso

__all__ = ["CancellationShown", "cancellation_body"]


class CancellationShown(Answer):
    """What cancelling comes to now: of what was `paid`, `penalty` is kept, `refund` goes back."""

    cause: Cause
    percent: int
    paid: int
    penalty: int
    refund: int
    currency: str
    free_until: Instant | None


def cancellation_body(found: Cancellation) -> dict[str, Any]:
    return {
        "cause": found.cause,
        "percent": found.percent,
        "paid": found.paid,
        "penalty": found.penalty,
        "refund": found.refund,
        "currency": found.currency,
        "freeUntil": iso(found.free_until),
    }
