"""What is to be done for a calendar elsewhere."""

from typing import ClassVar
from uuid import UUID

from holdfast.db.jobs import Job


class ReadCalendar(Job, frozen=True):
    """Read what changed in a calendar elsewhere, lay it over its resource's time, and write the
    bookings into it that changed here."""

    NAME: ClassVar[str] = "calendars.read"
    calendar_id: UUID
