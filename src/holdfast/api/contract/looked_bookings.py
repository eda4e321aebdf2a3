"""A booking as somebody is shown it who cannot change it: by a link, or as one who takes part."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from pydantic import Field

from holdfast.api.contract.answers import Answer, Instant
from holdfast.booking.bookings import BookingStatus, load_bookings
from holdfast.flows.shop_parts import ShopParts
from holdfast.kit import iso
from holdfast.views.booking.booking_pages import BookingPage, booking_pages

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


async def looked_bookings(
    parts: ShopParts, ids: Sequence[UUID], locale: str, *, own_place: bool = True
) -> dict[UUID, dict[str, Any]]:
    """These, as JSON values for readers of that language; unknown ids are left out. Without
    ``own_place`` it is not told where their clients are."""
    bookings = await load_bookings(parts.database.pool, ids)
    found = {}
    for page in await booking_pages(parts.database, list(bookings.values()), locale):
        booking = page.booking
        found[booking.id] = {
            "number": booking.number,
            "serviceName": booking.service_name,
            "status": booking.status,
            "start": iso(booking.starts_at),
            "end": iso(booking.ends_at),
            "zone": booking.zone,
            "local": booking.wall_start,
            "resources": [taking.name for taking in page.takings],
            "place": _place(page, own_place),
            "people": booking.people,
        }
    return found


def _place(page: BookingPage, own_place: bool) -> str:
    """In a line."""
    own, studio = page.booking.at, page.studio
    if own is not None:
        return f"{own.latitude}, {own.longitude}" if own_place else ""
    return (
        ""
        if studio is None
        else ", ".join(filter(None, (studio.name_in(page.locale), studio.address)))
    )
