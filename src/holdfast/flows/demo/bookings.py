"""The fortnight of bookings around today, written: each planned by the schedules that there are,
held, paid and ended as the till would have left it, in the past's own ledger."""

import asyncio
from collections.abc import Iterator, Sequence
from datetime import timedelta
from typing import Final

from msgspec.structs import replace

from holdfast import orders
from holdfast.booking.bookings import (
    BookingCancelled,
    NewBooking,
    booking_cancelled,
    booking_completed,
    booking_missed,
    booking_started,
    given_back,
)
from holdfast.flows.booking.planning import StudioClosed, Wanted, plan
from holdfast.flows.booking.studio import Studio
from holdfast.flows.checkout.basket import Basket, order_of
from holdfast.flows.checkout.held import held
from holdfast.flows.commit.wallet_settlement import NewOrder
from holdfast.flows.demo.customers import DemoBuyer
from holdfast.flows.demo.history import Step, paid_command, refunded_command
from holdfast.flows.demo.sessions import Session
from holdfast.flows.demo.studio import Furnished
from holdfast.kit import id_made_at
from holdfast.ledger import Command, Rider
from holdfast.people import audited
from holdfast.pricing import Quote

__all__ = ["booking_steps"]

_OWES: Final = 9
"""Of so many sessions, one was paid in part; of the others all that was due, ahead."""


async def booking_steps(
    studio: Studio,
    furnished: Furnished,
    sessions: Sequence[Session],
    buyers: Sequence[DemoBuyer],
    hold: timedelta,
    staff: str,
) -> list[Step]:
    """The steps of these sessions; ``staff`` said how they went. What falls on a day that was
    closed is left out."""
    planned = await asyncio.gather(
        *(
            _planned(studio, furnished, one, whole=one.over is not None and number % _OWES > 0)
            for number, one in enumerate(sessions)
        )
    )
    return [
        step
        for one, new in zip(sessions, planned, strict=True)
        if new is not None
        for step in _steps(one, _order(furnished, one, new, buyers[one.buyer]), hold, staff)
    ]


async def _planned(
    studio: Studio, furnished: Furnished, one: Session, *, whole: bool
) -> NewBooking | None:
    service = furnished.services[one.service]
    who = tuple(furnished.resources[handle].id for handle in one.who)
    wanted = Wanted(one.starts_at, one.minutes, (who,), one.people, one.note)
    try:
        new = await plan(studio, service, wanted, who, one.made)
    except StudioClosed:
        return None
    # Nobody here works in two cities, and the plans are made before any of them is written.
    return replace(
        new,
        id=id_made_at(one.made),
        ways=(),
        prepaid=new.price if whole else new.prepaid,
    )


def _order(furnished: Furnished, one: Session, new: NewBooking, buyer: DemoBuyer) -> NewOrder:
    moments = iter((one.made, one.made, one.paid))  # of the order, its hold, its payment
    price = Quote((), new.prepaid, 0)
    said = furnished.services[one.service].name_in(buyer.locale)
    basket = Basket((), new.currency, price, description=said, booking=new)
    return order_of(
        basket, buyer.owner, locale=buyer.locale, made=lambda: id_made_at(next(moments))
    )


def _steps(one: Session, order: NewOrder, hold: timedelta, staff: str) -> Iterator[Step]:
    taken = held(order, hold.total_seconds())
    yield one.made, order.id, Command(taken.operations, taken.riders, actor=order.owner)
    yield one.paid, order.id, paid_command(order)
    if one.over is not None:
        yield one.over, order.id, _end(one, order, staff)


def _end(one: Session, order: NewOrder, staff: str) -> Command:
    booking = order.booking
    assert booking is not None  # these orders are for nothing else
    note = f"booking/{booking.id} given back"
    match one.ended:
        case "cancelled":
            return refunded_command(order, given_back(booking.takings, note))
        case "late":
            # So late that all that was paid is kept: the order is completed by it.
            fact = BookingCancelled(order.id, "client", booking.prepaid, 0)
            off = (*booking_cancelled(booking.id, fact), *orders.completed(order.id))
            back = given_back(booking.takings, note)
            return Command(back, off, key=f"cancel-booking/{booking.id}", actor=order.owner)
        case "begun":
            return _said(staff, booking, "start", booking_started(booking.id))
        case "missed":
            ended = (*booking_missed(booking.id), *orders.completed(order.id))
            return _said(staff, booking, "no-show", ended)
        case _:
            ended = (*booking_completed(booking.id), *orders.completed(order.id))
            return _said(staff, booking, "complete", ended)


def _said(staff: str, booking: NewBooking, what: str, riders: tuple[Rider, ...]) -> Command:
    line = audited(staff, f"booking.{what}", booking.id)
    return Command((), (*riders, line), key=f"{what}/{booking.id}", actor=staff)
