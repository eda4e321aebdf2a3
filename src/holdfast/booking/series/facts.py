"""What is told of series, beside what is told of each of their bookings: what a letter needs."""

from datetime import datetime
from uuid import UUID

from msgspec import Struct

from holdfast.db.events import Fact


class SessionTold(Struct, frozen=True, rename="camel"):
    """One of its bookings: `local` is what the clock of the place shows."""

    booking_id: UUID
    number: str
    starts_at: datetime
    local: str


class SeriesBooked(Fact, frozen=True):
    """Somebody has these times; each booking tells for itself when it is paid. `price` is of all,
    `prepaid` what is paid to book; `later`: each is paid when it comes."""

    TYPE = "series.booked"
    SUBJECT = "series id"
    user: str
    service: str
    zone: str
    sessions: list[SessionTold]
    price: int
    prepaid: int
    currency: str
    later: bool


class SeriesMoved(Fact, frozen=True):
    """Its bookings from one on were moved; each told so itself. `refund` is of all."""

    TYPE = "series.moved"
    SUBJECT = "series id"
    user: str
    service: str
    zone: str
    sessions: list[SessionTold]
    refund: int
    currency: str
    by: str


class SeriesCancelled(Fact, frozen=True):
    """Its bookings from one on are off; each told so itself. `penalty` and `refund` are of all."""

    TYPE = "series.cancelled"
    SUBJECT = "series id"
    user: str
    service: str
    zone: str
    sessions: list[SessionTold]
    penalty: int
    refund: int
    currency: str
    by: str
