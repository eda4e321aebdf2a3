"""Who may ask what of a studio's time and bookings: a part of the table of routes."""

from collections.abc import Mapping
from typing import Final

from holdfast.api.contract.access_duties import (
    BOOKINGS,
    OWN_TIME,
    PREPAID_SEEN,
    PRODUCTS_SEEN,
    REFUNDS,
    RESOURCES,
)
from holdfast.api.contract.askers import Access

__all__ = ["STUDIO"]

STUDIO: Final[Mapping[str, Access]] = {
    "GET /api/staff/bookings": BOOKINGS.read,
    "GET /api/staff/bookings/{booking_id}": BOOKINGS.read,
    "POST /api/staff/bookings/{booking_id}/confirm": BOOKINGS.write,
    "POST /api/staff/bookings/{booking_id}/start": BOOKINGS.write,
    "POST /api/staff/bookings/{booking_id}/complete": BOOKINGS.write,
    "POST /api/staff/bookings/{booking_id}/no-show": BOOKINGS.write,
    "POST /api/staff/bookings/{booking_id}/change": BOOKINGS.write,
    "POST /api/staff/bookings/{booking_id}/rest-paid": BOOKINGS.write,
    "POST /api/staff/bookings/{booking_id}/rest-not-paid": REFUNDS.write,
    "GET /api/staff/dues": PREPAID_SEEN,
    "GET /api/staff/galleries": BOOKINGS.read,
    "GET /api/staff/places": BOOKINGS.read,
    "GET /api/staff/resources": RESOURCES.read,
    "POST /api/staff/resources": BOOKINGS.write,
    "GET /api/staff/resources/{resource_id}": RESOURCES.read,
    "PUT /api/staff/resources/{resource_id}": BOOKINGS.write,
    "POST /api/staff/resources/{resource_id}/archive": BOOKINGS.write,
    "POST /api/staff/resources/{resource_id}/restore": BOOKINGS.write,
    "GET /api/staff/resources/{resource_id}/schedule": RESOURCES.read,
    "PUT /api/staff/resources/{resource_id}/schedule": RESOURCES.write,
    "GET /api/staff/resources/{resource_id}/travel-times": BOOKINGS.read,
    "PUT /api/staff/resources/{resource_id}/travel-times": BOOKINGS.write,
    "GET /api/staff/resources/{resource_id}/days": RESOURCES.read,
    "GET /api/staff/resources/{resource_id}/blocks": RESOURCES.read,
    "POST /api/staff/resources/{resource_id}/blocks": RESOURCES.write,
    "DELETE /api/staff/resources/{resource_id}/blocks/{block_id}": RESOURCES.write,
    "GET /api/staff/resources/{resource_id}/calendars": RESOURCES.read,
    "POST /api/staff/resources/{resource_id}/calendars/caldav": RESOURCES.write,
    "POST /api/staff/resources/{resource_id}/calendars/google": RESOURCES.write,
    "GET /api/staff/google-calendar": Access("studio", duties=("bookings:read",)),
    "PUT /api/staff/resources/{resource_id}/calendars/{calendar_id}": RESOURCES.write,
    "POST /api/staff/resources/{resource_id}/calendars/{calendar_id}/read": RESOURCES.write,
    "DELETE /api/staff/resources/{resource_id}/calendars/{calendar_id}": RESOURCES.write,
    "POST /api/staff/calendar-questions/{question_id}/reply": RESOURCES.write,
    "GET /api/staff/studio-rules": BOOKINGS.read,
    "PUT /api/staff/studio-rules": BOOKINGS.write,
    "GET /api/staff/services": PRODUCTS_SEEN,
    "POST /api/staff/services": BOOKINGS.write,
    "POST /api/staff/services/preview": BOOKINGS.read,
    "GET /api/staff/services/{service_id}": PRODUCTS_SEEN,
    "PUT /api/staff/services/{service_id}": BOOKINGS.write,
    "GET /api/staff/conflicts": BOOKINGS.read,
    "GET /api/staff/conflicts/{booking_id}/offers": BOOKINGS.read,
    "GET /api/staff/board": BOOKINGS.read,
    # Photographers and studios, each of whom finds their own time and no other
    "GET /api/studio/calendar": OWN_TIME.read,
    "GET /api/studio/conflicts": OWN_TIME.read,
    "POST /api/studio/bookings/{booking_id}/move": OWN_TIME.write,
    "GET /api/studio/rules": OWN_TIME.read,
    "PUT /api/studio/rules": OWN_TIME.write,
    "GET /api/studio/income": OWN_TIME.read,
    "GET /api/studio/services": OWN_TIME.read,
}
