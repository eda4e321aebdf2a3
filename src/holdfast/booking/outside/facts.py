"""What is told of calendars elsewhere."""

from datetime import datetime
from typing import Literal
from uuid import UUID

from holdfast.db.events import Fact


class CalendarConnected(Fact, frozen=True):
    """Its appointments take a resource's time from now on, and bookings are written into it."""

    TYPE = "calendar.connected"
    SUBJECT = "calendar id"
    resource_id: UUID
    provider: str
    name: str
    by: str


class CalendarRefusedUs(Fact, frozen=True):
    """It lets us in no more: who connected it is to do so again. Its blocks stay."""

    TYPE = "calendar.refused"
    SUBJECT = "calendar id"
    resource_id: UUID
    provider: str
    name: str
    owner: str
    fault: str


class CalendarDisconnected(Fact, frozen=True):
    """Its blocks are lifted, and bookings are written into it no more."""

    TYPE = "calendar.disconnected"
    SUBJECT = "calendar id"
    resource_id: UUID
    provider: str
    name: str
    by: str


class CalendarAsks(Fact, frozen=True):
    """A booking was moved or deleted over there, which the shop does not do by itself: it stands as
    it was, and a person is to say what is to be. `why`: the code of what is in the way."""

    TYPE = "calendar.asks"
    SUBJECT = "booking id"
    calendar_id: UUID
    resource_id: UUID
    kind: Literal["moved", "deleted"]
    starts_at: datetime | None
    why: str
