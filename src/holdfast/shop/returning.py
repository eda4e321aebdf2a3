"""What a merchant takes back: for how long, who pays the way, and without being asked. Pure."""

from collections.abc import Iterator, Sequence
from typing import Final, Literal, TypeAlias
from uuid import UUID

from msgspec import Struct

from holdfast.kit.sentences import say

MAX_RETURN_RULES: Final = 100
WayBack: TypeAlias = Literal["buyer", "fault", "shop"]
"""Who pays it: the buyer, the shop where the fault is its own (else the buyer), the shop."""


class CategoryReturns(Struct, frozen=True):
    """In place of the shop's rule, for goods in a category or below it; ``days`` 0: not at all."""

    category_id: UUID
    days: int
    by_rule: bool = False


class ReturnRules(Struct, frozen=True):
    """Goods are taken back for so many ``days`` after they arrived (0: not at all), ``by_rule``
    without waiting for staff. ``delivery``: with the last unit of an order goes back what its
    delivery cost. ``address``: where they are sent. Of ``categories`` the nearest holds."""

    days: int = 14
    by_rule: bool = False
    way_back: WayBack = "fault"
    delivery: bool = True
    address: str = ""
    categories: tuple[CategoryReturns, ...] = ()


def returns_in(rules: ReturnRules, path: Sequence[UUID]) -> tuple[int, bool]:
    """For how many days goods are taken back whose category has this ``path`` from the root, and
    whether by the rules alone."""
    near = {one.category_id: one for one in rules.categories}
    found = next((near[one] for one in reversed(path) if one in near), None)
    return (rules.days, rules.by_rule) if found is None else (found.days, found.by_rule)


def return_faults(rules: ReturnRules) -> Iterator[tuple[str, str]]:
    """What is wrong with them, by field."""
    seen: set[UUID] = set()
    for at, one in enumerate(rules.categories):
        if one.category_id in seen:
            yield f"returns.categories[{at}].categoryId", say("Name each category once.")
        seen.add(one.category_id)
