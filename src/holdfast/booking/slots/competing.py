"""Roles that the same people could fill: at which starts there are enough of them, so that nobody
would have to fill two. Pure."""

from collections.abc import Iterator, Sequence
from itertools import combinations as subsets
from uuid import UUID

from holdfast.booking.slots.searching import Found


def enough_for_all(found: Found) -> int:
    """Of its starts those at which each role can have somebody of its own. By Hall's theorem that
    is so wherever any roles together have as many who could fill one of them as they are; only
    roles that somebody could fill both of have to be looked at together."""
    bits = found.bits
    for group in _rivals(found):
        # Where each of them has as many to choose from as they are, no more is to be asked.
        plenty = bits
        for role in group:
            plenty = _with_as_many(found, [role], len(group), plenty)
        left = bits & ~plenty
        for count in range(2, len(group) + 1):
            for some in subsets(group, count) if left else ():
                left = _with_as_many(found, some, count, left)
        bits = plenty | left
    return bits


def _rivals(found: Found) -> Iterator[Sequence[int]]:
    """The roles that are connected by those who could fill several."""
    groups: list[tuple[list[int], set[UUID]]] = []
    for role, some in enumerate(found.roles):
        mine = {one.id for one, _ in some}
        near = [group for group in groups if not group[1].isdisjoint(mine)]
        groups = [group for group in groups if group not in near]
        roles = [one for group in near for one in group[0]]
        groups.append(([*roles, role], mine.union(*(group[1] for group in near))))
    return (roles for roles, _ in groups if len(roles) > 1)


def _with_as_many(found: Found, roles: Sequence[int], count: int, wanted: int) -> int:
    """The starts that are wanted at which so many could fill one of the roles."""
    free: dict[UUID, int] = {}
    for role in roles:
        for one, bits in found.roles[role]:
            free[one.id] = free.get(one.id, 0) | bits
    at_least = [wanted, *[0] * count]  # so many, by number
    for bits in free.values():
        for number in range(count, 0, -1):
            at_least[number] |= at_least[number - 1] & bits
        if at_least[-1] == wanted:
            break
    return at_least[-1]
