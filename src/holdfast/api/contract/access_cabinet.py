"""Who may ask what of a photographer's clients and load: a part of the table of routes."""

from collections.abc import Mapping
from typing import Final

from holdfast.api.contract.askers import Access

__all__ = ["CABINET"]

_OWN: Final = Access("studio", "calendar")

CABINET: Final[Mapping[str, Access]] = {
    "POST /api/studio/bookings/hold": _OWN,
    "POST /api/studio/bookings/{booking_id}/pay-link": _OWN,
    "POST /api/studio/bookings/{booking_id}/pay-link/mail": _OWN,
    "POST /api/studio/bookings/{booking_id}/start": _OWN,
    "POST /api/studio/bookings/{booking_id}/complete": _OWN,
    "POST /api/studio/bookings/{booking_id}/no-show": _OWN,
    "GET /api/studio/clients": _OWN,
    "GET /api/studio/clients/{client_id}": _OWN,
    "GET /api/studio/load": _OWN,
}
