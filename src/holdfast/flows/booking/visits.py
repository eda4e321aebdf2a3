"""What is to be had in one visit, as it is asked for or was booked, of the services as they are
now."""

from collections.abc import Awaitable, Callable, Sequence
from typing import TypeAlias
from uuid import UUID

from holdfast.booking.bookings import BookedPart, Booking
from holdfast.booking.services import Service, visit_of

__all__ = ["FindService", "visit_again", "visit_booked", "visit_wanted"]

FindService: TypeAlias = Callable[[UUID], Awaitable[Service]]
"""Raises :class:`~holdfast.booking.services.ServiceNotFound`."""


async def visit_wanted(
    find: FindService,
    service_id: UUID,
    extras: Sequence[str] = (),
    also: Sequence[tuple[UUID, int | None]] = (),
) -> Service:
    """Raises :class:`ServiceNotFound` and :class:`NotTogether`."""
    service = await find(service_id)
    others = [(await find(one), minutes) for one, minutes in also]
    return visit_of(service, extras, others)


async def visit_booked(find: FindService, booking: Booking) -> Service:
    """The service of a booking, or all that its visit is made of. Raises :class:`ServiceNotFound`
    and :class:`NotTogether`."""
    return await visit_again(find, booking.service_id, booking.parts)


async def visit_again(find: FindService, service_id: UUID, parts: Sequence[BookedPart]) -> Service:
    """The same of what was planned. Raises :class:`ServiceNotFound` and :class:`NotTogether`."""
    extras = [one.id for one in parts if one.kind == "extra"]
    services = [one for one in parts if one.kind == "service"]
    also = [(UUID(one.id), one.minutes) for one in services[1:]]
    return await visit_wanted(find, service_id, extras, also)
