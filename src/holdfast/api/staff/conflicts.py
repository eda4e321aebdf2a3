"""Staff: bookings that stand where they no longer should."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Request
from pydantic import Field

from holdfast.api.contract.answers import Answer, Instant
from holdfast.api.contract.problems import problems
from holdfast.api.shell.dependencies import database
from holdfast.views.booking.conflicts import MOST_CONFLICTS, ConflictKind, find_conflicts

__all__ = ["router"]

router = APIRouter(prefix="/api/staff/conflicts", tags=["studio"])


class ConflictBody(Answer):
    kind: ConflictKind = Field(
        description="`block`: one was laid over it; `closed`: outside the hours that hold now; "
        "`zone`: the law of its time zone changed"
    )
    booking_id: UUID
    number: str
    resource_id: UUID
    resource: str
    start: Instant
    end: Instant
    zone: str
    wall: str = Field(description="What the clock was to show when it starts")
    note: str = Field(description="What the block says")
    shows: str | None = Field(description="Of `zone`: what the clock will show instead")
    would_be: Instant | None = Field(description="Of `zone`: when it shows what was agreed")


class ConflictsAnswer(Answer):
    conflicts: list[ConflictBody] = Field(description=f"By time, at most {MOST_CONFLICTS}")


@router.get("", responses=problems())
async def list_conflicts(
    request: Request,
    resource: Annotated[UUID | None, Query(description="Only of this resource")] = None,
) -> ConflictsAnswer:
    """Bookings at odds with blocks, hours or the law of their zone, for a person to solve. Nothing
    is moved by itself."""
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
