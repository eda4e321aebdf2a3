"""What a refund takes back of an order's income and of its tax. Pure."""

from datetime import datetime
from typing import Any, Final, TypeAlias

import msgspec

from holdfast.views.books.documents import Leg

__all__ = ["TAXES", "taken_back"]

TAXES: Final = """
(SELECT jsonb_agg(jsonb_build_array(
            t.amount, CASE WHEN t.shares IS NOT NULL THEN t.tax END, t.at) ORDER BY t.id)::text
 FROM refund_taxes t WHERE t.payment_id = p.id)"""
"""Of a payment ``p``: amount, tax and time of each of its refunds, as they were done; without a tax
what went back before it was kept."""
_taxes: Final = msgspec.json.Decoder(list[tuple[int, int | None, datetime]]).decode
_Kept: TypeAlias = tuple[int, int | None]


def taken_back(row: Any, amount: int, before: int) -> tuple[Leg, ...]:
    """The debits of a refund of ``amount`` of a payment of which ``before`` went back earlier.

    Of an order that was sold, the tax that was kept with it; of what none is kept for (yet), that
    of its share of the total: as differences of wholes, so that an order of which all goes back
    owes no tax to the unit. Of a payment that sold nothing (it came too late, or twice), what its
    buyer had paid ahead. What goes back to hours and sessions has none: they were taxed when they
    were bought.
    """
    if not row["sells"]:
        return (Leg("customers", amount),)
    if row["prepaid"]:
        return (Leg("refunds", amount),)
    kept = _kept(row)
    tax = _tax(row, kept, before + amount) - _tax(row, kept, before)
    return (Leg("refunds", amount - tax), Leg("tax", tax))


def _kept(row: Any) -> list[_Kept]:
    """Amount and tax of each refund that stood at that time: what came back since is off the
    end."""
    kept: list[_Kept] = []
    for amount, tax, at in _taxes(row["taxes"] or "[]"):
        if amount > 0:
            kept.append((amount, tax))
            continue
        off = -amount if at < row["at"] else 0
        while off and kept:
            last, its_tax = kept.pop()
            if last > off:
                left = None if its_tax is None else its_tax - its_tax * off // last
                kept.append((last - off, left))
            off = max(off - last, 0)
    return kept


def _tax(row: Any, kept: list[_Kept], given_back: int) -> int:
    """The tax of so much of the payment, from the first that went back."""
    tax, begin = 0, 0
    for amount, its_tax in [*kept, (given_back, None)]:
        some = min(given_back - begin, amount)
        if some <= 0:
            break
        tax += _shared(row, begin, some) if its_tax is None else its_tax * some // amount
        begin += some
    return tax


def _shared(row: Any, begin: int, amount: int) -> int:
    """The share of an order's tax that so much of a payment has, after what went back before."""
    at: int = row["base"] + begin
    return _share(row, at + amount) - _share(row, at)


def _share(row: Any, given_back: int) -> int:
    total: int = row["total"]
    share: int = row["tax"] * min(given_back, total) // total if total else 0
    return share
