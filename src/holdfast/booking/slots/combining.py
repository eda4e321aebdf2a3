"""Of the times that were found, who serves them together: some of the combinations of each, the
first choice first. Pure."""

from collections.abc import Iterable, Sequence
from functools import lru_cache
from itertools import product
from typing import TypeAlias
from uuid import UUID

from holdfast.booking.services import Need
from holdfast.booking.slots.bits import DAY_SLOTS, Window, lowest, places
from holdfast.booking.slots.candidates import Bookable, ordered
from holdfast.booking.slots.searching import PLACED, Asked, Found, Pool

Combination: TypeAlias = tuple[Bookable, ...]


def combinations(
    asked: Asked, pool: Pool, found: Found, wanted: int | None = None
) -> dict[int, Sequence[Combination]]:
    """By start (as a bit's number), some of those who can serve it together, the first choice
    first; of the starts that are ``wanted``. A start that nobody could serve together (one who
    would have to fill two roles) is left out."""
    bits = found.bits if wanted is None else found.bits & wanted
    if not bits:
        return {}
    most = max(asked.most, len(asked.needs))
    picked = [
        _picked(need, some, asked, pool, bits, most)
        for need, some in zip(asked.needs, found.roles, strict=True)
    ]
    result = {}
    known: dict[tuple[int, ...], Sequence[Combination]] = {}
    for start, *some_of_each in zip(places(bits), *picked, strict=True):
        key = tuple(id(one) for some in some_of_each for one in (*some, None))
        together = known.get(key)
        if together is None:
            together = known[key] = _together(some_of_each, asked.most)
        if together:
            result[start] = together
    return result


def first_together(
    asked: Asked, pool: Pool, found: Sequence[Found], limit: int
) -> list[tuple[int, str, Sequence[Combination]]]:
    """The first ``limit`` starts at which all can be served, each with its zone and with what
    :func:`together` finds of it. Nobody is looked for at the starts after them."""
    left = 0
    for one in found:
        left |= one.bits
    firsts: list[tuple[int, str, Sequence[Combination]]] = []
    while left and len(firsts) < limit:
        part = lowest(left, limit - len(firsts))
        some = together(asked, pool, found, part)
        firsts += ((start, name, some[start, name]) for start, name in sorted(some))
        left &= ~part
    return firsts[:limit]


def together(
    asked: Asked, pool: Pool, found: Sequence[Found], wanted: int = -1
) -> dict[tuple[int, str], Sequence[Combination]]:
    """By start and zone, some of those who can serve it: place after place, those first whose
    resources come first by their choice, until each start has as many as are asked for. Of the
    starts that are ``wanted``, all unless said."""
    result: dict[tuple[int, str], Sequence[Combination]] = {}
    full: dict[str, int] = {}
    for one in _by_choice(asked, pool, found):
        done = full.get(one.zone, 0)
        for start, some in combinations(asked, pool, one, wanted & ~done).items():
            before = result.get((start, one.zone), ())
            now = result[start, one.zone] = [*before, *some][: asked.most] if before else some
            if len(now) == asked.most:
                done |= 1 << start
        full[one.zone] = done
    return result


def _by_choice(asked: Asked, pool: Pool, found: Sequence[Found]) -> Sequence[Found]:
    """The places in the order in which what belongs to them is chosen."""
    if len(found) < 2:
        return found
    rank: dict[UUID, int] = {}
    for at, need in enumerate(asked.needs):
        if need.kind in PLACED:
            there = {one.id: one for place in found for one, _ in place.roles[at]}.values()
            load = {one.id: pool.load(one, pool.window) for one in there}
            for number, one in enumerate(ordered(need, list(there), asked.near, load)):
                rank.setdefault(one.id, number)
    return sorted(
        found,
        key=lambda place: min(
            (rank.get(one.id, len(rank)) for some in place.roles for one, _ in some), default=0
        ),
    )


def _picked(
    need: Need,
    some: Sequence[tuple[Bookable, int]],
    asked: Asked,
    pool: Pool,
    wanted: int,
    most: int,
) -> list[list[Bookable]]:
    """The first of them for each start in order, ``most`` at most, by the role's choice."""
    result: dict[int, list[Bookable]] = {start: [] for start in places(wanted)}
    bits_of = {one.id: bits for one, bits in some}
    candidates = [one for one, _ in some]
    for part in _parts(need, pool.window):
        load = {one.id: pool.load(one, part) for one in candidates} if len(candidates) > 1 else {}
        inside = wanted & pool.window.between(part.first, part.end)
        levels = [inside] * most  # where one more is wanted, by how many there are
        for one in ordered(need, candidates, asked.near, load):
            mine = bits_of[one.id] & levels[-1]
            if not mine:
                continue
            for start in places(mine):
                result[start].append(one)
            for level in range(most - 1, 0, -1):
                levels[level] &= ~mine | levels[level - 1]
            levels[0] &= ~mine
            if not levels[-1]:
                break
    return list(result.values())


def _parts(need: Need, window: Window) -> Iterable[Window]:
    """Of what the load counts: the whole window, or each day of it."""
    if need.choice != "least-loaded":
        return (window,)
    days = range(window.first // DAY_SLOTS, -(-window.end // DAY_SLOTS))
    return [Window(day * DAY_SLOTS, DAY_SLOTS) for day in days]


def _together(some_of_each: Sequence[Sequence[Bookable]], most: int) -> list[Combination]:
    """The first ``most`` in which nobody has two roles."""
    found: list[Combination] = []
    for order in _orders(tuple(map(len, some_of_each))):
        one = tuple(some[at] for some, at in zip(some_of_each, order, strict=True))
        if len({id(who) for who in one}) == len(one):
            found.append(one)
            if len(found) == most:
                break
    return found


@lru_cache(maxsize=10_000)
def _orders(lengths: tuple[int, ...]) -> Sequence[tuple[int, ...]]:
    """Which of each role to take, the first choices first."""
    return sorted(product(*map(range, lengths)), key=sum)
