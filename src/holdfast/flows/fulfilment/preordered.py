"""What came goes to those who ordered it before it was there, in the order of their payment; what
an order gave up goes to the next, and what none needs is on sale.

Each step is a command that expects the account of what came as it was read, so that no two of them
give the same unit; and the step of the order's parcels, so that nothing is packed that is being
given, nor given what is being cancelled.
"""

from collections.abc import Sequence
from datetime import date
from typing import Final
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from holdfast import orders
from holdfast.db.id_lists import unseen_ids, written_ids
from holdfast.db.jobs import enqueue
from holdfast.db.reading import Event
from holdfast.flows.commit.caller import NOBODY, Caller
from holdfast.flows.commit.crowds import crowded_out
from holdfast.flows.commit.event_log import write_events
from holdfast.flows.commit.offers import UnitsLine
from holdfast.flows.commit.refusals import refuse
from holdfast.flows.ending.parcels import parcels_now
from holdfast.flows.inventory.preorders import (
    PreorderStock,
    into_stock,
    known_preorder,
    stock_of_preorder,
)
from holdfast.flows.inventory.served_first import with_offers
from holdfast.flows.settlement.settler import Settler
from holdfast.fulfilment import sum_of
from holdfast.kit import new_id
from holdfast.ledger import (
    Accepted,
    AlreadyDone,
    Command,
    Conflict,
    Deposit,
    Expect,
    Short,
    Withdraw,
)
from holdfast.locations import to_come_account
from holdfast.orders import OrderCancelled, OrderPaid, OrderUnitsCancelled
from holdfast.preorders import (
    CameItem,
    PreorderAnnounced,
    PreorderCame,
    PreorderMoved,
    PreorderReceived,
    ServePreorders,
    Turn,
    WaitingLine,
    arrived_for,
    given_up,
    next_turn,
    preorder_note,
    served,
)

__all__ = ["PREORDER_TYPES", "ask_to_serve", "serve_preorders"]

_OF_ORDERS: Final = (OrderPaid.TYPE, OrderCancelled.TYPE, OrderUnitsCancelled.TYPE)
PREORDER_TYPES: Final = (*_OF_ORDERS, PreorderReceived.TYPE, PreorderAnnounced.TYPE)
_TRIES: Final = 50
AT_ONCE: Final = 200
"""Steps of one job; the rest is another's, since a job has its time."""
_LOOKED_AT: Final = 100
"""Lines, those that were paid first."""
_TAKEN: Final = to_come_account("i.variant_id")
_WANTS: Final = (
    f"CAST(i.taken ->> {_TAKEN} AS integer) - coalesce(CAST(i.put_back ->> {_TAKEN} AS integer), 0)"
)
_OF_IT: Final = sa.text(f"""
SELECT DISTINCT i.variant_id FROM order_items i
WHERE i.order_id = ANY({unseen_ids(":orders")})
  AND i.taken ? {_TAKEN}
""")
# An order that was paid wants what it took and was not cancelled of it; any other wants nothing.
_WAITING: Final = f"""
SELECT i.order_id, i.line, w.wants, coalesce(u.quantity, 0) AS has
FROM order_items i JOIN orders o ON o.id = i.order_id
LEFT JOIN preorder_units u ON u.order_id = i.order_id AND u.line = i.line
CROSS JOIN LATERAL (SELECT CASE WHEN o.status IN ('paid', 'completed') THEN
    {_WANTS} ELSE 0 END AS wants) w
WHERE i.variant_id = $1 AND i.taken ? {_TAKEN} AND w.wants <> coalesce(u.quantity, 0)
ORDER BY w.wants < coalesce(u.quantity, 0) DESC, o.paid_at, i.order_id, i.line LIMIT {_LOOKED_AT}
"""
_MOVED: Final = sa.text(f"""
SELECT i.order_id, o.number, o.owner, o.locale, i.product_name
FROM order_items i JOIN orders o ON o.id = i.order_id
LEFT JOIN preorder_units u ON u.order_id = i.order_id AND u.line = i.line
WHERE i.variant_id = CAST(:variant AS uuid) AND o.status = 'paid'
  AND i.taken ? {_TAKEN} AND {_WANTS} > coalesce(u.quantity, 0)
ORDER BY i.order_id, i.line
""")


async def ask_to_serve(connection: AsyncConnection, events: Sequence[Event]) -> None:
    """The consumer's handler: a job for each variant of which something came, or of which an order
    that was paid or cancelled has units; and who waits is told when it comes on another day."""
    about = {one.subject: one.request for one in events if one.type in _OF_ORDERS}
    asked = {"orders": written_ids(about)}
    found = {row.variant_id: "" for row in await connection.execute(_OF_IT, asked)}
    for one in events:
        if one.type not in _OF_ORDERS:
            found[UUID(one.subject)] = one.request
        if one.type == PreorderAnnounced.TYPE and one.data.get("before") is not None:
            await _tell_of_day(connection, one)
    await enqueue(connection, [(ServePreorders(key), by) for key, by in found.items()])


