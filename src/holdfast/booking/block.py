"""A block: time taken away from a resource."""

from datetime import datetime
from typing import Final
from uuid import UUID

from msgspec import Struct

from holdfast.booking.schedule import Span

FROM_CALENDAR: Final = "calendar"
"""The source of what a connected calendar says."""


class Block(Struct, frozen=True):
    """Time in which the resource is not to be had. ``soft``: staff may book over it."""

    id: UUID
    resource_id: UUID
    starts_at: datetime
    ends_at: datetime
    soft: bool
    note: str
    source: str
    made_by: str
    made_at: datetime
    ended_at: datetime | None = None

    @property
    def span(self) -> Span:
        return Span(self.starts_at, self.ends_at)

    @property
    def is_from_calendar(self) -> bool:
        """Whether a connected calendar says it, so that lifted here it would be laid again."""
        return self.source == FROM_CALENDAR
