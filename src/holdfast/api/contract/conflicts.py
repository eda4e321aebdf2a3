"""Bookings at odds with the time of who or what they take, as staff and photographers read them."""

from collections.abc import Iterable
from uuid import UUID

from pydantic import Field

from holdfast.api.contract.answers import Answer, Instant
from holdfast.views.booking.conflicts import MOST_CONFLICTS, Conflicting, ConflictKind

__all__ = ["ConflictsAnswer", "conflicts_answer"]


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


def conflicts_answer(found: Iterable[Conflicting]) -> ConflictsAnswer:
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