async def _tell_of_day(connection: AsyncConnection, event: Event) -> None:
    rows = await connection.execute(_MOVED, {"variant": event.subject})
    day, before = (date.fromisoformat(str(event.data[one])) for one in ("expectedOn", "before"))
    facts = {
        row.order_id: PreorderMoved(
            row.number, row.owner, row.locale, row.product_name, day, before
        )
        for row in rows
    }
    if facts:
        await write_events(connection, [(fact, order_id) for order_id, fact in facts.items()])


async def serve_preorders(
    settler: Settler, variant_id: UUID, line: UnitsLine, caller: Caller = NOBODY
) -> None:
    """Give what is there to those who wait, until nothing is there or nobody waits. Raises a
    Problem while it cannot be known."""
    tries, done = 0, 0
    while tries < _TRIES:
        if done == AT_ONCE:
            async with settler.database.transaction() as connection:
                await enqueue(connection, [(ServePreorders(variant_id), caller.request)])
            return
        now = await stock_of_preorder(settler.reader, variant_id)
        command = await _next(settler, caller, variant_id, now, line)
        if command is None:
            await line.serve(variant_id)
            return
        outcome = await settler.ledger.commit(command)
        match outcome:
            case Accepted() | AlreadyDone():
                tries, done = 0, done + 1
            case Conflict() | Short():
                tries += 1  # somebody bought, paid, cancelled or packed at this moment: look again
            case _:
                raise refuse(outcome)
    raise crowded_out(f"pre-orders of variant {variant_id} are not served")


async def _next(
    settler: Settler, caller: Caller, variant_id: UUID, now: PreorderStock, line: UnitsLine
) -> Command | None:
    """What is to be done next, as it stands; None: nothing."""
    rows = await settler.database.pool.fetch(_WAITING, variant_id)
    lines = [WaitingLine(*row) for row in rows]
    if (turn := given_up(lines)) is not None:
        has = {one.line: one.wants for one in lines if one.order_id == turn.order_id}
        rest = {line: has[line] for line in turn.lines}
        return caller.command(
            (_unmoved(now), Deposit(now.arrived.key, turn.units, note=preorder_note)),
            served(turn.order_id, variant_id, rest),
            f"preorder-back/{new_id()}",
        )
    if (turn := next_turn(lines, now.arrived.balance)) is not None:
        return await _given(settler, caller, variant_id, now, turn)
    return await _spare(settler, caller, variant_id, now, line) if now.spare else None


async def _given(
    settler: Settler, caller: Caller, variant_id: UUID, now: PreorderStock, turn: Turn
) -> Command | None:
    order = await settler.orders.get(turn.order_id)
    assert order is not None, "it has a line that waits"
    goods = await parcels_now(settler, order)
    before = (await arrived_for(settler.database.pool, [order.id]))[order.id]
    has = {line: before.get(line, 0) + units for line, units in turn.lines.items()}
    whole = sum(goods.awaited.values()) == turn.units
    items = tuple(
        CameItem(goods.items[line].product_name, units, goods.items[line].options)
        for line, units in turn.lines.items()
    )
    fact = PreorderCame(order.number, order.owner, order.locale, items, whole)
    moved = orders.parcels_moved(order.id, sum_of(goods.lines, goods.parcels))
    return caller.command(
        (_unmoved(now), *goods.step, Withdraw(now.arrived.key, turn.units, note=preorder_note)),
        (*served(order.id, variant_id, has, fact), moved),
        f"preorder-came/{new_id()}",
    )


async def _spare(
    settler: Settler, caller: Caller, variant_id: UUID, now: PreorderStock, line: UnitsLine
) -> Command:
    """What nobody needs any more is sold from the stock, as it is there."""
    one = await known_preorder(settler, variant_id)
    came = await into_stock(settler, variant_id, one.location_id, now.spare, preorder_note)
    command = caller.command(
        (
            *now.guards,
            Withdraw(now.free.key, now.spare, note=preorder_note),
            Withdraw(now.arrived.key, now.spare, note=preorder_note),
            *came.operations,
        ),
        came.riders,
        f"preorder-spare/{new_id()}",
    )
    return await with_offers(settler, line, came.there, command)


def _unmoved(now: PreorderStock) -> Expect:
    return Expect(now.arrived.key, now.arrived.version)
