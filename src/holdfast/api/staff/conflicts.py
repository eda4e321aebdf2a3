"""Staff: bookings that stand where they no longer should, and where else they could."""

from datetime import timedelta
from typing import Annotated, Final
from uuid import UUID

from fastapi import APIRouter, Query, Request
from pydantic import Field

from holdfast.api.contract.answers import Answer
from holdfast.api.contract.conflicts import ConflictsAnswer, conflicts_answer
from holdfast.api.contract.problems import problems
from holdfast.api.contract.slot_times import slots_json
from holdfast.api.contract.slots import ResourceShown, TimeBody
from holdfast.api.shell.dependencies import database, principal, shop_parts
from holdfast.api.shell.languages import order_locale
from holdfast.api.shell.state import state_of
from holdfast.api.shell.visits import visit_booked
from holdfast.booking.bookings import minutes_asked, takings_of
from holdfast.booking.services import NotTogether, ServiceNotFound
from holdfast.flows.booking.booker import BookingNotFound, found_booking
from holdfast.kit import shop_now
from holdfast.views.booking.board_names import conflicts_named
from holdfast.views.booking.conflicts import find_conflicts
from holdfast.views.booking.finding import Query as Wanted

__all__ = ["router"]

router = APIRouter(prefix="/api/staff/conflicts", tags=["studio"])

_PEOPLE: Final = 5
_LOOKED_AT: Final = 100
"""Some of them are at other places."""
_TIMES: Final = 5
_BEFORE: Final = timedelta(hours=3)
"""So long before it stands now, other times begin to be offered."""


class InsteadBody(Answer):
    """Who could take the role at the same time."""

    resource_id: UUID
    name: str


class ConflictOffers(Answer):
    """What `POST /api/bookings/{bookingId}/move` could ask for. They are offers: what is free is
    decided when it is moved."""

    role: str = Field(description="Of the resource in question")
    people: list[InsteadBody] = Field(description="Who or what else is free at the same time")
    times: list[TimeBody] = Field(description="The next times with anybody who could serve it")
    resources: dict[str, ResourceShown] = Field(description="By id, those that `times` name")


@router.get(
    "/{booking_id}/offers",
    operation_id="getConflictOffers",
    responses=problems(BookingNotFound, ServiceNotFound, NotTogether),
)
async def get_offers(
    request: Request,
    booking_id: UUID,
    resource: Annotated[UUID, Query(description="The one at odds with the booking")],
) -> ConflictOffers:
    """Other people at the same time, and other times, for a booking at odds with a resource."""
    parts, reads = shop_parts(request), state_of(request).slots
    booking = await found_booking(parts, principal(request), booking_id)
    service = await visit_booked(request, booking, principal(request))
    takings = (await takings_of(parts.database.pool, [booking.id])).get(booking.id, ())
    role = next((one.role for one in takings if one.resource_id == resource), "")
    minutes = minutes_asked(booking.starts_at, booking.ends_at, takings)
    query = Wanted(
        service=service.id, minutes=minutes, people=booking.people, near=booking.at, most=1
    )
    start = booking.starts_at
    others = await reads.in_place_of(service, role, query, start, _LOOKED_AT)
    since, locale = max(shop_now(), start - _BEFORE), order_locale(request, None) or ""
    # Its client comes where it was booked: who is elsewhere is no help.
    found = await reads.next(service, query, since, _TIMES, nearest_to=booking.zone)
    times = slots_json(service, query, found, None, locale=locale)
    return ConflictOffers.model_validate(
        {
            "role": role,
            "people": [
                {"resource_id": one.id, "name": one.name_in(locale)}
                for one in others
                if one.id != resource and one.zone == booking.zone
            ][:_PEOPLE],
            "times": times["times"],
            "resources": times["resources"],
        },
        by_name=True,
        by_alias=True,
    )


@router.get("", responses=problems())
async def list_conflicts(
    request: Request,
    resource: Annotated[UUID | None, Query(description="Only of this resource")] = None,
) -> ConflictsAnswer:
    """Bookings at odds with blocks, hours or the law of their zone, or with what is in the archive,
    for a person to solve. Nothing is moved by itself."""
    here, locale = database(request), order_locale(request, None) or ""
    found = await find_conflicts(here.pool, resource)
    return conflicts_answer(await conflicts_named(here, found, locale))
