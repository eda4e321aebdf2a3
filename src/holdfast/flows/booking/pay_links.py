"""Pay links: staff send an address at which one booking, and nothing else, is paid without signing
in."""

from typing import Final
from uuid import UUID

from holdfast.booking.bookings import Booking, PayLink, booking_of, new_pay_link, pay_link
from holdfast.flows.booking.booker import Booker, BookingEnded, found_booking, order_of_booking
from holdfast.flows.booking.paying_due import order_rest
from holdfast.flows.booking.settling_dues import settle_dues
from holdfast.flows.commit.caller import Caller
from holdfast.flows.commit.refusals import NotAgreed
from holdfast.flows.payments.begin import PaymentBegun
from holdfast.flows.settlement.confirm import confirm_order
from holdfast.flows.settlement.pay import begin_payment
from holdfast.kit import shop_now
from holdfast.ledger import Accepted, AlreadyDone, Extend
from holdfast.orders import Order
from holdfast.payments import MANUAL
from holdfast.people import Principal

__all__ = ["MOST_HOURS", "make_pay_link", "paid_by", "pay_by_link"]

MOST_HOURS: Final = 168


async def make_pay_link(
    booker: Booker, caller: Caller, booking_id: UUID, hours: int
) -> tuple[PayLink, str]:
    """For what is to be paid of the booking now: its own order, or its rest. The time is held for
    so long, if it was not lengthened before. Raises a Problem for every refusal."""
    booking = await found_booking(booker, caller.principal, booking_id)
    if booking.is_asked:
        raise NotAgreed("It is on request: answer it first.")
    order = await _to_pay(booker, caller, booking, hours)
    hold_id = order.reservation_id
    longer = caller.command((Extend(hold_id, hours * 3600.0),), (), f"pay-link/{hold_id}")
    outcome = await booker.ledger.commit(longer) if booking.is_held else None
    hold = await booker.reader.hold(hold_id)
    ends = None if hold is None else hold.expires_at
    if isinstance(outcome, Accepted | AlreadyDone) and outcome.expires_at is not None:
        ends = outcome.expires_at
    if ends is None or ends <= shop_now():
        raise BookingEnded("Its time is over. Book it anew.", extra={"found": booking.status})
    link = PayLink(booking.id, order.id, ends)
    async with booker.database.transaction() as connection:
        token = await new_pay_link(connection, link, caller.actor)
        await caller.note(connection, "pay-link.made", str(booking.id), {"order": order.number})
    return link, token


async def _to_pay(booker: Booker, caller: Caller, booking: Booking, hours: int) -> Order:
    if booking.is_held:
        return await order_of_booking(booker, booking)
    placed = await order_rest(booker, caller, booking.id, seconds=hours * 3600.0)
    order = await booker.orders.get(placed.order_id)
    assert order is not None, "just placed"
    return order


async def paid_by(booker: Booker, token: str) -> tuple[PayLink, Booking, Order]:
    """What the address shows: one booking, and what is to be paid of it. Raises
    :class:`~holdfast.booking.bookings.PayLinkNotFound`."""
    link = await pay_link(booker.database.pool, token)
    booking = await booking_of(booker.database.pool, link.booking_id)
    order = await booker.orders.get(link.order_id)
    assert booking is not None, "it was made for one"
    assert order is not None, "it was made for one"
    return link, booking, order


async def pay_by_link(
    booker: Booker,
    caller: Caller,
    token: str,
    provider: str,
    *,
    method: str | None = None,
    origin: str = "",
) -> PaymentBegun:
    """Pay that order in its owner's place, which the address allows and nothing else. Raises a
    Problem for every refusal."""
    _, _, order = await paid_by(booker, token)
    whose = Caller(Principal(order.owner, "guest"), caller.request, caller.key)
    begun = await begin_payment(
        booker, whose, order.reservation_id, provider, method=method, origin=origin
    )
    if begun.status == "succeeded" and provider != MANUAL:
        plain = Caller(whose.principal, caller.request)
        await confirm_order(booker, plain, order.reservation_id, begun.payment_id)
        await settle_dues(booker, [order.id])
    return begun
