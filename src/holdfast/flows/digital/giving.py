"""Giving: an order that is paid gets a code for each unit that is one, and for each line that is a
file the right to fetch it, by whatever and however late it is paid. A unit has one code and a code
one order: PostgreSQL holds both, and each step is refused if the order's goods made another since
they were read."""

from collections.abc import Mapping, Sequence
from random import Random
from typing import Final
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from holdfast import orders
from holdfast.db.id_lists import unseen_ids, written_ids
from holdfast.db.jobs import enqueue
from holdfast.db.reading import Event
from holdfast.digital import (
    DigitalCodesGiven,
    DigitalFilesGiven,
    GiveCodes,
    GivenItem,
    free_codes,
    given,
    granted,
    told_files,
    told_given,
)
from holdfast.flows.commit.caller import NOBODY, Caller
from holdfast.flows.commit.refusals import refuse
from holdfast.flows.ending.parcels import ParcelsNow, parcels_now
from holdfast.flows.guarding.assessing import must_be_released
from holdfast.flows.settlement.settler import Settler
from holdfast.fraud import OrderHeld
from holdfast.fulfilment import sum_of
from holdfast.kit import new_id
from holdfast.ledger import Accepted, AlreadyDone, Conflict, Rider
from holdfast.orders import OrderPaid

__all__ = ["GIVE_TYPES", "CodesMissing", "give", "give_paid"]

GIVE_TYPES: Final = (OrderPaid.TYPE,)
AT_ONCE: Final = 200
"""Codes that one command gives."""
_CHOSEN_FROM: Final = 64
_TRIES: Final = 50
_WITH_CODES: Final = sa.text(
    "SELECT DISTINCT order_id FROM order_items"
    f" WHERE order_id = ANY({unseen_ids(':orders')}) AND delivered_as IS NOT NULL"
)


class CodesMissing(Exception):
    """Fewer codes are free than were sold: nothing of the shop's own doing leads there."""


async def give_paid(connection: AsyncConnection, events: Sequence[Event]) -> None:
    """Leave a job for each of these orders that has goods which are codes, or files."""
    requests = {event.subject: event.request for event in events}
    found = await connection.execute(_WITH_CODES, {"orders": written_ids(requests)})
    paid = [(GiveCodes(row.order_id), requests[str(row.order_id)]) for row in found]
    await enqueue(connection, paid)


async def give(settler: Settler, order_id: UUID, caller: Caller = NOBODY) -> None:
    """Give what is still to be given. Nothing of an order that is held: who lets it go has it given
    then. Raises :class:`CodesMissing` after what there is was given, and a Problem while it cannot
    be known."""
    tries = 0
    while tries < _TRIES:
        now = await _owing(settler, order_id)
        if now is None:
            return
        chosen, files = await _chosen(settler, now), _files(now)
        if not chosen and not files:
            if await _owing(settler, order_id) is None:
                return  # who has the job as well gave the last ones between both looks
            raise CodesMissing(f"order {now.order.number} has units without a code")
        outcome = await settler.ledger.commit(
            caller.command(
                now.step,
                _riders(now, chosen, files),
                f"give-step/{new_id()}",
                actor=now.order.owner,
            )
        )
        match outcome:
            case Accepted() | AlreadyDone():
                tries = 0
            case Conflict():
                tries += 1  # its goods made a step, or another order was quicker: look again
            case _:
                raise refuse(outcome)
    raise RuntimeError(f"order {order_id} does not take its codes")


async def _owing(settler: Settler, order_id: UUID) -> ParcelsNow | None:
    """The order as it stands, while something of it is to be given."""
    order = await settler.orders.get(order_id)
    if order is None or not order.is_paid:
        return None
    try:
        await must_be_released(settler, order)
    except OrderHeld:
        return None
    now = await parcels_now(settler, order)
    return now if any(one.to_give for one in now.lines) else None


async def _chosen(settler: Settler, now: ParcelsNow) -> list[tuple[UUID, int, int]]:
    """Codes with the line and the unit of it that each is for: any of those that were brought
    first, so that orders which are given theirs at once seldom want the same."""
    found: list[tuple[UUID, int, int]] = []
    taken: set[UUID] = set()
    for line, standing in enumerate(now.lines):
        many = min(standing.to_give, AT_ONCE - len(found))
        if many < 1 or now.items[line].is_file:
            continue
        free = await free_codes(
            settler.database.pool, now.items[line].variant_id, many + _CHOSEN_FROM + len(taken)
        )
        there = [one for one in free if one not in taken]
        some = Random().sample(there, min(many, len(there)))
        taken |= set(some)
        units = _units_without(now, line)
        found += [(one, line, unit) for one, unit in zip(some, units, strict=False)]
    return found


def _units_without(now: ParcelsNow, line: int) -> list[int]:
    """Units of a line that have no code, and had none that is void by now."""
    has = {one.unit for one in now.codes if one.line == line}
    return [unit for unit in range(now.items[line].quantity) if unit not in has]


def _files(now: ParcelsNow) -> list[int]:
    """Lines whose file its buyer may not fetch yet."""
    return [
        line
        for line, standing in enumerate(now.lines)
        if standing.to_give and now.items[line].is_file
    ]


def _riders(
    now: ParcelsNow, chosen: Sequence[tuple[UUID, int, int]], files: Sequence[int]
) -> tuple[Rider, ...]:
    """Each code's own move, what says that files may be fetched, the order's move, and what is told
    of them."""
    order, codes = now.order, dict[int, int]()
    for _, line, _ in chosen:
        codes[line] = codes.get(line, 0) + 1
    of_files = {line: now.lines[line].to_give for line in files}
    after = now.given_more(codes | of_files)
    come_to = sum_of(after, now.parcels)
    moved: tuple[Rider, ...] = (orders.parcels_moved(order.id, come_to),)
    if come_to == "delivered":
        moved = orders.completed(order.id)
    riders: list[Rider] = [given(code, order.id, line, unit) for code, line, unit in chosen]
    if files:
        lines = [(line, now.items[line].variant_id) for line in files]
        fact = DigitalFilesGiven(order.number, order.owner, order.locale, _told(now, of_files))
        riders += [granted(order.id, lines), told_files(order.id, fact)]
    if codes:
        both = zip(after, now.items, strict=True)
        whole = not any(one.to_give and item.is_codes for one, item in both)
        said = DigitalCodesGiven(order.number, order.owner, order.locale, _told(now, codes), whole)
        riders.append(told_given(order.id, said))
    return (*riders, *moved)


def _told(now: ParcelsNow, many: Mapping[int, int]) -> tuple[GivenItem, ...]:
    return tuple(
        GivenItem(now.items[line].product_name, units, now.items[line].options)
        for line, units in many.items()
    )
