"""Staff: bookings that stand where they no longer should, and where else they could."""

from datetime import timedelta
from typing import Annotated, Final
from uuid import UUID

from fastapi import APIRouter, Query, Request
from pydantic import Field

from holdfast.api.contract.answers import Answer, Instant
from holdfast.api.contract.problems import problems
from holdfast.api.contract.slot_times import slots_json
from holdfast.api.contract.slots import ResourceShown, TimeBody
from holdfast.api.shell.dependencies import database, principal, shop_parts
from holdfast.api.shell.state import state_of
from holdfast.api.shell.visits import visit_booked
from holdfast.booking.bookings import minutes_asked, takings_of
from holdfast.booking.services import NotTogether, ServiceNotFound
from holdfast.flows.booking.booker import BookingNotFound, found_booking
from holdfast.kit import shop_now
from holdfast.views.booking.conflicts import MOST_CONFLICTS, ConflictKind, find_conflicts
from holdfast.views.booking.finding import Query as Wanted

__all__ = ["router"]

router = APIRouter(prefix="/api/staff/conflicts", tags=["studio"])

_PEOPLE: Final = 5
_TIMES: Final = 5
_BEFORE: Final = timedelta(hours=3)
"""So long before it stands now, other times begin to be offered."""


class ConflictBody(Answer):
    kind: ConflictKind = Field(
        description="`block`: one was laid over it; `closed`: outside the hours that hold now; "
        "`zone`: the law of its time zone changed; `archived`: its resource is in the archive; "
        "`whole`: its room is booked while somebody else has all of the studio"
    )
    booking_id: UUID
    number: str
    resource_id: UUID
    resource: str
    start: Instant
    end: Instant
    zone: str
    wall: str = Field(description="What the clock was to show when it starts")
    note: str = Field(
        description="What the block says; of `whole` the number of the booking that has the studio"
    )
    shows: str | None = Field(description="Of `zone`: what the clock will show instead")
    would_be: Instant | None = Field(description="Of `zone`: when it shows what was agreed")


class ConflictsAnswer(Answer):
    conflicts: list[ConflictBody] = Field(description=f"By time, at most {MOST_CONFLICTS}")


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
    others = await reads.in_place_of(service, role, query, start, _PEOPLE + 1)
    since = max(shop_now(), start - _BEFORE)
    times = slots_json(service, query, await reads.next(service, query, since, _TIMES), None)
    return ConflictOffers.model_validate(
        {
            "role": role,
            "people": [
                {"resource_id": one.id, "name": one.name} for one in others if one.id != resource
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
    found = await find_conflicts(database(request).pool, resource)
    return ConflictsAnswer(
        conflicts=[
            ConflictBody(
                kind=one.kind,
                booking_id=one.booking_id,
                number=one.number,
                resource_id=one.resource_id,
                resource=one.resource,
                start=one.starts_at,
                end=one.ends_at,
                zone=one.zone,
                wall=one.wall,
                note=one.note,
                shows=one.shows,
                would_be=one.would_be,
            )
            for one in found
        ]
    )
