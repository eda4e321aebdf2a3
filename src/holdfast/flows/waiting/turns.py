"""Whose turn it is: a pure rule over the lines of several goods at once.

A place for what is made of others stands in the line of one part that is short for it, together
with those who wait for that part itself. All of them are looked at in one order, that in which they
came. Who can have what they wait for has it. Who cannot stands in line for one of the goods that
are short, and what there is of these is set aside for them: it is less than one of what they want
takes. Nobody waits for one thing and keeps another off sale.
"""

from collections.abc import Iterable, Mapping
from typing import Final, TypeAlias
from uuid import UUID

from msgspec import Struct

from holdfast.locations import taken_greedily

__all__ = ["Goods", "Moved", "Room", "Served", "Standing", "Turn", "short_of", "turns"]

_GUARDS: Final = 2
Goods: TypeAlias = UUID
Room: TypeAlias = Mapping[Goods, Mapping[str, int]]
"""What there is of goods, by account."""


class Standing(Struct, frozen=True):
    """A place in the ``line`` of some goods, by whoever wants ``quantity`` of what takes so many
    ``units`` of goods each."""

    id: UUID
    line: Goods
    units: Mapping[Goods, int]
    quantity: int


class Served(Struct, frozen=True):
    """``quantity`` of what they want, ``taken`` of these accounts."""

    place: Standing
    quantity: int
    taken: Mapping[str, int]


class Moved(Struct, frozen=True):
    """They stand in line for other goods from now on."""

    place: Standing
    to: Goods


Turn: TypeAlias = Served | Moved


def turns(
    places: Iterable[Standing], room: Room, most: int, read_until: Mapping[Goods, UUID]
) -> list[Turn]:
    """What comes to whom, in the order they came; as far as one command takes it, which has
    ``most`` operations. ``read_until``: the last place that is known of a line which is longer."""
    left = {goods: dict(accounts) for goods, accounts in room.items()}
    claimed, changed, guarded = set[Goods](), set[Goods](), set[Goods]()
    found: list[Turn] = []
    for place in sorted(places, key=lambda one: one.id):
        claimed.update(goods for goods, last in read_until.items() if last < place.id)
        there = {
            goods: 0 if goods in claimed else sum(left.get(goods, {}).values())
            for goods in place.units
        }
        count = min(place.quantity, *(there[goods] // n for goods, n in place.units.items()))
        if count:
            turn: Turn = Served(place, count, _take(place, count, left))
        else:
            to = short_of(place.units, there, place.line)
            assert to is not None, "none can be had"
            claimed.add(to)
            if to == place.line:
                continue
            turn = Moved(place, to)
        most -= _cost(turn, left, changed, guarded)
        if most < 0:
            break
        found.append(turn)
    return found


def short_of(
    units: Mapping[Goods, int], there: Mapping[Goods, int], line: Goods | None = None
) -> Goods | None:
    """Of which goods to stand in line, where so many are ``there``; None: nothing is short.
    Rather those of which there is nothing, so that nothing is set aside; rather where one stands
    already."""
    short = [goods for goods, n in units.items() if there[goods] < n]
    gone = [goods for goods in short if not there[goods]]
    best = gone or short
    return line if line in best else next(iter(best), None)


def _take(place: Standing, count: int, left: Mapping[Goods, dict[str, int]]) -> dict[str, int]:
    """From the accounts in their order."""
    taken: dict[str, int] = {}
    for goods, n in place.units.items():
        of_these = taken_greedily(n * count, left[goods])
        for account, some in of_these.items():
            left[goods][account] -= some
        taken |= of_these
    return taken


def _cost(turn: Turn, left: Room, changed: set[Goods], guarded: set[Goods]) -> int:
    """Operations: what is held; once for each line where more or fewer wait, all accounts there;
    once for each that matters, that it is as it was seen."""
    lines = {turn.place.line, turn.to} if isinstance(turn, Moved) else {turn.place.line}
    cost = len(turn.taken) if isinstance(turn, Served) else 1
    cost += sum(len(left.get(goods, ())) + 1 for goods in lines - changed)
    changed |= lines
    seen = (lines | turn.place.units.keys()) - guarded
    guarded |= seen
    return cost + len(seen) * _GUARDS
