"""Paying for a series: what its client has with us pays first, then a provider for each of its
bookings that still waits for its money, one after another. Where it asks the buyer something, it
stops there and goes on when it is asked again."""

from collections.abc import Mapping, Sequence
from typing import Final
from uuid import UUID

from msgspec import Struct

from holdfast.booking.bookings import Booking
from holdfast.flows.booking.booker import Booker
from holdfast.flows.booking.series.leaving import leave_before_paying
from holdfast.flows.booking.series.mixing import MixedSeries, SeriesWay, pay_with_sources
from holdfast.flows.booking.series.settling import bookings_in, found_series, one_of_many
from holdfast.flows.commit.caller import Caller
from holdfast.flows.payments.begin import PaymentBegun
from holdfast.flows.payments.due import due_of
from holdfast.flows.payments.sources import Source
from holdfast.flows.settlement.confirm import confirm_order
from holdfast.flows.settlement.mixing import pay_mixed, rest_not_covered
from holdfast.flows.settlement.pay import begin_payment
from holdfast.orders import Order
from holdfast.payments import MANUAL
from holdfast.people import Principal

__all__ = ["SeriesPaid", "pay_series"]

NOTHING: Final[Mapping[UUID, Sequence[Source]]] = {}


class SeriesPaid(Struct, frozen=True):
    """How many were paid by this, how many are left; ``begun`` is the payment that waits for its
    buyer, of the order."""

    paid: int
    left: int
    begun: PaymentBegun | None = None
    order_id: UUID | None = None


async def pay_series(
    booker: Booker,
    caller: Caller,
    series_id: UUID,
    provider: str | None,
    sources: Sequence[Source] = (),
    *,
    method: str | None = None,
    back: str | None = None,
    most: int | None = None,
) -> SeriesPaid:
    """By the client, with the ``sources`` in their order, and what is left, ``most`` at most, by
    the ``provider``, from whose page they come ``back`` to. What was begun on one before is called
    off. Raises a Problem for every refusal; what was paid before it stays paid."""
    await found_series(booker, caller.principal, series_id)
    await leave_before_paying(booker, caller, await bookings_in(booker, series_id))
    way = None if provider is None else SeriesWay(provider, method, back, most)
    own = MixedSeries(0, NOTHING)
    if sources or way is None:
        own = await pay_with_sources(booker, caller, series_id, sources, way)
    waiting = [one for one in await bookings_in(booker, series_id) if one.is_held]
    if way is None:
        return SeriesPaid(own.paid, len(waiting))
    if not sources:
        await _must_be_no_more(booker, waiting, most)
    for number, one in enumerate(waiting, own.paid):
        order = await booker.orders.known(one.order_id)
        begun = await _asked(booker, caller, order, way, own.parts.get(order.id, ()))
        left = len(waiting) + own.paid - number
        whose = Caller(Principal(order.owner, "user"), caller.request)
        if begun.status == "succeeded" and provider != MANUAL:
            await confirm_order(booker, whose, order.reservation_id, begun.payment_id)
        elif provider != MANUAL:
            return SeriesPaid(number, left, begun, order.id)
    return SeriesPaid(own.paid + len(waiting), 0)


async def _must_be_no_more(booker: Booker, waiting: Sequence[Booking], most: int | None) -> None:
    """Raises :class:`RestNotCovered`, if more is due of them than was shown."""
    if most is None or not waiting:
        return
    orders = [await booker.orders.known(one.order_id) for one in waiting]
    left = sum([(await due_of(booker, one)).amount for one in orders])
    if left > most:
        raise rest_not_covered(left, orders[0].currency)


async def _asked(
    booker: Booker, caller: Caller, order: Order, way: SeriesWay, sources: Sequence[Source]
) -> PaymentBegun:
    """The provider, for all of the order or for what the sources leave of it."""
    assert order.booking_id is not None
    whose = Caller(Principal(order.owner, "user"), caller.request, caller.key)
    by, hold = one_of_many(whose, order.booking_id), order.reservation_id
    if sources:
        return await pay_mixed(
            booker, by, hold, sources, way.provider, method=way.method, back=way.back
        )
    return await begin_payment(booker, by, hold, way.provider, method=way.method, back=way.back)
