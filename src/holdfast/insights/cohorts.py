"""Who comes back: buyers by the month in which they first bought; pure."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import TypeAlias
from uuid import UUID

from msgspec import Struct

Bought: TypeAlias = Mapping[tuple[str, UUID], Mapping[date, int]]
"""How many orders a buyer has in each month, by buyer and scope."""


class CohortSums(Struct):
    """Of those who first bought in one month: how many bought in another, and how often."""

    buyers: int = 0
    orders: int = 0


def bought_more(before: Bought, orders: Iterable[tuple[str, UUID, date]]) -> Bought:
    """With these orders beside what was counted: each by its buyer, scope and month."""
    found = {buyer: dict(months) for buyer, months in before.items()}
    for owner, scope, month in orders:
        months = found.setdefault((owner, scope), {})
        months[month] = months.get(month, 0) + 1
    return found


def cohort_changes(before: Bought, now: Bought) -> Mapping[tuple[object, ...], CohortSums]:
    """What the sums change by, by scope, first month and month; whose first month is another now is
    counted with that one."""
    sums: dict[tuple[object, ...], CohortSums] = {}
    for sign, bought in ((-1, before), (1, now)):
        for (_, scope), months in bought.items():
            first = min(months)
            for month, orders in months.items():
                found = sums.setdefault((scope, first, month), CohortSums())
                found.buyers += sign
                found.orders += sign * orders
    return {key: one for key, one in sums.items() if one.buyers or one.orders}
