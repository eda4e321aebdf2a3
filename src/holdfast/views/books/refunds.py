"""What a refund takes back of an order's income and of its tax. Pure."""

from typing import Any

from holdfast.views.books.documents import Leg

__all__ = ["taken_back"]


def taken_back(row: Any, amount: int, before: int) -> tuple[Leg, ...]:
    """The debits of a refund of ``amount`` of a payment of which ``before`` went back earlier.

    Of an order that was sold, the tax of that share of its total: as differences of wholes, so that
    an order of which all goes back owes no tax to the unit. Of a payment that sold nothing (it came
    too late, or twice), what its buyer had paid ahead.
    """
    if not row["sells"]:
        return (Leg("customers", amount),)
    at = row["base"] + before
    tax = _tax(row, at + amount) - _tax(row, at)
    return (Leg("refunds", amount - tax), Leg("tax", tax))


def _tax(row: Any, given_back: int) -> int:
    total: int = row["total"]
    share: int = row["tax"] * min(given_back, total) // total if total else 0
    return share
