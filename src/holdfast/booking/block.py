"""A block: time taken away from a resource."""

from datetime import datetime
from uuid import UUID

from msgspec import Struct

from holdfast.booking.schedule import Span


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
