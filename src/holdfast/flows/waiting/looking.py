"""The lines of goods that came, as they stand: who waits there, what each would take, and what
there is of it, also of the other parts of what is made of others."""

import asyncio
from collections.abc import Iterable, Mapping, Sequence
from typing import Final, TypeAlias
from uuid import UUID

from msgspec import Struct, field

from holdfast.catalog import Selection, load_offers, resolve
from holdfast.flows.checkout.till import Till
from holdfast.flows.waiting.everywhere import Everywhere, everywhere
from holdfast.flows.waiting.turns import Standing
from holdfast.kit import Problem
from holdfast.waiting import AwaitedUnits, first_for_units, places_for_units

__all__ = ["Came", "Look", "look"]

Came: TypeAlias = Mapping[UUID, Mapping[str, int]]
"""Of variants, what there will be of these accounts."""
_MOST_LINES: Final = 24
"""More than there are parts of one variant."""
_NOBODY: Final = UUID(int=0)
_OUT_OF_LINE: Final = """
SELECT w.id FROM waiting_line w
WHERE w.status = 'waiting' AND w.line_id IS NOT NULL
  AND NOT EXISTS (SELECT FROM variant_parts t
                  WHERE t.variant_id = w.variant_id AND t.part_id = w.line_id)
  AND (w.line_id <> w.variant_id
       OR EXISTS (SELECT FROM variant_parts t WHERE t.variant_id = w.variant_id))
ORDER BY w.id LIMIT $1
"""


class Look(Struct):
    """``standing``: who waits for what is sold, ``ended``: who waits for what is not any more.
    ``known``: all goods that any of them takes, ``room``: what there is of them. ``read_until``: of
    lines that are longer."""

    known: dict[UUID, Everywhere] = field(default_factory=dict)
    room: dict[UUID, dict[str, int]] = field(default_factory=dict)
    places: dict[UUID, AwaitedUnits] = field(default_factory=dict)
    standing: list[Standing] = field(default_factory=list)
    ended: list[AwaitedUnits] = field(default_factory=list)
    read_until: dict[UUID, UUID] = field(default_factory=dict)
    read: set[UUID] = field(default_factory=set)

    @property
    def lines(self) -> set[UUID]:
        """Of which goods somebody waits, as far as it matters here."""
        keeps = {goods for goods, one in self.known.items() if one.keeps}
        return keeps | {one.line_id for one in self.places.values()}


async def look(till: Till, came: Came, most: int, *, out_of_line: bool = False) -> Look:
    """At the lines of what came, ``most`` places each; ``out_of_line``: instead at places in lines
    of what one does not take any more, since it is made of other goods now."""
    found = Look()
    await _know(till, found, came)
    for goods, accounts in came.items():
        found.room[goods].update(accounts)
    places = await _out_of_line(till, found, most) if out_of_line else []
    todo = [goods for goods in came if sum(found.room[goods].values()) > 0]
    while todo or places:
        for goods in todo:
            places += await _line(till, found, goods, most)
        await _add(till, found, places)
        needed = [goods for one in found.standing for goods in one.units]
        await _know(till, found, needed)
        # Whoever waits there, and came before, has what is kept there before these.
        todo = [one for one in dict.fromkeys(needed) if found.known[one].keeps]
        todo = [one for one in todo if one not in found.read]
        places = []
    return found


async def _know(till: Till, found: Look, goods: Iterable[UUID]) -> None:
    new = [one for one in dict.fromkeys(goods) if one not in found.known]
    read = await asyncio.gather(*(everywhere(till.reader, one) for one in new))
    for one, account in zip(new, read, strict=True):
        found.known[one] = account
        found.room[one] = account.there


async def _line(till: Till, found: Look, goods: UUID, most: int) -> Sequence[AwaitedUnits]:
    found.read.add(goods)
    if len(found.read) > _MOST_LINES:
        found.read_until[goods] = _NOBODY
        return ()
    line = await first_for_units(till.database.pool, goods, most)
    if len(line) == most:
        found.read_until[goods] = line[-1].id
    return line


async def _out_of_line(till: Till, found: Look, most: int) -> list[AwaitedUnits]:
    """The places are read again once it is known how their lines stand."""
    pool = till.database.pool
    ids = [row["id"] for row in await pool.fetch(_OUT_OF_LINE, most)]
    if not ids:
        return []
    await _know(till, found, [one.line_id for one in await places_for_units(pool, ids)])
    again = await places_for_units(pool, ids)
    return [one for one in again if one.waits and one.line_id in found.known]


async def _add(till: Till, found: Look, places: Iterable[AwaitedUnits]) -> None:
    """What each would take, by what it is made of now."""
    new = [one for one in places if one.id not in found.places]
    offers = await load_offers(till.shelf, {one.product_id for one in new})
    for one in new:
        found.places[one.id] = one
        variant = resolve(offers.get(one.product_id), Selection(one.variant_id))
        if isinstance(variant, Problem):
            found.ended.append(one)
        else:
            units = variant.parts or {variant.id: 1}
            found.standing.append(Standing(one.id, one.line_id, units, one.quantity))
