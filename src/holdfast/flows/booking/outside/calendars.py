"""What keeping calendars in step works with."""

from dataclasses import dataclass
from zoneinfo import ZoneInfo

from holdfast.booking import resource_of
from holdfast.booking.outside import Connected, Doors, OutsideCalendar
from holdfast.db.engine import Database
from holdfast.flows.booking.booker import Booker
from holdfast.flows.booking.studio import Studio
from holdfast.kit.zones import zone

__all__ = ["Calendars"]


@dataclass(frozen=True, kw_only=True)
class Calendars:
    """``studio`` lays blocks, ``booker`` moves bookings; ``doors`` lead to the providers."""

    studio: Studio
    booker: Booker
    doors: Doors

    @property
    def database(self) -> Database:
        return self.studio.database

    async def clock_of(self, calendar: Connected) -> ZoneInfo:
        """That of its resource."""
        resource = await resource_of(self.database.pool, calendar.resource_id)
        return zone("UTC" if resource is None else resource.zone)

    async def open(self, calendar: Connected) -> OutsideCalendar:
        """Raises :class:`~holdfast.booking.outside.CalendarRefused`."""
        return self.doors.open(calendar, await self.clock_of(calendar))
