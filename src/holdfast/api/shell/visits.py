"""What is to be had in one visit, as it is asked for: a service with extras, several services."""

from collections.abc import Sequence
from typing import Annotated
from uuid import UUID

from fastapi import Query, Request

from holdfast.api.contract.problems import InvalidRequest
from holdfast.api.shell.dependencies import shop_parts
from holdfast.api.shell.state import state_of
from holdfast.booking.bookings import Booking
from holdfast.booking.services import Service, extras_asked
from holdfast.flows.booking import visits
from holdfast.people import Principal

__all__ = ["Added", "serves", "visit_asked", "visit_booked", "visit_named"]

Added = Annotated[
    str | None,
    Query(
        alias="with",
        max_length=400,
        description="What is added to the service: ids of extras, and of further services, each"
        " with a colon and its minutes, with commas between",
    ),
]


async def visit_asked(
    request: Request,
    service_id: UUID,
    extras: Sequence[str] = (),
    also: Sequence[tuple[UUID, int | None]] = (),
) -> Service:
    """Raises :class:`ServiceNotFound` and :class:`NotTogether`."""
    return await visits.visit_wanted(state_of(request).slots.service, service_id, extras, also)


async def visit_named(request: Request, service_id: UUID, added: str | None) -> Service:
    """As a search or a slot's id says it. Raises :class:`InvalidRequest`, too."""
    try:
        extras, also = extras_asked(added)
    except ValueError:
        raise InvalidRequest(
            "Write extras and services as the API gives them.", field="with"
        ) from None
    return await visit_asked(request, service_id, extras, also)


async def visit_booked(request: Request, booking: Booking, who: Principal | None) -> Service:
    """The service of a booking, or all that its visit is made of, as they are now: of what is
    offered still where ``who`` is its client, of all for those who serve it. Raises
    :class:`ServiceNotFound` and :class:`NotTogether`."""
    reads = state_of(request).slots
    if not serves(who, booking):
        return await visits.visit_booked(reads.service, booking)
    return await visits.visit_kept(shop_parts(request).database.pool, reads.known, booking)


def serves(who: Principal | None, booking: Booking) -> bool:
    """Whether who asks for a booking that they may see is of those who serve it: staff, or its
    photographer."""
    return who is not None and (who.is_staff or who.id != booking.user_id)
