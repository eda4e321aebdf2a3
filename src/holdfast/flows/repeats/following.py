"""What becomes of a repeat order with its orders: with the first one paid it stands; one that its
card did not pay waits with its link; after some days that nobody paid it is paused."""

from collections.abc import Sequence
from typing import Final
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from holdfast import orders, repeats
from holdfast.db.id_lists import unseen_ids, written_ids
from holdfast.db.jobs import enqueue
from holdfast.db.reading import Event
from holdfast.flows.commit.caller import Caller
from holdfast.flows.commit.crowds import crowded_out
from holdfast.flows.commit.outcomes import may_be_overtaken, went_through
from holdfast.flows.repeats.calendar import day_of
from holdfast.flows.repeats.charging import ask_for_money, card_agreed, let_card_pay
from holdfast.flows.settlement.settler import Settler
from holdfast.kit import shop_now
from holdfast.orders import Order, OrderCancelled, OrderPaid, load_items
from holdfast.packages import purchase_of
from holdfast.payments import PaymentFailed
from holdfast.repeats import (
    UNPAID_DAYS,
    FollowRepeat,
    Repeat,
    RepeatLine,
    days_unpaid,
    load_repeat,
    next_after,
    repeat_steps_of,
)

__all__ = ["REPEAT_TYPES", "ask_to_follow", "follow_repeat", "pause_if_unpaid"]

REPEAT_TYPES: Final = (OrderPaid.TYPE, OrderCancelled.TYPE, PaymentFailed.TYPE)
_OF_REPEATS: Final = sa.text(f"""
SELECT o.id FROM orders o WHERE o.id = ANY({unseen_ids(":orders")}) AND o.breakdown ? 'repeat'
""")


async def ask_to_follow(connection: AsyncConnection, events: Sequence[Event]) -> None:
    """The consumer's handler: a job for each of these orders that is of a repeat order."""
    requests = {_order_of(one): one.request for one in events}
    rows = await connection.execute(_OF_REPEATS, {"orders": written_ids(requests)})
    await enqueue(connection, [(FollowRepeat(row.id), requests[str(row.id)]) for row in rows])


def _order_of(event: Event) -> str:
    return str(event.data["orderId"]) if event.type == PaymentFailed.TYPE else event.subject


async def follow_repeat(settler: Settler, order_id: UUID, caller: Caller) -> None:
    """Once, however often it is asked. Raises a Problem while it cannot be known."""
    order = await settler.orders.get(order_id)
    if order is None or order.repeat is None:
        return
    one = await load_repeat(settler.database.pool, order.repeat.id)
    if one is None:  # its account was closed
        return
    if one.is_asked and order.is_sold and one.order_id == order.id:
        if not await _begun(settler, caller, one, order):
            raise crowded_out(f"order {order_id} does not stand still")  # it is looked at again
    elif order.is_sold:
        await let_card_pay(settler, caller, one, order)
    elif order.is_pending:
        await ask_for_money(settler, caller, one, order)
    elif one.is_active and order.is_cancelled:
        await pause_if_unpaid(settler, caller, one)


async def _begun(settler: Settler, caller: Caller, one: Repeat, order: Order) -> bool:
    """Whether it stands, with the order as it was read: one that is cancelled begins nothing."""
    items = (await load_items(settler.database.pool, [order.id]))[order.id]
    lines = [RepeatLine(item.product_id, item.variant_id, item.quantity) for item in items]
    bought = None if items else await purchase_of(settler.database.pool, order.id)
    first_on = day_of(await settler.shop.now(), order.paid_at or shop_now())
    told = order.breakdown
    riders = repeats.begun(
        one,
        lines,
        None if told is None else told.method,
        None if told is None else told.region,
        order.address_text,
        first_on,
        next_after(first_on, one.every, first_on),
        await card_agreed(settler, order),
        None if bought is None else bought.package_id,
    )
    riders = (*riders, orders.unchanged(order))
    command = caller.command((), riders, f"repeat-begun/{one.id}")
    return went_through(await settler.ledger.commit(command))


async def pause_if_unpaid(settler: Settler, caller: Caller, one: Repeat) -> None:
    """If the last days were not paid; raises a Problem while it cannot be known."""
    steps = await repeat_steps_of(settler.database.pool, one.id)
    off: set[UUID] = set()
    for step in steps:
        order = None if step.order_id is None else await settler.orders.get(step.order_id)
        if order is not None and order.is_cancelled and order.paid_at is None:
            off.add(order.id)
    if days_unpaid(steps, off) < UNPAID_DAYS:
        return
    riders = repeats.paused(one, "unpaid")
    command = caller.command((), riders, f"repeat-paused/{one.id}/{one.rev}")
    may_be_overtaken(await settler.ledger.commit(command))
