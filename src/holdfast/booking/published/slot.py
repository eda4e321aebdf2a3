"""A published time as a value, and what it is called."""

from datetime import UTC, datetime
from hashlib import md5
from typing import Final
from uuid import UUID

from msgspec import Struct

PUBLISHED_DAYS: Final = 60
MOST_PUBLISHED: Final = 20_000
"""Of all services together: each has an equal share, the nearest in time first."""


def published_id(service: UUID, start: datetime, minutes: int, lead: UUID) -> UUID:
    """The same whenever it is published. The view of bookings works it out in SQL, in the same
    way."""
    said = f"{service}/{start.astimezone(UTC):%Y%m%dT%H%M}/{minutes}/{lead}"
    return UUID(md5(said.encode(), usedforsecurity=False).hexdigest())


class PublishedSlot(Struct, frozen=True):
    """``lead``: whose time it is, the photographer where one is needed, else the room, the studio
    or the kit. ``studio``: where, if it can be in one alone."""

    service: UUID
    lead: UUID
    start: datetime
    end: datetime
    photographer: UUID | None
    studio: UUID | None

    @property
    def minutes(self) -> int:
        return int((self.end - self.start).total_seconds()) // 60

    @property
    def id(self) -> UUID:
        return published_id(self.service, self.start, self.minutes, self.lead)
