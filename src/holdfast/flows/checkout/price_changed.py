"""The price is not what the buyer was shown: it is said, and must be accepted."""

from typing import Any

from holdfast.kit import Money, Problem
from holdfast.kit.sentences import say
from holdfast.pricing import Quote

__all__ = ["PriceChanged", "price_changed", "sums_of"]


class PriceChanged(Problem):
    """The total is not ``expectedTotal`` (any more), or a session's price not ``expectedPrice``.
    ``quote`` is the price now, ``expected`` what was shown: ask again with the new one to accept
    it."""

    status = 409
    code = "price-changed"
    title = "The price has changed"


def price_changed(found: Quote, currency: str, expected: int) -> PriceChanged:
    """The refusal, with both."""
    now, before = Money(found.total, currency), Money(expected, currency)
    return PriceChanged(
        say("The total is {now} now, and was {before}. Nothing was ordered.",
            now=now, before=before),
        field="expectedTotal",
        extra={"expected": {"total": expected, "currency": currency},
               "quote": sums_of(found, currency)},
    )  # fmt: skip


def sums_of(found: Quote, currency: str) -> dict[str, Any]:
    """A quote's sums as JSON."""
    return {
        "currency": currency,
        "subtotal": found.subtotal,
        "discount": found.discount,
        "shipping": found.shipping,
        "tax": found.tax,
        "taxIncluded": found.included,
        "total": found.total,
    }
