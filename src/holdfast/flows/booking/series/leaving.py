"""Leaving a provider's page on which a booking of a series was to be paid: the series can be paid
in any way then, also by what its client has."""

from collections.abc import Sequence
from typing import Literal
from uuid import UUID

from msgspec import Struct

from holdfast.booking.bookings import Booking
from holdfast.flows.booking.booker import Booker
from holdfast.flows.booking.series.settling import bookings_in, found_series, one_of_many
from holdfast.flows.commit.caller import Caller
from holdfast.flows.commit.idempotency import answered
from holdfast.flows.settlement.leaving import leave_payments
from holdfast.orders import Order
from holdfast.people import Principal

__all__ = ["SeriesLeft", "leave_before_paying", "leave_series"]


class SeriesLeft(Struct, frozen=True):
    """``pending``: a payment of one of its bookings is under way, which its provider does not call
    off; ``open``: none is."""

    series_id: UUID
    status: Literal["open", "pending"]


async def leave_series(booker: Booker, caller: Caller, series_id: UUID) -> SeriesLeft:
    """Call off what the client was to pay on providers' pages. Raises a Problem while a provider
    does not answer: a job goes on asking."""
    await found_series(booker, caller.principal, series_id)
    status: Literal["open", "pending"] = "open"
    for order, _ in await _asked_elsewhere(booker, await bookings_in(booker, series_id)):
        await leave_payments(booker, _owner(caller, order), order.id)
        if await booker.payments.pending_of(order.id):
            status = "pending"
    return SeriesLeft(series_id, status)


async def leave_before_paying(booker: Booker, caller: Caller, some: Sequence[Booking]) -> None:
    """Whoever pays anew has left what was begun before; but not what was begun under this very
    key, if the request is repeated."""
    for order, booking_id in await _asked_elsewhere(booker, some):
        key = one_of_many(caller, booking_id).key
        if key is None or await answered(booker, key) is None:
            plain = Caller(_owner(caller, order).principal, caller.request)
            await leave_payments(booker, plain, order.id)


async def _asked_elsewhere(booker: Booker, some: Sequence[Booking]) -> list[tuple[Order, UUID]]:
    """Orders of these bookings for which a provider's page waits."""
    found = []
    for one in some:
        if one.is_held:
            order = await booker.orders.known(one.order_id)
            tries = await booker.payments.pending_of(order.id)
            if any(each.waits_for_buyer for each in tries):
                found.append((order, one.id))
    return found


def _owner(caller: Caller, order: Order) -> Caller:
    return Caller(Principal(order.owner, "user"), caller.request, caller.key)
