"""Issuing: what an order of a package bought is put on its accounts once the order is paid, by
whatever and however late that is. One command, under a key of its own: once.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from holdfast import orders
from holdfast.booking.schedule import at_local
from holdfast.db.id_lists import unseen_ids, written_ids
from holdfast.db.jobs import enqueue
from holdfast.db.reading import Event
from holdfast.flows.commit.caller import NOBODY, Caller
from holdfast.flows.commit.outcomes import went_through
from holdfast.flows.guarding.assessing import must_be_released
from holdfast.flows.settlement.settler import Settler
from holdfast.fraud import OrderHeld
from holdfast.kit import new_id, shop_now
from holdfast.kit.zones import zone
from holdfast.ledger import Deposit, Outcome
from holdfast.orders import Order, OrderPaid
from holdfast.packages import (
    Grant,
    IssuePackage,
    Purchase,
    follow_order,
    issued,
    lines_of_package,
    purchase_of,
    was_issued,
)

__all__ = ["ISSUE_TYPES", "SOLD", "deposits_of", "grants_bought", "issue", "issue_paid"]

ISSUE_TYPES: Final = (OrderPaid.TYPE,)
_TRIES: Final = 4
SOLD: Final = "world/packages"
"""The other side of what a client has prepaid."""
_OF_PACKAGES: Final = sa.text(
    f"SELECT order_id FROM package_purchases WHERE order_id = ANY({unseen_ids(':orders')})"
)


async def issue_paid(connection: AsyncConnection, events: Sequence[Event]) -> None:
    """Leave a job for each of these orders that is for a package."""
    requests = {event.subject: event.request for event in events}
    found = await connection.execute(_OF_PACKAGES, {"orders": written_ids(requests)})
    paid = [(IssuePackage(row.order_id), requests[str(row.order_id)]) for row in found]
    await enqueue(connection, paid)


async def issue(settler: Settler, order_id: UUID, caller: Caller = NOBODY) -> None:
    """Put what was bought on its accounts, if that was not done before. Nothing of an order that is
    held: who lets it go has it issued then. Raises a Problem while that cannot be known."""
    for _ in range(_TRIES):
        purchase = await purchase_of(settler.database.pool, order_id)
        order = await settler.orders.get(order_id)
        if purchase is None or order is None or not order.is_sold:
            return
        if await was_issued(settler.database.pool, order_id):
            await _follow(settler, order_id)
            return  # its key may be forgotten by now
        try:
            await must_be_released(settler, order)
        except OrderHeld:
            return
        if went_through(await _issued(settler, order, purchase, caller)):
            await _follow(settler, order_id)
            return
    raise RuntimeError(f"what order {order_id} bought is not issued")


async def _follow(settler: Settler, order_id: UUID) -> None:
    """A guest who logged in after the order was read, and before that was committed, has what was
    issued to the guest."""
    order = await settler.orders.known(order_id)
    async with settler.database.transaction() as connection:
        await follow_order(connection, order.id, order.owner)


async def _issued(settler: Settler, order: Order, purchase: Purchase, caller: Caller) -> Outcome:
    """``Conflict``: it was completed, or is off, just now."""
    clock = zone((await settler.shop.now()).dispatch.zone)
    grants = grants_bought(purchase, order.owner, shop_now(), clock)
    riders = (orders.unchanged(order), *issued(grants))
    command = caller.command(deposits_of(grants), riders, f"issue/{order.id}", actor=order.owner)
    return await settler.ledger.commit(command)


def deposits_of(grants: Sequence[Grant]) -> tuple[Deposit, ...]:
    """What puts them on their accounts."""
    return tuple(Deposit(one.key, one.units, unit=one.unit, counterparty=SOLD) for one in grants)


def grants_bought(purchase: Purchase, owner: str, now: datetime, clock: ZoneInfo) -> list[Grant]:
    """What an owner has of a purchase from now on; a season's days are those of the ``clock``."""
    terms = purchase.terms
    begins = None if terms.first_day is None else at_local(clock, terms.first_day, 0)
    ends = now + timedelta(days=terms.valid_days)
    if terms.last_day is not None:
        ends = at_local(clock, terms.last_day + timedelta(days=1), 0) - timedelta(seconds=1)
    return [
        Grant(
            new_id(),
            item.kind,
            owner,
            purchase.package_id,
            purchase.order_id,
            line,
            terms.name,
            item.units,
            terms.currency,
            item.services,
            terms.transferable,
            ends,
            ends + timedelta(days=terms.grace_days),
            ends - timedelta(days=terms.warn_days),
            "active",
            None,
            None if item.kind == "hours" and not terms.transferable else purchase.gift,
            None,
            None,
            now,
            item.session_minutes,
            begins,
            item.taxed_when_used,
        )
        for line, item in enumerate(lines_of_package(terms))
    ]
