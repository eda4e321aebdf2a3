"""Who may ask what of times that can be booked: a part of the table of routes."""

from collections.abc import Mapping
from typing import Final

from holdfast.api.contract.access_duties import BOOKINGS, OWN_TIME
from holdfast.api.contract.askers import Access

__all__ = ["TIMES"]


TIMES: Final[Mapping[str, Access]] = {
    "GET /api/slots": Access("anybody", duties=("bookings:read",)),
    "GET /api/slots/next": Access("anybody", duties=("bookings:read",)),
    "GET /api/slots/heat": Access("anybody", duties=("bookings:read",)),
    "GET /api/slots/why": Access("anybody", duties=("bookings:read",)),
    "GET /api/staff/slots/why": BOOKINGS.read,
    "GET /api/studio/slots/why": OWN_TIME.read,
    "POST /api/staff/bookings/{booking_id}/remind": BOOKINGS.write,
}
