"""Paying for a series: for each of its bookings that waits for its money, one after another. Where
a provider asks the buyer something, it stops there and goes on when it is asked again."""

from collections.abc import Sequence
from uuid import UUID

from msgspec import Struct

from holdfast.booking.bookings import Booking
from holdfast.flows.booking.booker import Booker, order_of_booking
from holdfast.flows.booking.series.settling import found_series, one_of_many
from holdfast.flows.commit.caller import Caller
from holdfast.flows.payments.begin import PaymentBegun
from holdfast.flows.settlement.confirm import confirm_order
from holdfast.flows.settlement.pay import begin_payment
from holdfast.payments import MANUAL
from holdfast.people import Principal

__all__ = ["SeriesPaid", "pay_bookings", "pay_series"]


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
    provider: str,
    *,
    method: str | None = None,
    origin: str = "",
) -> SeriesPaid:
    """By the client. Raises a Problem for every refusal; what was paid before it stays paid."""
    _, some = await found_series(booker, caller.principal, series_id)
    return await pay_bookings(booker, caller, some, provider, method=method, origin=origin)


async def pay_bookings(
    booker: Booker,
    caller: Caller,
    some: Sequence[Booking],
    provider: str,
    *,
    method: str | None = None,
    origin: str = "",
) -> SeriesPaid:
    """Those that wait for their money, in their owner's place."""
    waiting = [one for one in some if one.is_held]
    for number, one in enumerate(waiting):
        order = await order_of_booking(booker, one)
        whose = Caller(Principal(order.owner, "user"), caller.request)
        by = one_of_many(Caller(whose.principal, caller.request, caller.key), one.id)
        begun = await begin_payment(
            booker, by, order.reservation_id, provider, method=method, origin=origin
        )
        left = len(waiting) - number
        if begun.status == "succeeded" and provider != MANUAL:
            await confirm_order(booker, whose, order.reservation_id, begun.payment_id)
        elif provider != MANUAL:
            return SeriesPaid(number, left, begun, order.id)
    return SeriesPaid(len(waiting), 0)
