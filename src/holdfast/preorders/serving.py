"""Who gets what came: a pure rule. In the order of their payment, as far as it goes."""

from collections.abc import Sequence
from uuid import UUID

from msgspec import Struct


class WaitingLine(Struct, frozen=True):
    """A line of an order, of which its buyer is to have so many units that were sold before they
    were there (``wants``), and of which so many came (``has``)."""

    order_id: UUID
    line: int
    wants: int
    has: int


class Turn(Struct, frozen=True):
    """One order, and so many units of each of its lines."""

    order_id: UUID
    lines: dict[int, int]

    @property
    def units(self) -> int:
        return sum(self.lines.values())


def given_up(lines: Sequence[WaitingLine]) -> Turn | None:
    """The first order that has more than it wants, since units of it were cancelled: how many more
    of which line."""
    over = [one for one in lines if one.has > one.wants]
    if not over:
        return None
    order_id = over[0].order_id
    return Turn(order_id, {one.line: one.has - one.wants for one in _of(over, order_id)})


def next_turn(lines: Sequence[WaitingLine], there: int) -> Turn | None:
    """The first order that waits, as ``lines`` come, and what it gets of what is ``there``."""
    order_id = next((one.order_id for one in lines if one.wants > one.has), None)
    if order_id is None or there < 1:
        return None
    found: dict[int, int] = {}
    for one in _of(lines, order_id):
        if (units := min(one.wants - one.has, there)) > 0:
            found[one.line] = units
            there -= units
    return Turn(order_id, found)


def _of(lines: Sequence[WaitingLine], order_id: UUID) -> list[WaitingLine]:
    return [one for one in lines if one.order_id == order_id]
