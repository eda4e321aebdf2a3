"""Who photographed takes what is due of a session in cash, and keeps it: the client has paid, and
the photographer's account with the studio has less by it, below zero where they owe it."""

from functools import partial
from uuid import UUID

from msgspec.structs import replace

from holdfast.booking import Resource
from holdfast.booking.bookings import (
    CashTaken,
    CountCash,
    cash_counted,
    cash_moved,
    cash_noted,
    cash_of_order,
    open_cash,
)
from holdfast.flows.booking.attending import NotBegun
from holdfast.flows.booking.booker import Booker
from holdfast.flows.booking.own_calendar import own_person, own_session
from holdfast.flows.booking.paying_due import order_rest
from holdfast.flows.booking.settling_dues import settle_dues
from holdfast.flows.commit.caller import Caller, process
from holdfast.flows.commit.idempotency import answered, unless_done_before
from holdfast.flows.selling.bringing import Difference, bring
from holdfast.flows.settlement.settler import Settler
from holdfast.flows.staff.orders import mark_paid
from holdfast.kit import Problem, shop_now
from holdfast.ledger import Rider, defer, tell
from holdfast.orders import Order
from holdfast.sellers import CASH, Holder

__all__ = ["count_cash", "take_cash"]

_SOON: float = 10.0
"""Seconds after which a job counts what the request itself did not come to."""


async def take_cash(booker: Booker, caller: Caller, booking_id: UUID) -> None:
    """All that is due of a session of one's own that has begun was paid to who asks, in cash. Once,
    however often the caller's key is sent: by then nothing is due. Raises a Problem for every
    refusal."""
    if caller.key is None or await answered(booker, caller.key) is None:
        try:
            await _taken(booker, caller, booking_id)
        except Problem as refusal:
            # Perhaps by this very request, at the same moment.
            await unless_done_before(booker, caller.key, refusal)
    for order_id in await open_cash(booker.database.pool, booking_id):
        await count_cash(booker, order_id)


async def _taken(booker: Booker, caller: Caller, booking_id: UUID) -> None:
    booking = await own_session(booker, caller.principal, booking_id)
    mine = await own_person(booker, caller.principal)
    if booking.starts_at > shop_now():
        raise NotBegun("Its time has not come yet.")
    plain = replace(caller, key=None)
    placed = await order_rest(booker, plain, booking_id, find=own_session)
    order = await booker.orders.known(placed.order_id)
    noted = partial(_noted, caller, order, booking_id, mine)
    await mark_paid(booker, caller, order.id, "cash", noted)
    await settle_dues(booker, [order.id])


def _noted(
    caller: Caller, order: Order, booking_id: UUID, mine: Resource, amount: int
) -> tuple[Rider, ...]:
    """What of the order was due: the rest was paid before, elsewhere."""
    currency = order.currency
    about = {"amount": amount, "currency": currency, "cash": True}
    return (
        cash_noted(order.id, booking_id, mine.id, amount, currency, caller.actor),
        tell(CashTaken(order.id, amount, currency, mine.id, mine.name, caller.actor), booking_id),
        caller.audited("booking.paid", booking_id, about),
        defer(CountCash(order.id), after=_SOON),
    )


async def count_cash(settler: Settler, order_id: UUID) -> None:
    """Their account has less by it; safe to repeat."""
    pool = settler.database.pool
    cash = await cash_of_order(pool, order_id)
    if cash is None:
        return

    async def look() -> Difference | None:
        now = await cash_of_order(pool, order_id)
        if now is None or not now.is_open:
            return None
        return Difference(((-now.amount, f"{CASH}{now.booking_id}"),), (cash_counted(order_id),))

    holder = Holder("resource", cash.resource_id)
    await bring(settler, process("cash"), holder, cash.currency, order_id, look, cash_moved)
