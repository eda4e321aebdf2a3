"""Which of a client's bookings can be moved at all: somebody serves them at another time without
having to agree first, and takes this client."""

from collections.abc import Sequence
from uuid import UUID

from fastapi import Request

from holdfast.api.shell.dependencies import shop_parts
from holdfast.api.shell.state import state_of
from holdfast.api.shell.visits import visit_booked
from holdfast.booking.bookings import Booking
from holdfast.booking.services import NotTogether, ServiceNotFound, request_hours_of
from holdfast.flows.checkout.client_record import off_list_of
from holdfast.people import Principal
from holdfast.views.booking.finding import Query, asked_of

__all__ = ["unmovable"]

_Roles = Sequence[frozenset[UUID]]


async def unmovable(
    request: Request, bookings: Sequence[Booking], who: Principal | None
) -> set[UUID]:
    """Of these those that nobody would serve at another time for ``who``, whenever it is."""
    some = [
        one
        for one in bookings
        if not one.on_request
        and (one.is_held or one.is_confirmed)
        and who is not None
        and one.user_id == who.id
        and not who.is_staff
    ]
    if not some or who is None:
        return set()
    of_each = {_visit(one): one for one in some}
    served = {visit: await _roles(request, one, who) for visit, one in of_each.items()}
    roles = {one.id: served[_visit(one)] for one in some}
    off = await off_list_of(shop_parts(request).database, who.id)
    return {
        booking_id
        for booking_id, found in roles.items()
        if None in off or found is None or any(role <= off for role in found)
    }


def _visit(booking: Booking) -> tuple[object, ...]:
    """What is served by the same people."""
    return booking.service_id, booking.people, *(one.id for one in booking.parts)


async def _roles(request: Request, booking: Booking, who: Principal) -> _Roles | None:
    """Who could serve each role of it at once; None: nobody is asked for a time, or its service has
    to be agreed to."""
    reads = state_of(request).slots
    try:
        service = await visit_booked(request, booking, who)
    except (ServiceNotFound, NotTogether):
        return None
    if request_hours_of(service) is not None:
        return None
    asked = asked_of(service, Query(service=service.id, people=booking.people, most=1))
    fit = await reads.fit(asked)
    return [frozenset(one.id for one in role if not one.on_request) for role in fit]
