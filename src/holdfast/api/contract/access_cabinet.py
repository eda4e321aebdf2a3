"""Who may ask what of a photographer's clients and load: a part of the table of routes."""

from collections.abc import Mapping
from typing import Final

from holdfast.api.contract.access_duties import OWN_TIME
from holdfast.api.contract.askers import Access

__all__ = ["CABINET"]


CABINET: Final[Mapping[str, Access]] = {
    "POST /api/studio/bookings/hold": OWN_TIME.write,
    "POST /api/studio/bookings/{booking_id}/pay-link": OWN_TIME.write,
    "POST /api/studio/bookings/{booking_id}/pay-link/mail": OWN_TIME.write,
    "POST /api/studio/bookings/{booking_id}/start": OWN_TIME.write,
    "POST /api/studio/bookings/{booking_id}/complete": OWN_TIME.write,
    "POST /api/studio/bookings/{booking_id}/no-show": OWN_TIME.write,
    "GET /api/studio/bookings/{booking_id}/cancellation": OWN_TIME.read,
    "POST /api/studio/bookings/{booking_id}/cancel": OWN_TIME.write,
    "GET /api/studio/clients": OWN_TIME.read,
    "GET /api/studio/clients/{client_id}": OWN_TIME.read,
    "PUT /api/studio/clients/{client_id}/note": OWN_TIME.write,
    "GET /api/studio/load": OWN_TIME.read,
}
