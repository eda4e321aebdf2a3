"""Where units come from: a pure rule. One parcel if that is possible, then near ones before others,
then those that have most; and never more than there is, as far as is known."""

import math
from collections.abc import Mapping, Sequence
from typing import Final, TypeAlias

from msgspec import Struct

from holdfast.kit.positions import Position, kilometres
from holdfast.locations.location import TO_COME, Location, account_at, location_at

MOST_PLANS: Final = 6
"""That are tried, one after the other."""
MOST_TAKES: Final = 200
"""Accounts that one plan takes from: a command has its bounds."""

Plan: TypeAlias = tuple[Mapping[str, int], ...]
"""For each line what it takes of which account."""
_Free: TypeAlias = Mapping[str, int]


class Wanted(Struct, frozen=True):
    """A line: so many of the goods that ``key`` counts at the first location."""

    key: str
    quantity: int


class Destination(Struct, frozen=True):
    """Where they go, as far as is known; ``country`` by ISO 3166, ``position``: of its postal
    code."""

    country: str | None = None
    postal_code: str = ""
    position: Position | None = None


NOWHERE: Final = Destination()


def plans(
    wanted: Sequence[Wanted],
    free: _Free,
    locations: Sequence[Location],
    to: Destination = NOWHERE,
) -> tuple[Plan, ...]:
    """The best first, each once; none if there is too little of something altogether. ``free``: by
    account, one that is not named has nothing."""
    near = sorted(locations, key=lambda one: _rank(one, wanted, free, to))
    full = sorted(near, key=lambda one: -_covered(one, wanted, free))
    tries = [[one] for one in near] + [near, full, _fewest(near, wanted, free)]
    found: list[Plan] = []
    for order in tries:
        plan = _taken(order, wanted, free)
        if plan is not None and plan not in found:
            found.append(plan)
    whole = [one for one in found if _places(one) == 1]
    split = [one for one in found if _places(one) > 1]
    return tuple(whole[: MOST_PLANS - len(split)] + split)


def with_to_come(
    wanted: Sequence[Wanted],
    free: _Free,
    locations: Sequence[Location],
    to: Destination = NOWHERE,
) -> Plan | None:
    """All that stands in stock, the nearest first, and of what is announced only the rest; None if
    both are too little."""
    near = sorted(locations, key=lambda one: _rank(one, wanted, free, to))
    return _taken([*near, Location(TO_COME, "")], wanted, free)


def to_come(taken: Mapping[str, int]) -> int:
    """How many of these units are announced only."""
    return sum(units for key, units in taken.items() if location_at(key) == TO_COME)


def taken_greedily(quantity: int, free: _Free) -> dict[str, int]:
    """So many, or as many as there are, of these accounts in their order."""
    taken: dict[str, int] = {}
    for account, there in free.items():
        if (some := min(quantity, there)) > 0:
            taken[account] = some
            quantity -= some
    return taken


def _rank(
    one: Location, wanted: Sequence[Wanted], free: _Free, to: Destination
) -> tuple[bool, bool, float, int, int, int]:
    far = to.country is not None and one.country != to.country
    near = 0 if far or to.country is None else _shared(one.postal_code, to.postal_code)
    covered = _covered(one, wanted, free)
    return not one.active, far, _distance(one, to), -near, one.priority, -covered


def _distance(one: Location, to: Destination) -> float:
    """In whole kilometres; without a limit where either is not known, so by postal code."""
    if to.position is None or one.position is None:
        return math.inf
    return round(kilometres(one.position, to.position))


def _shared(one: str, other: str) -> int:
    """How many characters two postal codes of one country begin with alike: the more, the nearer,
    since each is a part of the country, of its region, of its town."""
    alike = 0
    for mine, its in zip(plain_code(one), plain_code(other), strict=False):
        if mine != its:
            break
        alike += 1
    return alike


def plain_code(postal_code: str) -> str:
    """However it was typed."""
    return "".join(filter(str.isalnum, postal_code.upper()))


def _covered(one: Location, wanted: Sequence[Wanted], free: _Free) -> int:
    """How many units there are, of all goods that are wanted."""
    keys = {account_at(line.key, one.id) for line in wanted}
    return sum(free.get(key, 0) for key in keys)


def _fewest(near: Sequence[Location], wanted: Sequence[Wanted], free: _Free) -> list[Location]:
    """In such an order that each next one has most of what is missing still."""
    left, order, others = list(wanted), list[Location](), list(near)
    while others and left:
        best = max(others, key=lambda one: _useful(one, left, free))
        others.remove(best)
        order.append(best)
        left = [
            Wanted(line.key, line.quantity - there)
            for line in left
            if (there := free.get(account_at(line.key, best.id), 0)) < line.quantity
        ]
    return order


def _useful(one: Location, wanted: Sequence[Wanted], free: _Free) -> int:
    return sum(min(line.quantity, free.get(account_at(line.key, one.id), 0)) for line in wanted)


def _taken(order: Sequence[Location], wanted: Sequence[Wanted], free: _Free) -> Plan | None:
    """From these, in this order; None if they have too little, or it takes too many accounts."""
    left = dict(free)
    found: list[Mapping[str, int]] = []
    for line in wanted:
        there = {key: left.get(key, 0) for key in (account_at(line.key, one.id) for one in order)}
        taken = taken_greedily(line.quantity, there)
        if sum(taken.values()) < line.quantity:
            return None
        for key, some in taken.items():
            left[key] -= some
        found.append(taken)
    return tuple(found) if sum(map(len, found)) <= MOST_TAKES else None


def _places(plan: Plan) -> int:
    """From how many locations it takes."""
    return len({key.partition("/")[2].partition("/")[2] for one in plan for key in one})
