"""Bookings made of bare cells, as planning would have them, and what became of them."""

from datetime import UTC, datetime, timedelta
from typing import Final
from uuid import UUID

from holdfast.booking.bookings import USUAL, Booking, NewBooking, Policy, Taking, When, booking_of
from holdfast.flows.checkout.basket import Amount
from holdfast.flows.checkout.place import Placed, place
from holdfast.flows.commit.caller import Caller
from holdfast.flows.shop_parts import ShopParts
from holdfast.kit import new_id
from holdfast.people import Principal
from tests.db.flows.buying import confirm, pay_for
from tests.support.spring import MONDAY

__all__ = [
    "DAY", "a_booking", "a_taking", "asked_for", "book", "booked", "booking_now", "cells_now",
    "in_minutes", "span_of",
]  # fmt: skip

DAY: Final = MONDAY
"""Ten in the morning of it is minute 0."""


def span_of(start: int, minutes: int) -> tuple[datetime, datetime]:
    begins = DAY + timedelta(minutes=start)
    return begins, begins + timedelta(minutes=minutes)


def in_minutes(minutes: int) -> int:
    """The first quarter of an hour that begins in so many minutes or more, as a start."""
    return -(-((datetime.now(UTC) - DAY) // timedelta(minutes=1) + minutes + 1) // 15) * 15


def a_taking(
    resource: UUID | None = None,
    start: int = 0,
    minutes: int = 60,
    *,
    capacity: int = 1,
    seats: int = 1,
    version: int = 0,
    cell: int = 15,
) -> Taking:
    resource = resource or new_id()
    begins, ends = span_of(start, minutes)
    name = str(resource)[-4:]
    return Taking(
        resource, "role", name, begins, ends, cell, seats, capacity, version, "Europe/Berlin"
    )


def a_booking(
    *takings: Taking, price: int = 9000, policy: Policy = USUAL, answer_minutes: int = 0
) -> NewBooking:
    first = min(one.starts_at for one in takings)
    last = max(one.ends_at for one in takings)
    when = When(first, last, "Europe/Berlin", first.isoformat(), "2026f")
    return NewBooking(
        new_id(), new_id(), "Portrait", when, takings, price, "EUR", price, policy,
        answer_minutes=answer_minutes,
    )  # fmt: skip


async def book(
    parts: ShopParts,
    client: Principal,
    *takings: Taking,
    price: int = 9000,
    policy: Policy = USUAL,
) -> Placed:
    """Held, to be paid."""
    booking = a_booking(*takings, price=price, policy=policy)
    return await place(parts, Caller(client), Amount(price, "EUR", "Portrait", booking))


async def asked_for(parts: ShopParts, client: Principal, *takings: Taking) -> Placed:
    """On request: it waits a day for an answer."""
    booking = a_booking(*takings, answer_minutes=1440)
    return await place(parts, Caller(client), Amount(9000, "EUR", "Portrait", booking))


async def booked(
    parts: ShopParts,
    client: Principal,
    *takings: Taking,
    price: int = 9000,
    policy: Policy = USUAL,
) -> Placed:
    """Paid, through a provider."""
    held = await book(parts, client, *takings, price=price, policy=policy)
    await confirm(parts, client, held, await pay_for(parts, client, held))
    return held


async def booking_now(parts: ShopParts, placed: Placed) -> Booking:
    assert placed.booking_id is not None
    booking = await booking_of(parts.database.pool, placed.booking_id)
    assert booking is not None
    return booking


async def cells_now(parts: ShopParts, *takings: Taking) -> set[tuple[int, int]]:
    """Taken and held of each cell."""
    keys = [key for taking in takings for key in taking.cells]
    accounts = [await parts.reader.account(key) for key in keys]
    return {(one.balance, one.held) for one in accounts}
