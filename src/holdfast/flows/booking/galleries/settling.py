"""What was paid for more pictures: they are the client's, once; or it goes back, where one of them
is gone, or theirs already, or the gallery is over. It is a consumer's work, so it is done once,
however the money came."""

from collections.abc import Sequence
from typing import Final
from uuid import UUID

import structlog

from holdfast import orders
from holdfast.booking.galleries import (
    FurtherOrder,
    Gallery,
    SettleFurther,
    further_bought,
    further_dropped,
    further_of_order,
    further_returned,
    gallery_of,
    gallery_pictures_of,
    open_further,
)
from holdfast.db.jobs import enqueue
from holdfast.db.reading import Event
from holdfast.flows.booking.booker import Booker
from holdfast.flows.commit.caller import process
from holdfast.flows.commit.refusals import refuse
from holdfast.flows.payments.give_back import full_wallet, whole_refund
from holdfast.flows.payments.tries import paid_with
from holdfast.ledger import Accepted, AlreadyDone, Command, Conflict, Expired, KeyReused, Short
from holdfast.orders import Order, OrderCancelled, OrderPaid

__all__ = ["FURTHER_TYPES", "settle_further", "settle_further_paid"]

log = structlog.get_logger("holdfast.galleries")

FURTHER_TYPES: Final = (OrderPaid.TYPE, OrderCancelled.TYPE)
_TRIES: Final = 6


async def settle_further(booker: Booker, order_ids: Sequence[UUID]) -> None:
    """Count what was paid by these orders, where they are for pictures; safe to repeat."""
    for order_id in await open_further(booker.database.pool, map(str, order_ids)):
        await _settle(booker, order_id)


async def settle_further_paid(booker: Booker, events: Sequence[Event]) -> None:
    """The same, of orders that were paid; and takes back what was bought by those whose money goes
    back. One that does not count is left to a job; raises only when that cannot be kept either."""
    requests = {one.subject: one.request for one in events if one.type == OrderPaid.TYPE}
    for order_id in await open_further(booker.database.pool, requests):
        try:
            await _settle(booker, order_id)
        except Exception:
            log.exception("paid pictures do not count; a job goes on", order=str(order_id))
            again = (SettleFurther(order_id), requests[str(order_id)])
            async with booker.database.transaction() as connection:
                await enqueue(connection, [again], after=5.0)
    told = {UUID(one.subject) for one in events if one.type == OrderCancelled.TYPE}
    if off := [one for one in sorted(told) if await _is_off(booker, one)]:
        async with booker.database.transaction() as connection:
            await further_returned(connection, off)


async def _is_off(booker: Booker, order_id: UUID) -> bool:
    """One that ran out of time may have been paid since: what that bought stays."""
    order = await booker.orders.get(order_id)
    return order is not None and order.is_cancelled


async def _settle(booker: Booker, order_id: UUID) -> None:
    pool = booker.database.pool
    for _ in range(_TRIES):
        further = await further_of_order(pool, order_id)
        order = await booker.orders.get(order_id)
        if further is None or not further.is_open or order is None or not order.is_sold:
            return
        gallery = await gallery_of(pool, further.booking_id)
        if await _still_there(booker, gallery, further):
            command = process("galleries").command(
                (),
                (*further_bought(further, gallery, order.owner), orders.unchanged(order)),
                f"settle-further/{order.id}/{gallery.status}",
            )
        else:
            command = await _dropped(booker, order)
        outcome = await booker.ledger.commit(command)
        if isinstance(outcome, Accepted):
            return
        if not isinstance(outcome, AlreadyDone | Conflict | KeyReused | Expired | Short):
            raise full_wallet(outcome) or refuse(outcome)
    raise RuntimeError(f"what was paid by order {order_id} does not count")


async def _still_there(booker: Booker, gallery: Gallery, further: FurtherOrder) -> bool:
    """Whether all of it can be had: of what was chosen meanwhile as included the choice must still
    be open, so that it makes place for another."""
    if gallery.is_over:
        return False
    there = {
        one.id
        for one in await gallery_pictures_of(booker.database.pool, gallery.booking_id)
        if one.for_sale and (gallery.can_choose or not one.favourite)
    }
    return further.pictures <= there


async def _dropped(booker: Booker, order: Order) -> Command:
    """All of it back."""
    paid = paid_with(order, await booker.payments.of_order(order.id))
    money = [await whole_refund(booker, order, one, by_staff=False) for one in paid]
    done = all(one.done for one in money)
    return process("galleries").command(
        tuple(operation for one in money for operation in one.operations),
        (
            further_dropped(order.id),
            *orders.cancelled(
                order.id, "refunded", was=order.status, refund="done" if done else "begun"
            ),
            *(rider for one in money for rider in one.riders),
        ),
        f"cancel-paid/{order.id}",
    )
