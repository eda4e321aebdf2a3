"""A booking as somebody is shown it who cannot change it: by a link, or as one who takes part."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from pydantic import Field

from holdfast.api.contract.answers import Answer, Instant
from holdfast.booking.bookings import BookingStatus, load_bookings
from holdfast.flows.shop_parts import ShopParts
from holdfast.kit import iso
from holdfast.views.booking.booking_pages import booking_pages
from holdfast.views.booking.calendar import shared_event

__all__ = ["BookingLooked", "looked_bookings"]


class BookingLooked(Answer):
    """A booking without what its client wrote and what it costs."""

    number: str
    service_name: str
    status: BookingStatus
    start: Instant
    end: Instant
    zone: str
    local: str = Field(description="The start by the studio's clock")
    resources: list[str]
    place: str
    people: int


async def looked_bookings(parts: ShopParts, ids: Sequence[UUID]) -> dict[UUID, dict[str, Any]]:
    """These, as JSON values; unknown ids are left out."""
    bookings = await load_bookings(parts.database.pool, ids)
    found = {}
    for page in await booking_pages(parts.database, list(bookings.values())):
        booking = page.booking
        event = await shared_event(parts.database.pool, booking.id)
        found[booking.id] = {
            "number": booking.number,
            "serviceName": booking.service_name,
            "status": booking.status,
            "start": iso(booking.starts_at),
            "end": iso(booking.ends_at),
            "zone": booking.zone,
            "local": booking.wall_start,
            "resources": [taking.name for taking in page.takings],
            "place": "" if event is None else event.place,
            "people": booking.people,
        }
    return found
